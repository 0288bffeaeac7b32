"""Points found by where they are: what is near is found without measuring what is not."""

import math
from collections.abc import Iterable, Iterator, Sequence

from structures.models.lieux import KM_PAR_DEGRE, distance_km

Position = tuple[float, float]  # latitude, longitude
_MARGE = 1.001  # a degree is never quite what a plane says


class Voisinage:
    """Points in square cells of `maille` km, by cell; distances are great-circle km, exact."""

    def __init__(self, points: Sequence[Position], maille: float) -> None:
        self._points = points
        self._maille = maille
        # A degree of longitude is shortest at the highest latitude: there, a cell still has its width.
        plus_haut = min(89.0, max((abs(lat) for lat, _ in points), default=0.0) + 0.5)
        self._pas_lat = maille * _MARGE / KM_PAR_DEGRE
        self._pas_lon = self._pas_lat / math.cos(math.radians(plus_haut))
        self._cases: dict[tuple[int, int], list[int]] = {}
        for rang, point in enumerate(points):
            self._cases.setdefault(self._case(*point), []).append(rang)

    def _case(self, latitude: float, longitude: float) -> tuple[int, int]:
        return math.floor(latitude / self._pas_lat), math.floor(longitude / self._pas_lon)

    def _autour(self, position: Position, anneau: int) -> Iterator[int]:
        """Yield the points of the cells that are `anneau` cells away: 0 is the cell itself."""
        y, x = self._case(*position)
        for j in range(y - anneau, y + anneau + 1):
            # The whole first and last lines, the two ends of the others.
            pas = 1 if j in (y - anneau, y + anneau) else max(1, 2 * anneau)
            for i in range(x - anneau, x + anneau + 1, pas):
                yield from self._cases.get((j, i), ())

    def a_moins_de(self, position: Position, km: float) -> list[int]:
        """Return the points that are at most `km` away, by their rank."""
        anneaux = math.ceil(km / self._maille)
        return [
            rang
            for anneau in range(anneaux + 1)
            for rang in self._autour(position, anneau)
            if distance_km(*position, *self._points[rang]) <= km
        ]

    def est_pres(self, position: Position, km: float) -> bool:
        """Tell whether a point is at most `km` away; the first one found is enough."""
        anneaux = math.ceil(km / self._maille)
        return any(
            distance_km(*position, *self._points[rang]) <= km
            for anneau in range(anneaux + 1)
            for rang in self._autour(position, anneau)
        )

    def le_plus_pres(self, position: Position, *, limite: float, sauf: Iterable[int] = ()) -> float | None:
        """Return how far the nearest point is, in km; None beyond `limite`. `sauf` are points that do not count."""
        exclus = frozenset(sauf)
        mieux = math.inf
        for anneau in range(math.ceil(limite / self._maille) + 1):
            # What is in this ring and the next ones is at least so far.
            if mieux <= (anneau - 1) * self._maille:
                break
            for rang in self._autour(position, anneau):
                if rang not in exclus:
                    mieux = min(mieux, distance_km(*position, *self._points[rang]))
        return mieux if mieux <= limite else None
