"""Come in and accept an invitation with the keyboard alone; what is shown has nothing for axe to say."""

import pytest
from django.utils import timezone

from structures.actions import inviter
from tests.comptes.outils import dernier_lien

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]
LARGEURS = (320, 1280)


def sans_defaut_nulle_part(page, sans_defaut):
    """Check the page at the two widths, without a horizontal scroll at either."""
    for largeur in LARGEURS:
        page.set_viewport_size({"width": largeur, "height": 800})
        sans_defaut(page)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def tabuler_jusqu_a(page, texte):
    """Press Tab until what has the focus says this."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if texte in page.evaluate("document.activeElement.textContent"):
            return
    raise AssertionError(f"Tab never reaches « {texte} »")


def test_come_in_by_a_link_with_the_keyboard(new_context, live_server, distribution, sans_defaut, surveillance):
    surveillance.tolerate("422")
    page = new_context(java_script_enabled=True).new_page()
    page.goto("/connexion/?next=/compte/")
    sans_defaut_nulle_part(page, sans_defaut)
    page.keyboard.type("pas une adresse")  # the field has the focus
    page.keyboard.press("Enter")
    page.get_by_text("Écrivez une adresse entière").wait_for()
    sans_defaut_nulle_part(page, sans_defaut)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("amina@example.org")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Regardez votre courrier").wait_for()
    sans_defaut_nulle_part(page, sans_defaut)
    page.goto(dernier_lien("amina@example.org"))
    sans_defaut_nulle_part(page, sans_defaut)
    tabuler_jusqu_a(page, "Se connecter")
    while page.evaluate("document.activeElement.closest('main') === null"):
        tabuler_jusqu_a(page, "Se connecter")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Mon compte").wait_for()
    sans_defaut_nulle_part(page, sans_defaut)


def test_accept_an_invitation_with_the_keyboard(new_context, live_server, distribution, sans_defaut):
    structure = distribution.lieux["Le Lien"].structure
    inviter(
        cible=structure, courriel="nouvelle@example.org", role="responsable", by=distribution.amina, now=timezone.now()
    )
    page = new_context().new_page()
    page.goto(dernier_lien("nouvelle@example.org"))
    sans_defaut_nulle_part(page, sans_defaut)
    page.get_by_label("Votre nom").focus()
    page.keyboard.type("Nouvelle venue")
    tabuler_jusqu_a(page, "Accepter")
    page.keyboard.press("Enter")
    page.get_by_text("Bienvenue").wait_for()
    page.goto(f"/espace/{structure.uid}/equipe/")
    sans_defaut_nulle_part(page, sans_defaut)
    tabuler_jusqu_a(page, "Retirer")
    page.keyboard.press("Enter")
    page.get_by_text("Cette personne ne pourra plus rien modifier ici").first.wait_for()
    sans_defaut_nulle_part(page, sans_defaut)
    for adresse in ("/compte/second-facteur/", "/compte/mot-de-passe/", "/compte/supprimer/"):
        page.goto(adresse)
        sans_defaut_nulle_part(page, sans_defaut)
