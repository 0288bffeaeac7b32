"""A grid, its string and its sentence say the same days and hours, whatever is drawn."""

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, example, given, settings

from structures.horaires import HorairesInvalides, Regle, en_francais, intervalles, valider
from structures.horaires.grille import Grille, Saison, normaliser, osm_de
from structures.horaires.lecture_grille import grille_de
from structures.horaires.valeurs import Plage
from tests.structures.horaires.a_la_main import Phrase, du_jour, grilles, intervalles_a_la_main, locaux, ou_rien
from tests.structures.horaires.test_proprietes import osms

MATIN, APRES_MIDI = Plage(9 * 60, 12 * 60), Plage(14 * 60, 17 * 60)
# Two years of which the first has 53 weeks, and another year of 53 weeks with those around it.
FENETRES = ((date(2026, 1, 1), date(2027, 12, 31)), (date(2031, 12, 15), date(2033, 1, 31)))


def semaine(**jours):
    """Write a week: `semaine(ma=(APRES_MIDI,))`."""
    return tuple(jours.get(nom, ()) for nom in ("lu", "ma", "me", "je", "ve", "sa", "di"))


def le_mardi(**champs):
    return Grille(semaine(ma=(APRES_MIDI,)), **champs)


def plain(texte):
    return texte.replace("\u00a0", " ")


@settings(max_examples=200, deadline=None)
@given(grilles)
@example(le_mardi(rythme="impaires", vacances="hors", hors_feries=True))
@example(le_mardi(rythme="quinzaine", ancre=date(2026, 12, 29), saison=Saison((12, 20), (1, 5))))
@example(le_mardi(rythme="mois", rangs=(1, -1), saison=Saison((3, 1), (8, 15), semaine(me=(MATIN,)))))
@example(Grille(semaine(di=(MATIN,)), saison=Saison((2, 29), (1, 1), semaine())))
@example(Grille(semaine(di=(MATIN,)), saison=Saison((11, 2), (2, 28), semaine())))
def test_a_grid_its_string_and_its_sentence_agree(grille):
    written = ou_rien(osm_de, grille)
    assume(written and written[0])
    osm, ancre = written
    assert valider(osm) == osm
    assert grille_de(osm, ancre) == normaliser(grille)
    regle = Regle(osm, ancre)
    phrase = Phrase(en_francais(regle))
    for debut, fin in FENETRES:
        attendus = intervalles_a_la_main(lambda jour: du_jour(grille, jour), debut, fin)
        assert locaux(intervalles(regle, debut, fin)) == attendus
        assert intervalles_a_la_main(phrase.du_jour, debut, fin) == attendus


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(osms)
@example("Mo-Fr 09:00-12:00; Jul-Aug Mo-Fr 10:00-12:00; Jul-Aug We off; PH off")
@example("Sep-Jun We 14:00-16:00; PH,SH off")
def test_a_string_that_becomes_a_grid_opens_at_the_same_times(osm):
    osm = ou_rien(valider, osm)
    grille = osm and grille_de(osm)
    assume(grille)
    again, _ = osm_de(grille)
    for debut, fin in FENETRES:
        assert locaux(intervalles(Regle(again), debut, fin)) == locaux(intervalles(Regle(osm), debut, fin))


@pytest.mark.parametrize(
    ("grille", "osm", "phrase"),
    [
        (Grille(), "", ""),
        (
            le_mardi(rythme="quinzaine", ancre=date(2026, 9, 8), vacances="hors"),
            "Tu 14:00-17:00; SH off",
            "Le mardi, de 14 h à 17 h, tous les 14 jours à partir du 8 septembre 2026, hors vacances scolaires",
        ),
        (
            le_mardi(rythme="mois", rangs=(-1, 1)),
            "Tu[1,-1] 14:00-17:00",
            "Le premier et le dernier mardi du mois, de 14 h à 17 h",
        ),
        (
            Grille((*((MATIN, APRES_MIDI),) * 5, (), ()), hors_feries=True, saison=Saison((7, 1), (8, 31))),
            "Mo-Fr 09:00-12:00,14:00-17:00; Jul-Aug off; PH off",
            "Du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h, hors jours fériés ; fermé en juillet et août",
        ),
        (
            Grille((*((MATIN, APRES_MIDI),) * 5, (), ()), saison=Saison((7, 6), (8, 28), semaine(lu=(MATIN,)))),
            "Aug 29-Jul 5 Mo-Fr 09:00-12:00,14:00-17:00; Jul 6-Aug 28 Mo 09:00-12:00",
            (
                "Du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h, du 29 août au 5 juillet ; "
                "le lundi, de 9 h à 12 h, du 6 juillet au 28 août"
            ),
        ),
        # Hours of one part of the year only.
        (
            Grille(saison=Saison((9, 1), (6, 30), semaine(ma=(APRES_MIDI,)))),
            "Tu 14:00-17:00; Jul-Aug off",
            "Le mardi, de 14 h à 17 h ; fermé en juillet et août",
        ),
        (
            le_mardi(saison=Saison((7, 6), (7, 24), semaine(me=(MATIN,)))),
            "Jul 25-Dec 31,Jan 1-Jul 5 Tu 14:00-17:00; Jul 6-Jul 24 We 09:00-12:00",
            (
                "Le mardi, de 14 h à 17 h, du 25 juillet au 31 décembre et du 1er janvier au 5 juillet ; "
                "le mercredi, de 9 h à 12 h, du 6 au 24 juillet"
            ),
        ),
        (
            Grille(saison=Saison((7, 1), (8, 31), semaine(ma=(APRES_MIDI,)))),
            "Jul-Aug Tu 14:00-17:00",
            "Le mardi, de 14 h à 17 h, en juillet et août",
        ),
        (
            le_mardi(vacances="seulement"),
            "SH Tu 14:00-17:00",
            "Pendant les vacances scolaires, le mardi, de 14 h à 17 h",
        ),
        (
            Grille(semaine(ma=(MATIN,), je=(APRES_MIDI,)), rythme="quinzaine", ancre=date(2026, 9, 8)),
            "Tu 09:00-12:00; Th 14:00-17:00",
            "Le mardi, de 9 h à 12 h ; le jeudi, de 14 h à 17 h ; le tout, tous les 14 jours à partir du 8 septembre 2026",  # noqa: E501
        ),
        # What several days share is said once.
        (
            Grille(
                semaine(ma=(MATIN,), je=(APRES_MIDI,)),
                hors_feries=True,
                saison=Saison((7, 1), (8, 31), semaine(lu=(MATIN,))),
            ),
            "Sep-Jun Tu 09:00-12:00; Sep-Jun Th 14:00-17:00; Jul-Aug Mo 09:00-12:00; PH off",
            (
                "De septembre à juin, le mardi de 9 h à 12 h, et le jeudi de 14 h à 17 h ; "
                "le lundi, de 9 h à 12 h, en juillet et août ; fermé les jours fériés"
            ),
        ),
        (
            Grille(semaine(ma=(MATIN,), je=(APRES_MIDI,)), rythme="paires", hors_feries=True),
            "week 02-52/2 Tu 09:00-12:00; week 02-52/2 Th 14:00-17:00; PH off",
            "Les semaines paires, le mardi de 9 h à 12 h, et le jeudi de 14 h à 17 h ; fermé les jours fériés",
        ),
        # What overlaps is one slot, and so is what touches.
        (
            Grille(semaine(ma=(Plage(600, 660), MATIN, Plage(720, 780)))),
            "Tu 09:00-13:00",
            "Le mardi, de 9 h à 13 h",
        ),
    ],
)
def test_what_is_written_and_said(grille, osm, phrase):
    assert osm_de(grille)[0] == osm
    assert plain(en_francais(Regle(*osm_de(grille)))) == phrase


