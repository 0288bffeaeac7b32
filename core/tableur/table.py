"""A table as a value, and what any text must lose before a spreadsheet reads it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Cellule = str | int | float | bool | date | datetime | None

# What a spreadsheet would run.
_FORMULES = frozenset("=+-@")
# What XML 1.0 refuses or no text holds: controls but the tab and the line breaks, surrogates, non-characters.
_INTERDITS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Drawn as nothing, they would hide what a text begins with.
_INVISIBLES = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"


class Genre(StrEnum):
    """What a column holds, as the sheet « Colonnes » says it."""

    TEXTE = "texte"
    NOMBRE = "nombre"
    JOUR = "date"
    MOMENT = "date et heure"
    OUI_NON = "oui ou non"


@dataclass(frozen=True, slots=True)
class Colonne:
    """A column: its key, its head, and a sentence that says what is in it to somebody who never saw the site."""

    cle: str
    label: str
    explication: str
    genre: Genre = Genre.TEXTE
    largeur: int | None = None  # in characters; the default is that of its kind


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be written. `lignes` is read once, row by row; a row has as many cells as there are columns.

    `fichier` is plain ASCII, without extension. `le` dates the file: the same table of the same day is the same bytes.
    """

    nom: str
    fichier: str
    le: date
    colonnes: tuple[Colonne, ...]
    lignes: Iterable[Sequence[Cellule]]
    remarques: tuple[str, ...] = ()


def texte_propre(texte: str) -> str:
    """Return a text without what a file may not hold; its line breaks are « \\n »."""
    return _INTERDITS.sub("", texte.replace("\r\n", "\n").replace("\r", "\n"))


def a_l_air_d_une_formule(texte: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula, full-width signs and invisible characters included."""
    debut = unicodedata.normalize("NFKC", texte[:64]).lstrip(_INVISIBLES).lstrip().lstrip(_INVISIBLES)[:1]
    return debut in _FORMULES if debut else False
