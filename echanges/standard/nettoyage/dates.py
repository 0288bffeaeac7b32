"""The day a row was last kept up to date."""

import re
from datetime import date, timedelta

from echanges.remarques import Remarques, repare, signale

PREMIERE = date(2000, 1, 1)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII | re.DOTALL)
_FRANCAISE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:[T ,].*)?", re.ASCII | re.DOTALL)
_TABLEUR = re.compile(r"(\d{5})(?:[.,]\d+)?", re.ASCII)


def date_maj(brut: str, *, today: date) -> tuple[date | None, Remarques]:
    """Return the day, or None with the reason: an impossible date is unknown, never 1970 or year 2."""
    texte = brut.strip()
    if not texte:
        return None, (signale("date_maj", "", "date inconnue"),)
    jour = _lire(texte)
    if jour is None:
        return None, (signale("date_maj", brut, "cette date n’existe pas, ou ne se lit pas : date inconnue"),)
    if jour < PREMIERE:
        return None, (signale("date_maj", brut, "date trop ancienne pour être vraie : date inconnue"),)
    if jour > today:
        return None, (signale("date_maj", brut, "date à venir : date inconnue"),)
    # A full timestamp of the standard's own tools is an ISO date too: only the way of writing differs.
    if _ISO.fullmatch(texte):
        return jour, ()
    return jour, (repare("date_maj", brut, jour.isoformat()),)


def _lire(texte: str) -> date | None:
    try:
        if m := _ISO.fullmatch(texte):
            return date(int(m[1]), int(m[2]), int(m[3]))
        if m := _FRANCAISE.fullmatch(texte):
            return date(int(m[3]), int(m[2]), int(m[1]))
    except ValueError:
        return None
    if m := _TABLEUR.fullmatch(texte):
        # Days since 30 December 1899: how spreadsheets store a date whose format is lost.
        return date(1899, 12, 30) + timedelta(days=int(m[1]))
    return None
