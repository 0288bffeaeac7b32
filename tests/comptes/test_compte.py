"""« Mon compte »: name, password, sessions."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comptes.models import Session
from comptes.queries import sessions_de
from tests.comptes.outils import dernier_lien, jeton_de
from tests.distribution import MOT_DE_PASSE, creer_compte

pytestmark = pytest.mark.django_db
PAGE = "/compte/mot-de-passe/"
NOUVEAU = "une-autre-phrase-assez-longue"


@pytest.fixture
def amina():
    return creer_compte("amina@example.org")


def ouverte(compte):
    client = Client()
    client.force_login(compte)
    return client


def test_the_name_is_changed(client, amina):
    client.force_login(amina)
    assert "Votre nom est enregistré" in client.post("/compte/nom/", {"nom": "Amina"}, follow=True).text
    assert "trop long" in client.post("/compte/nom/", {"nom": "a" * 200}, follow=True).text
    amina.refresh_from_db()
    assert amina.nom == "Amina"


def test_changing_the_password_closes_the_other_sessions(client, amina):
    client.force_login(amina)
    ailleurs = ouverte(amina)
    reponse = client.post(PAGE, {"nouveau": NOUVEAU}, follow=True)
    assert "autres sessions sont fermées" in reponse.text
    assert ailleurs.get("/compte/").status_code == 302
    assert client.get("/compte/").status_code == 200
    assert Session.objects.count() == 1
    client.post("/deconnexion/")
    assert client.post("/connexion/", {"username": amina.courriel, "password": MOT_DE_PASSE}).status_code == 422
    assert client.post("/connexion/", {"username": amina.courriel, "password": NOUVEAU}).status_code == 302


def test_a_weak_password_is_refused(client, amina):
    client.force_login(amina)
    for faible in ("court", "amina@example.org", "1234567890123", ""):
        reponse = client.post(PAGE, {"nouveau": faible})
        assert reponse.status_code == 422
        assert "id_nouveau_error" in reponse.text


def test_an_old_session_says_the_current_password(client, amina):
    client.force_login(amina)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert client.post(PAGE, {"nouveau": NOUVEAU}).status_code == 422
        assert client.post(PAGE, {"nouveau": NOUVEAU, "retirer": "1"}).status_code == 422
        assert client.post(PAGE, {"nouveau": NOUVEAU, "actuel": "faux"}).status_code == 422
        assert client.post(PAGE, {"nouveau": NOUVEAU, "actuel": MOT_DE_PASSE}).status_code == 302
        amina.refresh_from_db()
        assert amina.check_password(NOUVEAU)


def test_guessing_the_current_password_stops(client, amina):
    client.force_login(amina)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        statuts = [client.post(PAGE, {"nouveau": NOUVEAU, "actuel": f"faux{n}"}).status_code for n in range(7)]
        assert statuts == [422] * 6 + [302]
        client.post(PAGE, {"nouveau": NOUVEAU, "actuel": MOT_DE_PASSE})
    amina.refresh_from_db()
    assert amina.check_password(MOT_DE_PASSE)


def test_an_old_session_without_password_confirms_by_a_link(client, amina):
    amina.set_unusable_password()
    amina.save()
    client.force_login(amina)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        page = client.get(PAGE).text
        assert "Nouveau mot de passe" not in page
        assert "Recevoir un lien pour confirmer" in page
        client.post(PAGE, {"nouveau": NOUVEAU})
        client.post("/connexion/confirmer/", {"next": PAGE})
        entree = client.post("/connexion/lien/", {"jeton": jeton_de(dernier_lien())})
        assert entree["Location"] == PAGE
        client.post(PAGE, {"nouveau": NOUVEAU})
    amina.refresh_from_db()
    assert amina.check_password(NOUVEAU)


def test_the_password_is_taken_away(client, amina):
    client.force_login(amina)
    client.post(PAGE, {"retirer": "1"})
    amina.refresh_from_db()
    assert not amina.has_usable_password()
    assert client.get("/compte/").status_code == 200


def test_sessions_are_listed_and_closed_one_by_one_or_all(client, amina):
    client.force_login(amina)
    autres = [ouverte(amina) for _ in range(3)]
    etrangere = ouverte(creer_compte("bruno@example.org"))
    page = client.get("/compte/").text
    assert page.count('name="session"') == 3
    assert not [a for a in autres if a.cookies["sessionid"].value in page], "a key opens the session"
    ici = client.session.session_key
    cible = next(s for s in sessions_de(amina, ici, timezone.now()) if not s.ici)
    client.post("/compte/sessions/", {"session": cible.code})
    assert sum(a.get("/compte/").status_code == 200 for a in autres) == 2
    client.post("/compte/sessions/", {"session": "inconnue"})
    client.post("/compte/sessions/", {"toutes": "1"})
    assert not [a for a in autres if a.get("/compte/").status_code == 200]
    assert client.get("/compte/").status_code == 200
    assert etrangere.get("/compte/").status_code == 200


def test_somebody_else_s_session_is_not_closed(client, amina):
    bruno = creer_compte("bruno@example.org")
    sienne = ouverte(bruno)
    code = sessions_de(bruno, None, timezone.now())[0].code
    client.force_login(amina)
    client.post("/compte/sessions/", {"session": code})
    assert sienne.get("/compte/").status_code == 200


def test_a_session_in_use_is_seen_once_an_hour(client, amina, django_assert_num_queries):
    debut = timezone.now()
    client.force_login(amina)
    with time_machine.travel(debut + timedelta(minutes=30)):
        client.get("/aide/")
        assert Session.objects.get().vu_a < debut + timedelta(minutes=1)
    with time_machine.travel(debut + timedelta(hours=2)):
        client.get("/aide/")
        client.get("/aide/")
    assert Session.objects.get().vu_a > debut + timedelta(hours=1)


def test_the_mail_of_the_demonstration_is_read_only_there(client, amina, settings):
    from tests.distribution import creer_federation

    client.post("/connexion/", {"courriel": "amina@example.org"})
    fichiers = "django.core.mail.backends.filebased.EmailBackend"
    federation = creer_federation()
    for demonstration, moteur, statut in (
        (True, "django.core.mail.backends.smtp.EmailBackend", 404),
        (False, fichiers, 404),
        (True, fichiers, 200),
    ):
        federation.demonstration = demonstration
        federation.save()
        settings.EMAIL_BACKEND = moteur
        assert client.get("/demo/courrier/").status_code == statut
    page = client.get("/demo/courrier/").text
    assert f'href="http://127.0.0.1:8000{dernier_lien()}"' in page
    creer_federation("vraie")
    assert client.get("/demo/courrier/").status_code == 404
