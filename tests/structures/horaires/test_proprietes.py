"""Laws that hold for any rule, and an independent evaluation, written the slow way."""

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from structures.horaires import Fermee, HorairesInvalides, Regle, creneaux, en_francais, etat, intervalles, valider
from structures.horaires.valeurs import PARIS

RENTREE, RENTREE_SUIVANTE = date(2026, 9, 1), date(2027, 9, 1)
# Copied from the official calendar of zone C, 2026-2027: first and last day of each holiday.
VACANCES_C = [
    (date(2026, 10, 17), date(2026, 11, 1)),
    (date(2026, 12, 19), date(2027, 1, 3)),
    (date(2027, 2, 6), date(2027, 2, 21)),
    (date(2027, 4, 3), date(2027, 4, 18)),
    (date(2027, 5, 6), date(2027, 5, 8)),
    (date(2027, 7, 3), date(2027, 8, 31)),
]
FERIES = {
    date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 29), date(2027, 5, 1),
    date(2027, 5, 6), date(2027, 5, 8), date(2027, 5, 17), date(2027, 7, 14), date(2027, 8, 15),
}  # fmt: skip
JOURS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

hours = st.sampled_from([((9, 0), (12, 0)), ((14, 0), (17, 30)), ((18, 0), (20, 0)), ((21, 0), (23, 59))])
clauses = st.tuples(
    st.sets(st.integers(0, 6), min_size=1),
    st.lists(hours, min_size=1, max_size=3, unique=True).map(sorted),
    st.sampled_from(["", "", "paires", "impaires"]),
    st.sampled_from(["", "", "", "SH", "PH"]),
)
naive_rules = st.tuples(
    st.lists(clauses, min_size=1, max_size=3), st.booleans(), st.booleans(), st.lists(st.integers(0, 6), max_size=1)
)


def written(rule):
    parts, sh_off, ph_off, shut = rule
    texts = []
    for days, spans, parity, holiday in parts:
        weeks = {"": "", "paires": "week 02-52/2 ", "impaires": "week 01-53/2 "}[parity]
        span = ",".join(f"{a:02}:{b:02}-{c:02}:{d:02}" for (a, b), (c, d) in spans)
        texts.append(f"{weeks}{holiday + ' ' if holiday else ''}{','.join(JOURS[d] for d in sorted(days))} {span}")
    texts += [f"{JOURS[d]} off" for d in shut]
    texts += ["SH off"] * sh_off + ["PH off"] * ph_off
    return "; ".join(texts)


def naive(rule, debut, fin):
    """Go through each day, and let each clause in turn replace what the ones before said."""
    parts, sh_off, ph_off, shut = rule
    found = []
    jour = debut
    while jour <= fin:
        sh = any(a <= jour <= b for a, b in VACANCES_C)
        ph = jour in FERIES
        spans = []
        for days, hours_, parity, holiday in parts:
            even = jour.isocalendar().week % 2 == 0
            if jour.weekday() not in days or (parity and even != (parity == "paires")):
                continue
            if (holiday == "SH" and not sh) or (holiday == "PH" and not ph):
                continue
            spans = hours_
        if jour.weekday() in shut or (sh_off and sh) or (ph_off and ph):
            spans = []
        found += [(datetime.combine(jour, time(*a), PARIS), datetime.combine(jour, time(*b), PARIS)) for a, b in spans]
        jour += timedelta(days=1)
    return found


@settings(max_examples=120, deadline=None)
@given(naive_rules)
def test_equals_an_independent_evaluation_over_a_school_year(rule):
    found = intervalles(Regle(written(rule)), RENTREE, RENTREE_SUIVANTE)
    assert [(i.debut, i.fin) for i in found] == naive(rule, RENTREE, RENTREE_SUIVANTE)


times = st.tuples(st.integers(0, 23), st.sampled_from([0, 30]), st.integers(1, 15)).map(
    lambda t: f"{t[0]:02}:{t[1]:02}-{(t[0] + t[2]) % 24:02}:{t[1]:02}"
)
weekday = st.sampled_from(JOURS)
selectors = st.one_of(
    weekday,
    st.tuples(weekday, weekday).map("-".join),
    st.tuples(weekday, st.sampled_from(["1", "2,4", "-1", "5"])).map(lambda t: f"{t[0]}[{t[1]}]"),
    st.sampled_from(["PH", "SH", "SH Mo-Fr", "PH,Su", "Jul-Aug", "Oct-Mar Sa", "Dec 24", "Dec 20-Jan 5", "2026 Nov 3"]),
    st.sampled_from(["week 02-52/2 Tu", "week 01-53/2 We", "week 40-50 Fr", "2027 Mo", "2026 Oct 1-2027 May 31 Th"]),
)
notes = st.sampled_from(["", "", "", ' "sur rendez-vous"'])
texts = st.lists(
    st.one_of(
        st.tuples(selectors, times, notes).map(lambda t: f"{t[0]} {t[1]}{t[2]}"),
        selectors.map(lambda s: f"{s} off"),
        st.just("24/7"),
    ),
    min_size=1,
    max_size=4,
)
osms = st.tuples(texts, st.sampled_from(["; ", ", "])).map(lambda t: t[1].join(t[0]))
dates = st.dates(date(2025, 1, 1), date(2029, 12, 31))


def accepted(osm):
    try:
        return valider(osm)
    except HorairesInvalides:
        return ""


