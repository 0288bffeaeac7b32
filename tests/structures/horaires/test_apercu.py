"""What is shown before hours are saved: the next sessions, and why some fall."""

from datetime import date

from structures.horaires import Fermee, Ouverture, Regle
from structures.horaires.apercu import apercu

RENTREE = date(2026, 9, 1)


def lire(regle, today=RENTREE, combien=8):
    return [ligne.texte.replace("\u00a0", " ") for ligne in apercu(regle, today, combien)]


def test_one_tuesday_in_two_out_of_school_holidays():
    regle = Regle("Tu 14:00-17:00; SH off", ancre=date(2026, 9, 8))
    assert lire(regle) == [
        "mardi 8 septembre 2026, 14 h – 17 h",
        "mardi 22 septembre 2026, 14 h – 17 h",
        "mardi 6 octobre 2026, 14 h – 17 h",
        "pas de séance le mardi 20 octobre 2026 : vacances scolaires",
        "mardi 3 novembre 2026, 14 h – 17 h",
        "mardi 17 novembre 2026, 14 h – 17 h",
        "mardi 1er décembre 2026, 14 h – 17 h",
        "mardi 15 décembre 2026, 14 h – 17 h",
        "pas de séance le mardi 29 décembre 2026 : vacances scolaires",
        "mardi 12 janvier 2027, 14 h – 17 h",
    ]


def test_days_that_fall_together_are_one_line_and_a_day_is_one_line():
    regle = Regle("Mo-Fr 09:00-12:00,14:00-18:00; PH off", fermetures=(Fermee(RENTREE, date(2026, 9, 4), "travaux"),))
    assert lire(regle, combien=2) == [
        "pas de séance du mardi 1er au vendredi 4 septembre 2026 : fermeture (travaux)",
        "lundi 7 septembre 2026, 9 h – 12 h et 14 h – 18 h",
        "mardi 8 septembre 2026, 9 h – 12 h et 14 h – 18 h",
    ]
    assert lire(regle, date(2026, 11, 10), 2)[1] == "pas de séance le mercredi 11 novembre 2026 : jour férié"


def test_an_exceptional_opening_is_a_session_even_before_the_period():
    regle = Regle(
        "Tu 14:00-17:00",
        periode_debut=date(2026, 10, 1),
        ouvertures=(Ouverture(date(2026, 9, 12), date(2026, 9, 12), "10:00-12:00"),),
    )
    assert lire(regle, combien=2) == [
        "samedi 12 septembre 2026, 10 h – 12 h (ouverture exceptionnelle)",
        "mardi 6 octobre 2026, 14 h – 17 h",
    ]


def test_what_the_school_calendar_does_not_reach_is_to_be_confirmed():
    lignes = lire(Regle("Tu 14:00-17:00; SH off", zone_scolaire=""))
    assert len(lignes) == 1
    assert lignes[0].startswith("à confirmer du mardi 1er septembre 2026 au mardi ")
    assert lignes[0].endswith(" : les vacances scolaires ne sont pas encore connues")


def test_a_period_that_ends_or_never_comes_ends_the_list():
    assert lire(Regle("Tu 14:00-17:00", periode_fin=date(2026, 9, 2))) == ["mardi 1er septembre 2026, 14 h – 17 h"]
    assert lire(Regle("Tu 14:00-17:00", periode_fin=date(2026, 8, 2))) == []
    assert lire(Regle("Tu 14:00-17:00", periode_debut=date.max)) == []
    assert lire(Regle("")) == []
