"""What both published lists of the standard accept: the Table Schema 1.0.2 and the stricter model 2.3.0.

A value passes when neither refuses it. Formulas are disarmed here too, where a cell is free text.
"""

import re

# Refused by the schema, whose list has a slip of the pen; the schema's own spelling is refused by the model.
LABELS_REFUSES = frozenset({"Étapes numériques (La Poste)"})
PIVOT_INCONNU = "00000000000000"
RESUME_MAX = 280

_INSEE = re.compile(r"(?:[013-9]\d|2[AB1-9])\d{3}", re.ASCII)
_CODE_POSTAL = re.compile(r"\d{5}", re.ASCII)
_TELEPHONE = re.compile(r"\+33[1-9]\d{8}|\+(?:262|508|590|594|596|681|687|689)(?:\d{6}|\d{9})", re.ASCII)
_COURRIEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_URL = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::\d{1,5})?"
    r"(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&*+,=%]*)?"
)
_HORS_ADRESSE = re.compile(r"[^\w\s\-,()°.&:+–;'’/]|_")
_HORS_COMMUNE = re.compile(r"[^\w\s\-'’]|_")
_FORMULE = re.compile(r"'*[=+\-@]")


def code_postal(texte: str) -> bool:
    """Tell whether this is a postcode."""
    return bool(_CODE_POSTAL.fullmatch(texte))


def code_insee(texte: str) -> str:
    """Return an INSEE code of five characters, or ''."""
    return texte if _INSEE.fullmatch(texte) else ""


def telephone(texte: str) -> bool:
    """Tell whether this is one international number that both lists take (a short number is not)."""
    return bool(_TELEPHONE.fullmatch(texte))


def courriel(texte: str) -> bool:
    """Tell whether both lists take this mail."""
    return bool(_COURRIEL.fullmatch(texte))


def url(texte: str) -> bool:
    """Tell whether both lists take this address; « | » separates two of them, so it is never inside one."""
    return bool(_URL.fullmatch(texte)) and texte[-1] not in ",;"


def adresse(texte: str) -> str:
    """Return a postal address in the letters and signs that the model takes."""
    return " ".join(_HORS_ADRESSE.sub(" ", texte).split())


def commune(texte: str) -> str:
    """Return the name of a commune in the letters that the model takes."""
    return " ".join(_HORS_COMMUNE.sub(" ", texte).split())


def desarmer(texte: str) -> str:
    """Return a free text that no spreadsheet takes for a formula; `rearmer` gives the text back."""
    return f"'{texte}" if _FORMULE.match(texte) else texte


def rearmer(texte: str) -> str:
    """Return what `desarmer` was given."""
    return texte[1:] if texte.startswith("'") and _FORMULE.match(texte[1:]) else texte


def formule(texte: str) -> bool:
    """Tell whether a spreadsheet would compute this text."""
    return texte[:1] in ("=", "+", "-", "@", "\t", "\r")
