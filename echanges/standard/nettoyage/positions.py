"""Latitude and longitude: commas, swaps, zeros, text, and points that are not in their commune."""

import math
import re
from dataclasses import dataclass

from core.textes import accord
from echanges.remarques import Genre, Remarque, Remarques, note, repare, signale
from structures.models.lieux import distance_km
from structures.nomenclature import Precision

# A commune's land is within 15 km of its centre but for a few; nobody is 50 km from theirs in an annuaire.
KM_SUR = 15
KM_DOUTEUX = 50
# The box of mainland France and Corsica, for a commune whose centre is unknown.
_METROPOLE = (41.0, 51.6, -5.6, 9.9)
_NOMBRE = re.compile(r"[+-]?\d{1,3}(?:[.,]\d*)?", re.ASCII)
_COUPLE = re.compile(r"([+-]?\d{1,3}[.,]\d+)\s*[,; ]\s*([+-]?\d{1,3}[.,]\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Position:
    """A point and how far it can be trusted."""

    latitude: float
    longitude: float
    precision: str


Centre = tuple[float, float] | None


def position(brut_lat: str, brut_lon: str, *, centre: Centre, metropole: bool) -> tuple[Position | None, Remarques]:
    """Return where the place is put; None when neither its point nor its commune's centre is known.

    `centre` is the commune's (latitude, longitude), or None when the referential does not know it.
    """
    brut = " ; ".join(b.strip() for b in (brut_lat, brut_lon) if b.strip())
    if not brut:
        return _au_centre(
            centre, note("latitude", "", "aucune position dans le fichier : placé au centre de la commune")
        )
    lat, lon, remarques = _nombres(brut_lat.strip(), brut_lon.strip(), brut)
    if lat is None or lon is None:
        return _au_centre(centre, signale("latitude", brut, "ce n’est pas une position"))
    if lat == 0 and lon == 0:
        return _au_centre(centre, signale("latitude", brut, "0, 0 n’est pas une position"))
    if centre is None:
        return _sans_repere(lat, lon, brut, remarques, metropole=metropole)
    distance = _distance(lat, lon, centre)
    if distance is not None and distance <= KM_SUR:
        return Position(lat, lon, Precision.EXACTE), remarques
    inversee = _distance(lon, lat, centre)
    if inversee is not None and inversee <= KM_SUR:
        return Position(lon, lat, Precision.EXACTE), (_inversion(brut, lon, lat),)
    if distance is None:
        return _au_centre(centre, signale("latitude", brut, "ce point n’est pas sur la Terre"))
    loin = f"ce point est à {accord(round(distance), 'km', 'km')} du centre de sa commune"
    if distance <= KM_DOUTEUX:
        doute = signale("latitude", brut, f"{loin} : position non vérifiée")
        return Position(lat, lon, Precision.NON_VERIFIEE), (*remarques, doute)
    return _au_centre(centre, signale("latitude", brut, loin))


def _au_centre(centre: Centre, remarque: Remarque) -> tuple[Position | None, Remarques]:
    if centre is None:
        return None, (remarque,)
    if remarque.genre == Genre.SIGNALE:
        raison = f"{remarque.raison} : placé au centre de la commune, position approximative"
        remarque = signale("latitude", remarque.avant, raison, _ecrite(*centre))
    return Position(*centre, Precision.APPROXIMATIVE), (remarque,)


def _sans_repere(
    lat: float, lon: float, brut: str, remarques: Remarques, *, metropole: bool
) -> tuple[Position | None, Remarques]:
    """Place a point as given when the centre of its commune is unknown: nothing can check it.

    That is said once for the file, not on every row: see `dits.communes_sans_centre`.
    """
    if metropole and not _en_metropole(lat, lon) and _en_metropole(lon, lat):
        remarques = (_inversion(brut, lon, lat),)
        lat, lon = lon, lat
    hors = metropole and not _en_metropole(lat, lon)
    if hors or _distance(lat, lon, (0.0, 0.0)) is None:
        return None, (signale("latitude", brut, "ce point n’est pas en France"),)
    return Position(lat, lon, Precision.NON_VERIFIEE), remarques


def _nombres(brut_lat: str, brut_lon: str, brut: str) -> tuple[float | None, float | None, Remarques]:
    """Return both numbers; both in one cell (« 48.77, 2.45 ») and decimal commas are repaired."""
    if (couple := _COUPLE.fullmatch(brut_lat)) and (not brut_lon or brut_lon == brut_lat):
        lat, lon = _nombre(couple[1]), _nombre(couple[2])
        return lat, lon, (repare("latitude", brut, _ecrite(lat, lon)),)
    lat, lon = _nombre(brut_lat), _nombre(brut_lon)
    if lat is None or lon is None:
        return None, None, ()
    virgules = "," in brut_lat or "," in brut_lon
    return lat, lon, (repare("latitude", brut, _ecrite(lat, lon), "virgules décimales"),) if virgules else ()


def _nombre(texte: str) -> float | None:
    serre = re.sub(r"[\s°]+", "", texte)
    if not _NOMBRE.fullmatch(serre):
        return None
    nombre = float(serre.replace(",", "."))
    return nombre if math.isfinite(nombre) else None


def _distance(lat: float, lon: float, centre: tuple[float, float]) -> float | None:
    """Return the distance to a centre in km, None for a point that is nowhere."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return distance_km(lat, lon, *centre)


def _en_metropole(lat: float, lon: float) -> bool:
    sud, nord, ouest, est = _METROPOLE
    return sud <= lat <= nord and ouest <= lon <= est


def _inversion(brut: str, lat: float, lon: float) -> Remarque:
    return repare("latitude", brut, _ecrite(lat, lon), "latitude et longitude étaient inversées")


def _ecrite(lat: float | None, lon: float | None) -> str:
    return f"{lat} ; {lon}"
