"""When a rule opens: on chosen weeks, with what closes, what opens, and the change of clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from structures.horaires import Fermee, HorairesInvalides, Ouverture, Regle, a_confirmer, intervalles

LUNDI = date(2026, 11, 9)  # its Wednesday, 11 November, is a public holiday
DIMANCHE = date(2026, 11, 15)


def short(found):
    return [f"{i.debut:%d/%m %H:%M}-{i.fin:%H:%M}" for i in found]


def week(osm, lundi=LUNDI, **more):
    return short(intervalles(Regle(osm, **more), lundi, lundi + timedelta(days=6)))


@pytest.mark.parametrize(
    ("osm", "opens"),
    [
        ("", []),
        ("Tu 09:00-12:00,14:00-17:00", ["10/11 09:00-12:00", "10/11 14:00-17:00"]),
        ("We 09:00-12:00", ["11/11 09:00-12:00"]),
        ("We 09:00-12:00; PH off", []),
        ("Mo,We 09:00-12:00; PH 10:00-11:00", ["09/11 09:00-12:00", "11/11 10:00-11:00"]),
        ("Mo,PH 09:00-12:00", ["09/11 09:00-12:00", "11/11 09:00-12:00"]),
        ("Mo 09:00-12:00, Tu,PH 14:00-15:00", ["09/11 09:00-12:00", "10/11 14:00-15:00", "11/11 14:00-15:00"]),
        ("PH Mo 09:00-12:00", []),
        ("PH We 09:00-12:00", ["11/11 09:00-12:00"]),
        ("Th[2] 09:00-12:00", ["12/11 09:00-12:00"]),
        ("Th[1] 09:00-12:00", []),
        ("Mo 09:00-12:00, Mo 11:00-14:00", ["09/11 09:00-14:00"]),
        ("Mo 09:00-12:00,12:00-14:00", ["09/11 09:00-14:00"]),
        (
            "Mo-We 09:00-18:00; Tu 12:00-14:00 off; We off",
            ["09/11 09:00-18:00", "10/11 09:00-12:00", "10/11 14:00-18:00"],
        ),
        ('Mo 09:00-12:00 || "sur rendez-vous"', ["09/11 09:00-12:00"]),
        ("Dec Mo 09:00-12:00", []),
        ("2026 Nov 10 09:00-12:00", ["10/11 09:00-12:00"]),
        ("Mo 09:00-12:00; 2026 Nov off", []),
    ],
)
def test_one_week(osm, opens):
    assert week(osm) == opens


def test_school_holidays_close_and_replace():
    toussaint = date(2026, 10, 26)
    assert week("Mo,We 14:00-17:00; SH off", toussaint) == []
    assert week("Mo,We 14:00-17:00; SH We 10:00-12:00", toussaint) == ["26/10 14:00-17:00", "28/10 10:00-12:00"]
    assert week("Mo 14:00-17:00; SH off; SH Tu 10:00-12:00", toussaint) == ["27/10 10:00-12:00"]
    assert week("Mo 14:00-17:00; SH Tu 10:00-12:00") == ["09/11 14:00-17:00"]


def test_a_day_both_public_holiday_and_school_holiday():
    noel = date(2026, 12, 21)
    assert week("Fr 09:00-12:00; SH Fr 10:00-11:00; PH off", noel) == []
    assert week("Fr 09:00-12:00; PH off; SH Fr 10:00-11:00", noel) == ["25/12 10:00-11:00"]


def test_past_midnight_belongs_to_the_day_it_starts():
    found = intervalles(Regle("Tu 22:00-02:00; PH off"), LUNDI, DIMANCHE)
    assert [(i.debut.day, i.debut.hour, i.fin.day, i.fin.hour) for i in found] == [(10, 22, 11, 2)]
    # The library would cut Friday's evening because Saturday has hours of its own.
    assert week("Fr 22:00-02:00; Sa 10:00-12:00") == ["13/11 22:00-02:00", "14/11 10:00-12:00"]
    assert week("Tu 22:00-02:00; Tu off, We 09:00-10:00") == ["11/11 09:00-10:00"]
    assert short(intervalles(Regle("Su 22:00-02:00"), LUNDI, LUNDI)) == []


def test_always_open_is_one_opening():
    found = intervalles(Regle("24/7"), LUNDI, DIMANCHE)
    assert [(i.debut, i.fin - i.debut) for i in found] == [(found[0].debut, timedelta(days=7))]
    assert short(intervalles(Regle("24/7; PH off"), LUNDI, DIMANCHE)) == ["09/11 00:00-00:00", "12/11 00:00-00:00"]


def test_the_change_of_clocks():
    spring = intervalles(Regle("Sa 22:00-06:00; Su 09:00-12:00"), date(2027, 3, 27), date(2027, 3, 28))
    assert [(i.fin.astimezone(UTC) - i.debut.astimezone(UTC)) for i in spring] == [
        timedelta(hours=7),
        timedelta(hours=3),
    ]
    autumn = intervalles(Regle("Sa 22:00-06:00"), date(2026, 10, 24), date(2026, 10, 25))
    assert [(i.fin.astimezone(UTC) - i.debut.astimezone(UTC)) for i in autumn] == [timedelta(hours=9)]
    # On the night in March, there is no time between two and three.
    assert intervalles(Regle("Su 02:00-03:00"), date(2027, 3, 28), date(2027, 3, 28)) == []
    assert [
        i.debut.utcoffset() for i in intervalles(Regle("Th 14:00-17:00"), date(2026, 10, 22), date(2026, 10, 29))
    ] == [
        timedelta(hours=2),
        timedelta(hours=1),
    ]


def test_closures_period_and_exceptional_openings():
    works = Fermee(date(2026, 11, 10), date(2026, 11, 11), "travaux")
    assert week("Mo-Th 09:00-12:00", fermetures=(works,)) == ["09/11 09:00-12:00", "12/11 09:00-12:00"]
    assert week("Mo-We 09:00-12:00", periode_debut=date(2026, 11, 10)) == ["10/11 09:00-12:00", "11/11 09:00-12:00"]
    assert week("Mo-We 09:00-12:00", periode_fin=date(2026, 11, 10)) == ["09/11 09:00-12:00", "10/11 09:00-12:00"]
    fair = Ouverture(date(2026, 11, 11), date(2026, 11, 11), "10:00-12:00,14:00-18:00", "forum")
    assert week("Mo 09:00-12:00; PH off", ouvertures=(fair,)) == [
        "09/11 09:00-12:00",
        "11/11 10:00-12:00",
        "11/11 14:00-18:00",
    ]
    # It adds to the hours of the day, and wins over a closure.
    assert week("We 08:00-11:00", ouvertures=(fair,)) == ["11/11 08:00-12:00", "11/11 14:00-18:00"]
    assert week("We 08:00-09:00", ouvertures=(fair,), fermetures=(works,)) == ["11/11 10:00-12:00", "11/11 14:00-18:00"]
    assert week("", ouvertures=(fair,)) == ["11/11 10:00-12:00", "11/11 14:00-18:00"]


def test_badly_written_exceptional_hours_are_refused():
    for heures in ("", "9h-12h", "12:00-12:00", "09:00-12:00,", "25:00-26:00"):
        fair = Ouverture(LUNDI, LUNDI, heures)
        with pytest.raises(HorairesInvalides, match="09:00-12:00"):
            intervalles(Regle("", ouvertures=(fair,)), LUNDI, LUNDI)


def test_every_fourteen_days_is_not_week_parity():
    """2026 has 53 weeks: odd weeks follow each other at the new year, an anchor goes on."""
    start, end = date(2026, 12, 17), date(2027, 1, 21)
    odd = intervalles(Regle("week 01-53/2 Th 14:00-17:00"), start, end)
    assert [i.debut.date() for i in odd] == [
        date(2026, 12, 17),
        date(2026, 12, 31),
        date(2027, 1, 7),
        date(2027, 1, 21),
    ]
    anchored = intervalles(Regle("Th 14:00-17:00", ancre=date(2026, 12, 17)), start, end)
    assert [i.debut.date() for i in anchored] == [date(2026, 12, 17), date(2026, 12, 31), date(2027, 1, 14)]


def test_nothing_before_the_anchor():
    rule = Regle("Mo,Fr 14:00-17:00", ancre=date(2026, 11, 11))
    assert short(intervalles(rule, date(2026, 10, 1), date(2026, 11, 30))) == [
        "13/11 14:00-17:00",
        "23/11 14:00-17:00",
        "27/11 14:00-17:00",
    ]


def test_beyond_the_school_calendar_nothing_is_promised():
    rule = Regle("Mo,Th 14:00-17:00; SH off; PH off")
    assert intervalles(rule, date(2028, 9, 1), date(2028, 12, 31)) == []
    assert a_confirmer(rule, date(2028, 9, 4))
    assert not a_confirmer(rule, date(2028, 9, 5)), "a Tuesday is closed whatever the holidays"
    assert not a_confirmer(rule, date(2026, 11, 9))
    assert not a_confirmer(Regle("Mo 14:00-17:00; PH off"), date(2028, 9, 4))
    assert a_confirmer(Regle("Mo 14:00-17:00; SH off", zone_scolaire=""), date(2026, 11, 9))
    fair = Ouverture(date(2028, 9, 4), date(2028, 9, 4), "10:00-12:00")
    announced = Regle("Mo 14:00-17:00; SH off", ouvertures=(fair,))
    assert not a_confirmer(announced, date(2028, 9, 4))
    assert short(intervalles(announced, date(2028, 9, 4), date(2028, 9, 4))) == ["04/09 10:00-12:00"]


def test_an_empty_range_is_empty():
    assert intervalles(Regle("24/7"), DIMANCHE, LUNDI) == []


def test_local_public_holidays_follow_the_departement():
    vendredi_saint = date(2027, 3, 26)
    for departement, count in (("94", 1), ("67", 0)):
        found = intervalles(Regle("Fr 09:00-12:00; PH off", departement=departement), vendredi_saint, vendredi_saint)
        assert len(found) == count


def test_aware_and_local():
    found = intervalles(Regle("Mo 09:00-12:00"), LUNDI, LUNDI)[0]
    assert found.debut == datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
    assert str(found.debut.tzinfo) == "Europe/Paris"
