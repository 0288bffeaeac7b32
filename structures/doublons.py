"""Possible duplicates: the same SIRET or RNA, or close and of a similar name. Pure: nothing is written here.

`paires` compares a whole network with itself, `Repertoire` one candidate after another with a network (an import),
`semblables` a single candidate (somebody who creates a page). A position that is missing, or only the centre of a
commune, is never close to anything.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from comptes.models import Federation
from core.textes import mots
from structures.cycle import Etat
from structures.models import Lieu, LieuxDistincts, Structure, StructuresDistinctes
from structures.models.lieux import KM_PAR_DEGRE, distance_km
from structures.nomenclature import Precision

KM = 0.2  # two entrances of the same building, or two geocoders
SEUIL = 85  # out of 100, on the words that distinguish
MARGE = 1.01  # of a cell: the box of a circle is a little wider than a plane says
# What half of the names of a network begin with: two centres are not alike because both are « centre social ».
LEGERS = frozenset(
    mots("a au aux d de des du en et l la le les")
    + mots("asso association centre csc cs espace evs social sociale socio socioculturel vie")
)

Point = tuple[float, float]


class Raison(StrEnum):
    SIRET = "siret"
    RNA = "rna"
    PROCHE = "proche"


@dataclass(frozen=True, slots=True)
class Fiche:
    """What is compared of a structure, of a place or of a candidate (whose `cle` is 0)."""

    cle: int
    nom: str
    siret: str = ""
    rna: str = ""
    points: tuple[Point, ...] = ()
    chez: int = 0  # of a place, the key of its structure


@dataclass(frozen=True, slots=True)
class Paire:
    """Two possible duplicates, the smaller key first; `metres` is None when only a number says so."""

    premiere: int
    seconde: int
    raison: Raison
    ressemblance: int
    metres: int | None
    chez: tuple[int, int] = (0, 0)  # of places, the keys of their structures, the smaller first

    @property
    def rang(self) -> tuple[Any, ...]:
        """The surest first."""
        return (
            self.raison == Raison.PROCHE,
            -self.ressemblance,
            -1 if self.metres is None else self.metres,
            self.premiere,
            self.seconde,
        )


@lru_cache(maxsize=100_000)
def cle_de_nom(nom: str) -> str:
    """Return the distinguishing words of a name, folded and in order (« Centre social Le Lien » → « lien »)."""
    tous = mots(nom)
    return " ".join(sorted([m for m in tous if m not in LEGERS] or tous))


def ressemblance(nom: str, autre: str) -> int:
    """Return how alike two names are, out of 100: accents, case and the order of words do not count."""
    cle, autre_cle = cle_de_nom(nom), cle_de_nom(autre)
    return round(fuzz.ratio(cle, autre_cle)) if cle and autre_cle else 0


def chiffres(numero: str) -> str:
    """Return a SIRET as it is kept, without what people put between its digits."""
    return "".join(c for c in numero if c.isdigit())


def metres_entre(points: Iterable[Point], autres: Sequence[Point]) -> float | None:
    """Return the shortest distance between two sets of points, None when one is empty."""
    return min((distance_km(*a, *b) * 1000 for a in points for b in autres), default=None)


class Repertoire:
    """Many cards, asked at once: by number, and by cells a little wider than the distance that counts."""

    def __init__(self, fiches: Iterable[Fiche]) -> None:
        self.fiches = list(fiches)
        self.noms = [cle_de_nom(f.nom) for f in self.fiches]
        self.par_numero: dict[tuple[Raison, str], list[int]] = defaultdict(list)
        for rang, fiche in enumerate(self.fiches):
            for numero in _numeros(fiche):
                self.par_numero[numero].append(rang)
        nord = max((abs(p[0]) for f in self.fiches for p in f.points), default=0.0)
        self._d_lat = MARGE * KM / KM_PAR_DEGRE
        self._d_lon = self._d_lat / max(0.01, math.cos(math.radians(min(89.0, nord + self._d_lat))))
        self.cases: dict[tuple[int, int], list[int]] = defaultdict(list)
        for rang, fiche in enumerate(self.fiches):
            for case in {self._case(p) for p in fiche.points}:
                self.cases[case].append(rang)

    def _case(self, point: Point) -> tuple[int, int]:
        return math.floor(point[0] / self._d_lat), math.floor(point[1] / self._d_lon)

    def _autour(self, case: tuple[int, int]) -> dict[int, str]:
        """Return the names of what may be near a cell, by rank: a card without a name is like nothing."""
        x, y = case
        rangs = {r for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1) for r in self.cases.get((i, j), ())}
        return {r: self.noms[r] for r in sorted(rangs) if self.noms[r]}

    def semblables(self, fiche: Fiche) -> list[Paire]:
        """Return what a card may double, the surest first; the card itself, by its key, is left out."""
        trouves = {r: n[0] for n in _numeros(fiche) for r in self.par_numero.get(n, ())}
        nom = cle_de_nom(fiche.nom)
        voisins: dict[int, str] = {}
        for case in {self._case(p) for p in fiche.points} if nom else ():
            voisins |= self._autour(case)
        for rang in _ressemblants(nom, voisins):
            trouves.setdefault(rang, Raison.PROCHE)
        paires = (self._paire(fiche, rang, raison) for rang, raison in trouves.items())
        return sorted((p for p in paires if p and p.premiere != p.seconde), key=lambda p: p.rang)

    def paires(self) -> list[Paire]:
        """Return all the pairs of this set, the surest first."""
        trouvees: dict[tuple[int, int], Raison] = {}
        for (raison, _), rangs in self.par_numero.items():
            for i, a in enumerate(rangs):
                for b in rangs[i + 1 :]:
                    if trouvees.get((a, b)) != Raison.SIRET:
                        trouvees[a, b] = raison
        for case, rangs in self.cases.items():
            autour = self._autour(case)
            for a in rangs:
                for b in _ressemblants(self.noms[a], autour):
                    if a < b:
                        trouvees.setdefault((a, b), Raison.PROCHE)
        paires = (self._paire(self.fiches[a], b, raison) for (a, b), raison in trouvees.items())
        return sorted((p for p in paires if p), key=lambda p: p.rang)

    def _paire(self, fiche: Fiche, rang: int, raison: Raison) -> Paire | None:
        autre = self.fiches[rang]
        metres = metres_entre(fiche.points, autre.points)
        if raison == Raison.PROCHE and (metres is None or metres > KM * 1000):
            return None
        premiere, seconde = sorted((fiche.cle, autre.cle))
        return Paire(
            premiere,
            seconde,
            raison,
            ressemblance(fiche.nom, autre.nom),
            None if metres is None else round(metres),
            (min(fiche.chez, autre.chez), max(fiche.chez, autre.chez)),
        )


def _numeros(fiche: Fiche) -> Iterator[tuple[Raison, str]]:
    if siret := chiffres(fiche.siret):
        yield Raison.SIRET, siret
    if rna := fiche.rna.strip().upper():
        yield Raison.RNA, rna


def _ressemblants(nom: str, noms: dict[int, str]) -> list[int]:
    """Return the keys of the names that are alike, compared all at once."""
    if not nom:
        return []
    # Words are already in order: the plain ratio is the token sort ratio.
    return [cle for _, _, cle in process.extract(nom, noms, scorer=fuzz.ratio, score_cutoff=SEUIL, limit=None)]


# ------------------------------------------------------------------------------------ the network
def fiches_des_lieux(federation: Federation) -> list[Fiche]:
    """Return the cards of the places that a federation keeps, drafts included: one query."""
    lieux = (
        Lieu.objects.filter(structure__federation=federation, structure__archivee_le__isnull=True)
        .exclude(etat__in=[Etat.ARCHIVE, Etat.CLOS, Etat.FUSIONNE])
        .order_by("pk")
        .values_list("pk", "nom", "latitude", "longitude", "precision", "structure_id")
    )
    return [
        Fiche(pk, nom, points=_points([(lat, lon, precision)]), chez=chez)
        for pk, nom, lat, lon, precision, chez in lieux
    ]


def fiches_des_structures(federation: Federation) -> list[Fiche]:
    """Return the cards of the active structures of a federation, where their places are: two queries."""
    lieux: dict[int, list[tuple[float, float, str]]] = defaultdict(list)
    for structure, latitude, longitude, precision in (
        Lieu.objects.filter(structure__in=Structure.objects.managed_by(federation).active())
        .exclude(etat__in=[Etat.ARCHIVE, Etat.CLOS, Etat.FUSIONNE])
        .order_by("pk")
        .values_list("structure_id", "latitude", "longitude", "precision")
    ):
        lieux[structure].append((latitude, longitude, precision))
    structures = Structure.objects.managed_by(federation).active().order_by("pk")
    return [
        Fiche(pk, nom, siret, rna, _points(lieux[pk]))
        for pk, nom, siret, rna in structures.values_list("pk", "nom", "siret", "rna")
    ]


def _points(positions: Iterable[tuple[float | None, float | None, str]]) -> tuple[Point, ...]:
    return tuple(
        (lat, lon)
        for lat, lon, precision in positions
        if lat is not None and lon is not None and precision != Precision.APPROXIMATIVE
    )


def doublons_de_structures(federation: Federation) -> list[Paire]:
    """Return the pairs of structures of a federation that nobody has told apart, the surest first: three queries."""
    distinctes = set(StructuresDistinctes.objects.order_by("pk").values_list("premiere_id", "seconde_id"))
    return _a_regarder(fiches_des_structures(federation), distinctes)


def doublons_de_lieux(federation: Federation) -> list[Paire]:
    """Return the pairs of places of a federation that nobody has told apart, the surest first: two queries."""
    distincts = set(LieuxDistincts.objects.order_by("pk").values_list("premier_id", "second_id"))
    return _a_regarder(fiches_des_lieux(federation), distincts)


def _a_regarder(fiches: list[Fiche], distincts: set[tuple[int, int]]) -> list[Paire]:
    return [p for p in Repertoire(fiches).paires() if (p.premiere, p.seconde) not in distincts]


# ------------------------------------------------------------------------------------ one candidate
@dataclass(frozen=True, slots=True)
class Semblable:
    """What a candidate may double, and why; `metres` is None when only a number says so."""

    objet: Structure | Lieu
    raison: Raison
    ressemblance: int
    metres: int | None


def semblables(
    federation: Federation,
    *,
    nom: str,
    siret: str = "",
    rna: str = "",
    point: Point | None = None,
) -> list[Semblable]:
    """Return what a federation keeps that a candidate may double, before it is created: the surest first.

    `point` is its exact position; None, or a commune's centre, is close to nothing: give None. Two queries at most. For
    a whole file, build a `Repertoire` once.
    """
    structures = Structure.objects.managed_by(federation).active()
    fiche = Fiche(0, nom, siret, rna, (point,) if point else ())
    trouvees = []
    for raison, numero in _numeros(fiche):
        champ = "siret" if raison == Raison.SIRET else "rna"
        trouvees += [
            Semblable(s, raison, ressemblance(nom, s.nom), None)
            for s in structures.filter(**{champ: numero}).order_by("pk")
        ]
    if point and cle_de_nom(nom):
        proches = Lieu.objects.near(*point, km=KM * MARGE).filter(structure__in=structures)
        proches = proches.exclude(etat__in=[Etat.ARCHIVE, Etat.CLOS, Etat.FUSIONNE])
        lieux = {lieu.pk: lieu for lieu in proches.select_related("structure", "commune").order_by("pk")}
        fiches = [
            Fiche(pk, lieu.nom, points=_points([(lieu.latitude, lieu.longitude, lieu.precision)]))
            for pk, lieu in lieux.items()
        ]
        trouvees += [
            Semblable(lieux[p.seconde], p.raison, p.ressemblance, p.metres)
            for p in Repertoire(fiches).semblables(Fiche(0, nom, points=(point,)))
        ]
    return trouvees
