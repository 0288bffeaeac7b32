"""The map in a browser: as many places as the list, by mouse, by keyboard, on a phone, with and without tiles."""

import base64
import re

import pytest
from playwright.sync_api import expect

from ateliers.nomenclature import ACCES
from recherche import amas
from tests.distribution import creer_commune, creer_lieu, creer_offre

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
SANS_FOND = "Le fond de carte n’est pas disponible. Les lieux restent à leur place."
TELEPHONE = {"viewport": {"width": 360, "height": 720}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def quais(db):
    """A centre, 400 m from the middle of Choisy-le-Roi."""
    creer_commune("94022")
    return creer_lieu(nom="Les Quais", latitude=48.7681, longitude=2.4187, telephone="+33199001234")


@pytest.fixture
def parc(quais):
    """Another one, further."""
    return creer_lieu(nom="Le Parc", latitude=48.79, longitude=2.45)


def ouvrir(page, adresse="/?tout=1", lieux=None):
    """Show the results and wait for the pins."""
    page.goto(adresse)
    expect(page.locator("[data-carte-compte]")).to_have_text(
        re.compile(r"lieux? sur la carte" if lieux is None else rf"^{lieux} lieux? sur la carte$")
    )
    return page.locator("[data-carte-fond]")


def lieux_dessines(page):
    """Count what the pins and the clusters in the page stand for."""
    grappes = [int(re.sub(r"\D", "", texte)) for texte in page.locator(".grappe strong").all_inner_texts()]
    return page.locator(".epingle").count() + sum(grappes)


def test_as_many_places_on_the_map_as_in_the_list(page, quais):
    for n in range(11):
        creer_lieu(latitude=48.75 + n / 400, longitude=2.40 + (n % 3) / 50)
    ouvrir(page, lieux=12)
    expect(page.locator("[data-titre]")).to_contain_text("12")
    assert lieux_dessines(page) == 12


def test_a_filter_changes_both(page, quais):
    creer_offre(creer_lieu(0, nom="Payant", latitude=48.75), tarif="participation")
    ouvrir(page, lieux=2)
    page.locator("input[name=gratuit]").check()
    expect(page.locator("[data-carte-compte]")).to_have_text("1 lieu sur la carte")
    expect(page.locator(".epingle")).to_have_attribute(
        "aria-label", "Les Quais, Centre social, Créteil, numéro 1 de la liste"
    )


def test_the_keyboard_reaches_opens_and_leaves_a_pin(page, parc):
    carte = ouvrir(page, "/?pres=choisy", lieux=2)
    carte.focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('epingle')"):
            break
    # The first reached is the first of the list.
    epingle = page.locator(".epingle:focus")
    expect(epingle).to_have_attribute("aria-label", "Les Quais, Centre social, Créteil, numéro 1 de la liste")
    expect(epingle).to_have_attribute("role", "button")
    page.keyboard.press("Enter")
    bulle = page.get_by_role("dialog", name="Les Quais")
    expect(bulle).to_be_focused()
    expect(bulle.get_by_role("link", name="Horaires et accès")).to_have_attribute("href", quais_url(page))
    expect(bulle.get_by_role("link", name="Appeler le 01 99 00 12 34")).to_have_attribute("href", "tel:+33199001234")
    page.keyboard.press("Escape")
    expect(bulle).to_have_count(0)
    expect(epingle).to_have_attribute("aria-label", re.compile("^Les Quais"))


def quais_url(page):
    """Return where the card of the list leads: the bubble leads there too."""
    return page.get_by_role("heading", name="Les Quais").get_by_role("link").get_attribute("href")


def test_arrows_move_the_map_from_a_pin(page, parc):
    ouvrir(page, "/?pres=choisy", lieux=2)
    epingle = page.locator(".epingle").first
    epingle.focus()
    avant = epingle.bounding_box()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Chercher dans cette zone")).to_be_visible()
    assert epingle.bounding_box()["x"] < avant["x"] - 50
    expect(epingle).to_be_focused()


def test_a_card_answers_to_its_pin_and_a_pin_to_its_card(page, parc):
    ouvrir(page, "/?pres=choisy", lieux=2)
    page.get_by_role("heading", name="Le Parc").get_by_role("link").focus()
    expect(page.locator(".epingle.actif")).to_have_attribute("aria-label", re.compile("^Le Parc"))
    page.get_by_role("heading", name="Les Quais").hover()
    expect(page.locator(".epingle.actif")).to_have_attribute("aria-label", re.compile("^Les Quais"))
    page.locator(".epingle[aria-label^='Le Parc']").click()
    carte = page.locator("article.carte-lieu", has_text="Le Parc")
    expect(carte).to_have_class(re.compile(r"\bactif\b"))
    expect(carte).to_be_in_viewport()
    expect(page.locator("article.carte-lieu", has_text="Les Quais")).not_to_have_class(re.compile(r"\bactif\b"))


def test_focusing_a_card_brings_its_pin_into_view(page, parc):
    carte = ouvrir(page, "/?pres=choisy", lieux=2)
    carte.focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".epingle[aria-label^='Le Parc']")).not_to_be_in_viewport()
    page.get_by_role("heading", name="Le Parc").get_by_role("link").focus()
    expect(page.locator(".epingle.actif[aria-label^='Le Parc']")).to_be_in_viewport()


