"""The languages of the paper: how each is named, written, dated, and who has reread it.

A language is added here when its catalogue is complete (docs/traductions.md); a test refuses any other.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import translation
from django.utils.dateformat import format as ecrire_date

from core.travailleur import PARIS
from structures.horaires import heure


@dataclass(frozen=True, slots=True)
class Langue:
    """One language; `jour`, `jour_annee` and `date` are Django's date formats, the weekday in the first two."""

    code: str  # as Django and its catalogue name it
    nom: str
    propre: str  # what it calls itself
    jour: str
    jour_annee: str
    date: str
    sur_place: str  # its code among the languages spoken at a place
    html: str = ""
    sens: str = "ltr"
    # « une médiatrice du Lien, mars 2027 »: a function and a month, never a name. Empty: no speaker has reread it.
    relue: str = ""

    @property
    def lang(self) -> str:
        """The language tag of HTML and of voices."""
        return self.html or self.code


FRANCAIS = Langue("fr", "français", "français", "l j F", "l j F Y", "j F Y", "fr", relue="la langue d’origine")
LANGUES: dict[str, Langue] = {
    langue.code: langue
    for langue in (
        FRANCAIS,
        Langue("en", "anglais", "English", "l j F", "l j F Y", "j F Y", "en"),
        Langue("ar", "arabe", "العربية", "l j F", "l j F Y", "j F Y", "ar", sens="rtl"),
        Langue("es", "espagnol", "español", r"l j \d\e F", r"l j \d\e F \d\e Y", r"j \d\e F \d\e Y", "es"),
        Langue("pt", "portugais", "português", r"l, j \d\e F", r"l, j \d\e F \d\e Y", r"j \d\e F \d\e Y", "pt"),
        Langue("tr", "turc", "Türkçe", "j F l", "j F Y l", "j F Y", "tr"),
        Langue("uk", "ukrainien", "українська", "l, j E", "l, j E Y", "j E Y", "uk"),
        Langue("ro", "roumain", "română", "l, j F", "l, j F Y", "j F Y", "ro"),
        Langue(
            "zh-hans", "chinois simplifié", "简体中文", "n月j日 l", "Y年n月j日 l", "Y年n月j日", "zh", html="zh-Hans"
        ),
    )
}


def langue_demandee(code: object) -> Langue:
    """Return the language of an address; French when it is none of ours."""
    return LANGUES.get(code, FRANCAIS) if isinstance(code, str) else FRANCAIS


@contextmanager
def en_langue(langue: Langue) -> Iterator[None]:
    """Speak a language inside the block: the paper only, the interface stays French."""
    with translation.override(langue.code):
        yield


def jour(quand: date, langue: Langue, today: date) -> str:
    """Return « jeudi 3 décembre », with the year when it is another one."""
    return _ecrire(quand, langue, langue.jour if quand.year == today.year else langue.jour_annee)


def date_entiere(quand: date, langue: Langue) -> str:
    """Return « 27 novembre 2026 »."""
    return _ecrire(quand, langue, langue.date)


def jour_de_semaine(rang: int, langue: Langue) -> str:
    """Return the name of a weekday, 0 being Monday."""
    return _ecrire(date(2024, 1, 1 + rang), langue, "l")  # that year began on a Monday


def _ecrire(quand: date, langue: Langue, gabarit: str) -> str:
    with translation.override(langue.code):
        texte = ecrire_date(quand, gabarit).replace("'", "’")
    if langue.code == "fr":
        return re.sub(r"(^| )1 ", r"\g<1>1er ", texte, count=1)
    # Some of Django's catalogues give days and months a capital letter that these languages do not write.
    return texte.lower() if langue.code in {"es", "pt", "ro", "uk"} else texte


def heure_locale(quand: time | datetime, langue: Langue) -> str:
    """Return « 14 h 30 » in French; elsewhere « 14:30 », which is what is read on doors and telephones here."""
    if isinstance(quand, datetime) and quand.tzinfo is not None:
        quand = quand.astimezone(PARIS)
    return heure(quand) if langue.code == "fr" else f"{quand.hour:02}:{quand.minute:02}"
