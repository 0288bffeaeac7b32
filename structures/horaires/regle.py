"""Refuse hours that would lie, and write the others in their one usual form."""

import re
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from opening_hours import ParserError  # type: ignore[attr-defined] # missing from its stub

from structures.horaires.ecriture import engines, programme, write
from structures.horaires.grammaire import Clause, Programme
from structures.horaires.valeurs import HorairesInvalides, Plage

LONGUEUR_MAX = 500

_CONTROLES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TIRETS = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "“": '"', "”": '"'})
# What people write and the format does not know, with what to write instead.
_CONSEILS = (
    (r"\b(easter|sunrise|sunset|dawn|dusk)\b", "« {} » n’est pas accepté : donnez des dates et des heures."),
    (r"\d{1,2}:\d{2}\s*\+", "« {} » : indiquez aussi l’heure de fin, par exemple « 09:00-12:00 »."),
    (r"\d{1,2}\s*h\s*\d{0,2}\b", "« {} » : écrivez les heures avec deux-points, par exemple « 09:00-12:30 »."),
    (
        r"(?i)\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b",
        "« {} » : écrivez les jours Mo, Tu, We, Th, Fr, Sa, Su, par exemple « Mo-Fr 09:00-12:00 ».",
    ),
    (r"[+-]\s*\d+\s*days?\b", "« {} » n’est pas accepté : donnez les dates."),
)


def valider(osm: str) -> str:
    """Give the string in its usual form ('' means that hours are not stated); raise HorairesInvalides."""
    if _CONTROLES.search(osm):
        raise HorairesInvalides("Les horaires contiennent un caractère invisible : tapez-les de nouveau.")
    text = " ".join(osm.translate(_TIRETS).split())
    if not text:
        return ""
    if len(text) > LONGUEUR_MAX:
        raise HorairesInvalides(f"Les horaires sont trop longs : {LONGUEUR_MAX} caractères au plus.")
    try:
        read = _holidays_last(programme(text))
    except HorairesInvalides as unread:
        advice = _advice(text)
        raise (HorairesInvalides(advice) if advice else unread) from None
    _refuse_replaced(read)
    written = write(read)
    if len(written) > LONGUEUR_MAX:
        raise HorairesInvalides(f"Les horaires sont trop longs : {LONGUEUR_MAX} caractères au plus.")
    _try(written)
    return written


@lru_cache(maxsize=4096)
def lisible(osm: str) -> str:
    """Give a stored string, or '' (not stated) when it cannot be computed.

    A row may hold what no form let through (another version, another tool): its page must not fail for it.
    """
    try:
        if osm:
            _try(osm)
    except HorairesInvalides:
        return ""
    return osm


def _advice(text: str) -> str:
    outside = re.sub(r'"[^"]*"', "", text)
    for pattern, advice in _CONSEILS:
        if found := re.search(pattern, outside):
            return advice.format(found[0])
    return ""


def _try(text: str) -> None:
    """Make the library read every form of it: a form that only fails later would be a page in error."""
    try:
        for ph in (False, True):
            for sh in (False, True):
                for engine in engines(text, ph=ph, sh=sh):
                    if engine:
                        list(engine.intervals(datetime(2026, 2, 20), datetime(2026, 3, 10)))  # noqa: DTZ001
    except ParserError as unread:
        raise HorairesInvalides(
            "Ces horaires ne sont pas compris. Écrivez par exemple « Mo-Fr 09:00-12:00,14:00-18:00; PH off »."
        ) from unread


def _holidays_last(read: Programme) -> Programme:
    """Move « PH off » written first to the end: there it would be replaced, which nobody means."""
    clauses = list(read.clauses)
    for clause in read.clauses:
        at = clauses.index(clause)
        after = clauses[at + 1 :]
        alone = clause.ferme and clause.feries and not (clause.jours or clause.wide or clause.plages)
        opens = [c for c in after if not c.ferme]
        if alone and opens and not any(_meant(c, clause.feries) for c in opens):
            clauses.append(replace(clauses.pop(at), joint=";"))
    clauses[0] = replace(clauses[0], joint=";")
    return replace(read, clauses=tuple(clauses))


def _meant(clause: Clause, feries: tuple[str, ...]) -> bool:
    """Tell whether a clause may open during such holidays on purpose: it names them, or gives dates."""
    if "SH" in feries and clause.wide:
        return True
    return bool(set(feries) & set(clause.feries)) or any(d.jour for d in clause.dates)


def _refuse_replaced(read: Programme) -> None:
    """Refuse a clause that a later one always replaces: the hours it gives would never be shown."""
    for at, clause in enumerate(read.clauses):
        for later in read.clauses[at + 1 :]:
            if replaces(later, clause):
                first, second = (write(Programme((c,))) for c in (clause, later))
                raise HorairesInvalides(
                    f"« {second} » vient après « {first} » et le remplace. Pour garder les deux, écrivez les heures "
                    "à la suite (« Mo 09:00-12:00,14:00-18:00 »), ou mettez d’abord l’horaire le plus général."
                )


def replaces(later: Clause, clause: Clause) -> bool:
    """Tell whether `later` leaves nothing of `clause`."""
    if clause.ferme or later.joint == "," or (later.ferme and later.plages):
        return False
    if later.weekly and not later.ferme:
        # Holidays aside, every day that `clause` may hold is taken by `later`.
        return clause.weekdays <= later.weekdays and not (clause.lien == "ou" and later.lien != "ou")
    alike = replace(later, plages=(Plage(0, 1),), note="", joint=";", ferme=False)
    return alike == replace(clause, plages=(Plage(0, 1),), note="", joint=";")
