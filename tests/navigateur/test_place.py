"""« Complet jusqu’au… » from a phone, without an account: a mail, « Mes permanences », the desk; then the search."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ateliers.models import Intervenant
from ateliers.nomenclature import THEMES
from comptes.models import Utilisateur
from espace.acces import creer_poste, nouveau_lien
from espace.models import Poste
from structures.models import Membre
from tests.distribution import MOT_DE_PASSE, creer_lieu
from tests.espace.outils import jeton_action, permanence
from tests.navigateur.test_cartes import entrer

pytestmark = pytest.mark.django_db(transaction=True)
TELEPHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
RECHERCHE = "/?q=courrier&pres=Créteil"


@pytest.fixture
def chez(live_server):
    """Two neighbours who write letters; the nearer one is ours."""
    champs = {"nom": "Courrier", "themes": THEMES["courrier"].masque}
    proche = permanence(creer_lieu(0, nom="Le Proche"), **champs)
    permanence(creer_lieu(0, nom="Le Lointain", latitude=48.79), **champs)
    qui = Utilisateur.objects.create_user("bruno@example.org", MOT_DE_PASSE)
    Membre.objects.create(structure=proche.structure, utilisateur=qui, role="equipe")
    ecrivain = Intervenant.objects.create(metier="ecrivain_public")
    proche.intervenants.add(ecrivain)
    now = timezone.now()
    poste = Poste(structure=proche.structure)
    return {
        "mail": f"/agir/{jeton_action(qui, proche, 'place')}/",
        "permanences": f"/mes-permanences/{nouveau_lien(intervenant=ecrivain, by=qui, now=now)}/",
        "poste": f"/poste/{creer_poste(poste, by=qui, now=now)}/",
        "espace": f"/espace/offres/{proche.uid}/place/",
        "seances": f"/espace/offres/{proche.uid}/seances/",
    }


def doigts(page):
    """Every button, link of choice and field of a gesture is 44 px high at least, and nothing overflows."""
    petits = page.evaluate(
        """() => [...document.querySelectorAll(
            ".place-bouton, main .bouton, .place-case, .place-form .champ input, .seance-geste summary, main select"
        )].filter((e) => e.checkVisibility()).map((e) => [e.innerText || e.name, e.getBoundingClientRect().height])
          .filter(([, h]) => h < 44)"""
    )
    assert not petits
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def ordre(page):
    page.goto(RECHERCHE)
    return page.locator(".carte-lieu h3").all_inner_texts()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    "porte",
    [
        "mail",
        pytest.param("permanences", marks=pytest.mark.apparence),
        pytest.param("poste", marks=pytest.mark.apparence),
    ],
)
def test_full_until_in_one_tap_and_one_confirmation(new_context, chez, sans_defaut, porte, javascript):
    context = new_context(**TELEPHONE, java_script_enabled=javascript)
    page, recherche = context.new_page(), context.new_page()
    assert ordre(recherche) == ["Le Proche", "Le Lointain"]
    page.goto(chez[porte])
    if javascript:
        sans_defaut(page)
        doigts(page)
    page.get_by_text("Complet jusqu’au…").click()
    dans_deux_semaines = (timezone.localdate() + timedelta(days=14)).isoformat()
    expect(page.locator("input[name=jusqu_au]")).to_have_value(dans_deux_semaines)
    if javascript:
        sans_defaut(page)
        doigts(page)
    page.get_by_role("button", name="Confirmer").click()
    dit = page.get_by_role("status")
    expect(dit).to_contain_text("C’est noté")
    expect(dit).to_contain_text("complet jusqu’au")
    if javascript:
        sans_defaut(page)
        doigts(page)
    # At once, in the search: lower, and why.
    assert ordre(recherche) == ["Le Lointain", "Le Proche"]
    expect(recherche.locator(".carte-lieu").last).to_contain_text("Complet jusqu’au")
    # And back, by the button that followed.
    page.get_by_role("button", name="Annuler", exact=True).click()
    expect(page.get_by_text("Rien n’est dit de la place")).to_be_visible()
    assert ordre(recherche) == ["Le Proche", "Le Lointain"]


@pytest.mark.apparence
def test_the_card_swaps_alone_and_says_it_to_a_screen_reader(new_context, chez, sans_defaut):
    page = new_context(**TELEPHONE).new_page()
    page.goto(chez["poste"])
    page.evaluate("window.restee = true")
    page.get_by_role("button", name="La semaine prochaine").click()
    expect(page.get_by_role("status")).to_contain_text("premier rendez-vous la semaine prochaine")
    assert page.evaluate("window.restee"), "the page was not loaded again"
    expect(page.locator(".dire-place")).to_be_focused()
    sans_defaut(page)


@pytest.mark.apparence
def test_enter_in_the_note_says_nothing_in_its_place(new_context, chez):
    page = new_context(**TELEPHONE).new_page()
    page.goto(chez["poste"])
    page.get_by_text("Ajouter une note").click()
    page.get_by_label("Note pour l’accueil").fill("liste au guichet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_count(0)
    page.get_by_role("button", name="Cette semaine").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté")
    expect(page.locator(".place-note summary")).to_contain_text("liste au guichet")


@pytest.mark.apparence
@pytest.mark.parametrize("javascript", [True, False])
def test_a_wrong_day_is_said_beside_its_field(new_context, chez, surveillance, javascript):
    surveillance.tolerate("422")
    page = new_context(**TELEPHONE, java_script_enabled=javascript).new_page()
    page.goto(chez["permanences"])
    page.get_by_text("Complet jusqu’au…").click()
    champ = page.locator("input[name=jusqu_au]")
    hier = (timezone.localdate() - timedelta(days=1)).isoformat()
    champ.fill(hier)
    # The browser would hold the day back by itself: another one would not.
    champ.evaluate("e => { e.form.noValidate = true; }")
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("Choisissez un jour à venir.")).to_be_visible()
    expect(page.locator("input[name=jusqu_au]")).to_have_value(hier)
    if javascript:
        expect(page.locator("input[name=jusqu_au]")).to_be_focused()


@pytest.mark.apparence
@pytest.mark.parametrize("javascript", [True, False])
def test_not_here_next_thursday(new_context, chez, sans_defaut, javascript):
    page = new_context(**TELEPHONE, java_script_enabled=javascript).new_page()
    page.goto(chez["permanences"])
    seance = page.locator(".seance-gestes").nth(1)
    seance.locator("summary", has_text="Annuler").click()
    seance.get_by_label("Pourquoi, ou que faire").fill("Appelez le centre")
    if javascript:
        sans_defaut(page)
        doigts(page)
    seance.get_by_role("button", name="Annuler cette séance").click()
    expect(page.get_by_text("la séance est annulée")).to_be_visible()
    expect(page.locator(".seance-gestes s")).to_have_count(1)
    if javascript:
        sans_defaut(page)
        remplacer = page.locator(".seance-gestes").nth(2)
        remplacer.locator("summary", has_text="Remplacer").click()
        remplacer.get_by_label("Remplacé·e par").select_option("juriste")
        doigts(page)
        remplacer.get_by_role("button", name="Noter le remplacement").click()
        expect(page.get_by_text("Remplacé·e par un·e juriste")).to_be_visible()
    page.get_by_role("button", name="Rétablir").first.click()
    expect(page.get_by_text("la séance est rétablie")).to_be_visible()


@pytest.mark.apparence
def test_what_a_responsable_gives_is_clean_too(new_context, live_server, chez, sans_defaut):
    Membre.objects.update(role="responsable")
    structure = Poste.objects.get().structure
    context = new_context(**TELEPHONE)
    entrer(context, Utilisateur.objects.get(), live_server)
    page = context.new_page()
    for chemin in (f"/espace/{structure.uid}/postes/", f"/espace/{structure.uid}/permanences/", chez["seances"]):
        page.goto(chemin)
        sans_defaut(page)
        doigts(page)
    page.goto(f"/espace/{structure.uid}/postes/")
    page.get_by_label("Nom").fill("Tablette du hall")
    page.get_by_role("button", name="Créer l’adresse du poste").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tablette du hall")
    sans_defaut(page)
    page.get_by_role("link", name="Ouvrir le poste ici").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tablette du hall")
    page.goto(chez["permanences"] + "afficher/")
    sans_defaut(page)