def test_searching_in_what_is_in_view(page, parc):
    carte = ouvrir(page, "/?pres=choisy", lieux=2)
    zone = page.get_by_role("button", name="Chercher dans cette zone")
    expect(zone).to_be_hidden()
    carte.focus()
    for _ in range(3):
        page.keyboard.press("+")
    zone.click()
    page.wait_for_url(re.compile(r"pres=48\.\d{3}%2C2\.\d{3}&rayon=(2|5|10)(&|$)"))
    expect(zone).to_be_hidden()
    expect(page.locator("[data-carte-compte]")).to_have_text(re.compile("sur la carte"))
    expect(page.locator("#resultats")).to_contain_text(re.compile("autour|position"))
    page.go_back()
    page.wait_for_url(re.compile(r"\?pres=choisy$"))
    expect(page.locator("[data-titre]")).to_contain_text("2")


def test_without_tiles_the_communes_are_named(page, quais, surveillance):
    ouvrir(page, "/?pres=choisy")
    expect(page.locator("[data-carte-note]")).to_have_text(SANS_FOND)
    expect(page.locator(".commune-nom span", has_text="Choisy-le-Roi")).to_be_visible()
    expect(page.locator(".commune-nom").first).to_have_attribute("aria-hidden", "true")
    assert any("TILEMATRIX=" in adresse for adresse in surveillance.refused)
    assert all(adresse.startswith("https://data.geopf.fr/") for adresse in surveillance.refused)


