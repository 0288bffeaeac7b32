"""The second factor: asked, given, slowed down, replaced by a recovery code, taken away."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.distribution import MOT_DE_PASSE, creer_lieu

pytestmark = pytest.mark.django_db
MIDI = "2026-11-27 12:00:00+01:00"
PAGE = "/compte/second-facteur/"


def code(compte_ou_cle):
    cle = compte_ou_cle if isinstance(compte_ou_cle, str) else TOTPDevice.objects.get(user=compte_ou_cle).key
    return f"{totp(bytes.fromhex(cle)):06}"


def base32(page):
    import base64

    return base64.b32decode(re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")).hex()


def enroler(client):
    """Start the second factor as a person does; return the recovery codes."""
    page = client.get(PAGE).text
    signee = re.search(r'name="cle" value="([^"]+)"', page)[1]
    reponse = client.post(PAGE, {"cle": signee, "code": code(base32(page))})
    assert reponse.status_code == 200, reponse.text
    return re.findall(r"<li><code>([a-z0-9-]+)</code>", reponse.text)


def entrer(client, compte):
    client.post("/connexion/", {"username": compte.courriel, "password": MOT_DE_PASSE})


@pytest.fixture
def exigeante(distribution):
    distribution.federation.exige_second_facteur = True
    distribution.federation.save()
    return distribution


def test_an_administrator_has_no_rights_before_the_second_factor(client, exigeante):
    with time_machine.travel(MIDI, tick=False) as horloge:
        entrer(client, exigeante.fede)
        for chemin in (
            "/compte/",
            "/espace/",
            "/f/val-de-marne/administrateurs/",
            "/f/val-de-marne/imports/",
            "/admin/",
        ):
            reponse = client.get(chemin)
            assert reponse.status_code == 302
            assert reponse["Location"].startswith("/compte/verification/?next="), chemin
            assert client.post(chemin).status_code == 302
        fragment = client.get("/espace/", headers={"HX-Request": "true"})
        assert fragment.status_code == 204
        assert fragment["HX-Redirect"] == "/compte/verification/"
        assert client.get("/").status_code == 200
        assert client.get("/compte/verification/")["Location"] == PAGE
        assert "le demande à ses" in client.get(PAGE).text
        codes = enroler(client)
        assert len(set(codes)) == 10
        assert client.get("/f/val-de-marne/administrateurs/").status_code == 200
        # Another session starts without it, and comes back where it was going.
        ailleurs = Client()
        entrer(ailleurs, exigeante.fede)
        assert ailleurs.get("/espace/")["Location"] == "/compte/verification/?next=%2Fespace%2F"
        horloge.shift(60)
        reponse = ailleurs.post("/compte/verification/", {"code": code(exigeante.fede), "next": "/espace/"})
        assert reponse["Location"] == "/espace/"
        assert ailleurs.get("/espace/").status_code == 200
        assert client.post("/deconnexion/").status_code == 302


def test_others_owe_nothing(client, exigeante):
    for qui in ("amina", "seul", "autre_fede"):
        client.force_login(getattr(exigeante, qui))
        assert client.get("/compte/").status_code == 200


def test_a_code_serves_once_and_guesses_are_slowed_down(client, distribution):
    with time_machine.travel(MIDI, tick=False) as horloge:
        client.force_login(distribution.bruno)
        enroler(client)
        ailleurs = Client()
        entrer(ailleurs, distribution.bruno)
        deja = {"code": code(distribution.bruno)}
        assert ailleurs.post("/compte/verification/", deja).status_code == 422  # the code of the enrolment
        horloge.shift(60)
        for _ in range(4):
            horloge.shift(20)
            assert "pas le bon" in ailleurs.post("/compte/verification/", {"code": "000000"}).text
        juste = {"code": code(distribution.bruno)}
        reponse = ailleurs.post("/compte/verification/", juste)
        assert reponse.status_code == 422
        assert "attendez" in reponse.text
        horloge.shift(40)
        assert ailleurs.post("/compte/verification/", {"code": code(distribution.bruno)}).status_code == 302


def test_a_recovery_code_serves_once_and_is_not_readable(client, distribution):
    client.force_login(distribution.bruno)
    codes = enroler(client)
    assert not StaticToken.objects.filter(token__in=[c.replace("-", "") for c in codes]).exists()
    ailleurs = Client()
    entrer(ailleurs, distribution.bruno)
    assert ailleurs.post("/compte/verification/", {"code": f" {codes[3].upper()} "}).status_code == 302
    assert ailleurs.get("/compte/").status_code == 200
    assert "Il vous en reste 9" in ailleurs.get(PAGE).text
    encore = Client()
    entrer(encore, distribution.bruno)
    assert encore.post("/compte/verification/", {"code": codes[3]}).status_code == 422
    assert encore.get("/compte/").status_code == 302


def test_new_codes_replace_the_old_ones(client, distribution):
    client.force_login(distribution.bruno)
    anciens = enroler(client)
    nouveaux = re.findall(r"<li><code>([a-z0-9-]+)</code>", client.post(f"{PAGE}codes/").text)
    assert len(nouveaux) == 10
    assert not set(anciens) & set(nouveaux)
    ailleurs = Client()
    entrer(ailleurs, distribution.bruno)
    assert ailleurs.post("/compte/verification/", {"code": anciens[0]}).status_code == 422


def test_the_first_factor_alone_cannot_replace_the_second(client, distribution):
    client.force_login(distribution.bruno)
    enroler(client)
    voleur = Client()
    entrer(voleur, distribution.bruno)
    assert voleur.get(PAGE)["Location"] == "/compte/verification/"
    for chemin in (PAGE, f"{PAGE}codes/", f"{PAGE}retirer/", "/compte/mot-de-passe/", "/compte/supprimer/"):
        assert "/compte/verification/" in voleur.post(chemin)["Location"]
    assert TOTPDevice.objects.filter(user=distribution.bruno).count() == 1


def test_nothing_is_kept_before_a_right_code(client, distribution):
    client.force_login(distribution.bruno)
    page = client.get(PAGE).text
    signee = re.search(r'name="cle" value="([^"]+)"', page)[1]
    for faux in ("000000", "abcdef", "１２３４５６", "9" * 30):
        reponse = client.post(PAGE, {"cle": signee, "code": faux})
        assert reponse.status_code == 422
        assert base32(reponse.text) == base32(page), "the drawing already read stays"
    assert client.post(PAGE, {"cle": "autre", "code": code(base32(page))}).status_code == 422
    assert not TOTPDevice.objects.exists()


def test_a_key_signed_for_somebody_else_is_refused(client, distribution):
    client.force_login(distribution.amina)
    page = client.get(PAGE).text
    client.force_login(distribution.bruno)
    donnees = {"cle": re.search(r'name="cle" value="([^"]+)"', page)[1], "code": code(base32(page))}
    assert client.post(PAGE, donnees).status_code == 422


def test_take_it_away_unless_a_federation_wants_it(client, exigeante):
    for qui, reste in ((exigeante.bruno, False), (exigeante.fede, True)):
        client.force_login(qui)
        enroler(client)
        client.post(f"{PAGE}retirer/")
        assert TOTPDevice.objects.filter(user=qui).exists() is reste


def test_an_old_session_confirms_before_it_starts(client, distribution):
    client.force_login(distribution.bruno)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        page = client.get(PAGE).text
        assert "Recevoir un lien pour confirmer" in page
        assert 'name="cle"' not in page
        assert client.post("/connexion/confirmer/", {"next": PAGE}).status_code == 200


def test_a_federation_asks_it_only_from_who_has_one(client, distribution):
    client.force_login(distribution.fede)
    exigence = "/f/val-de-marne/administrateurs/second-facteur/"
    client.post(exigence, {"exige_second_facteur": "on"})
    distribution.federation.refresh_from_db()
    assert not distribution.federation.exige_second_facteur
    enroler(client)
    client.post(exigence, {"exige_second_facteur": "on"})
    distribution.federation.refresh_from_db()
    assert distribution.federation.exige_second_facteur


def test_a_public_page_asks_nothing_more(client, distribution, compte_requetes):
    compte_requetes("/aide/", creer_lieu)
