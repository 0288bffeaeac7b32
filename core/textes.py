"""Fold words so that both engines compare them the same way.

`Lower("É")` differs between SQLite and PostgreSQL: everything that is compared or sorted is folded here, in Python.
"""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"})
_HORS_MOT = re.compile(r"[^0-9a-z]+")


def plier(texte: str) -> str:
    """Return the text without case, accents or ligatures (« Œuvre d’Été » → « oeuvre d'ete »)."""
    compose = unicodedata.normalize("NFKD", texte.casefold().translate(_LIGATURES))
    sans_marques = "".join(c for c in compose if not unicodedata.combining(c))
    return sans_marques.casefold().translate(_LIGATURES)


def mots(texte: str) -> list[str]:
    """Return the folded words of a text, in order, without doubles."""
    return list(dict.fromkeys(m for m in _HORS_MOT.split(plier(texte)) if m))


def cle_de_tri(texte: str) -> str:
    """Return the folded sort key of a name, at most 200 characters; both engines sort « Écluse » before « Zola »."""
    return " ".join(mots(texte))[:200]


def accord(nombre: int, singulier: str, pluriel: str | None = None) -> str:
    """Return the number and its noun with a non-breaking space (« 1 lieu », « 3 lieux »)."""
    nom = singulier if abs(nombre) < 2 else (pluriel or f"{singulier}s")
    return f"{en_nombre(nombre)}\u00a0{nom}"


def en_nombre(nombre: int) -> str:
    """Return a number as French writes it: « 1 234 »."""
    return f"{nombre:,}".replace(",", "\u202f")
