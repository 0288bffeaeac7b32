"""Rows by column of the standard: what reading gives, and what comparing takes."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One row: where it starts in the file (first line is 1), its cells by column of the standard.

    A column that the file lacks is absent: nothing is said of it. `cellules` are the row as it stands in the file.
    """

    numero: int
    valeurs: dict[str, str]
    en_trop: tuple[str, ...] = ()
    cellules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file as read; `avertissements` are sentences about the whole file."""

    nom: str
    encodage: str
    separateur: str
    colonnes: tuple[str, ...]
    ignorees: tuple[str, ...]
    lignes: tuple[LigneLue, ...]
    avertissements: tuple[str, ...] = field(default=())
    entetes: tuple[str, ...] = ()
