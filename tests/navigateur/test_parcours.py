"""The main job in a browser: from the home page to the phone, with and without JavaScript, map or tiles."""

import gzip
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from ateliers.nomenclature import ACCES, METIERS, POSTURES, THEMES
from structures.models import Fermeture
from tests.distribution import creer_commune, creer_federation, creer_lieu, creer_offre, ecrire

pytestmark = pytest.mark.django_db(transaction=True)

ECRIVAIN = {
    "nature": "permanence",
    "metiers": METIERS["ecrivain_public"].masque,
    "themes": THEMES["courrier"].masque,
    "postures": POSTURES["avec"].masque,
}
JEUDI = "Th 14:00-17:00; PH off"


@pytest.fixture
def choisy(db):
    """Four places around Choisy-le-Roi; only two answer the whole question."""
    creer_federation(demonstration=True)
    creer_commune("94022")
    places = {
        "Les Quais": (48.7710, {"horaires": JEUDI}),
        "Le Phare": (48.7850, {"horaires": JEUDI, "tarif": "gratuit"}),
        "Le Payant": (48.7650, {"horaires": JEUDI, "tarif": "participation"}),
        "Le Mardi": (48.7655, {"horaires": "Tu 09:00-12:00"}),
    }
    lieux = {}
    for nom, (latitude, champs) in places.items():
        lieu = creer_lieu(0, nom=nom, latitude=latitude, longitude=2.4187, telephone="+33199001234")
        creer_offre(lieu, nom=f"Écrivain public aux {nom}", **(ECRIVAIN | champs))
        lieux[nom] = lieu
    # An activity that matches half of the question, twice: never a reason to show a place.
    creer_offre(lieux["Le Mardi"], nom="Accès libre du jeudi", nature="acces_libre", horaires=JEUDI)
    return lieux


def remplir(page):
    """Ask for an écrivain public near Choisy-le-Roi, Thursday afternoon, gratuit."""
    page.get_by_label("En quelques mots").fill("écrivain public")
    page.get_by_label("Près de").fill("Choisy-le-Roi")
    page.get_by_text("Quand", exact=True).first.click()
    page.get_by_label("jeudi").check()
    page.get_by_label("après-midi").check()
    page.keyboard.press("Escape")
    page.locator("input[name=gratuit]").check()


def verifier_liste(page):
    noms = page.locator(".carte-lieu h3")
    expect(noms).to_have_text(["Les Quais", "Le Phare"])
    premiere = page.locator(".carte-lieu").first
    expect(premiere).to_contain_text("Écrivain public aux Les Quais")
    expect(premiere).to_contain_text("le jeudi, de 14\u00a0h à 17\u00a0h")
    expect(premiere).to_contain_text("gratuit")
    expect(premiere).to_contain_text("à vol d’oiseau")
    expect(premiere.get_by_role("link", name="Appeler")).to_have_attribute("href", "tel:+33199001234")


def test_from_the_home_page_to_the_nearest_permanence(page, choisy, surveillance):
    page.goto("/")
    remplir(page)
    page.get_by_role("button", name="Chercher", exact=True).click()
    verifier_liste(page)
    # The map says the same, tiles blocked as they are here.
    expect(page.locator("[data-carte-compte]")).to_have_text("2 lieux sur la carte")
    assert surveillance.refused
    # All of it is in the address: Back, then forward, shows the same.
    adresse = page.url
    page.locator(".carte-lieu h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les Quais")
    page.go_back()
    verifier_liste(page)
    assert page.url == adresse


def test_the_same_without_javascript(new_context, choisy):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_label("En quelques mots").fill("écrivain public")
    page.get_by_label("Près de").fill("Choisy-le-Roi")
    page.locator("summary", has_text="Quand").click()
    page.get_by_label("jeudi").check()
    page.get_by_label("après-midi").check()
    page.locator("input[name=gratuit]").check(force=True)
    page.get_by_role("button", name="Chercher", exact=True).click()
    verifier_liste(page)
    page.locator(".carte-lieu h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les Quais")


def test_a_filter_in_place_is_the_fresh_page(page, choisy):
    page.goto("/?pres=Choisy-le-Roi&metier=ecrivain_public")
    expect(page.locator(".carte-lieu")).to_have_count(4)
    page.locator("input[name=gratuit]").check()
    expect(page.locator(".carte-lieu")).to_have_count(3)
    assert "gratuit=on" in page.url
    echangee = page.locator("#resultats").inner_text()
    page.reload()
    assert page.locator("#resultats").inner_text() == echangee


