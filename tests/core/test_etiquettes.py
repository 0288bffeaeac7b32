"""« Nothing has changed »: never when something has, never for somebody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from tests.distribution import creer_lieu, creer_offre, ecrire

pytestmark = pytest.mark.django_db
ICI = "/?pres=Créteil&theme=demarches"


def test_an_unchanged_page_is_not_drawn_again(client):
    creer_offre()
    with travel("2026-11-24T10:01:00+01:00", tick=False):
        premiere = client.get(ICI)
        seconde = client.get(ICI, headers={"If-None-Match": premiere["ETag"]})
        assert seconde.status_code == 304
        assert not seconde.content
        assert "no-cache" in premiere["Cache-Control"]
        with CaptureQueriesContext(connection) as requetes:
            assert client.get(ICI).content == premiere.content
        assert len(requetes) == 1


def test_a_write_changes_every_page(client):
    lieu = creer_lieu(nom="Avant")
    with travel("2026-11-24T10:01:00+01:00", tick=False):
        premiere = client.get(ICI)
        lieu.nom = "Après"
        ecrire(lieu)
        seconde = client.get(ICI, headers={"If-None-Match": premiere["ETag"]})
    assert seconde.status_code == 200
    assert "Après" in seconde.content.decode()


def test_a_page_lives_a_quarter_of_an_hour(client):
    creer_offre()
    with travel("2026-11-24T10:14:00+01:00", tick=False) as temps:
        premiere = client.get(ICI)
        temps.shift(120)
        assert client.get(ICI, headers={"If-None-Match": premiere["ETag"]}).status_code == 200


def test_the_question_and_the_fragment_have_their_own_names(client):
    creer_offre()
    with travel("2026-11-24T10:01:00+01:00", tick=False):
        noms = {
            client.get(ICI)["ETag"],
            client.get(ICI, headers={"HX-Request": "true"})["ETag"],
            client.get(ICI, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})["ETag"],
            client.get(ICI + "&gratuit=on")["ETag"],
            client.get("/f/val-de-marne/?pres=Créteil&theme=demarches")["ETag"],
        }
    assert len(noms) == 5


def test_nobody_signed_in_is_kept_or_given_what_is_kept(client, distribution):
    anonyme = client.get(ICI)
    client.force_login(distribution.amina)
    sienne = client.get(ICI, headers={"If-None-Match": anonyme["ETag"]})
    assert sienne.status_code == 200
    assert "ETag" not in sienne.headers
    assert "private" in sienne["Cache-Control"]
    assert "Mon compte" in sienne.content.decode()
    client.logout()
    assert "Mon compte" not in client.get(ICI).content.decode()


def test_a_draft_is_never_kept(client, distribution):
    client.force_login(distribution.amina)
    url = distribution.brouillon.get_absolute_url()
    assert client.get(url).status_code == 200
    client.logout()
    assert client.get(url).status_code == 404
