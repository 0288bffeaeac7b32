"""The weekly half-days of a rule, whatever the date."""

from datetime import date

import pytest

from structures.horaires import Fermee, Ouverture, Regle, creneaux


def bits(mask):
    return {("LMmJVSD"[b // 3] + "mas"[b % 3]) for b in range(21) if mask >> b & 1}


@pytest.mark.parametrize(
    ("osm", "slots"),
    [
        ("", ""),
        ("Mo 09:00-12:00", "Lm"),
        ("Th 14:00-17:00", "Ja"),
        ("Th 14:00-18:20", "Ja"),
        ("Th 14:00-18:30", "Ja Js"),
        ("Th 11:45-14:00", "Jm Ja"),
        ("Th 12:00-14:00", "Jm Ja"),
        ("Th 12:10-14:00", "Ja"),
        ("Th 12:10-12:40", "Jm"),
        ("Th 13:00-13:20", "Ja"),
        ("Fr 20:00-02:00", "Vs"),
        ("Mo 09:00-19:00", "Lm La Ls"),
        ("Mo 09:00-12:00; PH off; SH off", "Lm"),
        ("SH We 10:00-12:00", "mm"),
        ("PH 10:00-12:00", ""),
        ("Su,PH 10:00-12:00", "Dm"),
        ("Su,SH 10:00-12:00", "Lm Mm mm Jm Vm Sm Dm"),
        ("Jul Tu 10:00-12:00", "Mm"),
        ("week 02-52/2 Tu 10:00-12:00; week 01-53/2 Tu 14:00-16:00", "Mm Ma"),
        ("Th[1] 14:00-17:00", "Ja"),
        ("Th 09:00-12:00; Th[1] 14:00-17:00", "Jm Ja"),
        ("Mo-We 09:00-12:00; Tu off", "Lm mm"),
        ("Mo 09:00-18:00; Mo 12:00-18:00 off", "Lm"),
        ("Mo 09:00-12:00; Jul-Aug off", "Lm"),
        ("2026 Nov 12 14:00-16:00", "Ja"),
    ],
)
def test_half_days(osm, slots):
    assert bits(creneaux(Regle(osm))) == set(slots.split())


def test_always_open_holds_every_half_day():
    assert creneaux(Regle("24/7")) == 2**21 - 1


def test_neither_period_nor_closures_nor_anchor_count():
    shut = Fermee(date(2020, 1, 1), date(2040, 1, 1))
    rule = Regle("Th 14:00-17:00", ancre=date(2026, 1, 8), periode_fin=date(2020, 1, 1), fermetures=(shut,))
    assert bits(creneaux(rule)) == {"Ja"}


def test_without_weekly_hours_the_exceptional_openings_count():
    fair = Ouverture(date(2026, 11, 14), date(2026, 11, 15), "10:00-12:00")
    assert bits(creneaux(Regle("", ouvertures=(fair,)))) == {"Sm", "Dm"}
    assert bits(creneaux(Regle("Mo 09:00-12:00", ouvertures=(fair,)))) == {"Lm"}