def test_a_period_that_starts_in_a_skipped_week_is_said_from_the_next_monday():
    regle = Regle("Tu 14:00-17:00", date(2026, 9, 8), periode_debut=date(2026, 9, 15))
    assert plain(en_francais(regle)).endswith("tous les 14 jours à partir du 21 septembre 2026")
    assert locaux(intervalles(regle, date(2026, 9, 1), date(2026, 9, 30)))[0][0].day == 22


@pytest.mark.parametrize(
    ("grille", "refus"),
    [
        (Grille(semaine(ma=(Plage(14 * 60, 12 * 60),))), "Mardi, 14 h – 12 h : la fin vient avant le début."),
        (
            Grille(semaine(di=(Plage(540, 540),))),
            "Dimanche, 9 h – 9 h : le début et la fin sont à la même heure.",
        ),
        (le_mardi(rythme="quinzaine"), "Tous les 14 jours : dites à partir de quel jour."),
        (le_mardi(rythme="mois"), "Chaque mois : dites quelles semaines du mois, par exemple la première."),
        (
            le_mardi(saison=Saison((1, 1), (12, 31))),
            "La période couvre toute l’année : donnez plutôt ces heures à la semaine.",
        ),
        (le_mardi(saison=Saison((7, 20), (7, 10))), "La période : la fin vient avant le début."),
        (le_mardi(saison=Saison((2, 30), (4, 1))), "La période : ce jour n’existe pas dans le calendrier."),
        (le_mardi(saison=Saison((13, 1), (4, 1))), "La période : ce jour n’existe pas dans le calendrier."),
        (
            Grille(semaine(lu=tuple(Plage(i * 60, i * 60 + 30) for i in range(13)))),
            "Lundi : 12 créneaux au plus dans une journée.",
        ),
        (
            Grille(tuple(tuple(Plage(i * 90 + d, i * 90 + 60 + d) for i in range(12)) for d in range(7))),
            "Trop de créneaux différents : rapprochez les heures de plusieurs jours.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_french(grille, refus):
    with pytest.raises(HorairesInvalides) as refused:
        osm_de(grille)
    assert plain(str(refused.value)) == refus


@pytest.mark.parametrize(
    "osm",
    [
        'Mo 10:00-12:00 "sur rendez-vous"',
        'Mo 10:00-12:00 || "sur rendez-vous"',
        "2026 Nov 12 14:00-16:00",
        "week 45 Tu 09:30-11:30",
        "Mo[5] 09:00-12:00",
        "Mo[1] 09:00-12:00; Tu[2] 09:00-12:00",
        "Mo-Fr,PH 10:00-12:00",
        "We 14:00-17:00; SH Mo-Fr 09:00-12:00",
        "Fr 22:00-02:00",
        "PH off",
        "off",
        "Jul We 14:00-16:00; Dec We 14:00-16:00",
        "Feb We 14:00-16:00; Mar 1-Feb 28 Mo 09:00-12:00",
        "n’importe quoi",
    ],
)
def test_what_no_grid_draws_is_left_alone(osm):
    assert grille_de(osm) is None


def test_parity_and_an_anchor_together_are_left_alone():
    assert grille_de("week 02-52/2 Tu 14:00-17:00", date(2026, 9, 8)) is None
