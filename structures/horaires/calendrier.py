"""Know the French public holidays, and the school holidays of each zone.

Public holidays are computed (Easter by the Gregorian rule); school holidays come from
vacances-scolaires-france, whose calendar stops without a word: past its last day, nothing is known.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from vacances_scolaires_france import SchoolHolidayDates

_FIXES = {
    (1, 1): "jour de l’An",
    (5, 1): "fête du Travail",
    (5, 8): "Victoire de 1945",
    (7, 14): "fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "Armistice de 1918",
    (12, 25): "Noël",
}
_APRES_PAQUES = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}
# Local law adds two days in Alsace and Moselle, and the abolition of slavery overseas.
_ALSACE_MOSELLE = {"57", "67", "68"}
_ABOLITION = {"971": (5, 27), "972": (5, 22), "973": (6, 10), "974": (12, 20), "976": (4, 27)}

_ZONES = {
    "A": "01 03 07 15 16 17 19 21 23 24 25 26 33 38 39 40 42 43 47 58 63 64 69 70 71 73 74 79 86 87 89 90",
    "B": (
        "02 04 05 06 08 10 13 14 18 22 27 28 29 35 36 37 41 44 45 49 50 51 52 53 54 55 56 57 59 60 61 62 "
        "67 68 72 76 80 83 84 85 88"
    ),
    "C": "09 11 12 30 31 32 34 46 48 65 66 75 77 78 81 82 91 92 93 94 95",
}
_ZONE_DU_DEPARTEMENT = {code: zone for zone, codes in _ZONES.items() for code in codes.split()}


class _Scolaire(NamedTuple):
    noms: dict[date, str]
    debut: date
    fin: date


def zone_scolaire(departement: str) -> str:
    """Give the zone, A, B or C; '' for Corsica and overseas, which set their own calendars."""
    return _ZONE_DU_DEPARTEMENT.get(departement.strip().zfill(2), "")


@lru_cache(maxsize=64)
def _feries(annee: int, departement: str) -> dict[date, str]:
    paques = _paques(annee)
    days = {date(annee, mois, jour): nom for (mois, jour), nom in _FIXES.items()}
    for apres, nom in _APRES_PAQUES.items():
        # 1 May or 8 May may be the Ascension too (2008): the day keeps the name of the movable feast.
        days[paques + timedelta(days=apres)] = nom
    if departement in _ALSACE_MOSELLE:
        days[paques - timedelta(days=2)] = "Vendredi saint"
        days[date(annee, 12, 26)] = "Saint-Étienne"
    if departement in _ABOLITION:
        days[date(annee, *_ABOLITION[departement])] = "abolition de l’esclavage"
    return days


def _paques(annee: int) -> date:
    """Compute Easter Sunday (Meeus, Jones, Butcher)."""
    a, b, c = annee % 19, annee // 100, annee % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(annee, f // 31, f % 31 + 1)


def jour_ferie(jour: date, departement: str = "") -> str | None:
    """Give the French name of the public holiday, if it is one."""
    return _feries(jour.year, departement).get(jour)


@lru_cache(maxsize=8)
def _scolaire(zone: str) -> _Scolaire | None:
    if zone not in SchoolHolidayDates.SUPPORTED_ZONES:
        return None
    rows = SchoolHolidayDates().data
    key = f"vacances_zone_{zone.lower()}"
    noms = {jour: row["nom_vacances"].replace("'", "’") for jour, row in rows.items() if row[key]}
    return _Scolaire(noms, min(noms), max(noms))


def vacances(jour: date, zone: str) -> str | None:
    """Give the name of the school holidays (« Vacances de Noël »), None if there are none or nothing is known."""
    known = _scolaire(zone)
    return known.noms.get(jour) if known else None


def calendrier_connu(jour: date, zone: str) -> bool:
    """Tell whether the school calendar of that zone reaches that day."""
    known = _scolaire(zone)
    # The last day that the library knows is the end of a holiday: what follows is silence, not school.
    return known is not None and known.debut <= jour <= known.fin


def en_phrase(nom: str) -> str:
    """Put the article that a name of holidays needs after « pour » or « pendant »."""
    if nom == "Noël":
        return nom
    if nom.startswith("Vacances"):
        return f"les {nom[0].lower()}{nom[1:]}"
    if nom.startswith("Pont"):
        return f"le {nom[0].lower()}{nom[1:]}"
    if nom[0] in "AÉaé":
        return f"l’{nom}"
    if nom.startswith(("jour", "lundi", "Vendredi")):
        return f"le {nom[0].lower()}{nom[1:]}"
    return f"la {nom}"
