"""Write days, dates and hours as French people do. U+00A0 keeps an hour together."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from structures.horaires.valeurs import Intervalle

INSECABLE = "\u00a0"
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def heure(t: time | datetime) -> str:
    """Write « 14 h », « 9 h 30 »."""
    return _hour(t.hour, t.minute)


def _hour(hours: int, minute: int) -> str:
    text = f"{hours}{INSECABLE}h"
    return f"{text}{INSECABLE}{minute:02}" if minute else text


def de_minute(minute: int, *, fin: bool = False) -> str:
    """Write a number of minutes since midnight; an end at midnight is « minuit »."""
    return "minuit" if fin and minute % 1440 == 0 else _hour(minute % 1440 // 60, minute % 60)


def plage(i: Intervalle, *, court: bool = False) -> str:
    """Write « de 14 h à 17 h », or « 14 h – 17 h » when `court`."""
    fin = de_minute(i.fin.hour * 60 + i.fin.minute, fin=True)
    if court:
        return f"{heure(i.debut)}{INSECABLE}–{INSECABLE}{fin}"
    return f"de {heure(i.debut)} à {fin}"


def quantieme(jour: int) -> str:
    """Write « 1er », « 2 »."""
    return "1er" if jour == 1 else str(jour)


def date_en_francais(d: date, *, annee: bool = True) -> str:
    """Write « 7 janvier 2026 », or « 7 janvier »."""
    text = f"{quantieme(d.day)} {MOIS[d.month - 1]}"
    return f"{text} {d.year}" if annee else text


def jour_en_francais(d: date, today: date) -> str:
    """Write « aujourd’hui », « demain », « jeudi 26 novembre », with the year when it is another."""
    if d == today:
        return "aujourd’hui"
    if d - today == timedelta(days=1):
        return "demain"
    return f"{JOURS[d.weekday()]} {date_en_francais(d, annee=d.year != today.year)}"


def enumere(words: Sequence[str], liaison: str = "et") -> str:
    """Write « a », « a et b », « a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {liaison} {words[-1]}"


def du_mois(mois: int) -> str:
    """Write « de juillet », « d’août »."""
    nom = MOIS[mois - 1]
    return f"d’{nom}" if nom[0] in "aoé" else f"de {nom}"


def majuscule(text: str) -> str:
    """Set the first letter in capitals, and leave the others."""
    return text[:1].upper() + text[1:]
