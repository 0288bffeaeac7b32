"""The calendar of reminders: weeks of silence, and three campaigns a year. No clock of its own."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Campagne:
    """One question asked of everybody at one time of the year."""

    cle: str  # « ete-2027 »: a person receives each key once
    debut: date
    sujet: str
    intro: str


# First and last day of each window, as (month, day).
FENETRES = {
    "ete": ((6, 1), (6, 15), "Vos permanences en juillet-août ?"),
    "rentree": ((9, 10), (9, 25), "C’est la rentrée : vos activités sont-elles à jour ?"),
    "janvier": ((1, 5), (1, 20), "Nouvelle année : vos activités sont-elles à jour ?"),
}
INTROS = {
    "ete": "L’été approche. Dites ce qui reste ouvert, ce qui ferme, ce qui reprend à la rentrée : sans réponse, des "
    "personnes seront envoyées devant une porte fermée.",
    "rentree": "Nouveaux horaires, nouveaux ateliers, ce qui s’arrête : cinq minutes suffisent, et tout le réseau "
    "oriente juste jusqu’à l’été.",
    "janvier": "Ce qui a changé en janvier, ce qui continue : confirmez en un clic ce qui est encore vrai.",
}


def campagne_du(today: date) -> Campagne | None:
    """Return the campaign under way, or None."""
    for nom, (debut, fin, sujet) in FENETRES.items():
        if debut <= (today.month, today.day) <= fin:
            return Campagne(f"{nom}-{today.year}", date(today.year, *debut), sujet, INTROS[nom])
    return None


def vacances_des_rappels(today: date) -> bool:
    """Tell whether nobody is to be reminded of anything: August, and from Christmas Eve to 2 January."""
    return today.month == 8 or (today.month, today.day) >= (12, 24) or (today.month, today.day) <= (1, 2)


def jour_d_envoi(today: date) -> bool:
    """Tell whether reminders leave today: a working day, out of the weeks of silence."""
    return today.weekday() < 5 and not vacances_des_rappels(today)


def apres_les_vacances(jour: date) -> date:
    """Return the day, or two weeks after the silence in which it falls: nothing disappears while everybody is away."""
    if not vacances_des_rappels(jour):
        return jour
    while vacances_des_rappels(jour):
        jour += timedelta(days=1)
    return jour + timedelta(days=13)
