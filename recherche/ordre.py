"""What was found, and in what order: distance corrected by room and freshness, or the earliest.

The rule and its table are told in docs/recherche.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple, overload

from ateliers.models.traits import PLACES, VALEURS
from recherche.comptes import Comptes
from recherche.conditions import en_instant
from recherche.criteres import Criteres
from recherche.lignes import (
    ATTENTE,
    COMMUNE,
    COMPLETE,
    ETAT,
    LATITUDE,
    LIEU,
    LONGITUDE,
    NOM,
    OFFRE,
    PLACE,
    PROCHAINE,
    STRUCTURE,
    TRAITS_C,
    VIEILLE,
    Ligne,
)

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
# What orders activities at one distance: full ones last, then what a metre is worth.
ORDRE = {etat: (etat & COMPLETE, facteur) for etat, facteur in FACTEURS.items()}

_NATURES = {1 << PLACES["lieu_nature"].debut + n: code for n, code in enumerate(VALEURS["lieu_nature"])}
_NATURE = PLACES["lieu_nature"].masque


class Trouvee(NamedTuple):
    """One activity that matches, with what orders it."""

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


class Trouvees(Sequence[Trouvee]):
    """The activities of a place, each made when it is asked for, in an order found then: a page shows forty of
    thousands.
    """

    __slots__ = ("_en_ordre", "_km", "_lignes")

    def __init__(self, lignes: list[Ligne], km: float | None) -> None:
        self._lignes = lignes
        self._km = km
        self._en_ordre = len(lignes) < 2

    def _rangees(self) -> list[Ligne]:
        if not self._en_ordre:
            self._lignes.sort(key=_cle)
            self._en_ordre = True
        return self._lignes

    def __len__(self) -> int:
        return len(self._lignes)

    @overload
    def __getitem__(self, rang: int) -> Trouvee: ...
    @overload
    def __getitem__(self, rang: slice) -> list[Trouvee]: ...
    def __getitem__(self, rang: int | slice) -> Trouvee | list[Trouvee]:
        if isinstance(rang, slice):
            return [_trouvee(r, self._km) for r in self._rangees()[rang]]
        return _trouvee(self._rangees()[rang], self._km)

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, Sequence) and tuple(self) == tuple(autre)

    __hash__ = None  # type: ignore[assignment]


class Groupe(NamedTuple):
    """One place and its matching activities, in order."""

    lieu_id: int
    trouvees: Sequence[Trouvee]
    cle: tuple[Any, ...] = ()  # what orders the places, in full: whoever comes back later goes on after it

    @property
    def complet(self) -> bool:
        """True when every matching activity is said to be full: those that are come last."""
        return bool(self.cle[0]) if self.cle else self.trouvees[0].complete

    @property
    def km(self) -> float | None:
        return self.trouvees[0].km


class Groupes(Sequence[Groupe]):
    """The places in order, each made when it is asked for: a big city has thousands of them, a page twenty."""

    __slots__ = ("_km", "_ranges")

    def __init__(self, ranges: list[tuple[tuple[Any, ...], list[Ligne]]], km: Mapping[int, float]) -> None:
        self._ranges = ranges
        self._km = km

    @property
    def activites(self) -> int:
        """How many activities match in all these places."""
        return sum([len(lignes) for _, lignes in self._ranges])

    def __len__(self) -> int:
        return len(self._ranges)

    @overload
    def __getitem__(self, rang: int) -> Groupe: ...
    @overload
    def __getitem__(self, rang: slice) -> list[Groupe]: ...
    def __getitem__(self, rang: int | slice) -> Groupe | list[Groupe]:
        if isinstance(rang, slice):
            return list(map(self._groupe, self._ranges[rang]))
        return self._groupe(self._ranges[rang])

    def _groupe(self, rangee: tuple[tuple[Any, ...], list[Ligne]]) -> Groupe:
        cle, lignes = rangee
        lieu = lignes[0][LIEU]
        return Groupe(lieu, Trouvees(lignes, self._km.get(lieu)), cle)

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, Sequence) and tuple(self) == tuple(autre)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Trouvailles:
    """All that matches: places in order, then what comes without a place; and the radius that was used."""

    groupes: Sequence[Groupe]
    a_distance: Sequence[Trouvee]
    rayon_km: float | None
    comptes: Comptes = field(default_factory=dict)
    # What one choice alone keeps out: how many by choice, and the nearest of them.
    manques: dict[str, int] = field(default_factory=dict)
    presque: tuple[Trouvee, ...] = ()

    @property
    def activites_total(self) -> int:
        groupes = self.groupes
        sur_place = groupes.activites if isinstance(groupes, Groupes) else sum(len(g.trouvees) for g in groupes)
        return sur_place + len(self.a_distance)


def _cle(r: Ligne) -> tuple[tuple[int, float], int]:
    """Return what orders a row among those of its place: full ones last, then room and freshness, then creation."""
    return ORDRE[r[ETAT]], r[OFFRE]


def _rang(r: Ligne, km: float | None) -> float:
    """Return the distance, corrected by what is surely said of room and freshness; the one shown is always the real."""
    return ((km or 0.0) + PAS_DE_PORTE) * FACTEURS[r[ETAT]]


def _trouvee(r: Ligne, km: float | None) -> Trouvee:
    """Return a row as a result."""
    commun = (
        *(r[OFFRE], r[LIEU], r[LATITUDE], r[LONGITUDE], km if r[LIEU] is not None else None),
        *(bool(r[ETAT] & COMPLETE), _NATURES[r[TRAITS_C] & _NATURE], _rang(r, km)),
    )
    if len(r) <= STRUCTURE:
        return Trouvee(*commun)
    return Trouvee(*commun, r[STRUCTURE], en_instant(r[PROCHAINE]) if r[PROCHAINE] is not None else None)


def trouvees(lignes: Iterable[Ligne], km: dict[int, float]) -> Iterator[Trouvee]:
    """Return rows as results, in order: full ones last, then rank, then creation."""
    rangees = sorted(lignes, key=lambda r: (r[ETAT] & COMPLETE, _rang(r, km.get(r[LIEU])), r[OFFRE]))
    return (_trouvee(r, km.get(r[LIEU])) for r in rangees)


def grouper(
    lignes: Iterable[Ligne], km: dict[int, float], criteres: Criteres, *, rayon_km: float | None
) -> Trouvailles:
    """Gather activities by place and order the places; the order is total, so that pages never overlap.

    A place is where its first activity would be. Only places are sorted: their activities are when they are shown.
    """
    par_lieu: dict[Any, list[Ligne]] = {}
    for r in lignes:
        lieu = r[LIEU]
        if lieu in par_lieu:
            par_lieu[lieu].append(r)
        else:
            par_lieu[lieu] = [r]
    sans_lieu = par_lieu.pop(None, [])
    par_nom, tot = criteres.origine is None, criteres.tri == "tot"
    ranges: list[tuple[tuple[Any, ...], list[Ligne]]] = []
    ordre = ORDRE
    for lieu, siennes in par_lieu.items():
        r, loin = siennes[0], km.get(lieu)
        complete, facteur = min([ordre[s[ETAT]] for s in siennes])
        place = (r[COMMUNE], r[NOM], lieu) if par_nom else (((loin or 0.0) + PAS_DE_PORTE) * facteur, lieu)
        # A lieu is never twice here.
        ranges.append(((complete, *(_au_plus_tot(siennes) if tot else ()), *place), siennes))
    ranges.sort(key=itemgetter(0))
    return Trouvailles(Groupes(ranges, km), Trouvees(sans_lieu, None), rayon_km)


def _au_plus_tot(lignes: list[Ligne]) -> tuple[bool, Any]:
    """Return what orders a place by the first session of what is not full there; without any, it comes after."""
    seances = [r[PROCHAINE] for r in lignes if not r[ETAT] & COMPLETE and r[PROCHAINE] is not None]
    return (False, min(seances)) if seances else (True, "")
