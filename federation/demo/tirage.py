"""Draw without a clock and without a shared state: each entity has its own dice, so that adding one moves no other."""

import hashlib
import random
from collections.abc import Mapping

from core.templatetags.core import insecables
from core.uid import ALPHABET, LONGUEUR


def des(*parties: object) -> random.Random:
    """Return the dice of one entity, always the same for the same words."""
    return random.Random(":".join(("94", *map(str, parties))))


def uid(*parties: object) -> str:
    """Return the identifier of one entity, always the same: addresses of the demonstration are stable."""
    nombre = int.from_bytes(hashlib.sha256(":".join(map(str, parties)).encode()).digest()[:8], "big")
    lettres = []
    for _ in range(LONGUEUR):
        nombre, reste = divmod(nombre, len(ALPHABET))
        lettres.append(ALPHABET[reste])
    return "".join(lettres)


def peser(hasard: random.Random, parts: Mapping[str, int]) -> str:
    """Draw a key by its share out of 100; what is missing to 100 is « » (not stated)."""
    tire = hasard.uniform(0, max(100, sum(parts.values())))
    for cle, part in parts.items():
        tire -= part
        if tire < 0:
            return cle
    return ""


def francais(texte: str) -> str:
    """Return the text with the spaces that French never breaks."""
    return insecables(texte)