@pytest.mark.apparence
def test_the_whole_job_by_keyboard(page, choisy):
    page.goto("/")
    page.get_by_label("En quelques mots").focus()
    page.keyboard.type("écrivain public")
    page.keyboard.press("Tab")
    page.keyboard.type("Choisy-le-Roi")
    page.keyboard.press("Enter")
    expect(page.locator(".carte-lieu")).to_have_count(4)
    page.locator(".carte-lieu h3 a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Appeler").first.focus()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "tel:+33199001234"


def test_before_friday_from_a_desk(page, choisy):
    """What is possible before a day comes first, « Chez nous » above."""
    nous = choisy["Le Phare"]
    jeudi = timezone.localdate() + timedelta(days=(3 - timezone.localdate().weekday()) % 7)
    page.goto(f"/?depuis={nous.uid}&q=écrivain+public&avant={(jeudi + timedelta(days=1)).isoformat()}")
    groupes = page.locator(".titre-groupe")
    expect(groupes.first).to_have_text("Chez nous")
    expect(page.locator(".carte-lieu h3").first).to_have_text("Le Phare")
    expect(page.get_by_text("C’est urgent").first).to_be_visible()
    expect(page.get_by_text("115").first).to_be_visible()
    page.get_by_role("link", name="Quitter").first.click()
    expect(page.get_by_text("Chez nous")).to_have_count(0)


PAGES = ("accueil", "aide", "accessibilite", "mentions", "ecrivains_publics", "conseillers_numeriques", "sans_internet")


@pytest.mark.apparence
def test_no_page_has_a_defect(new_context, ecran, choisy, sans_defaut):
    lieu = choisy["Les Quais"]
    ecrire(
        Fermeture(lieu=lieu, debut=timezone.localdate(), fin=timezone.localdate() + timedelta(days=3), motif="travaux")
    )
    creer_offre(
        lieu,
        nom="Complet",
        acces=ACCES["rdv"].masque,
        dispo="complet",
        dispo_le=timezone.localdate(),
        dispo_voie="ecran",
        dispo_jusqu_au=timezone.localdate() + timedelta(days=9),
    )
    page = new_context(**ecran).new_page()
    chemins = [reverse(f"recherche:{nom}") for nom in PAGES] + [
        "/connexion/",
        "/style/",
        "/opendata/",
        "/?pres=Choisy-le-Roi&theme=courrier",
        "/?q=introuvable&gratuit=on&pres=Choisy-le-Roi",
        f"/?depuis={lieu.uid}&avant={(timezone.localdate() + timedelta(days=8)).isoformat()}",
        "/?tout=1&pres=Trifouillis",
        lieu.get_absolute_url(),
        lieu.offres.first().get_absolute_url(),
        reverse("recherche:semaine", args=[lieu.uid, ""]),
    ]
    for chemin in chemins:
        page.goto(chemin)
        sans_defaut(page)
        trop = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert trop <= 0, f"{chemin} is {trop} px too wide"


@pytest.mark.apparence
def test_open_filters_have_no_defect(page, choisy, sans_defaut):
    page.goto("/?tout=1")
    for titre in ("Besoin", "Quand", "Plus de critères"):
        page.locator("summary", has_text=titre).first.click()
        sans_defaut(page)


@pytest.mark.apparence
def test_first_visit_is_small(new_context, choisy):
    """HTML, CSS and JavaScript, compressed: 100 kB and 14 requests at most, the map included."""
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    tailles = {}

    def noter(reponse):
        if reponse.url.startswith(page.url.split("/?")[0].rstrip("/")) or "127.0.0.1" in reponse.url:
            tailles[reponse.url] = len(gzip.compress(reponse.body())) if reponse.ok else 0

    page.on("response", noter)
    page.goto("/?pres=Choisy-le-Roi&theme=courrier", wait_until="networkidle")
    expect(page.locator("[data-carte-compte]")).to_contain_text("lieux sur la carte")
    assert len(tailles) <= 14, "\n".join(tailles)
    assert sum(tailles.values()) <= 100_000, tailles
    premieres = set(tailles)
    tailles.clear()
    page.locator(".carte-lieu h3 a").first.click()
    page.wait_for_load_state("networkidle")
    nouvelles = {u: t for u, t in tailles.items() if u not in premieres}
    assert sum(nouvelles.values()) <= 25_000, nouvelles
