"""What an import says of a value: repaired, flagged, or kept beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Genre(StrEnum):
    """Repaired: taken, before and after are stated. Flagged: not taken, or taken with a doubt. Note: kept beside."""

    REPARE = "repare"
    SIGNALE = "signale"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Remarque:
    """One thing to say of one column of one row; `champ` is a column of the national standard."""

    genre: Genre
    champ: str
    avant: str
    apres: str = ""
    raison: str = ""


Remarques = tuple[Remarque, ...]


def repare(champ: str, avant: str, apres: str, raison: str = "") -> Remarque:
    """Say that a value was repaired."""
    return Remarque(Genre.REPARE, champ, avant, apres, raison)


def signale(champ: str, avant: str, raison: str, apres: str = "") -> Remarque:
    """Say that a value is doubtful, with the reason."""
    return Remarque(Genre.SIGNALE, champ, avant, apres, raison)


def note(champ: str, avant: str, raison: str) -> Remarque:
    """Say that something true has no field of ours, and is kept beside."""
    return Remarque(Genre.NOTE, champ, avant, "", raison)


def de_genre(remarques: Iterable[Remarque], genre: Genre) -> list[Remarque]:
    """Keep the remarks of one kind."""
    return [r for r in remarques if r.genre == genre]
