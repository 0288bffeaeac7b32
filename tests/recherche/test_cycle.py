"""What public pages say, and never say, at each moment of the life of a place and of an activity."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.distribution import creer_lieu, creer_offre, ecrire

pytestmark = pytest.mark.django_db


def page(client, objet) -> str:
    return client.get(objet.get_absolute_url()).content.decode()


def jour(dans: int) -> date:
    return timezone.localdate() + timedelta(days=dans)


def test_an_activity_at_a_draft_place_is_a_draft(client, distribution):
    offre = creer_offre(distribution.brouillon)
    assert client.get(offre.get_absolute_url()).status_code == 404
    client.force_login(distribution.chloe)
    assert client.get(offre.get_absolute_url()).status_code == 404
    client.force_login(distribution.bruno)
    texte = page(client, offre)
    assert "Brouillon" in texte
    assert "n’existe plus" not in texte


def test_a_draft_is_not_said_to_be_gone(client, distribution):
    client.force_login(distribution.amina)
    texte = page(client, distribution.brouillon)
    assert "Brouillon" in texte
    assert "n’existe plus" not in texte


def test_no_desk_at_a_draft_place(client, distribution):
    texte = client.get("/", {"depuis": distribution.brouillon.uid, "tout": "1"}).content.decode()
    assert distribution.brouillon.nom not in texte
    assert "Le lieu de départ n’existe plus" in texte


def test_a_desk_that_was_merged_is_still_a_desk(client):
    ancien, nouveau = creer_lieu(), creer_lieu()
    ancien.etat, ancien.fusionne_dans = "fusionne", nouveau
    ecrire(ancien)
    texte = client.get("/", {"depuis": ancien.uid, "tout": "1"}).content.decode()
    assert f'Vous cherchez depuis&nbsp;: <a href="{reverse("recherche:lieu", args=[nouveau.uid, ""])}"' in texte


def test_a_suspended_place_is_not_open_and_neither_are_its_activities(client):
    offre = creer_offre(horaires="Mo-Su 09:00-12:00")
    lieu = offre.lieu
    lieu.horaires = "Mo-Su 00:00-24:00"
    lieu.etat, lieu.suspendu_jusqu_au = "suspendu", jour(10)
    ecrire(lieu)
    assert "Ce lieu est fermé jusqu’au" in page(client, lieu)
    assert "Ouvert" not in page(client, lieu)
    texte = page(client, offre)
    assert "Le lieu est fermé jusqu’au" in texte
    seances = texte[texte.index("Prochaines séances") :].split("</ul>")[0]
    assert "aujourd’hui" not in seances.lower()
    assert seances.count("<li>") == 5


def test_pages_of_an_archived_structure_say_so(client):
    offre = creer_offre()
    structure = offre.structure
    structure.archivee_le, structure.archivee_voie = jour(-1), "ecran"
    ecrire(structure)
    assert "Ce lieu n’existe plus." in page(client, offre.lieu)
    assert "Cette activité n’existe plus." in page(client, offre)
    assert client.get(reverse("recherche:semaine", args=[offre.lieu.uid, ""])).status_code == 302
