"""Public holidays and school holidays, on days that a printed calendar gives."""

from datetime import date, datetime, timedelta

import pytest
from opening_hours import OpeningHours

from structures.horaires import calendrier_connu, jour_ferie, vacances, zone_scolaire
from structures.horaires.calendrier import en_phrase


@pytest.mark.parametrize(
    ("jour", "nom"),
    [
        (date(2026, 11, 1), "Toussaint"),
        (date(2026, 11, 11), "Armistice de 1918"),
        (date(2026, 12, 25), "Noël"),
        (date(2027, 3, 29), "lundi de Pâques"),
        (date(2027, 5, 6), "Ascension"),
        (date(2027, 5, 17), "lundi de Pentecôte"),
        (date(2026, 11, 2), None),
        (date(2027, 3, 26), None),
    ],
)
def test_public_holidays(jour, nom):
    assert jour_ferie(jour) == nom


def test_local_holidays():
    assert jour_ferie(date(2027, 3, 26), "67") == "Vendredi saint"
    assert jour_ferie(date(2026, 12, 26), "57") == "Saint-Étienne"
    assert jour_ferie(date(2027, 5, 22), "972") == "abolition de l’esclavage"
    assert jour_ferie(date(2026, 12, 26), "94") is None


@pytest.mark.parametrize("annee", [2024, 2026, 2027, 2035])
def test_the_library_knows_the_same_public_holidays(annee):
    theirs = OpeningHours("PH 10:00-11:00", country="FR")
    jour = date(annee, 1, 1)
    while jour.year == annee:
        noon = datetime(jour.year, jour.month, jour.day, 10, 30)  # noqa: DTZ001
        assert theirs.is_open(noon) == (jour_ferie(jour) is not None), jour
        jour += timedelta(days=1)


@pytest.mark.parametrize(
    ("jour", "nom"),
    [
        (date(2026, 8, 31), "Vacances d’été"),
        (date(2026, 9, 1), None),
        (date(2026, 10, 16), None),
        (date(2026, 10, 17), "Vacances de la Toussaint"),
        (date(2026, 11, 1), "Vacances de la Toussaint"),
        (date(2026, 11, 2), None),
        (date(2026, 12, 19), "Vacances de Noël"),
        (date(2027, 1, 3), "Vacances de Noël"),
        (date(2027, 1, 4), None),
        (date(2027, 2, 6), "Vacances d’hiver"),
        (date(2027, 2, 21), "Vacances d’hiver"),
        (date(2027, 4, 3), "Vacances de printemps"),
        (date(2027, 4, 19), None),
        (date(2027, 5, 7), "Pont de l’Ascension"),
        (date(2027, 7, 3), "Vacances d’été"),
    ],
)
def test_school_holidays_of_zone_c(jour, nom):
    assert vacances(jour, "C") == nom
    assert calendrier_connu(jour, "C")


def test_the_zones_differ():
    assert vacances(date(2027, 2, 24), "A") == "Vacances d’hiver"
    assert vacances(date(2027, 3, 3), "B") == "Vacances d’hiver"
    assert vacances(date(2027, 3, 3), "C") is None
    assert vacances(date(2027, 2, 10), "") is None


def test_the_calendar_stops_in_august_2028():
    assert calendrier_connu(date(2028, 8, 31), "C")
    assert not calendrier_connu(date(2028, 9, 1), "C")
    assert not calendrier_connu(date(2028, 10, 25), "C")
    assert not calendrier_connu(date(2027, 2, 10), "")


def test_zone_of_a_departement():
    assert [zone_scolaire(d) for d in ("94", "75", "77", "31")] == ["C"] * 4
    assert [zone_scolaire(d) for d in ("69", "33", "25", "1")] == ["A"] * 4
    assert [zone_scolaire(d) for d in ("59", "13", "67", "35")] == ["B"] * 4
    assert [zone_scolaire(d) for d in ("2A", "2B", "974", "", "99")] == [""] * 5


def test_every_departement_of_the_mainland_has_a_zone():
    mainland = {f"{n:02}" for n in range(1, 96)} - {"20"}
    assert {d for d in mainland if not zone_scolaire(d)} == set()


def test_articles():
    assert en_phrase("Toussaint") == "la Toussaint"
    assert en_phrase("Ascension") == "l’Ascension"
    assert en_phrase("Noël") == "Noël"
    assert en_phrase("lundi de Pâques") == "le lundi de Pâques"
    assert en_phrase("Vacances d’hiver") == "les vacances d’hiver"
    assert en_phrase("Pont de l’Ascension") == "le pont de l’Ascension"
