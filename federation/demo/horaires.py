"""Believable hours: OSM strings, and what a presentation may say of them."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
NOMS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

LIEUX: dict[str, tuple[str, ...]] = {
    "centre": (
        "Mo-Fr 09:00-12:00,14:00-18:00; PH off",
        "Mo 14:00-18:00; Tu-Fr 09:00-12:30,13:30-18:30; PH off",
        "Mo-Th 09:00-12:00,13:30-18:00; Fr 09:00-12:00,13:30-17:00; PH off",
        "Mo-Fr 09:30-12:30,14:00-18:30; Sa 10:00-12:30; PH off",
        "Tu-Fr 09:00-12:00,14:00-19:00; Sa 09:30-12:30; PH off",
        "Mo-We,Fr 09:00-12:00,14:00-18:00; Th 14:00-20:00; PH off",
    ),
    "mediatheque": (
        "Tu,Th 14:00-18:30; We 10:00-12:30,14:00-18:30; Fr 14:00-19:00; Sa 10:00-18:00; PH off",
        "Tu-Fr 13:30-18:30; Sa 10:00-12:30,13:30-18:00; PH off",
        "Tu 15:00-19:00; We 10:00-18:00; Fr 15:00-19:00; Sa 10:00-17:30; PH off",
    ),
    "guichet": (
        "Mo-Fr 08:30-12:00,13:30-17:30; PH off",
        "Mo-We,Fr 08:45-12:15,13:30-17:15; Th 13:30-19:00; PH off",
        "Mo-Fr 09:00-12:30,13:30-17:00; PH off",
        "Mo-Fr 08:30-12:30,13:30-17:30; Sa 09:00-12:00; PH off",
    ),
    "association": (
        "Tu,Th 14:00-18:00; PH off; SH off",
        "Mo-Th 09:30-12:30; PH off",
        "We 10:00-18:00; Sa 10:00-13:00; PH off",
        "Mo,We,Fr 14:00-18:30; PH off",
        "Tu-Sa 10:00-12:30,14:00-18:00; PH off",
    ),
}


@dataclass(frozen=True)
class Heures:
    """Hours of an activity; `jour` only when there is one day a week, `heure` as it is read aloud."""

    osm: str = ""
    ancre: date | None = None
    suit_le_lieu: bool = False
    jour: str = ""
    heure: str = ""


def du_lieu(genre: str, hasard: random.Random) -> str:
    """Return the opening hours of a place of this kind."""
    return hasard.choice(LIEUX[genre])


def fixe(osm: str) -> Heures:
    """Return hours written by hand, on one day (« Th 14:00-17:00; PH off »)."""
    return Heures(osm=osm, jour=NOMS[JOURS.index(osm[:2])], heure=lire(osm.split(" ")[1].split("-", maxsplit=1)[0]))


def lire(heure: str) -> str:
    """Return « 14 h 30 » for "14:30"."""
    h, m = heure.split(":")
    return f"{int(h)} h" if m == "00" else f"{int(h)} h {m}"


def tirer(famille: str, hasard: random.Random, today: date, *, au_lieu: bool) -> Heures:
    """Return hours of this family; dates are relative to `today`, draws are not."""
    if famille == "lieu":
        if au_lieu:
            return Heures(suit_le_lieu=True)
        famille = "deux_demi"
    sans_vacances = famille.endswith("_hors_vacances") or hasard.random() < 0.15
    famille = famille.removesuffix("_hors_vacances")
    fin = "; PH off; SH off" if sans_vacances else "; PH off"
    jour, plage = _demi_journee(famille, hasard)
    match famille:
        case "deux_demi":
            return _deux(jour, plage, fin, hasard)
        case "clas":
            return Heures(osm=f"Mo-Tu,Th-Fr {plage}; PH off; SH off", heure=lire(plage[:5]))
        case "mensuel" | "mensuel_matin":
            rangs = hasard.choice(("1", "2", "3", "1,3", "2,4"))
            osm, ancre = f"{JOURS[jour]}[{rangs}] {plage}; PH off", None
        case "quinzaine":
            osm, ancre = _quinzaine(jour, plage, hasard, today)
        case "date_soir" | "date_apres_midi":
            le = _jour_d_evenement(famille, today + timedelta(days=hasard.randrange(6, 48)))
            osm, ancre = f"{le.year} {MOIS[le.month - 1]} {le.day:02d} {plage}", None
            return Heures(osm=osm, heure=lire(plage[:5]))
        case _:
            osm, ancre = f"{JOURS[jour]} {plage}{fin}", None
    return Heures(osm=osm, ancre=ancre, jour=NOMS[jour], heure=lire(plage[:5]))


def _jour_d_evenement(famille: str, le: date) -> date:
    """Return a day close to this one that suits: a Saturday afternoon, a weekday evening."""
    if famille == "date_apres_midi":
        return le + timedelta(days=(5 - le.weekday()) % 7)
    return le - timedelta(days=max(0, le.weekday() - 4))


def _demi_journee(famille: str, hasard: random.Random) -> tuple[int, str]:
    """Return a weekday and a range of hours."""
    jour = hasard.choice((0, 1, 1, 2, 3, 3, 4))
    match famille:
        case "mercredi":
            return 2, hasard.choice(("14:00-16:00", "14:30-17:00", "10:00-12:00", "13:30-15:30"))
        case "samedi":
            return 5, hasard.choice(("10:00-12:30", "14:00-17:00", "09:30-12:00", "10:00-13:00"))
        case "samedi_matin":
            return 5, hasard.choice(("09:30-12:00", "10:00-12:30"))
        case "matin" | "mensuel_matin":
            return jour, hasard.choice(("09:00-11:00", "09:15-11:15", "09:30-11:30", "09:00-10:30"))
        case "soir":
            return jour, hasard.choice(("18:00-20:00", "18:30-20:30", "18:00-19:30"))
        case "clas":
            return 0, hasard.choice(("16:30-18:30", "16:45-18:15"))
        case "date_soir":
            return jour, hasard.choice(("18:30-20:30", "19:00-21:00", "18:00-20:00"))
        case "date_apres_midi":
            return jour, hasard.choice(("14:00-17:30", "14:00-18:00"))
    if hasard.random() < 0.45:
        return jour, hasard.choice(("09:00-12:00", "09:30-12:00", "10:00-12:00", "09:30-11:30", "09:00-11:30"))
    return jour, hasard.choice(
        ("14:00-17:00", "13:30-16:30", "14:00-16:00", "14:30-17:30", "14:00-16:30", "15:00-17:30")
    )


def _deux(jour: int, plage: str, fin: str, hasard: random.Random) -> Heures:
    autre = (jour + hasard.choice((1, 2, 3))) % 5
    if autre == jour:
        autre = (jour + 1) % 5
    seconde = _demi_journee("", hasard)[1]
    jours = sorted((jour, autre))
    if seconde == plage or hasard.random() < 0.4:
        return Heures(osm=f"{JOURS[jours[0]]},{JOURS[jours[1]]} {plage}{fin}")
    return Heures(osm=f"{JOURS[jour]} {plage}; {JOURS[autre]} {seconde}{fin}")


def _quinzaine(jour: int, plage: str, hasard: random.Random, today: date) -> tuple[str, date | None]:
    """Return even or odd weeks, or every fourteen days from an anchor: two different things."""
    tirage, retard = hasard.random(), hasard.choice((0, 7))
    if tirage < 0.3:
        return f"week 2-52/2 {JOURS[jour]} {plage}; PH off", None
    if tirage < 0.5:
        return f"week 1-53/2 {JOURS[jour]} {plage}; PH off", None
    lundi = today - timedelta(days=today.weekday())
    return f"{JOURS[jour]} {plage}; PH off", lundi + timedelta(days=jour - retard)
