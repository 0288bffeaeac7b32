"""The hours of a place and of an activity, edited on a grid: what is posted, kept, refused, said."""

import re
from datetime import date

import pytest
from django.http import QueryDict

from ateliers.actions import enregistrer
from espace.forms.horaires import HorairesLieuForm, HorairesOffreForm
from structures.forms.saisie import lire_heure
from structures.horaires import HorairesInvalides
from structures.models import Fermeture
from tests.distribution import creer_lieu, creer_offre, ecrire

pytestmark = pytest.mark.django_db
AUJOURDHUI = date(2026, 9, 1)
APERCU = "/espace/apercu-horaires/"


def donnees(**champs):
    """What a browser posts: `donnees(**{"1-0": "14h-17h"})` fills the first row of Tuesday."""
    data = QueryDict("grille-forme=grille", mutable=True)
    for nom, valeur in champs.items():
        if re.fullmatch(r"s?\d-\d+", nom):
            data[f"grille-{nom}-de"], data[f"grille-{nom}-a"] = valeur.split("-")
        elif nom in {"suit_le_lieu", "debut", "fin", "horaires_source", "horaires"}:
            data[nom] = valeur
        else:
            data[f"grille-{nom}"] = valeur
    return data


def offre_form(offre, **champs):
    return HorairesOffreForm(donnees(**champs), instance=offre, today=AUJOURDHUI)


def fautes(form):
    assert not form.is_valid()
    return [m.replace("\u00a0", " ") for m in form.vue["fautes"]]


def lignes(apercu):
    return [ligne.texte.replace("\u00a0", " ") for ligne in apercu.lignes]


UN_MARDI_SUR_DEUX = {"1-0": "14 h-17h00", "rythme": "quinzaine", "ancre": "2026-09-08", "vacances": "hors"}


def test_one_tuesday_in_two_is_written_by_the_one_writer():
    offre = creer_offre()
    form = offre_form(offre, **UN_MARDI_SUR_DEUX)
    assert form.is_valid(), form.errors
    enregistrer(form, by=None, voie="ecran")
    offre.refresh_from_db()
    assert (offre.horaires, offre.horaires_ancre) == ("Tu 14:00-17:00; SH off", date(2026, 9, 8))
    assert form.apercu.phrase.replace("\u00a0", " ") == (
        "Le mardi, de 14 h à 17 h, tous les 14 jours à partir du 8 septembre 2026, hors vacances scolaires"
    )
    assert "pas de séance le mardi 20 octobre 2026 : vacances scolaires" in lignes(form.apercu)


def test_closures_of_the_place_are_in_the_preview():
    offre = creer_offre()
    jour = date(2026, 9, 22)
    ecrire(Fermeture(lieu=offre.lieu, debut=jour, fin=jour, motif="inventaire"))
    form = offre_form(offre, **UN_MARDI_SUR_DEUX)
    assert "pas de séance le mardi 22 septembre 2026 : fermeture (inventaire)" in lignes(form.apercu)


