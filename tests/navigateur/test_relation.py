"""A request in a real browser, its mails in a real server: the place answers from its mail, without an account."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from comptes.envoi import envoyer_courriels
from orientations.models import AccueilRelation, MiseEnRelation
from orientations.relations.actions import Personne, prevenir
from orientations.relations.courriels import lien_du_lieu
from tests.navigateur.test_cartes import entrer
from tests.outils.smtp import serveur_de_courriels

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]
PRENOM = "Zénobie"


@pytest.fixture
def boite(settings):
    with serveur_de_courriels() as boite:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", boite.port
        yield boite


@pytest.fixture
def demande(distribution):
    AccueilRelation.objects.create(
        structure=distribution.lieux["Le Lien"].structure,
        courriel="accueil@example.org",
        accepte_a=timezone.now(),
        accepte_par=distribution.amina,
    )
    return distribution


@pytest.fixture
def ouvrir(new_context, live_server, surveillance):
    """Give `ouvrir(account or None, width=…)`: a page of a new browser."""
    surveillance.tolerate("422")

    def ouvrir_(compte, *, width, **options):
        context = new_context(viewport={"width": width, "height": 760}, **options)
        if compte:
            entrer(context, compte, live_server)
        return context.new_page()

    return ouvrir_


@pytest.mark.parametrize("javascript", [True, False])
def test_a_request_is_sent_and_answered(demande, ouvrir, boite, sans_defaut, javascript):
    page = ouvrir(demande.chloe, width=1280, java_script_enabled=javascript)
    page.goto(f"/offres/{demande.offres['Le Lien'].uid}/")
    page.get_by_role("link", name="Prévenir le lieu").click()
    page.get_by_label("Prénom ou initiales").fill(PRENOM)
    page.get_by_role("textbox", name="Téléphone").fill("01 99 00 43 21")
    page.get_by_role("button", name="Prévenir Le Lien").click()
    page.get_by_text("Sans l’accord de la personne, rien ne part.").wait_for()
    assert page.get_by_label("Prénom ou initiales").input_value() == PRENOM
    if javascript:
        sans_defaut(page)
    page.get_by_role("checkbox", name="La personne est d’accord").check()
    page.get_by_role("button", name="Prévenir Le Lien").click()
    page.get_by_text("C’est envoyé.").wait_for()

    envoyer_courriels(timezone.now())
    (annonce,) = boite.pour("accueil@example.org")
    assert PRENOM not in annonce
    chemin = urlsplit(re.search(r"https?://\S+/r/\S+", annonce)[0]).path

    telephone = ouvrir(None, width=360, java_script_enabled=javascript)
    telephone.goto(chemin)
    telephone.get_by_text(PRENOM).wait_for()
    if javascript:
        sans_defaut(telephone)
    jour = timezone.localdate() + timedelta(days=5)
    telephone.get_by_label("Rendez-vous donné").check()
    telephone.get_by_label("Jour").fill(jour.isoformat())
    telephone.get_by_label("Heure").fill("14:30")
    telephone.get_by_role("button", name="Répondre").click()
    telephone.get_by_text("C’est noté.").wait_for()
    assert MiseEnRelation.objects.get().etat == "rendez_vous"

    envoyer_courriels(timezone.now())
    assert "Le lieu donne un rendez-vous" in boite.pour(demande.chloe.courriel)[-1]
    page.reload()
    page.get_by_text("Rendez-vous ").first.wait_for()


def test_the_place_answers_by_keyboard_alone(demande, ouvrir):
    relation = prevenir(
        demande.offres["Le Lien"],
        Personne(PRENOM, "telephone", "+33199004321"),
        de=demande.lieux["Le Voisin"].structure,
        seance_a=None,
        by=demande.chloe,
        now=timezone.now(),
    )
    page = ouvrir(None, width=360)
    page.goto(urlsplit(lien_du_lieu(relation)).path)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "etat":
            break
    page.keyboard.press("Space")
    while not page.get_by_label("Sur liste d’attente").is_checked():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_text("C’est noté.").wait_for()
    assert MiseEnRelation.objects.get().etat == "attente"
