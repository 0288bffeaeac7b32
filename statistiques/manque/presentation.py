"""The answer as the page shows it: sentences, lines, links. Templates compute nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from comptes.models import Federation
from core.textes import accord, en_nombre
from recherche.phrases import a_la_commune
from statistiques.manque.calcul import Ligne, Manques
from statistiques.manque.carte import NUMEROS, Carte, carte
from statistiques.manque.phrases import (
    arrondi,
    distance_dite,
    en_personnes,
    en_pourcent,
    phrase_de_la_commune,
    phrase_du_gain,
)

TRIS: dict[str, Callable[[Ligne], Any]] = {
    "loin": lambda x: -x.loin,
    "part": lambda x: -x.part,
    "distance": lambda x: (x.plus_pres_km is not None, -(x.plus_pres_km or 0.0)),
    "recherches": lambda x: -x.vaines,
    "gain": lambda x: -x.gain,
    "nom": lambda x: x.commune.nom_plie,
}


@dataclass(frozen=True, slots=True)
class Entete:
    """The head of a column, a link that sorts by it; `sens` is what `aria-sort` says."""

    label: str
    adresse: str
    sens: str


@dataclass(frozen=True, slots=True)
class Meilleure:
    """A commune where one more place would help."""

    nom: str
    gain: str
    loin: str
    recherches: str


@dataclass(frozen=True, slots=True)
class LigneDite:
    nom: str
    loin: str
    part: str
    distance: str
    recherches: str
    gain: str


@dataclass(frozen=True, slots=True)
class Reponse:
    """The page, below its form."""

    quoi: str
    resume: str
    ouverts: str
    meilleures: list[Meilleure]
    carte: Carte | None
    entetes: list[Entete]
    lignes: list[LigneDite]
    autres: str
    sans_centre: str


def montrer(federation: Federation, reponse: Manques, nom: str, *, ordre: str, parametres: QueryDict) -> Reponse:
    """Return the answer in words."""
    montrees = sorted((x for x in reponse.lignes if x.points_loin or x.gain), key=TRIS[ordre])
    autres = len(reponse.lignes) - len(montrees)
    return Reponse(
        quoi=nom,
        resume=_resume(federation, reponse, nom),
        ouverts=f"{accord(reponse.ouverts, 'lieu ouvert compte', 'lieux ouverts comptent')}, ici ou juste à côté.",
        meilleures=[_meilleure(x, reponse.km, nom) for x in reponse.classement[:NUMEROS]],
        carte=carte(reponse, nom),
        entetes=_entetes(reponse.km, ordre, parametres),
        lignes=[_ligne(x) for x in montrees],
        autres=_autres(autres, reponse.km),
        sans_centre=accord(reponse.sans_centre, "commune") if reponse.sans_centre else "",
    )


def _resume(federation: Federation, reponse: Manques, nom: str) -> str:
    ou = federation.dans_le_territoire or "sur votre territoire"
    ou = ou[:1].upper() + ou[1:]
    if not reponse.loin:
        return f"{ou}, tout le monde est à moins de {reponse.km}\u00a0km d’{nom}."
    part = en_pourcent(reponse.loin / reponse.population)
    qui = f"environ {en_personnes(arrondi(reponse.loin))} ({part})"
    return f"{ou}, {qui} sont à plus de {reponse.km}\u00a0km d’{nom}."


def _meilleure(ligne: Ligne, km: int, nom: str) -> Meilleure:
    recherches = ""
    if ligne.vaines:
        recherches = f"{accord(ligne.vaines, 'recherche')} sans résultat en douze mois."
    loin = phrase_de_la_commune(ligne, km, nom) if ligne.points_loin else ""
    return Meilleure(a_la_commune(ligne.commune.nom), phrase_du_gain(ligne, km), loin, recherches)


def _ligne(ligne: Ligne) -> LigneDite:
    return LigneDite(
        nom=ligne.commune.nom,
        loin=en_nombre(ligne.loin),
        part=en_pourcent(ligne.part),
        distance=distance_dite(ligne.plus_pres_km),
        recherches=en_nombre(ligne.vaines) if ligne.vaines else "—",
        gain=en_nombre(ligne.gain) if ligne.gain else "—",
    )


def _autres(nombre: int, km: int) -> str:
    if not nombre:
        return ""
    ont = "a" if nombre == 1 else "ont"
    return f"{accord(nombre, 'autre commune', 'autres communes')} {ont} tout à moins de {km}\u00a0km."


def _entetes(km: int, ordre: str, parametres: QueryDict) -> list[Entete]:
    labels = {
        "nom": "Commune",
        "loin": f"Habitant·es à plus de {km}\u00a0km",
        "part": "Part",
        "distance": "Le plus proche",
        "recherches": "Recherches sans résultat",
        "gain": "Gain d’une permanence ici",
    }
    entetes = []
    for cle, label in labels.items():
        adresse = parametres.copy()
        adresse["ordre"] = cle
        sens = ("ascending" if cle == "nom" else "descending") if cle == ordre else ""
        entetes.append(Entete(label, f"?{adresse.urlencode()}#communes", sens))
    return entetes
