"""Postcodes and INSEE codes, as spreadsheets spoil them."""

import re

from echanges.remarques import Remarques, repare, signale

_FLOTTANT = re.compile(r"(\d+)[.,]0+")
_INSEE = re.compile(r"(?:[013-9]\d|2[AB1-9])\d{3}")


def code_postal(brut: str) -> tuple[str, Remarques]:
    """Return five digits, or '' with the reason: « 94000.0 », « 1000 », « 94 000 » are repaired."""
    texte = brut.strip()
    if not texte:
        return "", ()
    chiffres = re.sub(r"\s+", "", texte)
    if flottant := _FLOTTANT.fullmatch(chiffres):
        chiffres = flottant[1]
    chiffres = re.sub(r"(?i)cedex\d*$", "", chiffres)
    chiffres = re.sub(r"(?i)^f-?(?=\d{5}$)", "", chiffres)
    if re.fullmatch(r"[1-9]\d{3}", chiffres, re.ASCII):
        chiffres = f"0{chiffres}"
    if not re.fullmatch(r"\d{5}", chiffres, re.ASCII):
        return "", (signale("code_postal", brut, "un code postal a cinq chiffres"),)
    if chiffres != texte:
        return chiffres, (repare("code_postal", brut, chiffres),)
    return chiffres, ()


def code_insee(brut: str) -> tuple[str, Remarques]:
    """Return a well-formed INSEE code, or '' with the reason; whether it is the right one is for `communes`."""
    texte = brut.strip()
    if not texte:
        return "", ()
    code = re.sub(r"\s+", "", texte).upper()
    if flottant := _FLOTTANT.fullmatch(code):
        code = flottant[1]
    if re.fullmatch(r"[1-9]\d{3}", code, re.ASCII):
        code = f"0{code}"
    if not _INSEE.fullmatch(code) or not code.isascii():
        return "", (signale("code_insee", brut, "un code INSEE a cinq caractères"),)
    if code != texte:
        return code, (repare("code_insee", brut, code),)
    return code, ()
