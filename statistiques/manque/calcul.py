"""Who is farther than some kilometres from an open place, and where one more would bring the most people near."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from statistiques.manque.territoire import Centre, Point, points_du_territoire
from statistiques.manque.voisinage import Position, Voisinage

KM_MIN, KM_MAX, KM_PAR_DEFAUT = 1, 10, 3
PORTEE_KM = 15.0  # how far the nearest place is looked for; beyond, it is « plus de 15 km »


@dataclass(frozen=True, slots=True)
class Ligne:
    """What is found of one commune. `gain` counts people of every commune, those that its centre would bring near."""

    commune: Centre
    loin: int  # its people farther than the distance
    points: int  # where they are counted
    points_loin: int
    plus_pres_km: float | None  # from its centre; None beyond PORTEE_KM
    vaines: int  # searches from there that found nothing
    gain: int
    rang: int | None = None  # in the ranking; None when one more place there would bring nobody near

    @property
    def part(self) -> float:
        """The share of its people who are far, from 0 to 1; of a commune without people, of its points."""
        if self.commune.population:
            return self.loin / self.commune.population
        return self.points_loin / self.points


@dataclass(frozen=True, slots=True)
class Manques:
    """The whole answer. Lines come with the most people far first, then unmet searches, population, name."""

    km: int
    ouverts: int  # places that count
    positions: tuple[Position, ...]
    lignes: tuple[Ligne, ...]
    points_loin: tuple[Point, ...]
    sans_centre: int = 0  # communes that nobody can place

    @property
    def population(self) -> int:
        return sum(ligne.commune.population for ligne in self.lignes)

    @property
    def loin(self) -> int:
        return sum(ligne.loin for ligne in self.lignes)

    @property
    def classement(self) -> list[Ligne]:
        """The communes where one more place would bring somebody near, the best first."""
        return sorted((ligne for ligne in self.lignes if ligne.rang), key=lambda ligne: ligne.rang or 0)


def manques(
    territoire: Sequence[Centre],
    alentours: Sequence[Centre],
    ouverts: Mapping[int, Position],
    vaines: Mapping[str, int],
    *,
    km: int,
) -> Manques:
    """Measure every commune of the territory against the open places, by their key.

    Far is strictly farther than `km`. The gain of a commune is the number of people, of the whole territory, who are
    far today and would be within `km` of a place opened at its centre. Ranked by gain, then by unmet searches there,
    population, name.
    """
    positions = tuple(sorted(set(ouverts.values())))
    maille = max(1.0, km / 2)
    places = Voisinage(positions, maille)
    points = points_du_territoire(tuple(territoire), tuple(alentours), km)
    loin = [p for p in points if not places.est_pres((p.latitude, p.longitude), km)]
    eloignes = Voisinage([(p.latitude, p.longitude) for p in loin], maille)
    nombres = _nombres(points)
    eloignees = _nombres(loin)
    lignes = []
    for commune in territoire:
        combien, habitants = eloignees.get(commune.code, (0, 0))
        lignes.append(
            Ligne(
                commune=commune,
                loin=habitants,
                points=nombres[commune.code][0],
                points_loin=combien,
                plus_pres_km=places.le_plus_pres(commune.position, limite=PORTEE_KM),
                vaines=vaines.get(commune.code, 0),
                gain=sum(loin[rang].habitants for rang in eloignes.a_moins_de(commune.position, km)),
            )
        )
    lignes = _classer(lignes)
    lignes.sort(key=lambda x: (-x.loin, *_apres(x)))
    return Manques(km, len(ouverts), positions, tuple(lignes), tuple(loin))


def _nombres(points: Sequence[Point]) -> dict[str, tuple[int, int]]:
    """Return, by commune, how many points and how many people."""
    nombres: dict[str, tuple[int, int]] = {}
    for point in points:
        combien, habitants = nombres.get(point.commune, (0, 0))
        nombres[point.commune] = (combien + 1, habitants + point.habitants)
    return nombres


def _apres(ligne: Ligne) -> tuple[int, int, str, str]:
    """Return what decides between equals: unmet searches, population, name."""
    return -ligne.vaines, -ligne.commune.population, ligne.commune.nom_plie, ligne.commune.code


def _classer(lignes: Sequence[Ligne]) -> list[Ligne]:
    utiles = sorted((x for x in lignes if x.gain), key=lambda x: (-x.gain, *_apres(x)))
    rangs = {x.commune.code: rang for rang, x in enumerate(utiles, 1)}
    return [replace(x, rang=rangs.get(x.commune.code)) for x in lignes]
