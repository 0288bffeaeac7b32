"""Where people are counted: the centre of a commune, and the points of a grid in the larger ones.

Of a commune, the directory knows the centre and the population, not the limits. A large one is then taken to be what
is nearer its centre than any other commune's, as far from it as the nearest other centre (10 km at most); its people
are spread evenly over the points of a grid laid there.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from statistiques.manque.voisinage import Position, Voisinage
from structures.models.lieux import KM_PAR_DEGRE, distance_km

GRANDE = 40_000  # people; beyond, a centre says too little
PAS_KM = 1.0  # of the grid
POINTS_MAX = 40  # of a commune; the step doubles until they are fewer
PORTEE_MAX_KM = 10.0
MAILLE_DES_CENTRES_KM = 5.0  # of the cells in which other centres are looked for


@dataclass(frozen=True, slots=True)
class Centre:
    """A commune whose centre is known; `population` is 0 when it is not stated."""

    code: str
    nom: str
    nom_plie: str
    population: int
    latitude: float
    longitude: float

    @property
    def position(self) -> Position:
        return self.latitude, self.longitude


class Point(NamedTuple):
    """Where some of a commune's people are taken to live."""

    commune: str
    latitude: float
    longitude: float
    habitants: int


@lru_cache(maxsize=4)
def points_du_territoire(territoire: tuple[Centre, ...], alentours: tuple[Centre, ...], km: int) -> tuple[Point, ...]:
    """Return where the people of these communes are counted; `alentours` are the other communes around.

    A commune has a grid when it has more than 40,000 people, or when it surely spreads beyond `km` of its centre.
    Kept by process: the same communes have the same points.
    """
    siennes = {c.code for c in territoire}
    autres = [c for c in alentours if c.code not in siennes]
    centres = [*territoire, *autres]
    voisinage = Voisinage([c.position for c in centres], MAILLE_DES_CENTRES_KM)
    points: list[Point] = []
    for rang, commune in enumerate(territoire):
        voisine = voisinage.le_plus_pres(commune.position, limite=2 * PORTEE_MAX_KM, sauf=[rang])
        portee = 0.0 if voisine is None else min(voisine, PORTEE_MAX_KM)
        # Half-way to the nearest centre, one is still in the commune.
        if commune.population > GRANDE or portee / 2 > km:
            # Whatever is nearer a point of the grid than its centre is at most twice as far from the centre.
            proches = [centres[r].position for r in voisinage.a_moins_de(commune.position, 2 * portee) if r != rang]
            positions = _grille(commune, portee, proches)
        else:
            positions = [commune.position]
        points += repartir(commune, positions)
    return tuple(points)


def _grille(commune: Centre, portee: float, proches: Sequence[Position]) -> list[Position]:
    """Return the points of the commune's grid, from south to north and from west to east; its centre is one."""
    pas = PAS_KM
    while len(positions := list(islice(_noeuds(commune, portee, pas, proches), POINTS_MAX + 1))) > POINTS_MAX:
        pas *= 2
    return positions


def _noeuds(commune: Centre, portee: float, pas: float, proches: Sequence[Position]) -> Iterator[Position]:
    """Yield the nodes that are the commune's: no farther than it reaches, and nearer no other centre."""
    latitude, longitude = commune.position
    d_lat = pas / KM_PAR_DEGRE
    d_lon = d_lat / max(0.01, math.cos(math.radians(latitude)))
    combien = math.ceil(portee / pas)
    for j in range(-combien, combien + 1):
        for i in range(-combien, combien + 1):
            ici = (latitude + j * d_lat, longitude + i * d_lon)
            distance = distance_km(latitude, longitude, *ici)
            if distance <= portee and all(distance_km(*ici, *autre) >= distance for autre in proches):
                yield ici


def repartir(commune: Centre, positions: Sequence[Position]) -> list[Point]:
    """Return the points with the commune's people spread over them: whole persons, whose sum is the population."""
    nombre, total = len(positions), commune.population
    return [
        Point(commune.code, latitude, longitude, total * (rang + 1) // nombre - total * rang // nombre)
        for rang, (latitude, longitude) in enumerate(positions)
    ]
