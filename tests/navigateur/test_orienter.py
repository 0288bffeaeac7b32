"""Hand over, share, listen, compare, in a real browser; with and without JavaScript."""

import re
from urllib.parse import unquote

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ateliers.nomenclature import ACCES
from orientations.models import Orientation
from recherche.models import RechercheVaine
from tests.distribution import creer_lieu, creer_offre

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]

# A machine with an Arabic voice and no other: what it is asked to say is noted.
VOIX_ARABE = """
  window.dit = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    speaking: false,
    getVoices: () => [{ lang: "ar-SA" }],
    speak: (said) => window.dit.push([said.lang, said.text]),
    cancel: () => {},
    addEventListener: () => {},
  }});
"""


@pytest.fixture
def offre(db):
    lieu = creer_lieu(0, nom="Centre social Les Quais", telephone="+33199001234")
    return creer_offre(lieu, nom="Aide aux démarches", horaires="Th 14:00-17:00", acces=ACCES["rdv"].masque)


@pytest.fixture
def voisine(db):
    lieu = creer_lieu(0, nom="Médiathèque du Pont", latitude=48.786, longitude=2.4531, telephone="+33199004321")
    return creer_offre(lieu, nom="Coup de main", horaires="Tu 10:00-12:00", acces=ACCES["sans_rdv"].masque)


def papier(offre, langue="fr"):
    return f"{reverse('orientations:papier', args=[offre.uid, ''])}?langue={langue}"


def attendre(page, combien):
    """Wait until so many orientations are written: a beacon has no answer."""
    for _ in range(50):
        if Orientation.objects.count() >= combien:
            break
        page.wait_for_timeout(100)
    assert Orientation.objects.count() == combien


def test_each_click_that_hands_over_is_one_line(page, offre):
    page.add_init_script("window.print = () => { window.imprime = (window.imprime ?? 0) + 1; }")
    page.goto(papier(offre))
    page.get_by_text("Pour compter, sans nom").click()
    page.get_by_label("La personne", exact=True).select_option("seniors")
    page.get_by_role("button", name="Imprimer").click()
    attendre(page, 1)
    assert page.evaluate("window.imprime") == 1
    note = Orientation.objects.get()
    assert (note.canal, note.public, note.theme) == ("papier", "seniors", "demarches")
    # The telephone opens its messages; here nothing does.
    page.evaluate("document.querySelector('[data-canal=sms]').addEventListener('click', (e) => e.preventDefault())")
    page.get_by_role("link", name="SMS").click()
    attendre(page, 2)
    assert sorted(Orientation.objects.values_list("canal", flat=True)) == ["papier", "sms"]


def test_without_javascript_printing_is_recorded_and_explained(new_context, offre):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(papier(offre, "ar"))
    page.get_by_role("button", name="Imprimer").click()
    expect(page.get_by_text("Pour imprimer")).to_be_visible()
    expect(page.get_by_role("article", name="Le papier")).to_contain_text("موعدك")
    assert Orientation.objects.get().canal == "papier"
    envoi = re.compile(r"^sms:\?&body=Aide%20aux%20d%C3%A9marches%0ACentre%20social")
    expect(page.get_by_role("link", name="SMS")).to_have_attribute("href", envoi)
    expect(page.get_by_role("button", name="Copier")).to_be_hidden()


def test_copying_copies_the_whole_message(new_context, offre):
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(papier(offre))
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_text("Texte copié.")).to_be_visible()
    copie = page.evaluate("navigator.clipboard.readText()")
    for attendu in ("Aide aux démarches", "Centre social Les Quais, 1 rue", "Jeudi", f"/o/{offre.uid}/"):
        assert attendu in copie
    # What the link sends, in the letters that a telephone cuts the least.
    assert copie == unquote(page.get_by_role("link", name="SMS").get_attribute("href").split("body=")[1])
    attendre(page, 1)


def test_listening_where_there_is_a_voice_for_this_language(page, offre):
    page.add_init_script(VOIX_ARABE)
    page.goto(papier(offre))
    expect(page.get_by_role("button", name="Écouter")).to_be_hidden()
    page.goto(papier(offre, "ar"))
    page.get_by_role("button", name="Écouter").click()
    dit = page.evaluate("window.dit")
    assert ["ar", "إنه مجاني."] in dit
    assert not [texte for langue, texte in dit if langue == "ar" and "gratuit" in texte]
    assert any("Les Quais" in texte for _, texte in dit)


def test_comparing_by_links_alone(new_context, offre, voisine):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/?theme=demarches")
    page.get_by_role("link", name="Comparer : Aide aux démarches").click()
    page.get_by_role("link", name="Coup de main").click()
    titres = page.get_by_role("columnheader")
    expect(titres).to_have_text(["Aide aux démarches", "Coup de main"])
    expect(page.get_by_role("row", name="Comment")).to_contain_text("Venez sans rendez-vous.")
    page.get_by_role("link", name="Retirer : Aide aux démarches").click()
    expect(titres).to_have_text(["Coup de main"])


def test_a_comparison_is_printed_without_its_buttons(page, offre, voisine):
    page.goto(f"/comparer/?o={offre.uid}&o={voisine.uid}")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Retirer").first).to_be_hidden()
    expect(page.get_by_text("Ajouter, pour le même besoin")).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()


def test_the_comparison_is_accessible(new_context, ecran, offre, voisine, sans_defaut):
    page = new_context(**ecran).new_page()
    page.goto(f"/comparer/?o={offre.uid}&o={voisine.uid}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sans_defaut(page)


def test_an_empty_page_is_learnt_once(page, offre):
    page.goto("/?q=introuvablissime")
    expect(page.get_by_text("Aucun lieu ne réunit")).to_be_visible()
    for _ in range(30):
        if RechercheVaine.objects.exists():
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(300)
    assert RechercheVaine.objects.get().genre == "vide"
    page.get_by_role("button", name="Je n’ai rien trouvé").click()
    expect(page.get_by_text("C’est noté, merci.")).to_be_visible()
    assert sorted(RechercheVaine.objects.values_list("genre", flat=True)) == ["dite", "vide"]
