"""Telephones, mails and sites."""

import re
from urllib.parse import urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher

from echanges.remarques import Remarque, Remarques, note, repare, signale

_REGIONS = {
    "971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "977": "BL", "978": "MF",
    "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
_PLAINES = re.compile(r"0\d(?:[ .\-\u00a0\u202f]?\d\d){4}|(?:\+|00)\d{9,14}", re.ASCII)
# Words that cannot be half of an address; « accueil » can, so it is not here.
_MOTS_AUTOUR = re.compile(r"(?i)\b(?:ou|et)\b|\b(?:e-?mail|mail|courriel|m[ée]l)\s*:")
_TEL = re.compile(r"(?i)(?:t[ée]l[ée]?(?:phone)?\.?|)")
_MAIL = re.compile(r"[^\s@<>()\[\],;:|/\"]+@[^\s@<>()\[\],;:|/\"]+")
_URL = URLValidator(schemes=["http", "https"])
_DOMAINE = re.compile(r"(?i)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:[:/?#].*)?")


def telephone(brut: str, departement: str = "") -> tuple[str, Remarques]:
    """Return the first valid number in E.164; other numbers and words go to a note."""
    texte = brut.strip()
    if not texte:
        return "", ()
    region = _REGIONS.get(departement, "FR")
    chiffres = re.sub(r"[\s.]+", "", re.sub(r"[.,]0+$", "", texte))
    if re.fullmatch(r"[1-9]\d{8}", chiffres, re.ASCII):
        lu = _e164(f"0{chiffres}", region)  # a spreadsheet dropped the zero
    elif re.fullmatch(r"33[1-9]\d{8}", chiffres, re.ASCII):
        lu = _e164(f"+{chiffres}", region)  # or the plus sign
    else:
        return _parmi(brut, texte, region)
    if not lu:
        return "", (signale("telephone", brut, "ce numéro n’existe pas"),)
    return lu, (repare("telephone", brut, lu, "zéro ou signe + perdu"),)


def _e164(texte: str, region: str) -> str:
    try:
        numero = phonenumbers.parse(texte, region)
    except phonenumbers.NumberParseException:
        return ""
    valable = phonenumbers.is_valid_number(numero)
    return phonenumbers.format_number(numero, PhoneNumberFormat.E164) if valable else ""


def _parmi(brut: str, texte: str, region: str) -> tuple[str, Remarques]:
    """Return the first valid number of a text, and the rest of the text as a note."""
    # A plain number first: the matcher wants borders that « +33180059880 » may lack.
    if _PLAINES.fullmatch(texte) and (seul := _e164(texte, region)):
        return seul, ()
    trouves = list(PhoneNumberMatcher(texte[:300], region))
    if not trouves:
        if seul := _e164(texte, region) if len(texte) < 40 and not re.search(r"[A-Za-z]", texte) else "":
            return seul, (repare("telephone", brut, seul),)
        return "", (signale("telephone", brut, "aucun numéro valable"),)
    premier = trouves[0]
    numero = phonenumbers.format_number(premier.number, PhoneNumberFormat.E164)
    autour = (texte[: premier.start], texte[premier.end :])
    reste = " ".join(m for m in (a.strip(" \t\n/|;,-–:") for a in autour) if not _TEL.fullmatch(m))
    remarques: list[Remarque] = [repare("telephone", brut, numero)]
    if reste:
        remarques.append(note("telephone", reste, "gardé à côté du premier numéro"))
    return numero, tuple(remarques)


def _mail_valable(texte: str) -> bool:
    try:
        validate_email(texte)
    except ValidationError:
        return False
    return texte.isascii()


def courriels(brut: str) -> tuple[tuple[str, ...], Remarques]:
    """Return the mails of a cell; one doubtful piece outside the standard's « | » empties the whole cell.

    « accueil;atelier@example.org » may be two mails or one broken one: it is not for us to choose.
    """
    texte = brut.strip()
    if not texte:
        return (), ()
    trouves: list[str] = []
    remarques: list[Remarque] = []
    for morceau in filter(None, (m.strip() for m in texte.split("|"))):
        mails = [m.rstrip(".") for m in _MAIL.findall(morceau)]
        reste = _MOTS_AUTOUR.sub(" ", _MAIL.sub(" ", morceau))
        if not mails or re.search(r"\w|@", reste) or not all(map(_mail_valable, mails)):
            remarques.append(signale("courriels", morceau, "adresse douteuse : rien n’en est repris"))
            continue
        trouves += [m for m in mails if m not in trouves]
    valeur = tuple(trouves)
    if not remarques and "|".join(valeur) != "|".join(m.strip() for m in texte.split("|") if m.strip()):
        remarques.append(repare("courriels", brut, "|".join(valeur)))
    return valeur, tuple(remarques)


def sites(brut: str, champ: str = "site_web") -> tuple[tuple[str, ...], Remarques]:
    """Return the addresses of a cell, with their scheme; the case of a path is never touched."""
    texte = brut.strip()
    if not texte:
        return (), ()
    trouves: list[str] = []
    remarques: list[Remarque] = []
    for morceau in filter(None, (m.strip(" ,;") for m in re.split(r"[|\s]+|;(?=\s|https?:|www\.)", texte))):
        if morceau.casefold() in ("ou", "et", "-", "/"):
            continue
        adresse = _avec_schema(morceau)
        if not _url_valable(adresse):
            remarques.append(signale(champ, morceau, "cette adresse n’est pas celle d’un site"))
        elif adresse not in trouves:
            trouves.append(adresse)
            if adresse != morceau:
                remarques.append(repare(champ, morceau, adresse))
    return tuple(trouves), tuple(remarques)


def _avec_schema(morceau: str) -> str:
    if m := re.match(r"(?i)(https?)\s*:?/{1,3}(?=\w)", morceau):
        return f"{m[1].lower()}://{morceau[m.end() :]}"
    return f"https://{morceau}" if _DOMAINE.fullmatch(morceau) and "@" not in morceau else morceau


def _url_valable(adresse: str) -> bool:
    try:
        _URL(adresse)
        hote = urlsplit(adresse).hostname or ""
    except (ValidationError, ValueError):
        return False
    return "." in hote and len(adresse) <= 500
