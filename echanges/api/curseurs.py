"""Where a page of an answer ends: what is written between two pages makes none of the others come twice or be missed.

A cursor holds the sort key of the last row that was given, never a number of rows.
"""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

Element = TypeVar("Element")
LONGUEUR_MAX = 2000


class CurseurIllisible(ValueError):
    """What was sent is no cursor of ours."""


def _simple(valeur: Any) -> Any:
    return valeur.isoformat() if isinstance(valeur, date | datetime) else valeur


def ecrire(cle: Sequence[Any]) -> str:
    """Return the cursor of a sort key made of numbers, texts, booleans, days and instants."""
    brut = json.dumps([_simple(v) for v in cle], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(brut.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def lire(curseur: str, modele: str | dict[int, str]) -> list[Any]:
    """Return the sort key of a cursor. A shape tells what it holds, a letter each: « n » number, « t » text, « d » day.

    A list made of two begins with a number that says which: the shape of what follows is then chosen by it. Raises
    CurseurIllisible when the cursor has not its shape: a key of another shape would not compare.
    """
    if len(curseur) > LONGUEUR_MAX:
        raise CurseurIllisible
    try:
        cle = json.loads(base64.urlsafe_b64decode(curseur + "=" * (-len(curseur) % 4)).decode())
    except (ValueError, RecursionError):
        raise CurseurIllisible from None
    if not isinstance(cle, list) or not cle:
        raise CurseurIllisible
    if isinstance(modele, dict):
        if type(cle[0]) is not int or cle[0] not in modele:
            raise CurseurIllisible
        modele = "n" + modele[cle[0]]
    if not _conforme(cle, modele):
        raise CurseurIllisible
    return cle


def _conforme(cle: list[Any], modele: str) -> bool:
    return len(cle) == len(modele) and all(LETTRES[g](v) for v, g in zip(cle, modele, strict=True))


def _nombre(valeur: Any) -> bool:
    return isinstance(valeur, int | float) and abs(valeur) < 2**62


def _texte(valeur: Any) -> bool:
    # What PostgreSQL takes for a text.
    return isinstance(valeur, str) and "\x00" not in valeur and not any("\ud800" <= c <= "\udfff" for c in valeur)


def _jour(valeur: Any) -> bool:
    try:
        date.fromisoformat(valeur)
    except (TypeError, ValueError):
        return False
    return True


LETTRES: dict[str, Callable[[Any], bool]] = {"n": _nombre, "t": _texte, "d": _jour}


def apres(elements: Iterable[Element], cle_de: Callable[[Element], Sequence[Any]], curseur: list[Any]) -> list[Element]:
    """Return what comes after a cursor, in elements already in order."""
    return [e for e in elements if [_simple(v) for v in cle_de(e)] > curseur]
