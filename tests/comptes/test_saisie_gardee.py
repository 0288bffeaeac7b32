"""What was typed is not lost when the session ended, or when another began in another tab."""

import re

import pytest
from django.test import Client

from structures.models import Membre

ICI = {"Origin": "http://testserver", "Referer": "http://testserver/compte/?a=b"}
NOM = {"nom": "Amina & ses\r\n« amies »"}


def champs(page):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))


@pytest.fixture
def stricte():
    """A browser whose forms carry a token, as real ones do."""
    return Client(enforce_csrf_checks=True)


def jeton(client, chemin="/connexion/"):
    return champs(client.get(chemin))["csrfmiddlewaretoken"]


def test_a_form_sent_after_the_session_ended_comes_back_whole_and_goes_through_once_signed_in(stricte, distribution):
    envoi = NOM | {"csrfmiddlewaretoken": jeton(stricte)}
    page = stricte.post("/compte/nom/", envoi, headers=ICI)
    assert page.status_code == 401
    assert "no-store" in page["Cache-Control"]
    assert "Amina &amp; ses\r\n« amies »" in page.text
    assert 'href="/connexion/?next=%2Fcompte%2F%3Fa%3Db"' in page.text
    assert 'action="/compte/nom/"' in page.text
    # Signed in from another tab: the token of this page is the former one's. Its answer has the good one.
    stricte.force_login(distribution.amina)
    stricte.cookies["csrftoken"] = "x" * 32
    page = stricte.post("/compte/nom/", envoi, headers=ICI)
    assert page.status_code == 403
    assert "Envoyer de nouveau" in page.text
    bon = champs(page)["csrfmiddlewaretoken"]
    assert stricte.post("/compte/nom/", {"nom": "Amina B.", "csrfmiddlewaretoken": bon}, headers=ICI).status_code == 302
    distribution.amina.refresh_from_db()
    assert distribution.amina.nom == "Amina B."


def test_a_fragment_sent_after_the_session_ended_is_answered_by_the_page_that_keeps_it(client, distribution):
    structure = Membre.objects.get(utilisateur=distribution.amina).structure
    chemin = f"/espace/structures/{structure.uid}/cartes/identite/"
    page = client.post(chemin, {"nom": "Un nom"}, headers=ICI | {"HX-Request": "true"})
    assert page.status_code == 401
    assert 'name="nom" value="Un nom"' in page.text


def test_nothing_is_given_back_to_another_site_nor_a_password_written_in_a_page(stricte, distribution):
    for ailleurs in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://["}):
        reponse = Client().post("/compte/nom/", NOM, headers=ailleurs)
        assert (reponse.status_code, reponse["Location"]) == (302, "/connexion/")
        stricte.force_login(distribution.amina)
        refus = stricte.post("/compte/nom/", NOM, headers=ailleurs)
        assert refus.status_code == 403
        assert "Amina" not in refus.text
    secret = Client().post("/compte/mot-de-passe/", {"actuel": "a", "nouveau": "secret-12345"}, headers=ICI)
    assert (secret.status_code, secret["Location"]) == (302, "/connexion/?next=%2Fcompte%2F%3Fa%3Db")


def test_an_address_that_takes_only_forms_answers_a_page_and_says_its_length(client, distribution):
    client.force_login(distribution.amina)
    reponse = client.get("/compte/nom/")
    assert reponse.status_code == 405
    assert "Cette page ne s’ouvre pas ainsi" in reponse.text
    assert int(reponse["Content-Length"]) == len(reponse.content)
