"""Read and find communes: the shipped files, the two public formats of all France, and what people type."""

import csv
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Q, When

from core.models import Version
from core.planificateur import apres_ecriture
from core.textes import cle_de_tri, plier
from structures.models.communes import CodePostal, Commune, departement_de

DONNEES = Path(__file__).parent / "donnees"
FICHIERS = ("communes-94.csv", "communes-voisines.csv")


@dataclass(frozen=True, slots=True)
class FicheCommune:
    """A commune as a file states it; the centre is None when the file has none."""

    code_insee: str
    nom: str
    codes_postaux: tuple[str, ...]
    population: int | None
    latitude: float | None
    longitude: float | None


def lire_csv(chemin: Path) -> list[FicheCommune]:
    """Read our own CSV (code_insee, nom, codes_postaux separated by |, population, latitude, longitude)."""
    with chemin.open(encoding="utf-8", newline="") as fichier:
        return [
            FicheCommune(
                code_insee=ligne["code_insee"],
                nom=ligne["nom"],
                codes_postaux=tuple(c for c in re.split(r"[|; ]", ligne["codes_postaux"]) if c),
                population=int(ligne["population"]) if ligne["population"] else None,
                latitude=float(ligne["latitude"]),
                longitude=float(ligne["longitude"]),
            )
            for ligne in csv.DictReader(fichier)
        ]


def lire_json(texte: str) -> list[FicheCommune]:
    """Read geo.api.gouv.fr's list or @etalab/decoupage-administratif's; ValueError says what is wrong."""
    lignes = json.loads(texte)
    if not isinstance(lignes, list):
        raise ValueError("Le fichier ne contient pas une liste de communes.")  # noqa: TRY004  the file is wrong, not the call
    fiches = []
    for ligne in lignes:
        fiche = _fiche_json(ligne)
        if fiche is not None:
            fiches.append(fiche)
    return fiches


def _fiche_json(ligne: Any) -> FicheCommune | None:
    """Return a commune, or None for what is not one (communes déléguées, lines without a postcode)."""
    if not isinstance(ligne, dict) or ligne.get("type", "commune-actuelle") not in (
        "commune-actuelle",
        "arrondissement-municipal",
    ):
        return None
    code, nom, codes = ligne.get("code"), ligne.get("nom"), ligne.get("codesPostaux")
    if not (isinstance(code, str) and isinstance(nom, str) and isinstance(codes, list)):
        return None
    centre = ((ligne.get("centre") or {}).get("coordinates")) or [None, None]
    return FicheCommune(code, nom, tuple(codes), ligne.get("population"), centre[1], centre[0])


@transaction.atomic
def charger(fiches: Iterable[FicheCommune]) -> tuple[int, int]:
    """Write communes and postcodes; return (added, changed). A centre already known is never blanked."""
    connues = {c.code_insee: c for c in Commune.objects.all()}
    a_creer, a_changer = [], []
    codes: set[tuple[str, str]] = set()
    for f in {f.code_insee: f for f in fiches}.values():
        codes |= {(f.code_insee, c) for c in f.codes_postaux}
        commune = connues.get(f.code_insee)
        champs: dict[str, Any] = {
            "nom": f.nom,
            "nom_plie": cle_de_tri(f.nom),
            "departement": departement_de(f.code_insee),
            "population": f.population,
        }
        if f.latitude is not None and f.longitude is not None:
            champs |= {"latitude": f.latitude, "longitude": f.longitude}
        if commune is None:
            a_creer.append(Commune(code_insee=f.code_insee, **champs))
        elif any(getattr(commune, c) != v for c, v in champs.items()):
            for champ, valeur in champs.items():
                setattr(commune, champ, valeur)
            a_changer.append(commune)
    Commune.objects.bulk_create(a_creer, batch_size=1000)
    if a_changer:
        Commune.objects.bulk_update(
            a_changer,
            ["nom", "nom_plie", "departement", "population", "latitude", "longitude"],
            batch_size=500,
        )
    nouveaux = codes - set(CodePostal.objects.values_list("commune_id", "code"))
    CodePostal.objects.bulk_create([CodePostal(commune_id=i, code=c) for i, c in sorted(nouveaux)], batch_size=1000)
    if a_creer or a_changer or nouveaux:
        Version.avancer()
    apres_ecriture(len(a_creer) + len(a_changer) + len(nouveaux))
    return len(a_creer), len(a_changer)


def charger_livrees() -> tuple[int, int]:
    """Load the communes that ship with the project: the Val-de-Marne and its neighbours."""
    return charger(f for nom in FICHIERS for f in lire_csv(DONNEES / nom))


_CEDEX = re.compile(r"\bcedex\b(\s+\d+)?", re.IGNORECASE)
_ABREGES = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def cle_commune(texte: str) -> str:
    """Return the folded name that people type and files write (« ST MAUR CEDEX » → « saint maur »)."""
    sans_cedex = _CEDEX.sub(" ", texte)
    return " ".join(_ABREGES.get(m, m) for m in re.split(r"[^0-9a-z]+", plier(sans_cedex)) if m)


def proposer(texte: str, *, limite: int = 8) -> list[Commune]:
    """Return the communes that a text may name, best first: a postcode, a name, the beginning of a name.

    Nothing is guessed: a text that names no commune returns []. Among homonyms, the most populated first.
    Arrondissements answer to « Paris 13 ».
    """
    texte = texte.strip()[:120]
    code = re.search(r"\b(\d{5})\b", texte)
    cle = cle_commune(re.sub(r"\b\d{5}\b", " ", texte))
    if code:
        par_code = list(
            Commune.objects.filter(codes_postaux__code=code[1]).distinct().order_by("nom_plie", "code_insee")
        )
        nommees = [c for c in par_code if cle and cle_commune(c.nom).startswith(cle)]
        if nommees or par_code:
            return (nommees or par_code)[:limite]
    if not cle:
        return []
    nombre = re.fullmatch(r"(paris|lyon|marseille) (\d{1,2})(?: ?(?:e|er|eme|ieme))?(?: arrondissement)?", cle)
    if nombre:
        cle = f"{nombre[1]} {int(nombre[2])}e"
        if int(nombre[2]) == 1:
            cle = f"{nombre[1]} 1er"
    # The stored key drops repeated words, and so does this one (the last word may be the beginning of a repeated one);
    # the whole name decides. Big communes come first: half of the « Saint » would otherwise hide « Saint-Denis ».
    debut, sans_fin = cle_de_tri(cle), cle_de_tri(cle.rpartition(" ")[0])
    commence = Q(nom_plie__gte=debut, nom_plie__lte=debut + "z" * 8) | Q(nom_plie=sans_fin)
    candidates = Commune.objects.filter(commence).order_by(
        Case(When(nom_plie=debut, then=0), default=1),
        F("population").desc(nulls_last=True),
        "nom_plie",
        "code_insee",
    )
    egales, debutent = [], []
    for commune in candidates[:200]:
        nom = cle_commune(commune.nom)
        if nom == cle:
            egales.append(commune)
        elif nom.startswith(cle):
            debutent.append(commune)
    return (egales + debutent)[:limite]
