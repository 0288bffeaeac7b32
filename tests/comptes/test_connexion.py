"""Signing in by a link, by a password, and everything that must not."""

import re
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comptes.models import Courriel, Session
from core import liens
from core.models import Compteur, LienConsomme
from tests.comptes.outils import dernier_lien, jeton_de
from tests.distribution import MOT_DE_PASSE, creer_compte

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


@pytest.fixture
def amina():
    return creer_compte("amina@example.org")


def demander(client, courriel="amina@example.org", **plus):
    return client.post("/connexion/", {"courriel": courriel} | plus)


def entrer(client, lien):
    return client.post("/connexion/lien/", {"jeton": jeton_de(lien)})


def qui(client):
    page = client.get("/compte/")
    return page.status_code == 200 and re.search(r"Connecté·e avec (\S+)\.<", page.text)[1]


def test_by_a_link_once_and_back_where_one_was_going(client, amina):
    page = client.get("/connexion/?next=/compte/mot-de-passe/").text
    assert 'name="next" value="/compte/mot-de-passe/"' in page
    assert "Regardez votre courrier" in demander(client, " Amina@Example.org ", next="/compte/mot-de-passe/").text
    lien = dernier_lien("amina@example.org")
    assert "amina@example.org" in client.get(lien).text
    reponse = entrer(client, lien)
    assert reponse.status_code == 302
    assert reponse["Location"] == "/compte/mot-de-passe/"
    assert qui(client) == "amina@example.org"
    assert client.post("/deconnexion/")["Location"] == "/"
    assert not qui(client)
    assert "déjà servi" in entrer(client, lien).text
    assert "Recevoir un nouveau lien" in client.get(lien).text
    assert not qui(client)


def test_scanners_of_mail_change_nothing(client, amina):
    demander(client)
    lien = dernier_lien()
    for _ in range(3):
        assert client.get(lien).status_code == 200
        assert client.head(lien).status_code == 200
    assert not LienConsomme.objects.exists()
    assert not Session.objects.exists()
    entrer(client, lien)
    assert qui(client) == "amina@example.org"


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, amina):
    partie = creer_compte("partie@example.org")
    partie.is_active = False
    partie.save()
    vues = {}
    for adresse in ("amina@example.org", "inconnue@example.org", "partie@example.org"):
        Compteur.objects.all().delete()
        with CaptureQueriesContext(connection) as requetes:
            reponse = demander(client, adresse)
        formes = [re.sub(r"'[^']*'|\d+", "?", r["sql"])[:60] for r in requetes if "SAVEPOINT" not in r["sql"]]
        corps = re.sub(r'value="[A-Za-z0-9]{64}"', "", reponse.text.replace(adresse, "@"))
        vues[adresse] = (reponse.status_code, corps, formes)
    assert vues["amina@example.org"] == vues["inconnue@example.org"] == vues["partie@example.org"]
    assert Courriel.objects.get().destinataire == "amina@example.org"


@pytest.mark.parametrize("adresse", ["amina@example.org", "inconnue@example.org"])
def test_too_many_links_for_one_address_wait_a_quarter_of_an_hour(client, amina, adresse):
    with time_machine.travel("2026-11-27 10:01:00+01:00", tick=False):
        assert [demander(client, adresse).status_code for _ in range(6)] == [200] * 5 + [429]
        assert "un quart d’heure" in demander(client, adresse).text
        assert demander(client, "autre@example.org").status_code == 200
    assert Courriel.objects.count() == (5 if adresse == "amina@example.org" else 0)
    with time_machine.travel("2026-11-27 10:16:00+01:00", tick=False):
        assert demander(client, adresse).status_code == 200


def test_one_network_cannot_ask_for_everybody(client):
    with time_machine.travel("2026-11-27 10:01:00+01:00", tick=False):
        statuts = [demander(client, f"a{n}@example.org").status_code for n in range(41)]
        assert statuts == [200] * 40 + [429]
        assert demander(client, "b@example.org", REMOTE_ADDR="192.0.2.1").status_code == 429
        autre = client.post("/connexion/", {"courriel": "b@example.org"}, REMOTE_ADDR="192.0.2.1")
        assert autre.status_code == 200


def test_refused_links_are_explained_and_offer_another(client, amina):
    demander(client)
    lien = dernier_lien()
    action = liens.signer(liens.Genre.ACTION, compte=amina.pk, courriel=amina.courriel, suite="")
    for refuse in (f"/connexion/lien/?jeton={action}", lien[:-4] + "AAAA", lien + "x", "/connexion/lien/"):
        reponse = client.get(refuse)
        assert reponse.status_code == 410
        assert "Recevoir un nouveau lien" in reponse.text
        assert entrer(client, refuse).status_code == 410
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert "expiré" in client.get(lien).text
        assert "expiré" in entrer(client, lien).text
    amina.is_active = False
    amina.save()
    assert client.get(lien).status_code == 410
    assert entrer(client, lien).status_code == 410
    assert not qui(client)
    # A refusal spends nothing.
    amina.is_active = True
    amina.save()
    assert entrer(client, lien).status_code == 302


