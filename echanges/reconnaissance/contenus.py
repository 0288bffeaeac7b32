"""What the cells of a column look like."""

import re
from collections.abc import Callable, Sequence

from stdnum.fr import siret

from core.textes import plier
from echanges.reconnaissance.cibles import COORDONNEES
from echanges.standard.valeurs import LISTES

ECHANTILLON = 200
OUI = frozenset({"x", "xx", "oui", "o", "ok", "1", "vrai", "true", "yes", "✓", "✔", "☑", "✅", "•"})
NON = frozenset({"", "non", "n", "0", "faux", "false", "no", "-", "–", "—", "/", "✗", "☐", "❌", "nc", "n/c"})

_TELEPHONE = re.compile(r"(?:(?:\+|00)\s?33\s?(?:\(0\)\s?)?|0)?[1-9](?:[ .\-\u00a0]?\d){8}\b.*", re.DOTALL)
_COURRIEL = re.compile(r"\S+@\S+\.\w{2,}.*", re.DOTALL)
_SITE = re.compile(r"(?:https?://|www\.)\S+.*", re.IGNORECASE | re.DOTALL)
_COUPLE = re.compile(r"-?\d{1,2}[.,]\d{3,}\s*[,; ]\s*-?\d{1,3}[.,]\d{3,}")
_DECIMAL = re.compile(r"-?\d{1,2}[.,]\d{3,}")
_DATE = re.compile(r"(?:20\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/20\d\d)(?:[ T].*)?")
_JOUR = re.compile(r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam)\b")
_HEURE = re.compile(r"\d{1,2} ?(?:h|:)")
_OSM = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b.*\d\d:\d\d")
_VOIE = re.compile(
    r"^\d{1,4}\s?(?:bis|ter|quater|[abc])?[ ,].*[a-z]"
    r"|^(?:rue|avenue|av|place|pl|boulevard|bd|allee|chemin|route|quai|impasse|square|cours|esplanade|mail|passage)\b"
)
_COMPLETE = re.compile(r".+\b\d{5}\b\s+\S+", re.DOTALL)
_CODE = re.compile(r"\d{5}|\d{2} ?\d{3}|\d[AB]\d{3}")


def echantillon(cellules: Sequence[str]) -> list[str]:
    """Return the first cells that say something."""
    pleines = []
    for cellule in cellules:
        if valeur := cellule.strip():
            pleines.append(valeur[:300])
            if len(pleines) == ECHANTILLON:
                break
    return pleines


def _nombre(valeur: str) -> float | None:
    return float(valeur.replace(",", ".")) if _DECIMAL.fullmatch(valeur) else None


def _entre(bas: float, haut: float) -> Callable[[str], bool]:
    return lambda v: (nombre := _nombre(v)) is not None and bas <= nombre <= haut


def _horaires(valeur: str) -> bool:
    return bool(_OSM.search(valeur) or (_HEURE.search(valeur) and _JOUR.search(plier(valeur))))


def _liste(champ: str) -> Callable[[str], bool]:
    liste = LISTES[champ]
    return lambda v: any(liste.trouver(m.strip()) for m in re.split(r"[|;\n,]", v) if m.strip())


def _siret(valeur: str) -> bool:
    return siret.is_valid(re.sub(r"\s", "", valeur))


# Tried in this order: (target, what a cell of it looks like, share of the cells that must).
_SIGNES: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("pivot", _siret, 0.7),
    ("courriels", lambda v: bool(_COURRIEL.fullmatch(v)), 0.7),
    ("site_web", lambda v: bool(_SITE.fullmatch(v)), 0.7),
    (COORDONNEES, lambda v: bool(_COUPLE.fullmatch(v)), 0.8),
    ("latitude", _entre(41, 51.6), 0.8),
    ("longitude", _entre(-5.6, 9.9), 0.8),
    ("telephone", lambda v: bool(_TELEPHONE.fullmatch(v)), 0.7),
    ("date_maj", lambda v: bool(_DATE.fullmatch(v)), 0.9),
    ("horaires", _horaires, 0.5),
    ("services", _liste("services"), 0.6),
    ("typologie", _liste("typologie"), 0.6),
    ("adresse_complete", lambda v: bool(_COMPLETE.fullmatch(v) and _VOIE.search(plier(v))), 0.6),
    ("adresse", lambda v: bool(_VOIE.search(plier(v))), 0.6),
)
# Closed lists: a header may name one where the cells hold free words, that would all be refused.
FERMEES = frozenset(LISTES)


def part(valeurs: Sequence[str], signe: Callable[[str], bool]) -> float:
    """Return the share of these cells that show a sign."""
    return sum(map(signe, valeurs)) / len(valeurs) if valeurs else 0.0


def ressemble_a_sa_liste(cible: str, cellules: Sequence[str]) -> bool:
    """Tell whether a column holds values of the closed list of its target, for three cells in ten at least."""
    valeurs = echantillon(cellules)
    return not valeurs or part(valeurs, _liste(cible)) >= 0.3


def cible_du_contenu(cellules: Sequence[str], communes: frozenset[str] = frozenset()) -> str:
    """Return what these cells look like, « » when nothing tells. `communes` are the folded names that we know."""
    valeurs = echantillon(cellules)
    if len(valeurs) < 2:
        return ""
    if part(valeurs, lambda v: bool(_CODE.fullmatch(v))) >= 0.9:
        # Postcodes end with a zero, or nearly always; INSEE codes count up from one.
        return "code_postal" if part(valeurs, lambda v: v.endswith("0")) >= 0.5 else "code_insee"
    for cible, signe, seuil in _SIGNES:
        if part(valeurs, signe) >= seuil:
            return cible
    if communes and part(valeurs, lambda v: " ".join(re.split(r"[^0-9a-z]+", plier(v))).strip() in communes) >= 0.7:
        return "commune"
    return ""


def cochee(cellule: str) -> bool:
    """Tell whether a cell of « one column a service » says yes: anything but « non », « 0 », « - » and nothing."""
    return plier(cellule.strip()) not in NON


def est_a_cocher(cellules: Sequence[str]) -> bool:
    """Tell whether a column only holds « x », « oui », « 1 », « non »…"""
    valeurs = {plier(c.strip()) for c in cellules}
    return bool(valeurs & OUI) and valeurs <= OUI | NON


def libelle_constant(cellules: Sequence[str]) -> str:
    """Return the one label that the filled cells of a column repeat, « » when they say several things."""
    valeurs = {c.strip() for c in cellules if c.strip()}
    return valeurs.pop() if len(valeurs) == 1 else ""
