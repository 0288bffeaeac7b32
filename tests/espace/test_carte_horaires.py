"""The cards of hours: shown, saved, undone; two people on the same one; whatever is sent."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from ateliers.models import Offre
from tests.distribution import ecrire
from tests.espace.test_horaires import APERCU, UN_MARDI_SUR_DEUX_POSTE
from tests.outils.hostiles import VALEURS_ICI

pytestmark = pytest.mark.django_db


class Formulaire(HTMLParser):
    """Read what a browser would post of the page's card, button aside."""

    def __init__(self, texte):
        super().__init__()
        self.valeurs, self.dedans, self.liste, self.zone = {}, False, "", ""
        self.feed(texte)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.dedans = a.get("class") == "formulaire"
        if not self.dedans:
            return
        if tag == "input" and (a["type"] not in {"checkbox", "radio"} or "checked" in a):
            self.valeurs[a["name"]] = a.get("value", "on" if "checked" in a else "")
        elif tag == "select":
            self.liste = a["name"]
        elif tag == "option" and "selected" in a:
            self.valeurs[self.liste] = a["value"]
        elif tag == "textarea":
            self.zone = a["name"]

    def handle_data(self, data):
        if self.zone:
            self.valeurs[self.zone] = data.strip()
            self.zone = ""


def carte(objet):
    genre = {"Lieu": "lieux", "Offre": "offres"}[type(objet).__name__]
    return reverse("espace:carte", args=[genre, objet.uid, "horaires"])


def ouvrir(client, objet):
    return Formulaire(client.get(carte(objet)).text).valeurs


def relire(offre):
    return Offre.objects.get(pk=offre.pk)


@pytest.fixture
def amina(client, distribution):
    """Sign in as the responsable of « Le Lien », and give its activity with hours written by somebody else's hand."""
    client.force_login(distribution.amina)
    distribution.offre = distribution.offres["Le Lien"]
    distribution.offre.horaires = "Mo-Fr 09:00-12:00; We off; PH,SH off"
    ecrire(distribution.offre)
    return distribution


def test_a_card_saved_as_it_was_shown_writes_nothing(client, amina):
    avant = amina.offre.history.count()
    reponse = client.post(carte(amina.offre), ouvrir(client, amina.offre))
    assert "Rien n’a changé." in client.get(reponse["Location"]).text
    assert amina.offre.history.count() == avant


def test_a_card_reads_and_undoes_hours_with_their_rhythm(client, amina):
    envoi = ouvrir(client, amina.offre) | UN_MARDI_SUR_DEUX_POSTE
    envoi |= {f"grille-{jour}-0-{bout}": "" for jour in "034" for bout in ("de", "a")}
    reponse = client.post(carte(amina.offre), envoi, headers={"HX-Request": "true"})
    dit = reponse.text.replace("\u00a0", " ")
    assert "tous les 14 jours à partir du 8 septembre 2026" in dit
    client.post(re.search(r'action="(/espace/operations/[^"]+/annuler/)"', reponse.text)[1])
    assert (relire(amina.offre).horaires, relire(amina.offre).horaires_ancre) == (
        "Mo-Fr 09:00-12:00; We off; PH,SH off",
        None,
    )


def test_a_period_and_hours_changed_by_two_people_are_both_kept(client, amina):
    envoi = ouvrir(client, amina.offre) | {"debut": "2026-12-01"}
    amina.offre.horaires = "Sa 10:00-12:00"
    ecrire(amina.offre, by=amina.fede)
    assert client.post(carte(amina.offre), envoi).status_code == 302
    assert (relire(amina.offre).horaires, relire(amina.offre).debut) == ("Sa 10:00-12:00", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("choix", "osm"), [("leur", "Sa 10:00-12:00"), ("mien", "Mo,Th,Fr 09:00-12:00; PH off; SH off")]
)
def test_hours_changed_by_two_people_are_chosen_by_the_second(client, amina, choix, osm):
    envoi = ouvrir(client, amina.offre) | {"grille-1-0-de": "", "grille-1-0-a": ""}
    amina.offre.horaires = "Sa 10:00-12:00"
    ecrire(amina.offre, by=amina.fede)
    refus = client.post(carte(amina.offre), envoi)
    assert refus.status_code == 409
    dit = refus.text.replace("\u00a0", " ")
    assert "Le samedi, de 10 h à 12 h" in dit
    assert "Le lundi, le jeudi et le vendredi, de 9 h à 12 h" in dit
    encore = Formulaire(refus.text).valeurs
    assert encore["grille-0-0-de"] == "9 h"
    client.post(carte(amina.offre), encore | {"choix-horaires": choix})
    assert relire(amina.offre).horaires == osm


def test_without_a_grid_on_the_page_hours_stay(client, amina):
    envoi = {nom: valeur for nom, valeur in ouvrir(client, amina.offre).items() if not nom.startswith("grille-")}
    client.post(carte(amina.offre), envoi | {"horaires_source": "le matin"})
    assert relire(amina.offre).horaires.startswith("Mo-Fr")
    assert relire(amina.offre).horaires_source == "le matin"


@pytest.mark.parametrize("valeur", VALEURS_ICI.values(), ids=VALEURS_ICI)
def test_whatever_is_sent_is_answered(client, amina, valeur):
    """One value in every input of the form, then in each that the others depend on."""
    noms = [nom for nom in ouvrir(client, amina.offre) if nom not in {"montre", "grille-forme"}]
    noms += ["grille-geste", "grille-s0-0-de", "grille-s0-0-a", "grille-rang1", "grille-hors_feries", "suit_le_lieu"]
    partout = "&".join(f"{nom}={valeur}" for nom in noms)
    juste = "grille-forme=grille&grille-0-0-de=9h&grille-0-0-a=12h"
    corps = [f"grille-forme=grille&{partout}", f"{juste}&grille-rythme=quinzaine&grille-ancre={valeur}"]
    corps += [
        f"{juste}&debut={valeur}&fin={valeur}",
        f"{juste}&grille-rythme=quinzaine&grille-ancre=2026-09-08&debut={valeur}",
    ]
    corps.append(
        f"{juste}&grille-saison=autre&grille-saison-de-jour={valeur}&grille-saison-de-mois=2&grille-saison-a-jour=3"
        f"&grille-saison-a-mois={valeur}&grille-s0-0-de=9h&grille-s0-0-a=10h&grille-osm={valeur}"
    )
    adresses = [carte(amina.offre), APERCU, f"{APERCU}?genre=offre&uid={amina.offre.uid}", f"{APERCU}?uid={valeur}"]
    for adresse in adresses:
        for envoi in corps:
            reponse = client.post(adresse, envoi.encode(), content_type="application/x-www-form-urlencoded")
            assert reponse.status_code in {200, 302, 400, 404, 422}, (adresse, envoi[:300])
            assert "<script>alert" not in reponse.text
