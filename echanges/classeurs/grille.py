"""What a file is once opened: sheets of numbered rows of text."""

import re
from dataclasses import dataclass, field

TAILLE_MAX = 20 * 1024 * 1024
LIGNES_MAX = 200_000
COLONNES_MAX = 300


_INECRIVABLES = re.compile(r"[\x00\ud800-\udfff]")


def ecrivable(texte: str) -> str:
    """Return a text without what no database of ours holds: NUL, halves of characters."""
    return _INECRIVABLES.sub("", texte)


class FichierIllisible(ValueError):
    """Say in French why a file cannot be read, and what to do."""


@dataclass(frozen=True, slots=True)
class Feuille:
    """A sheet: rows with their number as people count them (the first line is 1)."""

    nom: str
    lignes: tuple[tuple[int, tuple[str, ...]], ...]
    cachee: bool = False
    avertissements: tuple[str, ...] = ()

    @property
    def vide(self) -> bool:
        """Tell whether no cell says anything."""
        return not any(c.strip() for _, cellules in self.lignes for c in cellules)


@dataclass(frozen=True, slots=True)
class Classeur:
    """An opened file. A CSV has one sheet and says its encoding and separator."""

    nom: str
    feuilles: tuple[Feuille, ...]
    encodage: str = ""
    separateur: str = ""
    avertissements: tuple[str, ...] = field(default=())

    def proposees(self) -> list[Feuille]:
        """Return the sheets to choose from: those that say something and are shown, else the hidden ones.

        Never empty: a file that says nothing raises FichierIllisible.
        """
        pleines = [f for f in self.feuilles if not f.vide]
        if not pleines:
            raise FichierIllisible("Ce fichier est vide : aucune cellule n’est remplie.")
        return [f for f in pleines if not f.cachee] or pleines
