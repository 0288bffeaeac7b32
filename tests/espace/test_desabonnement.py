"""« Ne plus recevoir » : a GET shows, a POST acts, mail software's one click works; and it can be taken up again."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comptes.actions import ecrire_courriel
from comptes.adresses import noter_refus
from comptes.models import AdresseRefusee, Courriel
from core.liens import Genre, signer
from espace.desabonnement import jeton_de_rappels, recoit
from tests.comptes.outils import dernier_lien, jeton_de


@pytest.fixture
def url(distribution):
    return reverse("espace:rappels_lien", args=[jeton_de_rappels(distribution.amina)])


def test_a_scanner_that_opens_the_link_changes_nothing(client, distribution, url):
    reponse = client.get(url)
    assert "Ne plus recevoir ces rappels" in reponse.content.decode()
    assert recoit(distribution.amina)
    assert distribution.amina.courriel not in reponse.content.decode()


def test_stop_and_take_up_again_twice_each(client, distribution, url):
    for choix, attendu in (("arreter", False), ("arreter", False), ("reprendre", True), ("reprendre", True)):
        reponse = client.post(url, {"choix": choix}, follow=True)
        assert reponse.status_code == 200
        assert recoit(distribution.amina) is attendu
        assert ("Reprendre les rappels" in reponse.content.decode()) is not attendu
    assert recoit(distribution.bruno)


def test_one_click_of_mail_software_without_cookie_nor_page(distribution, url):
    logiciel = Client(enforce_csrf_checks=True)
    reponse = logiciel.post(url, {"List-Unsubscribe": "One-Click"})
    assert reponse.status_code < 400
    assert not recoit(distribution.amina)


def test_signed_in(client, distribution):
    client.force_login(distribution.bruno)
    client.post("/espace/rappels/", {"choix": "arreter"})
    assert not recoit(distribution.bruno)
    assert "Reprendre" in client.get("/espace/rappels/").content.decode()


@pytest.mark.parametrize(
    "charge",
    [{}, {"b": "rappels"}, {"b": "rappels", "u": "1"}, {"b": "rappels", "u": 2**70}, {"b": "rappels", "u": None},
     {"b": "place", "u": 1}, {"b": "rappels", "u": -1}, {"b": "rappels", "u": True}],
)  # fmt: skip
def test_other_links_are_refused(client, distribution, charge):
    reponse = client.post(reverse("espace:rappels_lien", args=[signer(Genre.ACTION, **charge)]))
    assert reponse.status_code == 403
    assert "Ce lien n’est pas valable" in reponse.content.decode()


def test_the_federation_sees_its_people_s_mails_and_nobody_else_s(client, distribution):
    d = distribution
    now = timezone.now()
    for a, sujet in (
        (d.bruno.courriel, "Pour Bruno"),
        ("habitante@example.org", "Le papier"),
        (d.seul.courriel, "Seul"),
    ):
        ecrire_courriel(a=a, sujet=sujet, texte="secret", now=now)
    Courriel.objects.update(etat="a_verifier", pris_a=now)
    noter_refus(d.chloe.courriel, raison="550 inconnue", now=now)
    noter_refus("habitante@example.org", raison="550 inconnue", now=now)
    client.force_login(d.fede)
    texte = client.get("/f/val-de-marne/courriels/").content.decode()
    assert "Pour Bruno" in texte
    assert d.chloe.courriel in texte
    assert "Le papier" not in texte
    assert "habitante" not in texte
    assert "secret" not in texte
    pks = {c.sujet: c.pk for c in Courriel.objects.all()}
    client.post("/f/val-de-marne/courriels/", {"geste": f"renvoyer:{pks['Pour Bruno']}"})
    client.post("/f/val-de-marne/courriels/", {"geste": f"renvoyer:{pks['Le papier']}"})
    client.post("/f/val-de-marne/courriels/", {"geste": f"parti:{pks['Seul']}"})
    client.post("/f/val-de-marne/courriels/", {"geste": "confirmer:habitante@example.org"})
    client.post("/f/val-de-marne/courriels/", {"geste": f"confirmer:{d.chloe.courriel}"})
    assert dict(Courriel.objects.values_list("sujet", "etat")) == {
        "Pour Bruno": "a_envoyer", "Le papier": "a_verifier", "Seul": "a_verifier"}  # fmt: skip
    assert AdresseRefusee.objects.get().courriel == "habitante@example.org"


def test_said_to_have_left(client, distribution):
    d = distribution
    ecrire_courriel(a=d.bruno.courriel, sujet="x", texte="y", now=timezone.now())
    Courriel.objects.update(etat="a_verifier", pris_a=timezone.now())
    client.force_login(d.fede)
    client.post("/f/val-de-marne/courriels/", {"geste": f"parti:{Courriel.objects.get().pk}"})
    assert Courriel.objects.get().etat == "envoye"
    for geste in ("", "renvoyer", "renvoyer:", "renvoyer:x", "parti:" + "9" * 40, "parti:٣", "\0", "confirmer:\0"):
        assert client.post("/f/val-de-marne/courriels/", {"geste": geste}).status_code == 302


def test_a_mail_read_at_sign_in_confirms_the_address(client, distribution):
    noter_refus(distribution.amina.courriel, raison="550", now=timezone.now())
    client.post("/connexion/", {"courriel": distribution.amina.courriel})
    client.post("/connexion/lien/", {"jeton": jeton_de(dernier_lien())})
    assert not AdresseRefusee.objects.exists()


def test_the_team_sees_whose_address_receives_nothing(client, distribution):
    d = distribution
    client.force_login(d.amina)
    page = reverse("espace:equipe", args=[d.lieux["Le Lien"].structure.uid])
    assert "ne reçoit pas nos courriels" not in client.get(page).content.decode()
    noter_refus(d.bruno.courriel, raison="550", now=timezone.now())
    assert client.get(page).content.decode().count("ne reçoit pas nos courriels") == 1
