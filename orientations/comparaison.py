"""Two or three activities side by side; the list is in the address, nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from ateliers.models import Offre
from ateliers.nomenclature import Mode
from core.uid import ALPHABET, LONGUEUR
from orientations.langues import FRANCAIS
from orientations.lignes import Contexte, Ligne, comment, papiers, prix, quand, qui, quoi
from orientations.lignes import prochaines_seances as seances_de
from recherche.fiches import est_brouillon
from recherche.phrases import LigneDispo, dispo_en_francais
from recherche.presentation import fermetures_utiles
from recherche.proches import Proche, offres_proches
from structures import cycle

MAXIMUM = 3
CHEMIN = "orientations:comparer"


@dataclass(frozen=True, slots=True)
class Comparee:
    """One column."""

    uid: str
    nom: str
    url: str
    lieu: str
    adresse: str
    telephone: str
    telephone_href: str
    dispo: LigneDispo | None
    disparu: bool
    url_sans: str


@dataclass(frozen=True, slots=True)
class Case:
    """What one activity answers; its place is said again where columns are one under another."""

    nom: str
    ligne: Ligne


@dataclass(frozen=True, slots=True)
class Rangee:
    """One question, answered by each activity."""

    titre: str
    picto: str
    cases: list[Case]


@dataclass(frozen=True, slots=True)
class Ajout:
    proche: Proche
    url: str


@dataclass(frozen=True, slots=True)
class Comparaison:
    colonnes: list[Comparee]
    rangees: list[Rangee]
    ajouts: list[Ajout]
    plein: bool


TITRES = (("Ce que vous aurez", quoi), ("Quand", quand), ("Comment", comment), ("Prix", prix), ("Qui peut venir", qui),
          ("À apporter", papiers))  # fmt: skip


def uids_demandes(valeurs: Sequence[str]) -> list[str]:
    """Return the identifiers of an address, in order, without doubles, three at most."""
    lisibles = [v for v in valeurs if len(v) == LONGUEUR and set(v) <= set(ALPHABET)]
    return list(dict.fromkeys(lisibles))[:MAXIMUM]


def url_comparer(uids: Sequence[str]) -> str:
    return f"{reverse(CHEMIN)}?{urlencode([('o', uid) for uid in uids])}" if uids else reverse(CHEMIN)


def comparaison(uids: Sequence[str], *, now: datetime) -> Comparaison:
    """Return the activities of this list, side by side, and what is near and may be added."""
    trouvees = {
        o.uid: o
        for o in Offre.objects.filter(uid__in=uids)
        .select_related("structure__federation", "lieu__structure", "lieu__commune")
        .prefetch_related(fermetures_utiles(now))
        .order_by("pk")
        if not est_brouillon(o)
    }
    offres = [trouvees[uid] for uid in uids if uid in trouvees]
    gardes = [o.uid for o in offres]
    contextes = [Contexte(o, seances_de(o, now=now), FRANCAIS, now) for o in offres]
    rangees = [
        Rangee(titre, faire(contextes[0]).picto, [Case(_ou(c), faire(c)) for c in contextes])
        for titre, faire in TITRES
        if offres
    ]
    ajouts = []
    if offres and len(offres) < MAXIMUM:
        proches = [p for p in offres_proches(offres[0], now=now) if p.uid not in gardes]
        ajouts = [Ajout(p, url_comparer([*gardes, p.uid])) for p in proches]
    return Comparaison(
        colonnes=[_colonne(c, gardes) for c in contextes],
        rangees=[r for r in rangees if any(case.ligne for case in r.cases)],
        ajouts=ajouts,
        plein=len(offres) >= MAXIMUM,
    )


def _ou(c: Contexte) -> str:
    return c.offre.lieu.nom if c.offre.lieu and c.offre.mode == Mode.SUR_PLACE else c.offre.structure.nom


def _colonne(c: Contexte, gardes: list[str]) -> Comparee:
    o, lieu = c.offre, c.offre.lieu if c.offre.mode == Mode.SUR_PLACE else None
    disparu = cycle.CYCLE[o.etat].page != "oui" or bool(lieu and cycle.CYCLE[lieu.etat].page != "oui")
    telephone, href = c.appel
    return Comparee(
        uid=o.uid,
        nom=o.nom,
        url=o.get_absolute_url(),
        lieu=_ou(c),
        adresse=", ".join(lieu.adresse_lignes) if lieu else Mode(o.mode).label,
        telephone=telephone,
        telephone_href=href,
        dispo=None if disparu else dispo_en_francais(o, c.today),
        disparu=disparu,
        url_sans=url_comparer([uid for uid in gardes if uid != o.uid]),
    )
