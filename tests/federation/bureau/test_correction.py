"""Correct a structure in its row, create one on one screen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ateliers.controle import ecarts
from centres.models import Centre
from comptes.models import Courriel
from structures.models import Invitation, Lieu, Structure
from tests.distribution import creer_commune, creer_federation, ecrire, faire_structure
from tests.federation.bureau.test_ensemble import annuler, lu
from tests.outils.geocodeur import PLACE_DE_LA_PAIX, collection, geocodeur_factice

PAGE = "/f/val-de-marne/structures/"
NOUVELLE = f"{PAGE}nouvelle/"
SIRET = "13002526500013"


@pytest.fixture
def fede(client, distribution):
    client.force_login(distribution.fede)
    return distribution


# ------------------------------------------------------------------------------------ correct
def ouvrir(client, structure, **entetes):
    """Return the address of the correction, and what a browser would post unchanged."""
    url = f"{PAGE}{structure.uid}/corriger/"
    edition = client.get(f"{url}?requete=q%3Dlien", headers=entetes).context["edition"]
    envoi = {champ.html_name: champ.value() or "" for champ in edition.form}
    return url, envoi | {"montre": edition.montre, "requete": "q=lien"}


def test_a_row_is_corrected_in_place_and_undone(client, fede):
    structure = fede.lieux["Le Lien"].structure
    url, envoi = ouvrir(client, structure, HX_Request="true")
    reponse = client.post(
        url, envoi | {"siret": "130 025 265 00013", "telephone": "01 99 00 12 34"}, headers={"HX-Request": "true"}
    )
    assert reponse.status_code == 200
    assert reponse.text.lstrip().startswith("<tr")
    assert f"SIRET {SIRET}" in reponse.text
    assert "C’est enregistré." in reponse.text
    rendue = annuler(client, reponse)
    structure.refresh_from_db()
    assert (structure.siret, structure.telephone) == ("", "")
    assert [ligne.nom for ligne in rendue.context["lignes"]] == ["Le Lien"]  # the same search


def test_what_is_wrong_is_said_beside_its_field(client, fede):
    ecrire(faire_structure(nom="L’autre", siret=SIRET))
    url, envoi = ouvrir(client, fede.lieux["Le Lien"].structure)
    for siret, dit in ((SIRET, "« L’autre » a déjà ce SIRET."), ("123", "Ce SIRET n’est pas valable")):
        for entetes in ({}, {"HX-Request": "true"}):
            reponse = client.post(url, envoi | {"siret": siret, "nom": "Le Lien corrigé"}, headers=entetes)
            assert reponse.status_code == 422
            assert dit in lu(reponse)
            assert "Le Lien corrigé" in reponse.text  # nothing is lost


def test_what_becomes_a_centre_has_its_centre_and_keeps_it(client, fede):
    structure = faire_structure(nom="La Ruche", nature="autre")
    ecrire(structure)
    url, envoi = ouvrir(client, structure)
    refus = client.post(url, envoi | {"nature": "centre"})
    assert refus.status_code == 422
    assert "Dites si le centre est associatif ou municipal." in refus.text
    client.post(url, envoi | {"nature": "centre", "statut": "municipal"})
    centre = Centre.objects.get(structure=structure)
    assert (centre.statut, centre.agrement) == ("municipal", "centre_social")
    centre.adhesion_famille = "8 € par an"
    ecrire(centre)
    for nature, agrement in (("evs", "evs"), ("autre", "evs"), ("centre", "centre_social")):
        url, envoi = ouvrir(client, structure)
        assert "statut" not in envoi  # known: its own card says it
        client.post(url, envoi | {"nature": nature})
        structure.refresh_from_db()
        centre.refresh_from_db()
        assert (structure.nature, centre.agrement, centre.adhesion_famille) == (nature, agrement, "8 € par an")
    assert not list(ecarts(now=timezone.now()))


def test_without_javascript_one_comes_back_to_the_same_search(client, fede):
    url, envoi = ouvrir(client, fede.lieux["Le Lien"].structure)
    reponse = client.post(url, envoi | {"nom": "Le Lien neuf"}, follow=True)
    assert reponse.redirect_chain[-1][0].startswith(f"{PAGE}?q=lien&fait=")
    assert "C’est enregistré." in reponse.text
    assert "Le Lien neuf" in reponse.text
    assert "Annuler ce qui vient d’être fait" in reponse.text


def test_two_people_on_the_same_row(client, fede):
    structure = fede.lieux["Le Lien"].structure
    url, envoi = ouvrir(client, structure)
    structure.refresh_from_db()
    structure.telephone, structure.nom = "+33199001111", "Le Lien d’Amina"
    ecrire(structure, by=fede.amina)
    reponse = client.post(url, envoi | {"nom": "Le Lien du réseau", "courriel": "contact@example.org"})
    assert reponse.status_code == 409
    assert "Le Lien d’Amina" in reponse.text
    suite = envoi | {"montre": reponse.context["edition"].montre, "nom": "Le Lien du réseau", "choix-nom": "mien",
                     "courriel": "contact@example.org", "telephone": "+33199001111"}  # fmt: skip
    assert client.post(url, suite).status_code == 302
    structure.refresh_from_db()
    assert (structure.nom, structure.courriel, structure.telephone.as_e164) == (
        "Le Lien du réseau",
        "contact@example.org",
        "+33199001111",
    )


# ------------------------------------------------------------------------------------ create
CENTRE = {
    "nature": "centre",
    "nom": "Centre social des Essais",
    "statut": "municipal",
    "adhesion": "2026",
    "siret": SIRET,
    "telephone": "01 99 00 12 34",
    "courriel": "contact@example.org",
    "adresse": "12 place de la Paix",
    "code_postal": "94000",
    "ville": "Créteil",
}


@pytest.fixture
def geocodeur(settings):
    with geocodeur_factice() as faux:
        settings.GEOCODEUR_URL = faux.base
        faux.corps = collection(PLACE_DE_LA_PAIX)
        yield faux


def creer(client, **champs):
    """Post the screen as a browser does: the pin where it was shown."""
    vide = client.get(NOUVELLE).context["adresse"]
    cachees = {nom: vide[nom].value() for nom in ("latitude", "longitude")}
    return client.post(NOUVELLE, cachees | CENTRE | champs, follow=True)


def test_a_centre_is_created_on_one_screen(client, fede, geocodeur):
    creer_commune()
    reponse = creer(client, inviter="nouvelle@example.org", publier="on")
    assert "« Centre social des Essais » est créée et publiée." in lu(reponse)
    structure = Structure.objects.get(nom="Centre social des Essais")
    assert (structure.siret, structure.federation) == (SIRET, fede.federation)
    assert (structure.centre.statut, structure.centre.agrement, structure.centre.adhesion_annee) == (
        "municipal",
        "centre_social",
        2026,
    )
    lieu = structure.lieux.get()
    assert (lieu.etat, lieu.precision, lieu.commune_id, lieu.typologies) == ("publie", "exacte", "94028", ["CS"])
    assert (lieu.latitude, lieu.longitude) == (48.781, 2.461)
    assert structure.history.get().operation == lieu.history.get().operation
    assert Invitation.objects.get().structure == structure
    assert Courriel.objects.get().destinataire == "nouvelle@example.org"
    assert not list(ecarts(timezone.now()))


def test_a_partner_without_geocoder_is_a_draft_at_the_centre_of_its_commune(client, fede, settings):
    creer_commune()
    settings.GEOCODEUR_URL = ""
    reponse = creer(client, nature="partenaire", nom="Atelier des Essais", genre="association", siret="", statut="")
    assert "en brouillon" in lu(reponse)
    structure = Structure.objects.get(nom="Atelier des Essais")
    assert structure.partenaire.genre == "association"
    assert (structure.lieux.get().etat, structure.lieux.get().precision) == ("brouillon", "approximative")


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"statut": ""}, "Dites si le centre est associatif ou municipal."),
        ({"siret": "12345678901234"}, "Ce SIRET n’est pas valable"),
        ({"ville": "Nullepart"}, "Nous ne connaissons pas cette commune"),
        ({"nom": "", "nature": "chateau", "adhesion": "9" * 30}, "Ce champ est obligatoire"),
        ({"inviter": "pas une adresse"}, "adresse"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_created(client, fede, geocodeur, champs, dit):
    creer_commune()
    reponse = creer(client, **champs)
    assert reponse.status_code == 422
    assert dit in lu(reponse)
    assert "12 place de la Paix" in reponse.text
    assert not Structure.objects.filter(siret=SIRET).exists()


def test_a_duplicate_is_warned_of_before_it_is_created(client, fede, geocodeur):
    creer_commune()
    creer(client)
    premiere = Structure.objects.get(siret=SIRET)
    assert "« Centre social des Essais » a déjà ce SIRET." in lu(creer(client))
    reponse = creer(client, siret="", nom="Les Essais (centre social)", publier="on")
    assert reponse.status_code == 422
    assert "Est-ce l’une de celles-ci" in reponse.text
    assert reverse("espace:structure", args=[premiere.uid]) in reponse.text
    assert Lieu.objects.filter(structure__nom="Les Essais (centre social)").count() == 0
    creer(client, siret="", nom="Les Essais (centre social)", autre="on")
    assert Lieu.objects.filter(structure__nom="Les Essais (centre social)").count() == 1
    # Another network's number is not ours to compare with.
    ecrire(faire_structure(nom="Ailleurs", siret="35600000000048", federation=creer_federation("essonne")))
    assert creer(client, siret="35600000000048", nom="Autre chose").status_code == 200
