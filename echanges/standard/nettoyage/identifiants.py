"""SIRET and RNA: the `pivot` of the standard."""

import re

from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

from echanges.remarques import Remarques, repare, signale


def pivot(brut: str) -> tuple[str, str, Remarques]:
    """Return (siret, rna, remarks); fourteen zeros mean « unknown », and nothing is said of it."""
    serre = re.sub(r"[\s.\-_]+", "", re.sub(r"^(\d+)[.,]0+$", r"\1", brut.strip())).upper()
    if not serre.strip("0"):
        return "", "", ()
    if re.fullmatch(r"W[0-9A-Z]{9}", serre, re.ASCII):
        return "", serre, () if serre == brut.strip() else (repare("pivot", brut, serre),)
    if re.fullmatch(r"\d[.,]?\d*E\+?\d+", serre):
        return "", "", (signale("pivot", brut, "un tableur a arrondi ce numéro : ses derniers chiffres sont perdus"),)
    if not re.fullmatch(r"\d+", serre, re.ASCII):
        return "", "", (signale("pivot", brut, "ce n’est ni un SIRET (14 chiffres) ni un numéro RNA (W…)"),)
    return _siret(serre, brut)


def _siret(chiffres: str, brut: str) -> tuple[str, str, Remarques]:
    # A spreadsheet drops leading zeros; the key tells whether this is what happened.
    if 11 <= len(chiffres) < 14 and _valable(chiffres.zfill(14)):
        complet = chiffres.zfill(14)
        return complet, "", (repare("pivot", brut, complet, "zéros perdus au début"),)
    if len(chiffres) == 9 and siren.is_valid(chiffres):
        return "", "", (signale("pivot", brut, "c’est un SIREN (9 chiffres) : il manque l’établissement"),)
    if len(chiffres) != 14:
        return "", "", (signale("pivot", brut, f"un SIRET a 14 chiffres, celui-ci en a {len(chiffres)}"),)
    if not _valable(chiffres):
        return "", "", (signale("pivot", brut, "la clé de ce SIRET est fausse : un chiffre est sans doute mal tapé"),)
    return chiffres, "", () if chiffres == brut.strip() else (repare("pivot", brut, chiffres),)


def _valable(chiffres: str) -> bool:
    try:
        return bool(siret.validate(chiffres))
    except ValidationError:
        return False
