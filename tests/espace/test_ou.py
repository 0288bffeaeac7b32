"""Where an activity takes place, and who runs it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ateliers.controle import ecarts
from partenaires.models import Partenariat
from tests.distribution import ecrire, faire_lieu, faire_structure
from tests.espace.test_activites import annuler
from tests.espace.test_cartes import champs_de, ouvrir, url


@pytest.fixture
def lieu(distribution):
    return distribution.lieux["Le Lien"]


@pytest.fixture
def amina(client, distribution):
    client.force_login(distribution.amina)
    return client


def test_an_activity_moves_to_another_place_of_its_structure(amina, distribution, lieu):
    offre = distribution.offres["Le Lien"]
    annexe = faire_lieu(lieu.structure, nom="Annexe du port", principal=False)
    ecrire(annexe)
    reponse = amina.post(url(offre, "ou"), ouvrir(amina, offre, "ou") | {"ou": annexe.uid})
    offre.refresh_from_db()
    assert offre.lieu == annexe
    assert "Annexe du port" in amina.get(reponse["Location"]).text
    annuler(amina, reponse)
    offre.refresh_from_db()
    assert offre.lieu == lieu


def test_an_activity_leaves_its_place_for_the_telephone(amina, distribution, lieu):
    offre = distribution.offres["Le Lien"]
    lieu.horaires, offre.suit_le_lieu = "Mo-Fr 09:00-12:00", True
    ecrire(lieu, offre)
    reponse = amina.post(url(offre, "ou"), ouvrir(amina, offre, "ou") | {"ou": "telephone", "etendue": "territoire"})
    assert reponse.status_code == 302
    offre.refresh_from_db()
    assert (offre.lieu, offre.mode, offre.zone, offre.suit_le_lieu) == (None, "telephone", "|94|", False)
    relue = amina.get(reverse("espace:offre", args=[offre.uid])).text
    assert "tout le département 94" in relue
    assert list(ecarts(timezone.now())) == []
    # And comes back.
    ouverte = ouvrir(amina, offre, "ou")
    assert (ouverte["ou"], ouverte["etendue"]) == ("telephone", "territoire")
    amina.post(url(offre, "ou"), ouverte | {"ou": lieu.uid})
    offre.refresh_from_db()
    assert (offre.lieu, offre.mode, offre.zone) == (lieu, "sur_place", "")


def test_a_partner_is_said_to_run_it_and_both_keep_the_page(client, distribution, lieu):
    offre, partenaire = distribution.offres["Le Lien"], distribution.lieux["Médiathèque des Tests"].structure
    client.force_login(distribution.amina)
    carte = url(offre, "anime")
    refus = client.post(carte, ouvrir(client, offre, "anime") | {"structure": partenaire.pk})
    assert refus.status_code == 422  # no partnership yet
    ecrire(Partenariat(centre=lieu.structure, partenaire=partenaire))
    client.post(carte, ouvrir(client, offre, "anime") | {"structure": partenaire.pk})
    offre.refresh_from_db()
    assert offre.structure == partenaire
    page = client.get(offre.get_absolute_url()).text
    assert partenaire.nom in page
    for qui in (distribution.amina, distribution.paula):
        client.force_login(qui)
        assert client.get(reverse("espace:offre", args=[offre.uid])).status_code == 200
    # The partner may hand it back, not to another partner of the centre.
    autre = faire_structure(federation=distribution.federation, nature="partenaire")
    ecrire(autre, Partenariat(centre=lieu.structure, partenaire=autre))
    ouverte = ouvrir(client, offre, "anime")
    assert client.post(carte, ouverte | {"structure": autre.pk}).status_code == 422
    client.post(carte, ouverte | {"structure": lieu.structure.pk})
    offre.refresh_from_db()
    assert offre.structure == lieu.structure
    assert client.get(reverse("espace:offre", args=[offre.uid])).status_code == 404


def test_what_a_partner_runs_keeps_its_place_when_it_goes_on_the_telephone(amina, distribution, lieu):
    """Without it, the centre would no longer keep the page."""
    offre, partenaire = distribution.offres["Le Lien"], distribution.lieux["Médiathèque des Tests"].structure
    offre.structure = partenaire
    ecrire(offre)
    reponse = amina.post(url(offre, "ou"), ouvrir(amina, offre, "ou") | {"ou": "telephone", "etendue": "france"})
    assert reponse.status_code == 302
    offre.refresh_from_db()
    assert (offre.lieu, offre.mode, offre.zone) == (lieu, "telephone", "|france|")
    assert amina.get(reverse("espace:offre", args=[offre.uid])).status_code == 200


def test_two_people_move_the_same_activity(amina, distribution, lieu):
    offre = distribution.offres["Le Lien"]
    annexe = faire_lieu(lieu.structure, nom="Annexe du port", principal=False)
    ecrire(annexe)
    ici = ouvrir(amina, offre, "ou") | {"ou": annexe.uid}
    offre.lieu, offre.mode, offre.zone = None, "telephone", "|94|"
    ecrire(offre, by=distribution.fede)
    refus = amina.post(url(offre, "ou"), ici)
    assert refus.status_code == 409
    choix = {"choix-lieu": "mien", "choix-mode": "mien", "choix-zone": "mien"}
    amina.post(url(offre, "ou"), champs_de(refus) | choix)
    offre.refresh_from_db()
    assert (offre.lieu, offre.mode, offre.zone) == (annexe, "sur_place", "")
