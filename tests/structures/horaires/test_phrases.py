"""Every rule said in one French sentence, or said to be out of reach."""

import re
from datetime import date, datetime, time

import pytest

from structures.horaires import Intervalle, Regle, dicible, en_francais, heure, jour_en_francais, plage, valider
from structures.horaires.valeurs import PARIS


def plain(text):
    """Read a sentence with ordinary spaces, once the no-break ones are known to be there."""
    assert not re.search(r" [;:]|\d h\b| –|– ", text), text
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("osm", "said"),
    [
        ("", ""),
        ("Th 14:00-17:00; SH off; PH off", "Le jeudi, de 14 h à 17 h, hors vacances scolaires et jours fériés"),
        (
            "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00",
            "Du lundi au vendredi, de 9 h à 12 h et de 14 h à 18 h ; le samedi, de 9 h à 12 h",
        ),
        ("Th[1] 14:00-17:00", "Le premier jeudi du mois, de 14 h à 17 h"),
        ("Th[1,3] 14:00-17:00", "Le premier et le troisième jeudi du mois, de 14 h à 17 h"),
        ("Mo[-1],Tu[-2] 14:00-17:00", "Le dernier lundi et l’avant-dernier mardi du mois, de 14 h à 17 h"),
        ("week 02-52/2 Tu 09:30-11:30", "Le mardi, de 9 h 30 à 11 h 30, les semaines paires"),
        ("week 01-53/2 Tu 09:30-11:30", "Le mardi, de 9 h 30 à 11 h 30, les semaines impaires"),
        ("week 45 Tu 09:30-11:30", "Le mardi, de 9 h 30 à 11 h 30, la semaine 45"),
        ("24/7", "24h/24, 7j/7"),
        ("24/7; PH off", "24h/24, 7j/7, hors jours fériés"),
        ("Mo-Su 09:00-19:00", "Tous les jours, de 9 h à 19 h"),
        ("Mo,We,Fr 09:00-12:00", "Le lundi, le mercredi et le vendredi, de 9 h à 12 h"),
        ("Mo-We,Fr 09:00-12:00", "Du lundi au mercredi et le vendredi, de 9 h à 12 h"),
        ("Sa-Su 09:00-12:00", "Le samedi et le dimanche, de 9 h à 12 h"),
        ("Fr-Mo 09:00-12:00", "Du vendredi au lundi, de 9 h à 12 h"),
        ("Mo-Tu,Th-Su 09:00-12:00", "Tous les jours sauf le mercredi, de 9 h à 12 h"),
        ("Mo-Sa 09:00-12:00", "Du lundi au samedi, de 9 h à 12 h"),
        ("Fr 20:00-24:00", "Le vendredi, de 20 h à minuit"),
        ("Fr 22:00-02:00", "Le vendredi, de 22 h à 2 h"),
        # What replaces is taken out of what it replaces.
        (
            "Mo-Fr 09:00-12:00; We 14:00-16:00",
            "Le lundi, le mardi, le jeudi et le vendredi, de 9 h à 12 h ; le mercredi, de 14 h à 16 h",
        ),
        ("Mo-We 09:00-12:00; Tu off", "Le lundi et le mercredi, de 9 h à 12 h"),
        ("Mo 09:00-12:00, Mo 14:00-16:00", "Le lundi, de 9 h à 12 h et de 14 h à 16 h"),
        ("Jul-Aug We 14:00-16:00", "Le mercredi, de 14 h à 16 h, en juillet et août"),
        ("Oct-Jun We 14:00-16:00", "Le mercredi, de 14 h à 16 h, d’octobre à juin"),
        ("Jan,Mar,May We 14:00-16:00", "Le mercredi, de 14 h à 16 h, en janvier, mars et mai"),
        ("Mo 09:00-12:00; Jul-Aug off", "Le lundi, de 9 h à 12 h ; fermé en juillet et août"),
        (
            "Mo 09:00-12:00; Dec 20-Jan 1 off; Aug off; PH off",
            "Le lundi, de 9 h à 12 h, hors jours fériés ; fermé du 20 décembre au 1er janvier et en août",
        ),
        (
            "2026 Sep 7-2027 Jun 30 Mo 10:00-12:00",
            "Le lundi, de 10 h à 12 h, du 7 septembre 2026 au 30 juin 2027",
        ),
        ("2026 Nov 12 14:00-16:00", "Le 12 novembre 2026, de 14 h à 16 h"),
        ("SH Mo-Fr 10:00-12:00", "Pendant les vacances scolaires, du lundi au vendredi, de 10 h à 12 h"),
        (
            "We 14:00-17:00; SH Mo-Fr 09:00-12:00",
            "Le mercredi, de 14 h à 17 h ; pendant les vacances scolaires, du lundi au vendredi, de 9 h à 12 h seulement",  # noqa: E501
        ),
        (
            "We 14:00-18:00; SH off; SH Tu 09:00-11:00",
            "Le mercredi, de 14 h à 18 h, hors vacances scolaires ; pendant les vacances scolaires, le mardi, de 9 h à 11 h",  # noqa: E501
        ),
        (
            "Mo 09:00-12:00; Tu 09:00-11:00; SH off; PH off",
            "Le lundi, de 9 h à 12 h ; le mardi, de 9 h à 11 h ; fermé pendant les vacances scolaires et les jours fériés",  # noqa: E501
        ),
        ("Mo-Fr,PH 10:00-12:00", "Du lundi au vendredi, de 10 h à 12 h ; les jours fériés aussi, de 10 h à 12 h"),
        ("PH off", "Fermé les jours fériés"),
        ("off", "Fermé"),
        ('Mo 10:00-12:00 "sur rendez-vous"', "Le lundi, de 10 h à 12 h (sur rendez-vous)"),
        ('Mo 10:00-12:00 || "sur rendez-vous"', "Le lundi, de 10 h à 12 h ; sinon : sur rendez-vous"),
    ],
)
def test_sentences(osm, said):
    assert valider(osm) == osm
    assert plain(en_francais(Regle(osm))) == said
    assert dicible(osm) == bool(said)