def test_a_grid_nobody_touched_keeps_its_very_string():
    osm = "Mo-Fr 09:00-12:00; We off; PH,SH off"
    lieu = creer_lieu(horaires=osm)
    shown = HorairesLieuForm(instance=lieu, today=AUJOURDHUI)
    assert not shown.vue["texte"]
    form = HorairesLieuForm(
        donnees(
            **{"0-0": "9h-12h", "1-0": "9-12", "3-0": "09:00-12:00", "4-0": "9 h-midi"},
            vacances="hors",
            hors_feries="1",
            osm=osm,
        ),
        instance=lieu,
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["horaires"] == form.instance.horaires == osm
    assert "grille" not in form.changed_data


@pytest.mark.parametrize("osm", ['Mo 10:00-12:00 "sur rendez-vous"', "week 45 Tu 09:30-11:30"])
def test_what_no_grid_draws_is_shown_and_kept(osm):
    lieu = creer_lieu(horaires=osm)
    assert HorairesLieuForm(instance=lieu).vue["texte"]
    form = HorairesLieuForm(donnees(forme="texte", horaires_source="le matin"), instance=lieu)
    assert form.is_valid()
    assert (form.instance.horaires, form.instance.horaires_source) == (osm, "le matin")


def test_an_empty_grid_takes_its_place_on_request_only():
    lieu = creer_lieu(horaires='Mo 10:00-12:00 "sur rendez-vous"')
    form = HorairesLieuForm(donnees(forme="texte", geste="vide"), instance=lieu)
    assert not form.is_valid()
    assert not form.vue["texte"]
    assert form.vue["infos"] == ["La grille est vide. Rien n’est encore enregistré."]
    form = HorairesLieuForm(donnees(**{"0-0": "10-12"}), instance=lieu)
    assert form.is_valid()
    assert form.instance.horaires == "Mo 10:00-12:00"


def test_one_more_row_saves_nothing_and_loses_nothing():
    form = offre_form(creer_offre(), **UN_MARDI_SUR_DEUX, geste="ajouter-1")
    assert fautes(form) == []
    mardi = form.vue["jours"][1]
    assert [(r.de, r.a) for r in mardi.rangees] == [("14 h", "17h00"), ("", "")]
    assert form.vue["ancre"] == "2026-09-08"


def test_a_look_before_saving_saves_nothing():
    form = offre_form(creer_offre(), **UN_MARDI_SUR_DEUX, geste="voir")
    assert fautes(form) == []
    assert form.vue["infos"] == ["Rien n’est encore enregistré : relisez, puis enregistrez."]
    assert len(lignes(form.apercu)) > 8


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"0-0": "14h-12h"}, "Lundi, 14 h – 12 h : la fin vient avant le début."),
        ({"0-0": "9h-9h"}, "Lundi, 9 h – 9 h : le début et la fin sont à la même heure."),
        ({"6-3": "9h-"}, "Dimanche, 9h – … : il manque l’heure de fin."),
        ({"6-3": "-9h"}, "Dimanche, … – 9h : il manque l’heure de début."),
        ({"2-0": "tôt-12h"}, "Mercredi, « tôt » n’est pas une heure : écrivez par exemple « 9 h 30 »."),
        ({"2-0": "9h-25h"}, "Mercredi, « 25h » n’est pas une heure : écrivez par exemple « 9 h 30 »."),
        ({"1-0": "9-12", "rythme": "quinzaine"}, "Tous les 14 jours : dites à partir de quel jour."),
        ({"1-0": "9-12", "rythme": "quinzaine", "ancre": "2026-02-30"}, "Tous les 14 jours : cette date n’existe pas."),
        ({"1-0": "9-12", "rythme": "quinzaine", "ancre": "9999-12-31"}, "Tous les 14 jours : vérifiez l’année."),
        (
            {"1-0": "9-12", "rythme": "mois"},
            "Chaque mois : dites quelles semaines du mois, par exemple la première.",
        ),
        ({"1-0": "9-12", "saison": "fermee"}, "La période : donnez son premier et son dernier jour."),
        (
            {
                "1-0": "9-12",
                "saison": "autre",
                "saison-de-jour": "1",
                "saison-de-mois": "7",
                "saison-a-jour": "31",
                "saison-a-mois": "8",
            },
            "La période : donnez ses heures, ou dites que c’est fermé.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_kept(champs, dit):
    form = offre_form(creer_offre(), **champs)
    assert fautes(form) == [dit]
    assert form.apercu.fautes == form.vue["fautes"]


def test_every_fault_is_said_at_once():
    form = offre_form(creer_offre(), **{"0-0": "14h-12h", "1-0": "midi-x"}, rythme="quinzaine")
    assert len(fautes(form)) == 3
    assert form.vue["jours"][0].rangees[0].faute.replace("\u00a0", " ") == "14 h – 12 h : la fin vient avant le début."


@pytest.mark.parametrize(
    ("champs", "osm"),
    [
        ({"0-0": "9h-11h", "0-1": "10h-12h"}, "Mo 09:00-12:00"),
        ({"0-0": "14h-18h", "0-2": "9h-12h"}, "Mo 09:00-12:00,14:00-18:00"),
        ({"5-0": "20h-minuit"}, "Sa 20:00-24:00"),
        ({"5-0": "20h-0h"}, "Sa 20:00-24:00"),
        ({"1-0": "930-1130", "rythme": "impaires"}, "week 01-53/2 Tu 09:30-11:30"),
        ({"1-0": "9-12", "rythme": "mois", "rang-1": "1", "rang1": "1"}, "Tu[1,-1] 09:00-12:00"),
        ({"1-0": "9-12", "vacances": "seulement", "hors_feries": "1"}, "SH Tu 09:00-12:00; PH off"),
        (
            {
                "1-0": "9-12",
                "saison": "autre",
                "saison-de-jour": "1",
                "saison-de-mois": "7",
                "saison-a-jour": "31",
                "saison-a-mois": "8",
                "s3-0": "10-11",
            },
            "Sep-Jun Tu 09:00-12:00; Jul-Aug Th 10:00-11:00",
        ),
        # Nothing posted may reach the string but through the grid.
        ({"1-0": "9-12", "horaires": "24/7"}, "Tu 09:00-12:00"),
        ({"horaires": "24/7"}, ""),
    ],
)
def test_what_is_drawn_is_written(champs, osm):
    form = offre_form(creer_offre(horaires="Fr 10:00-12:00"), **champs)
    assert form.is_valid(), form.errors
    assert form.instance.horaires == osm
    # And is shown again as it is.
    assert HorairesOffreForm(instance=form.instance).horaires_ecrits() == (osm, None)


def test_an_activity_may_follow_its_place_whatever_its_grid():
    lieu = creer_lieu(0, horaires="Mo 09:00-12:00")
    offre = creer_offre(lieu, horaires="Tu 14:00-17:00")
    form = offre_form(offre, **{"1-0": "14h-oups"}, suit_le_lieu="on")
    assert form.is_valid(), form.errors
    assert form.apercu.phrase.startswith("Le lundi")
    enregistrer(form, by=None, voie="ecran")
    offre.refresh_from_db()
    assert (offre.horaires, offre.suit_le_lieu) == ("", True)


def test_without_a_place_there_is_none_to_follow():
    offre = creer_offre(mode="telephone", zone="|94|", structure=creer_lieu().structure)
    form = offre_form(offre, **{"1-0": "14-17"}, suit_le_lieu="on")
    assert form.is_valid(), form.errors
    assert not form.instance.suit_le_lieu
    assert form.instance.horaires == "Tu 14:00-17:00"


@pytest.mark.parametrize(
    ("debut", "fin", "dit"),
    [
        ("2026-09-08", "2026-09-01", "La fin vient avant le début."),
        ("", "2026-09-01", "La fin vient avant la première séance de l’alternance."),
        ("", "9999-12-31", "Vérifiez l’année."),
    ],
)
def test_a_period_that_cannot_be(debut, fin, dit):
    form = offre_form(creer_offre(), **UN_MARDI_SUR_DEUX, debut=debut, fin=fin)
    assert not form.is_valid()
    assert form.errors["fin"] == [dit]


def test_a_place_does_not_open_every_fourteen_days():
    form = HorairesLieuForm(donnees(**UN_MARDI_SUR_DEUX), instance=creer_lieu())
    assert len(fautes(form)) == 1
    assert "quinzaine" not in [code for code, *_ in form.vue["rythmes"]]


@pytest.mark.parametrize("texte", ["24h", "9h60", "", "h", "9 h 30 h", "٩", "1 2", "-1", "99999", "9:"])
def test_what_is_no_start(texte):
    if texte == "9:":
        assert lire_heure(texte) == 540
        return
    with pytest.raises(HorairesInvalides):
        lire_heure(texte)


def test_the_preview_knows_the_activity_of_those_who_keep_it(client, distribution):
    offre = distribution.offres["Le Lien"]
    jour = date(2026, 12, 8)
    ecrire(Fermeture(lieu=offre.lieu, debut=jour, fin=jour, motif="inventaire"))
    client.force_login(distribution.bruno)
    url = f"{APERCU}?genre=offre&uid={offre.uid}"
    reponse = client.post(url, dict(UN_MARDI_SUR_DEUX_POSTE), headers={"HX-Request": "true"})
    assert reponse.status_code == 200
    assert "<html" not in reponse.text
    assert "Tous les 14 jours" not in reponse.text
    assert "tous les 14" in reponse.text
    assert "<h1>Aperçu des horaires</h1>" in client.post(url, dict(UN_MARDI_SUR_DEUX_POSTE)).text
    client.force_login(distribution.chloe)
    assert client.post(url, dict(UN_MARDI_SUR_DEUX_POSTE)).status_code == 404
    assert client.post(f"{APERCU}?uid=autre").status_code == 404
    assert client.post(f"{APERCU}?genre=lieu&uid={offre.lieu.uid}").status_code == 404


UN_MARDI_SUR_DEUX_POSTE = {
    "grille-forme": "grille",
    "grille-1-0-de": "14 h",
    "grille-1-0-a": "17 h",
    "grille-rythme": "quinzaine",
    "grille-ancre": "2026-09-08",
    "grille-vacances": "hors",
}


def test_two_grids_on_one_page_do_not_mix(client, distribution):
    client.force_login(distribution.amina)
    posted = {f"carte-{nom}": valeur for nom, valeur in UN_MARDI_SUR_DEUX_POSTE.items()}
    url = f"{APERCU}?genre=lieu&uid={distribution.lieux['Le Lien'].uid}"
    assert "Pas d’heures ici" in client.post(url, posted).text
    posted["carte-grille-rythme"] = "paires"
    assert "les semaines paires" in client.post(f"{url}&prefixe=carte", posted).text


def test_what_is_wrong_is_an_answer(client, distribution):
    client.force_login(distribution.amina)
    reponse = client.post(APERCU, {"grille-forme": "grille", "grille-0-0-de": "14 h", "grille-0-0-a": "12 h"})
    assert reponse.status_code == 200
    assert "la fin vient avant le début" in reponse.text
