"""The table of a federation in a real browser: searched while typing, corrected in its row, ticked by the keyboard."""

import pytest
from playwright.sync_api import expect

from structures.models import Structure
from tests.navigateur.test_cartes import entrer

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]
PAGE = "/f/val-de-marne/structures/"


def test_a_morning_of_an_administrator(new_context, live_server, distribution, sans_defaut, surveillance):
    surveillance.tolerate("422")
    context = new_context(viewport={"width": 1280, "height": 800})
    entrer(context, distribution.fede, live_server)
    page = context.new_page()
    page.goto(PAGE)
    sans_defaut(page)

    # Typing finds; the address says so.
    page.get_by_label("Nom, commune ou SIRET").press_sequentially("le ", delay=30)
    page.get_by_label("Nom, commune ou SIRET").press_sequentially("lien", delay=30)
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(f"{live_server.url}{PAGE}?q=le%20lien")

    # Corrected in place: refused with its reason, then taken; the keyboard stays in the row.
    page.get_by_role("link", name="Corriger Le Lien").press("Enter")
    expect(page.get_by_label("Nom (obligatoire)", exact=True)).to_be_focused()
    page.get_by_label("SIRET", exact=True).fill("123")
    page.get_by_label("SIRET", exact=True).press("Enter")
    page.get_by_text("Ce SIRET n’est pas valable").wait_for()
    sans_defaut(page)
    page.get_by_label("SIRET", exact=True).fill("130 025 265 00013")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    page.get_by_text("SIRET 13002526500013").wait_for()
    expect(page.get_by_role("link", name="Corriger Le Lien")).to_be_focused()
    assert Structure.objects.get(nom="Le Lien").siret == "13002526500013"

    # Ticked by space, from row to row by the arrows; done after the page that says to whom; undone.
    page.get_by_role("link", name="Tout effacer").click()
    page.get_by_label("Le Lien", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.get_by_text("Pour 2 lignes cochées").wait_for()
    page.get_by_role("button", name="Archiver").click()
    page.get_by_role("heading", name="Archiver : 2 structures").wait_for()
    sans_defaut(page)
    page.get_by_role("button", name="Archiver").click()
    page.get_by_text("Archivage fait : 2.").wait_for()
    assert Structure.objects.filter(archivee_le__isnull=False).count() == 2
    page.get_by_role("button", name="Annuler ce qui vient d’être fait").click()
    page.get_by_text("Annulation faite : 2.").wait_for()
    assert not Structure.objects.filter(archivee_le__isnull=False).exists()

    page.goto(f"{PAGE}nouvelle/")
    expect(page.get_by_label("Genre de partenaire")).to_be_hidden()
    page.get_by_label("Partenaire", exact=True).check()
    expect(page.get_by_label("Genre de partenaire")).to_be_visible()
    sans_defaut(page)