def test_a_link_dies_with_the_address_it_was_sent_to(client, amina):
    demander(client)
    amina.courriel = "nouvelle@example.org"
    amina.save()
    assert entrer(client, dernier_lien()).status_code == 410


@pytest.mark.parametrize(
    "suite", ["https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs.example", "/x" * 400]
)
def test_a_link_never_leads_elsewhere(client, amina, suite):
    demander(client, next=suite)
    assert entrer(client, dernier_lien())["Location"] == "/compte/"


def test_an_unreadable_address_is_said_beside_its_field(client):
    reponse = demander(client, "amina")
    assert reponse.status_code == 422
    assert 'aria-invalid="true"' in reponse.text


def test_by_password(client, amina):
    reponse = client.post("/connexion/?next=/aide/", {"username": " Amina@example.org", "password": MOT_DE_PASSE})
    assert reponse["Location"] == "/aide/"
    assert qui(client) == "amina@example.org"
    assert client.get("/connexion/")["Location"] == "/compte/"


def test_wrong_sign_in_never_tells_who_has_an_account(client, amina):
    partie = creer_compte("partie@example.org")
    partie.is_active = False
    partie.save()
    sans = creer_compte("sans@example.org")
    sans.set_unusable_password()
    sans.save()
    pages = set()
    for adresse in ("amina", "inconnue", "partie", "sans"):
        essai = {"username": f"{adresse}@example.org", "password": "faux" if adresse != "partie" else MOT_DE_PASSE}
        reponse = client.post("/connexion/", essai)
        assert reponse.status_code == 422
        corps = re.sub(r'value="[A-Za-z0-9]{64}"', "", reponse.text.replace(essai["username"], "@"))
        pages.add(corps)
    assert len(pages) == 1
    assert "ne vont pas ensemble" in pages.pop()


@pytest.mark.parametrize("adresse", ["amina@example.org", "inconnue@example.org"])
def test_guesses_lock_the_password_for_a_while_never_the_link(client, amina, adresse):
    now = timezone.now()
    juste = {"username": adresse, "password": MOT_DE_PASSE}
    with time_machine.travel(now, tick=False):
        statuts = [client.post("/connexion/", juste | {"password": f"faux{n}"}).status_code for n in range(6)]
        assert statuts == [422] * 5 + [429]
        refus = Client().post("/connexion/", juste | {"username": adresse.upper()})
        assert refus.status_code == 429  # from any network, and whatever the case
        assert "quart d’heure" in refus.text
        demander(client, adresse)
    if adresse == "amina@example.org":
        ailleurs = Client()
        assert entrer(ailleurs, dernier_lien()).status_code == 302
    with time_machine.travel(now + timedelta(minutes=16), tick=False):
        assert client.post("/connexion/", juste).status_code == (302 if adresse == "amina@example.org" else 422)


def test_a_lock_keeps_no_address_and_no_password(client, amina):
    client.post("/connexion/", {"username": "amina@example.org", "password": "secret-de-trop"}, REMOTE_ADDR="192.0.2.7")
    essai = AccessAttempt.objects.get()
    assert essai.ip_address == "0.0.0.0"
    assert "secret-de-trop" not in f"{essai.get_data} {essai.post_data} {essai.path_info}"


def test_a_counter_holds_nothing_that_can_be_read(client, amina):
    demander(client)
    lignes = [f"{c.usage} {c.empreinte}" for c in Compteur.objects.order_by("pk")]
    assert len(lignes) == 2
    assert not [ligne for ligne in lignes if "amina" in ligne or "127.0.0.1" in ligne]


def test_the_installer_comes_in_by_the_same_door(client, amina):
    amina.is_staff = amina.is_superuser = True
    amina.save()
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/connexion/?next=/admin/"
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/connexion/?next=/admin/"
    client.post("/connexion/?next=/admin/", {"username": "amina@example.org", "password": MOT_DE_PASSE})
    assert client.get("/admin/").status_code == 200


def test_a_session_names_its_device_and_nothing_more(client, amina):
    demander(client)
    client.post("/connexion/lien/", {"jeton": jeton_de(dernier_lien())}, headers={"User-Agent": FIREFOX})
    session = Session.objects.get()
    assert session.appareil == "Firefox sur Android"
    assert session.utilisateur == amina
    assert "Firefox sur Android" in client.get("/compte/").text