def test_rhythm_and_period():
    wednesday = "We 14:00-16:00; SH off"
    assert plain(en_francais(Regle("We 14:00-16:00", ancre=date(2026, 1, 7)))) == (
        "Le mercredi, de 14 h à 16 h, tous les 14 jours à partir du 7 janvier 2026"
    )
    assert plain(en_francais(Regle(wednesday, periode_debut=date(2026, 9, 1), periode_fin=date(2027, 6, 30)))) == (
        "Le mercredi, de 14 h à 16 h, du 1er septembre 2026 au 30 juin 2027, hors vacances scolaires"
    )
    assert en_francais(Regle(wednesday, periode_fin=date(2027, 6, 30))).count("jusqu’au 30 juin 2027") == 1
    anchored = Regle(wednesday, ancre=date(2026, 1, 7), periode_debut=date(2026, 1, 21), periode_fin=date(2026, 6, 1))
    assert "à partir du 21 janvier 2026, jusqu’au 1er juin 2026" in en_francais(anchored)


@pytest.mark.parametrize(
    "osm",
    [
        "week 03-51/6 Mo 10:00-12:00; week 01,05,09,13,17,21,25,29,33,37 Tu 10:00-12:00",
        "Jul Mo-Sa 10:00-12:00; Mo-Fr 09:00-18:00",
        'Mo 10:00-12:00 "a", Mo 14:00-16:00 "b"',
        "Th[-4] 10:00-12:00",
        "Mo 09:00-18:00; Jul Mo 12:00-14:00 off",
    ],
)
def test_what_no_plain_sentence_says(osm):
    assert valider(osm)
    assert en_francais(Regle(osm)) == ""
    assert not dicible(osm)


def test_unreadable_hours_are_not_sayable():
    assert not dicible("lundi matin")


def test_hours_and_days():
    assert heure(time(14)) == "14\u00a0h"
    assert heure(datetime(2026, 11, 9, 9, 5, tzinfo=PARIS)) == "9\u00a0h\u00a005"
    opening = Intervalle(datetime(2026, 11, 9, 14, tzinfo=PARIS), datetime(2026, 11, 9, 17, 30, tzinfo=PARIS))
    assert plain(plage(opening)) == "de 14 h à 17 h 30"
    assert plain(plage(opening, court=True)) == "14 h – 17 h 30"
    late = Intervalle(datetime(2026, 11, 9, 14, tzinfo=PARIS), datetime(2026, 11, 10, tzinfo=PARIS))
    assert plain(plage(late)) == "de 14 h à minuit"
    today = date(2026, 11, 24)
    assert jour_en_francais(today, today) == "aujourd’hui"
    assert jour_en_francais(date(2026, 11, 25), today) == "demain"
    assert jour_en_francais(date(2026, 11, 26), today) == "jeudi 26 novembre"
    assert jour_en_francais(date(2026, 12, 1), today) == "mardi 1er décembre"
    assert jour_en_francais(date(2027, 1, 1), today) == "vendredi 1er janvier 2027"
    assert jour_en_francais(date(2026, 11, 23), today) == "lundi 23 novembre"
