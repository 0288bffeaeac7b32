"""French sentences that are read, and those that are left to people."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from structures.horaires import Regle, depuis_phrase, en_francais, valider


@pytest.mark.parametrize(
    ("typed", "osm"),
    [
        ("du lundi au vendredi 9h-12h / 14h-18h", "Mo-Fr 09:00-12:00,14:00-18:00"),
        ("mardi 14h à 17h", "Tu 14:00-17:00"),
        ("lundi et jeudi de 9h30 à 12h30", "Mo,Th 09:30-12:30"),
        ("Lun-Ven 9:00-17:00", "Mo-Fr 09:00-17:00"),
        ("LUNDI AU VENDREDI : 9H00 – 12H30, 14H00 – 17H30", "Mo-Fr 09:00-12:30,14:00-17:30"),
        ("mar. et jeu. 9h-12h", "Tu,Th 09:00-12:00"),
        ("Lundi : 9h-12h, 14h-17h ; Mardi : 14h-17h", "Mo 09:00-12:00,14:00-17:00; Tu 14:00-17:00"),
        ("lundi 9h-12h\nmardi 9h-12h\nmercredi 9h-12h", "Mo-We 09:00-12:00"),
        ("lundi 9h-12h et lundi 14h-17h", "Mo 09:00-12:00,14:00-17:00"),
        ("du lundi au jeudi de 9h à midi, le vendredi de 9 à 11h", "Mo-Th 09:00-12:00; Fr 09:00-11:00"),
        ("9h-12h du lundi au vendredi", "Mo-Fr 09:00-12:00"),
        ("lundi matin 9h-12h et mercredi après-midi 14h-17h", "Mo 09:00-12:00; We 14:00-17:00"),
        ("lundi entre 9h et 12h", "Mo 09:00-12:00"),
        ("samedi-dimanche 10h-12h", "Sa,Su 10:00-12:00"),
        ("tous les jours 9h-19h", "Mo-Su 09:00-19:00"),
        ("24h/24 7j/7", "24/7"),
        ("2e jeudi du mois 14h-17h", "Th[2] 14:00-17:00"),
        ("1er et 3ème jeudis du mois, de 14h à 17h", "Th[1,3] 14:00-17:00"),
        ("le mardi de 9h30 à 11h30, les semaines paires", "week 02-52/2 Tu 09:30-11:30"),
        ("Mercredi 14h-17h (sauf vacances scolaires)", "We 14:00-17:00; SH off"),
        ("lundi 9h-12h. Fermé les jours fériés.", "Mo 09:00-12:00; PH off"),
        ("Ouvert du mardi au samedi de 10h à 18h. Fermé le lundi et le dimanche.", "Tu-Sa 10:00-18:00"),
    ],
)
def test_read(typed, osm):
    assert depuis_phrase(typed) == osm
    assert valider(osm) == osm


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "sur rendez-vous",
        "lundi 9h-12h sur rendez-vous",
        "tous les 15 jours le mardi 9h-12h",
        "un mardi sur deux 9h-12h",
        "2e jeudi 14h-17h",
        "lundi",
        "lundi matin",
        "lundi matin et jeudi après-midi 9h-12h",
        "lundi après-midi 9h-12h",
        "9h-12h",
        "lundi de 2h à 5h",
        "mardi 12h-9h",
        "lundi 9h/12h",
        "lundi 9h-12h-14h-18h",
        "lundi 9h-25h",
        "lundi 9h75-12h",
        "lundi 9h-12h, 14h-18h mardi",
        "lundi 9h-12h lundi 10h-17h",
        "vendredi au lundi 9h-12h",
        "du lundi et jeudi 9h-12h",
        "mars 9h-12h",
        "lundi 9h-12h, mardi 14h-17h, semaines paires",
        "lundi 9h-12h, mardi 14h-17h hors vacances scolaires",
        "pendant les vacances le lundi 9h-12h",
        "lundi 9h-12h sauf le mardi",
        "lundi 9h-12h fermé le lundi",
        "lundi et 1er jeudi du mois 9h-12h",
        "lundi 9h-12h" + " " * 400,
    ],
)
def test_left_to_people(typed):
    assert depuis_phrase(typed) is None


@pytest.mark.parametrize(
    "osm",
    [
        "Th 14:00-17:00; SH off; PH off",
        "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00",
        "Th[1] 14:00-17:00",
        "Th[1,3] 14:00-17:00; PH off",
        "week 02-52/2 Tu 09:30-11:30",
        "Mo,We,Fr 09:00-12:00; Tu 20:00-24:00",
        "Mo 09:00-12:00; Th 14:00-16:00; PH off",
        "Mo-Su 09:00-19:00",
        "24/7",
    ],
)
def test_our_own_sentences_are_read_back(osm):
    assert depuis_phrase(en_francais(Regle(osm))) == osm


WORDS = [
    *re.findall(
        r"\S+", "lundi mardi jeudi lun. ven du au lundi à vendredi le les de et - / , ; : . tous entre ( ) 7j/7"
    ),
    *re.findall(r"\S+", "9h 12h 14h30 17:00 9 midi minuit matin 1er 2e dernier mois semaines paires 24h/24"),
    *("du mois", "hors vacances scolaires", "sauf jours fériés", "fermé", "ouvert", "de\u00a09\u00a0h à 12\u00a0h"),
]


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=50), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)))
def test_nothing_or_valid_hours(text):
    osm = depuis_phrase(text)
    assert osm is None or (osm and valider(osm) == osm)
