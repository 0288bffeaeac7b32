"""Where a place is put: found from its address, and questioned when the point seems to be in another commune."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from structures.communes import cle_commune, proposer
from structures.geocodage import geocoder
from structures.models import Commune
from structures.models.lieux import KM_PAR_DEGRE, distance_km
from structures.nomenclature import Precision

SCORE = 0.5  # below, the geocoder answers another street
# Near its centre a point is in its commune, whatever its neighbours; beyond, nobody's commune reaches.
KM_CHEZ_SOI, KM_LOIN = 1.5, 15.0
KM_PLUS_PRES = 0.8  # how much nearer another centre must be before we ask


@dataclass(frozen=True, slots=True)
class Placement:
    """A point for an address; `precision` says how sure, `muet` that the geocoder did not answer."""

    latitude: float
    longitude: float
    precision: str
    muet: bool = False


def commune_de(code_postal: str, nom: str) -> Commune | None:
    """Return the commune that a postcode and a name say together, None in doubt."""
    trouvees = [c for c in proposer(f"{code_postal} {nom}", limite=50) if cle_commune(c.nom) == cle_commune(nom)]
    if not trouvees:
        # A commune has postcodes that no table knows (CEDEX): its name alone, when it has no homonym.
        trouvees = [c for c in proposer(nom, limite=50) if cle_commune(c.nom) == cle_commune(nom)]
        trouvees = [c for c in trouvees if c.departement == code_postal[:2]] or trouvees
    return trouvees[0] if len(trouvees) == 1 else None


def placer(adresse: str, code_postal: str, commune: Commune, *, now: datetime) -> Placement | None:
    """Return where an address is; else the commune's centre, approximate; None when that is not known either."""
    centre = (commune.latitude, commune.longitude)
    autour = (centre[0], centre[1]) if centre[0] is not None and centre[1] is not None else None
    reponse = geocoder(f"{adresse} {code_postal} {commune.nom}", autour=autour, now=now)
    for trouvee in reponse.adresses:
        ici = trouvee.code_insee == commune.code_insee or cle_commune(trouvee.commune) == cle_commune(commune.nom)
        if ici and trouvee.score >= SCORE and trouvee.genre != "municipality":
            return Placement(round(trouvee.latitude, 6), round(trouvee.longitude, 6), Precision.EXACTE)
    if autour is None:
        return None
    return Placement(*autour, Precision.APPROXIMATIVE, muet=reponse.muet)


def commune_voisine(latitude: float, longitude: float, commune: Commune) -> Commune | None:
    """Return the commune in which a point seems to be, when it is not the one that is said.

    Only centres are known, no outline: a doubt is a question to somebody, never a refusal.
    """
    if commune.latitude is None or commune.longitude is None:
        return None
    ici = distance_km(latitude, longitude, commune.latitude, commune.longitude)
    if ici <= KM_CHEZ_SOI:
        return None
    marge = ici / KM_PAR_DEGRE
    proches = Commune.objects.filter(
        latitude__range=(latitude - marge, latitude + marge),
        longitude__range=(longitude - 2 * marge, longitude + 2 * marge),
    ).exclude(pk=commune.pk)
    distances = sorted(
        (distance_km(latitude, longitude, c.latitude, c.longitude), c.code_insee, c)
        for c in proches
        if c.latitude is not None and c.longitude is not None
    )
    if distances and distances[0][0] < ici - KM_PLUS_PRES:
        return distances[0][2]
    return None


def trop_loin(latitude: float, longitude: float, commune: Commune) -> bool:
    """Tell whether a point is farther from the commune's centre than any commune reaches."""
    if commune.latitude is None or commune.longitude is None:
        return False
    return distance_km(latitude, longitude, commune.latitude, commune.longitude) > KM_LOIN


@dataclass(frozen=True, slots=True)
class Doute:
    """A place whose point seems to be elsewhere; `voisine` is « » when it is only very far from its commune."""

    lieu: int
    voisine: str
    km: float


CASE = 0.05  # degrees: narrower than the distance that raises a doubt is of no use


def douteuses(lieux: Iterable[tuple[int, float, float, str]], communes: Iterable[Commune]) -> list[Doute]:
    """Return the places (key, latitude, longitude, commune) whose point seems to be elsewhere, the farthest first.

    Says what `commune_voisine` and `trop_loin` say one by one, of a whole network: nothing is asked of the database.
    """
    centres = {
        c.code_insee: (c.latitude, c.longitude) for c in communes if c.latitude is not None and c.longitude is not None
    }
    cases: dict[tuple[int, int], list[str]] = {}
    for code, (latitude, longitude) in centres.items():
        cases.setdefault((math.floor(latitude / CASE), math.floor(longitude / CASE)), []).append(code)
    doutes = []
    for lieu, latitude, longitude, code in lieux:
        if code not in centres:
            continue
        ici = distance_km(latitude, longitude, *centres[code])
        if ici <= KM_CHEZ_SOI:
            continue
        voisine = _plus_proche((latitude, longitude), code, ici - KM_PLUS_PRES, centres, cases)
        if voisine or ici > KM_LOIN:
            doutes.append(Doute(lieu, voisine, ici))
    return sorted(doutes, key=lambda d: (-d.km, d.lieu))


Centres = dict[str, tuple[float, float]]


def _plus_proche(
    point: tuple[float, float], sauf: str, km: float, centres: Centres, cases: dict[tuple[int, int], list[str]]
) -> str:
    """Return the nearest other centre nearer than `km`, « » when there is none: rings of cells, the nearest first."""
    x, y = math.floor(point[0] / CASE), math.floor(point[1] / CASE)
    cote = CASE * KM_PAR_DEGRE * max(0.01, math.cos(math.radians(min(89.0, abs(point[0]) + 1))))
    mieux, trouvee = km, ""
    for anneau in range(math.ceil(min(km, KM_MAX) / cote) + 2):
        if (anneau - 1) * cote > mieux:
            break
        for code in (c for case in _anneau(x, y, anneau) for c in cases.get(case, ()) if c != sauf):
            distance = distance_km(*point, *centres[code])
            if distance < mieux or (trouvee and distance == mieux and code < trouvee):
                mieux, trouvee = distance, code
    return trouvee


KM_MAX = 200.0  # a point farther than this from its commune is wrong, whatever is near it


def _anneau(x: int, y: int, r: int) -> Iterator[tuple[int, int]]:
    if r == 0:
        yield x, y
        return
    for i in range(-r, r + 1):
        yield x - r, y + i
        yield x + r, y + i
    for i in range(-r + 1, r):
        yield x + i, y - r
        yield x + i, y + r
