"""States reached only with a great deal: long lists, folded then opened, and what is too long to be sent."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.distribution import creer_offre, ecrire, faire_lieu, faire_offre
from tests.navigateur.test_cartes import entrer

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]

# What a telephone or a recent computer offers, and this browser does not.
PARTAGE = """
  navigator.share = () => Promise.resolve();
  Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.resolve() } });
"""
# Three million letters, that this browser would take a minute to draw in a field.
ALLONGER = """(form) => {
  const long = Object.assign(document.createElement("input"), { type: "hidden", name: "long" });
  long.value = "mot ".repeat(750_000);
  form.append(long);
}"""


@pytest.fixture
def entrer_avec(new_context, live_server, ecran):
    """Give `entrer_avec(compte)`: a page of a new browser, signed in, on one of the two screens."""

    def entrer_(compte):
        context = new_context(**ecran)
        entrer(context, compte, live_server)
        return context.new_page()

    return entrer_


def test_long_lists_are_accessible_folded_and_opened(entrer_avec, distribution, sans_defaut):
    lieu = distribution.lieux["Le Lien"]
    ecrire(*(faire_offre(lieu, nom=f"Permanence {n}", grain="places") for n in range(14)))
    ecrire(*(faire_lieu(lieu.structure, nom=f"Antenne {n}", principal=False) for n in range(14)))
    page = entrer_avec(distribution.amina)
    structure = reverse("espace:structure", args=[lieu.structure.uid])
    for adresse, plis in {"/espace/": 2, structure: 3, lieu.get_absolute_url(): 1}.items():
        page.goto(adresse)
        replies = page.locator("details.autres-cartes > summary")
        assert replies.count() >= plis, adresse
        assert bool(page.locator(".attend a").count()) == adresse.startswith("/espace/")
        sans_defaut(page)
        # From the top, each question that waits, with how many times.
        for lien in page.locator(".attend a").all():
            question = page.locator(lien.get_attribute("href"))
            expect(question.locator(".combien")).to_have_text(lien.locator(".combien").inner_text())
        # The keyboard opens what it reaches.
        for pli in replies.all():
            pli.press("Enter")
        expect(page.locator("details.autres-cartes:not([open])")).to_have_count(0)
        sans_defaut(page)


def test_the_three_ways_to_send_are_accessible(new_context, ecran, sans_defaut):
    context = new_context(**ecran)
    context.add_init_script(PARTAGE)
    page = context.new_page()
    page.goto(reverse("orientations:papier", args=[creer_offre(horaires="Th 14:00-17:00").uid, ""]))
    expect(page.get_by_role("button", name="Partager")).to_be_visible()
    sans_defaut(page)
    page.get_by_role("button", name="Copier").press("Enter")
    expect(page.get_by_text("Texte copié.")).to_be_visible()
    sans_defaut(page)


@pytest.fixture
def toutes(monkeypatch):
    """Look at a page in every guise: no other test shows it."""
    monkeypatch.setenv("AXE", "tout")


@pytest.mark.usefixtures("toutes")
def test_what_is_too_long_is_said_on_a_page(new_context, ecran, sans_defaut, surveillance):
    """Sent for real, by a form: a server that closes its door on what it has not read would show nothing at all."""
    surveillance.tolerate("413")
    page = new_context(**ecran).new_page()
    page.goto(f"{creer_offre().get_absolute_url()}signaler/")
    page.get_by_label("Qu’avez-vous constaté").fill("La liste est fermée depuis lundi.")
    page.locator("form:has(textarea)").evaluate(ALLONGER)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est trop long pour être envoyé d’un coup")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sans_defaut(page)
    # What was typed is still there, as the page says.
    page.go_back()
    expect(page.get_by_label("Qu’avez-vous constaté")).to_have_value("La liste est fermée depuis lundi.")


def test_a_card_too_long_to_be_sent_says_so_where_it_is(entrer_avec, distribution, sans_defaut, surveillance):
    surveillance.tolerate("413")
    lieu = distribution.lieux["Le Lien"]
    page = entrer_avec(distribution.amina)
    page.goto(reverse("espace:lieu", args=[lieu.uid]))
    page.get_by_role("link", name="Modifier : Comment vous reconnaître").click()
    page.get_by_label("Comment nous reconnaître").fill("Porte verte")
    page.locator("form:has([name=reconnaitre])").evaluate(ALLONGER)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("C’est trop long pour être envoyé d’un coup")
    expect(page.get_by_label("Comment nous reconnaître")).to_have_value("Porte verte")
    sans_defaut(page)
