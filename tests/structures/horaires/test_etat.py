"""What is open now, why not, until when, and the table of a week."""

from datetime import UTC, date, datetime

import pytest

from structures.horaires import Etat, Fermee, Ouverture, Regle, etat, table_semaine
from structures.horaires.valeurs import PARIS

OUVERT = "Mo-Sa 09:00-12:00,14:00-18:00; PH off; SH off"
TRAVAUX = Fermee(date(2026, 12, 1), date(2026, 12, 2), "travaux")


def at(*moment):
    return datetime(*moment, tzinfo=PARIS)


def test_open_until():
    assert etat(Regle(OUVERT), at(2026, 11, 12, 9, 0)) == Etat(ouvert=True, fin=at(2026, 11, 12, 12, 0))
    assert etat(Regle(OUVERT), at(2026, 11, 12, 12, 0)) == Etat(ouvert=False, prochaine=at(2026, 11, 12, 14, 0))
    # The same moment, said in another zone.
    assert etat(Regle(OUVERT), datetime(2026, 11, 12, 8, 30, tzinfo=UTC)).ouvert is True


def test_open_past_midnight():
    assert etat(Regle("Fr 22:00-02:00"), at(2026, 11, 14, 1, 0)) == Etat(ouvert=True, fin=at(2026, 11, 14, 2, 0))


def test_always_open_closes_at_no_hour():
    assert etat(Regle("24/7"), at(2026, 11, 14, 1, 0)) == Etat(ouvert=True)
    assert etat(Regle("24/7; PH off"), at(2026, 11, 10, 9, 0)) == Etat(ouvert=True, fin=at(2026, 11, 11))


@pytest.mark.parametrize(
    ("moment", "motif"),
    [
        (at(2026, 11, 11, 10), "fermé pour l’Armistice de 1918"),
        (at(2026, 10, 20, 10), "fermé pendant les vacances de la Toussaint"),
        (at(2026, 12, 25, 10), "fermé pour Noël"),
        (at(2026, 12, 1, 10), "fermé\u00a0: travaux"),
        (at(2026, 11, 12, 13), ""),
        (at(2026, 11, 15, 10), ""),
    ],
)
def test_why_it_is_closed(moment, motif):
    found = etat(Regle(OUVERT, fermetures=(TRAVAUX,)), moment)
    assert found.ouvert is False
    assert found.motif == motif


def test_nothing_to_say_beyond_fourteen_days():
    rule = Regle("Mo 09:00-12:00", periode_debut=date(2026, 12, 7), periode_fin=date(2027, 1, 10))
    assert etat(rule, at(2026, 11, 20, 10)) == Etat(ouvert=False, motif="à partir du 7 décembre")
    assert etat(rule, at(2026, 11, 24, 10)).prochaine == at(2026, 12, 7, 9)
    assert etat(rule, at(2027, 1, 12, 10)) == Etat(ouvert=False, motif="terminé depuis le 10 janvier")


def test_unknown_is_neither_open_nor_closed():
    assert etat(Regle(""), at(2026, 11, 12, 10)) == Etat(ouvert=None)
    assert etat(Regle(OUVERT), at(2028, 9, 5, 10)) == Etat(ouvert=None, motif="à confirmer")
    # A closure that was announced is known, even where hours are not.
    assert etat(Regle("", fermetures=(TRAVAUX,)), at(2026, 12, 1, 10)) == Etat(
        ouvert=False, motif="fermé\u00a0: travaux"
    )
    fair = Ouverture(date(2026, 11, 14), date(2026, 11, 14), "10:00-12:00")
    assert etat(Regle("", ouvertures=(fair,)), at(2026, 11, 14, 11)) == Etat(ouvert=True, fin=at(2026, 11, 14, 12))


def test_the_repeated_hour_of_october():
    """At 02:30 the first time, 02:45-04:00 has not begun; the second time, neither; at 02:50 it has."""
    rule = Regle("Su 01:00-02:30")
    assert etat(rule, datetime(2026, 10, 25, 0, 15, tzinfo=UTC)).ouvert is True
    assert etat(rule, datetime(2026, 10, 25, 1, 15, tzinfo=UTC)).ouvert is False


def test_the_table_of_a_week():
    fair = Ouverture(date(2026, 11, 15), date(2026, 11, 15), "10:00-12:00", "forum")
    shut = Fermee(date(2026, 11, 13), date(2026, 11, 13))
    rows = table_semaine(Regle(OUVERT, ouvertures=(fair,), fermetures=(shut,)), date(2026, 11, 9))
    assert [row.jour.day for row in rows] == [9, 10, 11, 12, 13, 14, 15]
    assert [len(row.intervalles) for row in rows] == [2, 2, 0, 2, 0, 2, 1]
    assert [row.note for row in rows] == [
        "", "", "férié\u00a0: Armistice de 1918", "", "fermé", "", "ouverture exceptionnelle\u00a0: forum",
    ]  # fmt: skip


def test_the_table_says_holidays_and_doubts():
    holidays = table_semaine(Regle("Mo 09:00-12:00; SH off"), date(2026, 10, 26))
    assert {row.note for row in holidays} == {"vacances scolaires", "férié\u00a0: Toussaint"}
    assert {row.note for row in table_semaine(Regle("Mo 09:00-12:00"), date(2026, 10, 19))} == {""}
    doubtful = table_semaine(Regle("Mo 09:00-12:00; SH off"), date(2028, 9, 4))
    assert [row.note for row in doubtful] == ["à confirmer", *[""] * 6]
    assert doubtful[0].intervalles == ()


def test_the_table_of_a_place_open_day_and_night_has_seven_days():
    rows = table_semaine(Regle("24/7"), date(2026, 11, 9))
    assert [(len(row.intervalles), row.intervalles[0].debut.day) for row in rows] == [(1, d) for d in range(9, 16)]
