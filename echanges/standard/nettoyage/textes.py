"""Text is text: only encodings, invisible characters and lengths are looked at."""

import re
import unicodedata

from ftfy import fix_encoding

from echanges.remarques import Remarques, repare, signale

_INVISIBLES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_VIDES = frozenset({"", "-", "--", "n/a", "na", "nc", "n.c.", "null", "none", "nan", "néant", "neant", "?", "xxx"})


def texte(brut: str, champ: str) -> tuple[str, Remarques]:
    """Return a cell whose encoding is repaired (« MÃ©diathÃ¨que »), in composed form, trimmed."""
    propre = unicodedata.normalize("NFC", brut)
    repare_ = fix_encoding(propre) if not propre.isascii() else propre
    lu = _INVISIBLES.sub("", repare_).replace("\r\n", "\n").replace("\r", "\n").strip()
    if repare_ != propre:
        return lu, (repare(champ, brut.strip(), lu, "encodage abîmé"),)
    if len(_INVISIBLES.findall(repare_)):
        return lu, (repare(champ, brut.strip(), lu, "caractères invisibles"),)
    return lu, ()


def est_vide(valeur: str) -> bool:
    """Tell whether a cell says nothing (empty, « N/C », « - »)."""
    return valeur.strip().casefold() in _VIDES


def borner(valeur: str, maximum: int, champ: str) -> tuple[str, Remarques]:
    """Return a text that fits its field; what is cut is said, and kept beside by the caller."""
    if len(valeur) <= maximum:
        return valeur, ()
    coupe = valeur[: maximum - 1].rsplit(" ", 1)[0].rstrip(" ,;:.\n") or valeur[: maximum - 1]
    coupe = f"{coupe[: maximum - 1]}…"
    return coupe, (signale(champ, valeur, f"texte de plus de {maximum} caractères, coupé", coupe),)


def une_ligne(valeur: str) -> str:
    """Return a text without line breaks or double spaces: what a name or an address is."""
    return " ".join(valeur.split())
