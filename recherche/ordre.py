"""What was found, and in what order: distance corrected by room and freshness, or the earliest.

The rule and its table are told in docs/recherche.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ateliers.nomenclature import Dispo
from recherche.comptes import Comptes
from recherche.criteres import Criteres

EN_ATTENTE = (Dispo.ATTENTE, Dispo.PLUS_UN_MOIS)
# What the order reads of an activity, as one small number that the database works out (`queries._etat_dispo`).
COMPLETE, PLACE, ATTENTE, VIEILLE = 1, 2, 4, 8
# « Le plus près », corrected: what a metre is worth when there is room, or when nobody has checked for six months.
AVEC_PLACE_SURE = 0.85
ATTENTE_SURE = 1.3
PAS_VERIFIEE = 1.2
PAS_DE_PORTE = 0.3  # km: at the same address room and freshness still order
FACTEURS = {
    etat | vieille: facteur * (PAS_VERIFIEE if vieille else 1.0)
    for etat, facteur in ((0, 1.0), (COMPLETE, 1.0), (PLACE, AVEC_PLACE_SURE), (ATTENTE, ATTENTE_SURE))
    for vieille in (0, VIEILLE)
}


class Trouvee(NamedTuple):
    """One activity that matches, with what orders it; a tuple, as a big city makes thousands of them a page."""

    offre_id: int
    lieu_id: int | None
    latitude: float | None
    longitude: float | None
    km: float | None
    complete: bool
    nature: str
    rang: float = 0.0
    structure_id: int | None = None
    prochaine: datetime | None = None
    cle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Groupe:
    """One place and its matching activities, in order."""

    lieu_id: int
    trouvees: tuple[Trouvee, ...]

    @property
    def complet(self) -> bool:
        """True when every matching activity is said to be full: those that are come last."""
        return self.trouvees[0].complete

    @property
    def rang(self) -> float:
        """The place's rank is that of its best activity; without an origin, places keep the order of names."""
        return self.trouvees[0].rang if self.km is not None else 0.0

    @property
    def km(self) -> float | None:
        return self.trouvees[0].km


@dataclass(frozen=True, slots=True)
class Trouvailles:
    """All that matches: places in order, then what comes without a place; and the radius that was used."""

    groupes: tuple[Groupe, ...]
    a_distance: tuple[Trouvee, ...]
    rayon_km: float | None
    comptes: Comptes = field(default_factory=dict)
    # What one choice alone keeps out: how many by choice, and the nearest of them.
    manques: dict[str, int] = field(default_factory=dict)
    presque: tuple[Trouvee, ...] = ()

    @property
    def activites_total(self) -> int:
        return sum(len(g.trouvees) for g in self.groupes) + len(self.a_distance)


def rang_corrige(km: float, etat: int) -> float:
    """Return the distance that orders a result, in km; `etat` is a mask of what is surely said of it.

    The distance shown is always the real one.
    """
    return (km + PAS_DE_PORTE) * FACTEURS[etat]


def grouper(trouvees: Iterable[Trouvee], criteres: Criteres, *, rayon_km: float | None) -> Trouvailles:
    """Gather activities by place and order the places; the order is total, so that pages never overlap."""
    par_lieu: dict[int, list[Trouvee]] = {}
    a_distance = []
    for t in trouvees:
        if t.lieu_id is None:
            a_distance.append(t)
        else:
            par_lieu.setdefault(t.lieu_id, []).append(t)
    groupes = [
        Groupe(pk, tuple(sorted(ts, key=ordre_activite)) if len(ts) > 1 else tuple(ts)) for pk, ts in par_lieu.items()
    ]
    groupes.sort(key=_ordre_tot if criteres.tri == "tot" else _ordre_pres)
    return Trouvailles(tuple(groupes), tuple(sorted(a_distance, key=ordre_activite)), rayon_km)


def ordre_activite(t: Trouvee) -> tuple:
    return (t.complete, t.rang, t.offre_id)


def _ordre_pres(g: Groupe) -> tuple:
    premiere = g.trouvees[0]
    return (premiere.complete, premiere.rang if premiere.km is not None else 0.0, premiere.cle, g.lieu_id)


def _ordre_tot(g: Groupe) -> tuple:
    tot = min((t.prochaine.timestamp() for t in g.trouvees if t.prochaine and not t.complete), default=float("inf"))
    return (g.complet, tot, g.rang, g.trouvees[0].cle, g.lieu_id)
