"""How much room a text takes once it is sent by SMS, and the same text as it takes the least.

An SMS holds 160 letters of the telephones' own alphabet, 70 as soon as one letter is outside it; a long message is cut
into parts, 153 or 67 letters each, and each part is paid for where a subscription counts them.
"""

import re

ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLES = frozenset("^{}\\[~]|€")  # in the alphabet too, and as long as two letters
# Letters and signs of French that are not in it. Flat, a street is still found.
_FRANCAIS = str.maketrans(
    {
        **dict(zip("’‘–—·\u00a0\u202f", "''--.  ", strict=True)),
        **dict(zip("çâêëîïôûÿÀÂÈÊËÎÏÔÙÛŸ", "caeeiiouyAAEEEIIOUUY", strict=True)),
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
    }
)
_GUILLEMETS = re.compile(r"«\s*|\s*»")


def allege(texte: str) -> str:
    """Return the text in the telephones' alphabet, or as it is when letters of another language keep it out."""
    leger = _GUILLEMETS.sub('"', texte).translate(_FRANCAIS)
    return leger if _dans_l_alphabet(leger) else texte


def parts(texte: str) -> int:
    """Return into how many parts a telephone cuts this text."""
    if _dans_l_alphabet(texte):
        longueur, seule, partie = len(texte) + sum(lettre in DOUBLES for lettre in texte), 160, 153
    else:
        longueur, seule, partie = len(texte.encode("utf-16-le", "surrogatepass")) // 2, 70, 67
    return 1 if longueur <= seule else -(-longueur // partie)


def tient(texte: str, *, langues: int) -> bool:
    """Tell whether a message that says the same in so many languages is short enough to be sent by SMS."""
    texte = allege(texte)
    return parts(texte) <= (2 if _dans_l_alphabet(texte) else 5) + langues - 1


def _dans_l_alphabet(texte: str) -> bool:
    return all(lettre in ALPHABET or lettre in DOUBLES for lettre in texte)
