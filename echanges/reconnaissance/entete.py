"""Where the names of the columns are: under titles and blank lines."""

from collections.abc import Sequence
from statistics import median

from echanges.reconnaissance.noms import cible_du_nom

LIGNES_DE_TITRE = 30
NOM_MAX = 200  # characters: beyond, it is no name of a column, and costs to compare with those we know


def _remplies(cellules: Sequence[str]) -> list[str]:
    return [c.strip() for c in cellules if c.strip()]


def _connues(cellules: Sequence[str]) -> int:
    return len({c for c in map(cible_du_nom, (c for c in _remplies(cellules) if len(c) <= NOM_MAX)) if c})


def _chiffree(cellule: str) -> bool:
    return sum(c.isdigit() for c in cellule) * 2 > len(cellule)


def rang_de_l_entete(lignes: Sequence[Sequence[str]]) -> int | None:
    """Return the rank of the row that names the columns: the one that names most of what we know, else the first
    that is as wide as the rows below it and holds words. None when no row does.
    """
    debut = lignes[:LIGNES_DE_TITRE]
    connues = [_connues(c) for c in debut]
    if connues and max(connues) >= 2:
        return connues.index(max(connues))
    for rang, cellules in enumerate(debut):
        remplies = _remplies(cellules)
        dessous = [len(_remplies(c)) for c in lignes[rang + 1 : rang + 21] if _remplies(c)]
        if (
            len(remplies) >= 2
            and dessous
            and len(remplies) >= 0.6 * median(dessous)
            and len(set(remplies)) == len(remplies)
            and not any(_chiffree(c) for c in remplies)
        ):
            return rang
    return None


def merite(lignes: Sequence[Sequence[str]]) -> float:
    """Return how well these rows read as a table: the right separator is the one that scores most."""
    rang = rang_de_l_entete(lignes)
    if rang is None:
        return 0
    largeur = len(_remplies(lignes[rang]))
    egales = sum(1 for c in lignes[rang + 1 :] if abs(len(c) - len(lignes[rang])) <= 1)
    part = egales / max(1, len(lignes) - rang - 1)
    return _connues(lignes[rang]) * 10 + min(largeur, 40) * 0.1 + part