@settings(max_examples=150, deadline=None)
@given(osms, dates, st.integers(0, 70))
def test_sorted_apart_and_inside(osm, debut, length):
    fin = debut + timedelta(days=length)
    found = intervalles(Regle(accepted(osm)), debut, fin)
    for one in found:
        assert one.debut.tzinfo == one.fin.tzinfo == PARIS
        assert one.debut.timestamp() < one.fin.timestamp()
        assert debut <= one.debut.date() <= fin
    assert all(a.fin.timestamp() < b.debut.timestamp() for a, b in pairwise(found))


@settings(max_examples=150, deadline=None)
@given(osms, dates, st.integers(0, 20), st.integers(0, 20))
def test_closing_days_removes_exactly_those_days(osm, debut, before, length):
    rule = Regle(accepted(osm))
    first = debut + timedelta(days=before)
    shut = Fermee(first, first + timedelta(days=length))
    fin = debut + timedelta(days=40)
    closed = Regle(rule.osm, fermetures=(shut,))
    for offset in range(41):
        jour = debut + timedelta(days=offset)
        expected = [] if shut.debut <= jour <= shut.fin else intervalles(rule, jour, jour)
        assert intervalles(closed, jour, jour) == expected
    assert intervalles(Regle(rule.osm, fermetures=(Fermee(debut, fin),)), debut, fin) == []


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 6), dates, st.sampled_from([date(2026, 11, 1), date(2032, 11, 1)]))
def test_anchored_sessions_are_fourteen_days_apart_over_years_of_53_weeks(jour, ancre, debut):
    rule = Regle(f"{JOURS[jour]} 14:00-17:00; SH off", ancre=ancre)
    found = intervalles(Regle(f"{JOURS[jour]} 14:00-17:00", ancre=ancre), debut, debut + timedelta(days=150))
    days = [i.debut.date() for i in found]
    assert all(b - a == timedelta(days=14) for a, b in pairwise(days))
    assert all(d >= ancre for d in days)
    held = [i.debut.date() for i in intervalles(rule, debut, debut + timedelta(days=150))]
    assert set(held) <= set(days), "holidays skip a session without moving the next"
    assert all((b - a).days % 14 == 0 for a, b in pairwise(held))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6), st.booleans(), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_parity_is_that_of_the_iso_week(jour, even, debut):
    weeks = "02-52/2" if even else "01-53/2"
    fin = debut + timedelta(days=60)
    days = {i.debut.date() for i in intervalles(Regle(f"week {weeks} {JOURS[jour]} 14:00-17:00"), debut, fin)}
    every = [debut + timedelta(days=i) for i in range(61)]
    assert days == {d for d in every if d.weekday() == jour and (d.isocalendar().week % 2 == 0) == even}


@settings(max_examples=150, deadline=None)
@given(osms, st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)))  # noqa: DTZ001
def test_open_now_agrees_with_the_openings(osm, moment):
    rule = Regle(accepted(osm))
    now = moment.replace(tzinfo=UTC)
    today = now.astimezone(PARIS).date()
    found = intervalles(rule, today - timedelta(days=3), today + timedelta(days=20))
    inside = [i for i in found if i.debut.timestamp() <= now.timestamp() < i.fin.timestamp()]
    state = etat(rule, now)
    assert (state.ouvert is True) == bool(inside)
    if state.prochaine:
        assert state.prochaine.timestamp() > now.timestamp()


@settings(max_examples=200, deadline=None)
@given(osms)
def test_every_accepted_rule_has_a_sentence_or_none_and_slots(osm):
    kept = accepted(osm)
    said = en_francais(Regle(kept))
    assert said == said.strip()
    assert "  " not in said
    assert 0 <= creneaux(Regle(kept)) < 2**21


@settings(max_examples=100, deadline=None)
@given(osms)
def test_an_ordinary_opening_falls_in_a_slot(osm):
    """What opens in the coming year was announced by the weekly half-days, public holidays aside."""
    kept = accepted(osm.replace("PH", "SH"))
    mask = creneaux(Regle(kept))
    for one in intervalles(Regle(kept), RENTREE, RENTREE_SUIVANTE):
        assert mask >> (one.debut.weekday() * 3) & 0b111, one


def some_rule(chance):
    """Write a rule at random among few days and hours, so that two of them often say the same."""
    clauses_ = []
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.2:
            off = ["SH off", "PH off", "SH,PH off", "Jul-Aug off", "Mo off", "Aug off", "SH Mo off", "Tu[1] off"]
            clauses_.append(chance.choice(off))
            continue
        days = chance.choice(["Mo", "Tu", "Mo,Tu", "Mo,We", "Mo-We", "Mo[1]", "Tu[1,3]", "Mo,PH", "Tu,SH"])
        when = ["", "", "", "Jul-Aug ", "Sep ", "week 02-52/2 ", "week 01-53/2 ", "Jan-Mar,Sep ", "Dec 20-Jan 5 "]
        when += [] if "H" in days else ["SH ", "PH "]
        spans = chance.choice(["09:00-12:00", "14:00-17:00", "09:00-12:00,14:00-17:00"])
        clauses_.append(f"{chance.choice(when)}{days} {spans}")
    text = clauses_[0]
    for clause in clauses_[1:]:
        text += chance.choice(["; ", "; ", ", "]) + clause
    return text


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10**6))
def test_two_rules_with_one_sentence_open_at_the_same_hours(seed):
    """A sentence that two different rules share would be false for one of them."""
    chance = random.Random(seed)
    said = {}
    for _ in range(300):
        kept = accepted(some_rule(chance))
        sentence = en_francais(Regle(kept))
        if not sentence or said.get(sentence, ("",))[0] == kept:
            continue
        opens = [(i.debut, i.fin) for i in intervalles(Regle(kept), RENTREE, date(2027, 12, 31))]
        first, expected = said.setdefault(sentence, (kept, opens))
        assert opens == expected, (sentence, first, kept)