def test_with_tiles_nothing_is_said_and_nothing_drawn_over(page, context, quais):
    context.route("https://data.geopf.fr/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    ouvrir(page, "/?pres=choisy")
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    expect(page.locator("[data-carte-note]")).to_be_empty()
    expect(page.locator(".commune-nom")).to_have_count(0)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("IGN")


def test_a_full_place_is_marked_and_said(page, quais):
    plein = creer_lieu(0, nom="La Passerelle", latitude=48.775, longitude=2.43)
    creer_offre(plein, acces=ACCES["rdv"].masque, dispo="complet", dispo_le=aujourdhui(), dispo_voie="ecran")
    ouvrir(page, lieux=2)
    epingle = page.locator(".epingle[aria-label^='La Passerelle']")
    expect(epingle).to_have_attribute("aria-label", re.compile(", complet,"))
    expect(epingle.locator(".forme.complet .barre")).to_have_count(1)
    expect(page.locator(".epingle[aria-label^='Les Quais'] .complet")).to_have_count(0)
    expect(page.locator("[data-carte-complet]")).to_be_visible()
    epingle.click()
    expect(page.get_by_role("dialog", name="La Passerelle")).to_contain_text("Complet pour le moment")


def aujourdhui():
    from django.utils import timezone

    return timezone.localdate()


def test_a_cluster_opens_by_keyboard_and_keeps_focus(page, quais):
    for n in range(5):
        creer_lieu(nom=f"Annexe {n}", latitude=48.79 + n / 2000, longitude=2.47 + n / 2000)
    creer_lieu(nom="Loin", latitude=48.70, longitude=2.30)
    ouvrir(page, lieux=7)
    grappe = page.get_by_role("button", name=re.compile(r"^\d lieux, agrandir$"))
    combien = grappe.count()
    assert combien >= 1
    grappe.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-marker-pane :focus")).to_have_count(1)
    expect(page.locator(".epingle[aria-label^='Annexe']").first).to_be_visible()


def test_places_at_one_address_are_listed(page, quais):
    for nom in ("Mairie annexe", "Médiathèque"):
        creer_lieu(nom=nom, latitude=48.78, longitude=2.45)
    carte = ouvrir(page, lieux=3)
    carte.focus()
    grappe = page.get_by_role("button", name="2 lieux, agrandir")
    grappe.click()
    liste = page.get_by_role("dialog", name="2 lieux ici")
    liste.get_by_role("button", name="Médiathèque").click()
    expect(page.get_by_role("dialog", name="Médiathèque")).to_be_visible()


def test_a_large_network_opens_where_one_looks(page, db, monkeypatch, surveillance):
    """The server gathers what is far; a place that is near is itself, focus stays, a failure takes nothing away."""
    monkeypatch.setattr(amas, "SEUIL", 5)
    monkeypatch.setattr(amas, "EXACTS", 3)
    monkeypatch.setattr(amas, "ACTIVITES_MAX", 3)
    for n in range(6):
        creer_lieu(nom=f"Lieu {n}", latitude=48.7 + n % 2 / 5 + n / 300, longitude=2.4)
    # The first answer is the whole country; the view asks for its own part, whose cells take the place of the first.
    with page.expect_response("**/carte/amas.json?*") as sienne:
        ouvrir(page, lieux=6)
    sienne.value.finished()
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert lieux_dessines(page) == 6
    grappe = page.get_by_role("button", name=re.compile("^[23] lieux, agrandir")).first
    grappe.focus()
    with page.expect_response("**/carte/amas.json?*"):
        page.keyboard.press("Enter")
    expect(page.locator(".epingle:focus")).to_have_attribute(
        "aria-label", re.compile("^Lieu ., Centre social, Créteil$")
    )
    compte = page.locator("[data-carte-compte]")
    expect(compte).to_have_text("6 lieux sur la carte")
    dessines = lieux_dessines(page)
    surveillance.tolerate("503")
    page.route("**/carte/amas.json?*", lambda route: route.fulfill(status=503, json={"erreur": "Trop de lieux."}))
    page.keyboard.press("-")
    page.keyboard.press("-")
    expect(compte).to_have_text(re.compile("^Trop de lieux. La carte garde ce qu’elle montrait"))
    assert lieux_dessines(page) == dessines
    page.unroute("**/carte/amas.json?*")
    page.keyboard.press("ArrowUp")
    expect(compte).to_have_text("6 lieux sur la carte")


def test_on_a_phone_the_list_first_and_the_map_one_tap_away(new_context, quais):
    page = new_context(**TELEPHONE).new_page()
    demandes = []
    page.on("request", lambda requete: demandes.append(requete.url))
    page.goto("/?pres=choisy")
    expect(page.locator("article.carte-lieu")).to_be_visible()
    page.wait_for_timeout(400)
    assert not [adresse for adresse in demandes if "leaflet" in adresse or "points.json" in adresse]
    page.get_by_role("button", name="Voir la carte").click()
    expect(page.locator(".epingle")).to_be_visible()
    assert page.url.endswith("/?pres=choisy#carte")
    assert page.locator("[data-plan]").bounding_box()["width"] == 360
    page.get_by_role("button", name="Voir la liste").click()
    expect(page.locator("[data-plan]")).to_be_hidden()
    page.wait_for_url(re.compile(r"\?pres=choisy$"))
    page.get_by_role("button", name="Voir la carte").click()
    page.wait_for_url(re.compile(r"#carte$"))
    page.go_back()
    expect(page.locator("[data-plan]")).to_be_hidden()
    expect(page.locator("article.carte-lieu")).to_be_visible()


def test_on_a_phone_a_pin_leads_back_to_its_card(new_context, parc):
    page = new_context(**TELEPHONE).new_page()
    page.goto("/?pres=choisy")
    page.get_by_role("button", name="Voir la carte").click()
    page.locator(".epingle[aria-label^='Le Parc']").click()
    page.get_by_role("link", name="Voir dans la liste").click()
    expect(page.locator("[data-plan]")).to_be_hidden()
    expect(page.get_by_role("heading", name="Le Parc").get_by_role("link")).to_be_focused()
    expect(page.get_by_role("heading", name="Le Parc")).to_be_in_viewport()


def test_an_address_with_the_map_opens_on_the_map(new_context, quais):
    page = new_context(**TELEPHONE).new_page()
    page.goto("/?pres=choisy#carte")
    expect(page.locator(".epingle")).to_be_visible()
    page.get_by_role("button", name="Voir la liste").click()
    page.wait_for_url(re.compile(r"\?pres=choisy$"))
    expect(page.locator("[data-plan]")).to_be_hidden()


def test_the_map_can_be_passed(page, quais):
    ouvrir(page)
    page.get_by_role("link", name="Passer la carte").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#apres-carte")).to_be_focused()


def test_without_javascript_the_list_says_it_all(new_context, quais):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/?pres=choisy")
    expect(page.locator("[data-plan] noscript p")).to_be_visible()
    expect(page.locator("[data-carte]")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_map_and_its_bubble_are_accessible(new_context, parc, sans_defaut, theme):
    page = new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme).new_page()
    ouvrir(page, "/?pres=choisy", lieux=2)
    expect(page.locator("[data-carte-note]")).to_have_text(SANS_FOND)
    page.locator(".epingle[aria-label^='Le Parc']").click()
    expect(page.get_by_role("link", name="Voir dans la liste")).to_be_visible()
    sans_defaut(page)
