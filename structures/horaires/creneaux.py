"""Sum up a rule as weekly half-days, for the question « le jeudi après-midi » asked at any date."""

from dataclasses import replace
from datetime import date, timedelta

from structures.horaires.ecriture import programme
from structures.horaires.grammaire import Clause, Dates
from structures.horaires.occurrences import heures
from structures.horaires.valeurs import MINUIT, Plage, Regle, merge

MATIN, APRES_MIDI, SOIR = range(3)
_MIDI_LARGE, _DIX_HUIT = 12 * 60 + 30, 18 * 60
_ASSEZ = 30


def creneaux(regle: Regle) -> int:
    """Give a mask: bit weekday (0 is Monday) × 3 + half-day (0 morning, 1 afternoon, 2 evening).

    Holidays, closures, the anchor, the period and today's date do not count: a rule of July only still
    gives its slots, and so does each week of an alternation. Without weekly hours, the exceptional openings
    give theirs.
    """
    if regle.osm:
        week = _week(programme(regle.osm).clauses)
    else:
        week = [()] * 7
        for ouverture in regle.ouvertures:
            for i in range(min((ouverture.fin - ouverture.debut).days + 1, 7)):
                weekday = (ouverture.debut + timedelta(days=i)).weekday()
                week[weekday] += heures(ouverture.heures)
    mask = 0
    for weekday, plages in enumerate(week):
        for plage in plages:
            for demi in _half_days(plage):
                mask |= 1 << (weekday * 3 + demi)
    return mask


def _week(clauses: tuple[Clause, ...]) -> list[tuple[Plage, ...]]:
    """Give what each weekday may hold: a clause that narrows the year adds, one that does not replaces."""
    week = weekly(clauses)
    for clause in (part for whole in clauses for part in split(whole)):
        if clause.weekly or clause.ferme or clause.feries == ("PH",):
            continue
        for weekday in clause.weekdays & _weekdays(clause.dates):
            week[weekday] += clause.plages
    return week


def weekly(clauses: tuple[Clause, ...]) -> list[tuple[Plage, ...]]:
    """Give the hours of an ordinary week, from the clauses that hold every week."""
    week: list[tuple[Plage, ...]] = [()] * 7
    for clause in clauses:
        if not clause.weekly:
            continue
        for weekday in clause.weekdays:
            if clause.ferme:
                week[weekday] = subtract(week[weekday], clause.plages) if clause.plages else ()
            else:
                week[weekday] = merge((week[weekday] if clause.joint == "," else ()) + clause.plages)
    return week


def semaine_simple(regle: Regle) -> list[tuple[tuple[int, ...], tuple[Plage, ...]]]:
    """Give the weekdays (0 is Monday) that share their hours, when every week is the same; [] when it is not.

    Public holidays may close it: that goes without saying. An alternation, a season or a comment may not be left out.
    """
    if not regle.osm or regle.ancre or regle.periode_debut:
        return []
    read = programme(regle.osm)
    pieces = [piece for clause in read.clauses for piece in split(clause)]
    plain = all((c.weekly and not c.note) or (c.ferme and c.feries == ("PH",) and not c.wide) for c in pieces)
    if not plain or read.sinon:
        return []
    groups: dict[tuple[Plage, ...], list[int]] = {}
    for weekday, plages in enumerate(weekly(tuple(c for c in pieces if c.weekly))):
        if plages:
            groups.setdefault(plages, []).append(weekday)
    return [(tuple(days), plages) for plages, days in groups.items()]


def split(clause: Clause) -> list[Clause]:
    """Read « Mo-Fr,PH » as two clauses: the weekdays, and the holidays whatever their weekday."""
    if clause.lien != "ou":
        return [clause]
    holiday = replace(clause, jours=(), lien="")
    return [replace(clause, feries=(), lien=""), holiday]


def subtract(plages: tuple[Plage, ...], removed: tuple[Plage, ...]) -> tuple[Plage, ...]:
    """Take some hours away from others."""
    for hole in removed:
        kept = []
        for plage in plages:
            kept += [
                piece
                for piece in (
                    Plage(plage.debut, min(plage.fin, hole.debut)),
                    Plage(max(plage.debut, hole.fin), plage.fin),
                )
                if piece.debut < piece.fin
            ]
        plages = tuple(kept)
    return plages


def _weekdays(dates: tuple[Dates, ...]) -> frozenset[int]:
    """Give the weekdays of dated days when they are few; all of them otherwise."""
    found: set[int] = set()
    for d in dates:
        if d.annee is None or d.annee_fin is None or d.jour is None or d.jour_fin is None:
            return frozenset(range(7))
        first, last = date(d.annee, d.mois, d.jour), date(d.annee_fin, d.mois_fin, d.jour_fin)
        found |= {(first + timedelta(days=i)).weekday() for i in range(min((last - first).days + 1, 7))}
    return frozenset(found) if found else frozenset(range(7))


def _half_days(plage: Plage) -> set[int]:
    bounds = ((0, _MIDI_LARGE), (_MIDI_LARGE, _DIX_HUIT), (_DIX_HUIT, 2 * MINUIT))
    lengths = [min(plage.fin, b) - max(plage.debut, a) for a, b in bounds]
    found = {demi for demi, length in enumerate(lengths) if length >= _ASSEZ}
    if plage.debut < 12 * 60:
        found.add(MATIN)
    # Twenty minutes astride two half-days still happen: they go where most of them are.
    return found or {lengths.index(max(lengths))}
