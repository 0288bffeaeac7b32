"""An invented country: 2,500 communes whose codes, postcodes and names are nobody's."""

import math
import random
from dataclasses import dataclass

from structures.communes import FicheCommune
from structures.models.lieux import KM_PAR_DEGRE

COMMUNES = 2_500
VILLES = 40
AUTOUR = 0.6
DECALAGE = 4  # of the law of Zipf–Mandelbrot
SUD, NORD, OUEST, EST = 43.0, 50.0, -1.5, 7.0
# INSEE's départements begin with a digit and postcodes never with 00: these are nobody's.
PAR_DEPARTEMENT = 100
_LETTRES = "ABCDEFGHIJKLMNOPQRSTUVWXY"

_DEBUTS = ("Bal", "Cor", "Dru", "Fel", "Gor", "Hab", "Jus", "Kel", "Lun", "Mar", "Nol", "Ost", "Pri", "Quel", "Rom",
           "Sar", "Tor", "Ur", "Vel", "Zan")  # fmt: skip
_MILIEUX = ("a", "e", "i", "o", "ou", "an", "en", "in", "on", "au")
_FINS = ("brac", "court", "dange", "fosse", "gny", "lac", "mont", "nay", "pierre", "roche", "sac", "val", "ville")


@dataclass(frozen=True, slots=True)
class Ville:
    """A commune of the country, and how far from its centre its places spread, in km."""

    fiche: FicheCommune
    poids: float
    etalement_km: float

    @property
    def departement(self) -> str:
        return self.fiche.code_insee[:2]


def poids(rang: int) -> float:
    """Return the share of a commune, unnormalised; ranks begin at 1."""
    return 1 / (rang + DECALAGE)


def departements() -> list[str]:
    """Return the codes of the invented départements."""
    return [f"X{_LETTRES[n]}" for n in range(COMMUNES // PAR_DEPARTEMENT)]


def communes(graine: int) -> list[Ville]:
    """Return the communes, the biggest first."""
    villes: list[Ville] = []
    for rang in range(1, COMMUNES + 1):
        hasard = random.Random(f"{graine}:commune:{rang}")
        latitude, longitude = _place(hasard, rang, villes)
        part = poids(rang)
        fiche = FicheCommune(
            code_insee=f"X{_LETTRES[(rang - 1) % len(_LETTRES)]}{(rang - 1) // len(_LETTRES):03d}",
            nom=_nom(rang - 1),
            codes_postaux=(f"00{(rang - 1) % 1000:03d}",),
            population=round(2_000_000 * part * DECALAGE),
            latitude=latitude,
            longitude=longitude,
        )
        villes.append(Ville(fiche, part, 0.5 + 3.5 * math.sqrt(part / poids(1))))
    return villes


def _place(hasard: random.Random, rang: int, villes: list[Ville]) -> tuple[float, float]:
    """Return where a commune is."""
    if rang > VILLES and hasard.random() < AUTOUR:
        centre = hasard.choices(villes[:VILLES], [v.poids for v in villes[:VILLES]])[0].fiche
        return decale(hasard, centre, 3 + hasard.expovariate(1 / 15))
    return round(hasard.uniform(SUD, NORD), 4), round(hasard.uniform(OUEST, EST), 4)


def decale(hasard: random.Random, centre: FicheCommune, km: float) -> tuple[float, float]:
    """Return the point `km` away from a commune's centre, in any direction."""
    latitude, longitude = centre.latitude or 0.0, centre.longitude or 0.0
    angle = hasard.uniform(0, 2 * math.pi)
    d_lat = km * math.cos(angle) / KM_PAR_DEGRE
    d_lon = km * math.sin(angle) / (KM_PAR_DEGRE * math.cos(math.radians(latitude)))
    return round(latitude + d_lat, 6), round(longitude + d_lon, 6)


def _nom(n: int) -> str:
    """Return a name of its own for each of 2,600 numbers."""
    n, fin = divmod(n, len(_FINS))
    n, milieu = divmod(n, len(_MILIEUX))
    return f"{_DEBUTS[n]}{_MILIEUX[milieu]}{_FINS[fin]}"
