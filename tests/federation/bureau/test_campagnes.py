"""A campaign of confirmation: whom it asks, what they receive, how it is followed, reminded, closed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from comptes.models import Courriel
from espace.models import CampagneReseau, Desabonnement
from structures.models import Structure
from tests.distribution import creer_federation, creer_lieu, faire_structure

PAGE = "/f/val-de-marne/campagnes/"
OUVRIR = {"nature": "", "mois": "0", "nom": "Été 2027", "message": "Merci de répondre avant vendredi."}


def ouvrir(client, **change):
    reponse = client.post(PAGE, OUVRIR | change)
    assert reponse.status_code == 302, reponse.context["form"].errors
    return reponse["Location"]


def etats(client, adresse):
    """The state of each structure, by name."""
    return {ligne.structure.nom: etat for ligne, etat in client.get(adresse).context["page"]}


@pytest.fixture
def fede(client, distribution):
    client.force_login(distribution.fede)
    return client


def test_a_responsable_confirms_from_the_mail_and_the_campaign_shows_it(fede, distribution):
    sans_personne = creer_lieu(structure=faire_structure(nom="Sans personne"))
    adresse = ouvrir(fede)
    courriel = Courriel.objects.get(destinataire=distribution.amina.courriel)
    assert "Été 2027" in courriel.sujet
    assert "Merci de répondre avant vendredi." in courriel.texte
    assert courriel.entetes["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    avant = etats(fede, adresse)
    assert avant["Le Lien"] == "Pas encore"
    assert avant[sans_personne.structure.nom] == "Personne à qui écrire"
    lien = re.search(r"https?://[^/\s]+(/\S*agir/\S+)", courriel.texte).group(1)
    fede.logout()
    fede.post(lien)
    fede.force_login(distribution.fede)
    assert etats(fede, adresse)["Le Lien"] == "Confirmée"
    assert etats(fede, adresse + "?etat=confirmee") == {"Le Lien": "Confirmée"}


def test_one_mail_a_person_and_none_to_those_who_want_none(fede, distribution):
    Desabonnement.objects.create(utilisateur=distribution.amina, cree_a=timezone.now())
    ouvrir(fede)
    a_qui = list(Courriel.objects.values_list("destinataire", flat=True))
    assert distribution.amina.courriel not in a_qui
    assert distribution.bruno.courriel not in a_qui  # équipe
    assert len(a_qui) == len(set(a_qui))
    assert distribution.chloe.courriel in a_qui


def test_a_reminder_waits_a_week_and_takes_the_place_of_next_week_s(fede, distribution):
    adresse = ouvrir(fede)
    combien = Courriel.objects.count()
    fede.post(adresse + "relancer/")
    assert Courriel.objects.count() == combien
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert "le courriel de relance part" in fede.post(adresse + "relancer/", follow=True).text
    assert Courriel.objects.count() == 2 * combien


def test_a_campaign_is_closed_once_and_keeps_its_figures(fede, distribution):
    adresse = ouvrir(fede)
    refus = fede.post(PAGE, OUVRIR | {"nom": "Une autre"})
    assert refus.status_code == 422
    assert CampagneReseau.objects.count() == 1
    fede.post(adresse + "clore/")
    avant = fede.get(adresse).context["bilan"]
    creer_lieu(structure=faire_structure(nom="Venue après"))
    assert fede.get(adresse).context["bilan"] == avant
    assert "Cette campagne est close." in fede.post(adresse + "relancer/", follow=True).text
    ouvrir(fede, nom="Une autre")


def test_a_bulk_request_joins_the_open_campaign_and_asks_nobody_twice(fede, distribution):
    """Opened for partners only; then the table asks a centre, and a partner that the campaign has asked already."""
    adresse = ouvrir(fede, nature="partenaire")
    assert set(etats(fede, adresse)) == {"Médiathèque des Tests"}
    partenaire = Courriel.objects.get()
    noms = ["Le Lien", "Médiathèque des Tests"]
    uids = Structure.objects.filter(nom__in=noms).order_by("pk").values_list("uid", flat=True)
    choix = {"geste": "confirmer", "ligne": list(uids), "vus": 2}
    page = fede.get("/f/val-de-marne/structures/ensemble/", choix).text
    assert "la campagne « Été 2027 » le demande déjà" in page.replace("\u00a0", " ")
    fede.post("/f/val-de-marne/structures/ensemble/", choix)
    assert etats(fede, adresse)["Le Lien"] == "Pas encore"
    du_lien = Courriel.objects.exclude(pk=partenaire.pk).get()
    # One mail, whoever sends it: the same words but the name and the links.
    assert du_lien.sujet == partenaire.sujet
    assert "Merci de répondre avant vendredi." in du_lien.texte
    fede.post("/f/val-de-marne/structures/ensemble/", choix)
    assert Courriel.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert "2\u00a0structures" in fede.post(adresse + "relancer/", follow=True).text
    fede.post(adresse + "clore/")
    assert fede.get(adresse).context["bilan"].demandees == 2


def test_whom_it_would_ask_is_counted_first(fede, distribution):
    creer_lieu(structure=faire_structure(nom="Ailleurs", federation=creer_federation("essonne")))
    creer_lieu(
        structure=faire_structure(nom="Un partenaire", nature="partenaire"),
        verifie_le=timezone.localdate(),
        verifie_voie="ecran",
    )
    vu = fede.post(PAGE, OUVRIR | {"nom": "", "nature": "partenaire", "apercu": "1"})
    assert vu.status_code == 200
    assert "structure" in vu.context["apercu"]
    assert not CampagneReseau.objects.exists()
    vide = fede.post(PAGE, OUVRIR | {"nature": "evs"})
    assert vide.status_code == 422
    assert "personne ne serait sollicité" in vide.text
    sans_nom = fede.post(PAGE, OUVRIR | {"nom": ""})
    assert sans_nom.status_code == 422
    assert "Merci de répondre avant vendredi." in sans_nom.text


def test_more_structures_cost_no_more(fede, distribution, compte_requetes):
    adresse = ouvrir(fede)
    campagne = CampagneReseau.objects.get()

    def agrandir():
        for _ in range(6):
            campagne.sollicitations.create(structure=creer_lieu().structure)

    compte_requetes(lambda: fede.get(adresse), agrandir, maximum=11)
