"""The library against an evaluation by hand, day after day, over all of the format that we read."""

import calendar
import itertools
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings

from structures.horaires import Regle, intervalles, jour_ferie, vacances
from structures.horaires.grammaire import read
from structures.horaires.valeurs import PARIS
from tests.structures.horaires.test_proprietes import accepted, dates, osms

UN_JOUR = timedelta(days=1)


def in_dates(d, jour):
    if d.annee is None:
        low = (d.mois, d.jour or 1)
        high = (d.mois_fin, d.jour_fin or 31)
        here = (jour.month, jour.day)
        return low <= here <= high if low <= high else here >= low or here <= high
    last = d.jour_fin or calendar.monthrange(d.annee_fin, d.mois_fin)[1]
    return date(d.annee, d.mois, d.jour or 1) <= jour <= date(d.annee_fin, d.mois_fin, last)


def on_weekday(jours, jour):
    if jour.weekday() not in jours.ensemble:
        return False
    from_start = (jour.day - 1) // 7 + 1
    from_end = -((calendar.monthrange(jour.year, jour.month)[1] - jour.day) // 7 + 1)
    return not jours.rangs or from_start in jours.rangs or from_end in jours.rangs


def holds(clause, jour):
    if clause.annees and not any(a <= jour.year <= b for a, b in clause.annees):
        return False
    if clause.dates and not any(in_dates(d, jour) for d in clause.dates):
        return False
    if clause.semaines and jour.isocalendar().week not in clause.numeros:
        return False
    holiday = ("PH" in clause.feries and jour_ferie(jour)) or ("SH" in clause.feries and vacances(jour, "C"))
    weekday = any(on_weekday(j, jour) for j in clause.jours)
    if not clause.feries:
        return weekday or not clause.jours
    if clause.lien == "ou":
        return bool(weekday or holiday)
    return bool(holiday and (weekday or not clause.jours))


def minutes_of(clauses, jour):
    """Give the minutes that open from that day's midnight, as a set: two days of them."""
    opened = set()
    for clause in clauses:
        if not holds(clause, jour):
            continue
        held = set(itertools.chain.from_iterable(range(p.debut, p.fin) for p in clause.plages))
        if clause.ferme:
            opened = opened - held if clause.plages else set()
        else:
            opened = opened | held if clause.joint == "," else held
    return opened


def at(jour, minute):
    naive = datetime.combine(jour, time(), PARIS) + timedelta(minutes=minute)
    return naive.astimezone(UTC)


def runs(found):
    """Join the moments of a set, a minute long each, into openings."""
    ordered = sorted(found)
    starts = [m for m in ordered if m - timedelta(minutes=1) not in found]
    ends = [m + timedelta(minutes=1) for m in ordered if m + timedelta(minutes=1) not in found]
    return list(zip(starts, ends, strict=True))


@settings(max_examples=60, deadline=None)
@given(osms, dates.filter(lambda d: d < date(2028, 7, 1)))
def test_every_rule_opens_as_evaluated_by_hand(osm, debut):
    kept = accepted(osm)
    clauses = read(kept).clauses if kept else ()
    fin = debut + 20 * UN_JOUR
    expected = set()
    for offset in range(21):
        jour = debut + offset * UN_JOUR
        wall = sorted(minutes_of(clauses, jour))
        for _, run in itertools.groupby(enumerate(wall), key=lambda pair: pair[1] - pair[0]):
            numbers = [minute for _, minute in run]
            first, last = at(jour, numbers[0]), at(jour, numbers[-1] + 1)
            expected |= {first + timedelta(minutes=i) for i in range(int((last - first).total_seconds()) // 60)}
    found = [(i.debut.astimezone(UTC), i.fin.astimezone(UTC)) for i in intervalles(Regle(kept), debut, fin)]
    assert found == runs(expected)
