"""« Près de » in a real browser: chosen by keyboard, sent as a point, never in the way, and without JavaScript too."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from structures.communes import charger_livrees
from tests.distribution import creer_lieu, creer_offre
from tests.outils.geocodeur import geocodeur_factice

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]
ADRESSE = "12 rue de la Paix, Orly"
POINT = "48.744,2.400 Orly"


@pytest.fixture
def geocodeur(settings, live_server):
    charger_livrees()
    creer_offre(lieu=creer_lieu(0, latitude=48.7442, longitude=2.4002), nom="Permanence d’Orly")
    with geocodeur_factice() as faux:
        settings.GEOCODEUR_URL = faux.base
        yield faux


@pytest.fixture
def adresses_vues(context):
    """Every address that the browser asked for."""
    vues = []
    context.on("request", lambda requete: vues.append(requete.url))
    yield vues
    assert not [url for url in vues if re.search("paix", url, re.IGNORECASE)]


def champ(page):
    return page.get_by_label("Près de")


def approcher(page):
    """Come near the form: its module follows."""
    champ(page).focus()
    expect(champ(page)).to_have_attribute("role", "combobox")


def options(page):
    return page.get_by_role("listbox", name="Lieux proposés").get_by_role("option")


def pres_de_l_adresse(page):
    return parse_qs(urlsplit(page.url).query).get("pres", [""])[0]


def test_an_address_is_chosen_by_keyboard_alone(page, geocodeur, adresses_vues, sans_defaut):
    page.goto("/")
    approcher(page)
    page.keyboard.type("12 rue de la paix")
    liste = page.get_by_role("listbox", name="Lieux proposés")
    expect(liste.get_by_role("option")).to_have_count(2)
    expect(champ(page)).to_have_attribute("aria-expanded", "true")
    sans_defaut(page)
    for touche, choisie in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowDown", None),
        ("ArrowUp", 1),
        ("Home", 0),
        ("End", 1),
        ("ArrowUp", 0),
    ):
        page.keyboard.press(touche)
        actif = champ(page).get_attribute("aria-activedescendant")
        choisies = liste.locator('[aria-selected="true"]').all()
        assert [c.get_attribute("id") for c in choisies] == ([actif] if choisie is not None else []), touche
        assert actif == (liste.get_by_role("option").nth(choisie).get_attribute("id") if choisie is not None else None)
    sans_defaut(page)
    page.keyboard.press("Enter")
    expect(liste).to_be_hidden()
    expect(champ(page)).to_have_value("12 Rue de la Paix 94310 Orly")
    assert urlsplit(page.url).query == ""
    page.keyboard.press("Enter")
    page.wait_for_url("**/?pres=*")
    assert pres_de_l_adresse(page) == POINT
    expect(champ(page)).to_have_value("Votre adresse, à Orly")
    expect(page.locator("#resultats")).to_contain_text("d’Orly (votre adresse)")
    expect(page.locator("#resultats")).to_contain_text("Permanence d’Orly")


def test_escape_closes_the_list_and_keeps_the_words(page, geocodeur):
    page.goto("/")
    approcher(page)
    page.keyboard.type("cret")
    expect(page.get_by_role("option", name="Créteil (94000)")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="Lieux proposés")).to_be_hidden()
    expect(champ(page)).to_have_value("cret")
    expect(champ(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox", name="Lieux proposés")).to_be_hidden()


def test_above_the_results_a_choice_searches_at_once(page, geocodeur, adresses_vues, sans_defaut):
    page.goto("/?gratuit=on")
    approcher(page)
    champ(page).fill("12 rue de la paix")
    page.get_by_role("option", name="12 Rue de la Paix 94310 Orly").click()
    page.wait_for_url("**pres=*")
    assert pres_de_l_adresse(page) == POINT
    expect(page.locator("#resultats")).to_contain_text("d’Orly (votre adresse)")
    expect(champ(page)).to_have_value("12 Rue de la Paix 94310 Orly")
    # The next criterion keeps the point.
    page.get_by_role("checkbox", name="Sans rendez-vous").check()
    page.wait_for_url("**sans_rdv=on*")
    assert pres_de_l_adresse(page) == POINT
    # Back restores the question; the address itself is gone.
    page.go_back()
    page.wait_for_url(lambda url: "sans_rdv" not in url)
    expect(champ(page)).to_have_value("Votre adresse, à Orly")
    sans_defaut(page)
    page.go_back()
    page.wait_for_url("**/?gratuit=on")
    expect(champ(page)).to_have_value("")


def test_an_address_typed_whole_goes_by_the_body_above_the_results(page, geocodeur, adresses_vues):
    page.goto("/?gratuit=on")
    approcher(page)
    champ(page).fill(ADRESSE)
    page.keyboard.press("Enter")
    page.wait_for_url("**pres=*")
    assert pres_de_l_adresse(page) == POINT
    assert "gratuit=on" in page.url
    expect(page.locator("#resultats")).to_contain_text("d’Orly (votre adresse)")
    # What is known is not asked again.
    envois = [url for url in adresses_vues if url.endswith("/pres/")]
    page.get_by_role("checkbox", name="Sans rendez-vous").check()
    page.wait_for_url("**sans_rdv=on*")
    assert pres_de_l_adresse(page) == POINT
    assert [url for url in adresses_vues if url.endswith("/pres/")] == envois


def test_leaving_the_field_searches_without_a_url_that_tells(page, geocodeur, adresses_vues):
    page.goto("/?gratuit=on")
    approcher(page)
    page.keyboard.type(ADRESSE)
    page.keyboard.press("Tab")
    page.wait_for_url("**pres=*")
    assert pres_de_l_adresse(page) == POINT


def test_an_address_typed_whole_goes_by_the_body_from_the_home_page(page, geocodeur, adresses_vues):
    page.goto("/")
    approcher(page)
    champ(page).fill(ADRESSE)
    page.get_by_role("button", name="Chercher").click()
    page.wait_for_url("**/?pres=*")
    assert pres_de_l_adresse(page) == POINT
    page.go_back()
    page.wait_for_url(lambda url: urlsplit(url).query == "")
    expect(champ(page)).to_have_value("")


def test_a_tile_takes_the_address_along_as_a_point(page, geocodeur, adresses_vues):
    page.goto("/")
    approcher(page)
    champ(page).fill(ADRESSE)
    page.locator("a[data-tuile]").first.click()
    page.wait_for_url("**pres=*")
    assert pres_de_l_adresse(page) == POINT
    assert "theme=" in page.url


def test_a_silent_geocoder_is_said_and_holds_nothing_back(page, geocodeur, adresses_vues, sans_defaut):
    geocodeur.attente = 20
    page.goto("/?gratuit=on")
    approcher(page)
    page.keyboard.type(ADRESSE, delay=5)
    expect(champ(page)).to_have_value(ADRESSE)
    page.wait_for_timeout(400)  # the suggestions are asked for, and do not come
    page.keyboard.press("Enter")
    page.wait_for_url("**pres=*", timeout=8000)
    assert pres_de_l_adresse(page) == "94310 Orly"
    expect(page.locator("#resultats")).to_contain_text("Nous avons pris le centre d’Orly.")
    expect(champ(page)).to_have_value("94310 Orly")
    sans_defaut(page)


def test_suggestions_that_fail_are_silent(page, geocodeur, surveillance, context):
    surveillance.tolerate("500")
    context.route("**/pres/suggestions", lambda route: route.fulfill(status=500, body="panne"))
    page.goto("/")
    approcher(page)
    page.keyboard.type("Créteil")
    page.wait_for_timeout(500)
    expect(page.get_by_role("listbox", name="Lieux proposés")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?pres=*")
    assert pres_de_l_adresse(page) == "Créteil"


GESTES = {
    "Tab": lambda page: page.keyboard.press("Tab"),
    "Enter": lambda page: page.keyboard.press("Enter"),
    "button": lambda page: page.get_by_role("button", name="Chercher", exact=True).click(),
    "checkbox": lambda page: page.get_by_role("checkbox", name="Sans rendez-vous").check(),
    "tile": lambda page: page.locator("a[data-tuile]").first.click(),
}


@pytest.mark.parametrize("geste", GESTES)
def test_a_slow_module_lets_no_address_out(page, geocodeur, adresses_vues, context, geste):
    """What is done before suggestions.js has come waits for it, or goes by the body of a request."""
    retenues = []
    context.route("**/js/suggestions.js", lambda route: retenues.append(route))  # noqa: PLW0108 - its signature is read
    page.goto("/" if geste == "tile" else "/?gratuit=on")
    champ(page).focus()
    page.keyboard.type(ADRESSE)
    GESTES[geste](page)
    page.wait_for_timeout(300)
    if page.url.endswith(("/", "gratuit=on")):
        for route in retenues:
            route.continue_()
    page.wait_for_url("**pres=*")
    assert pres_de_l_adresse(page) == POINT


def test_the_module_that_never_comes_lets_no_address_out(page, geocodeur, adresses_vues, context, surveillance):
    surveillance.tolerate("suggestions.js")
    context.route("**/js/suggestions.js", lambda route: route.abort())
    page.goto("/?gratuit=on")
    champ(page).fill(ADRESSE)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Chercher", exact=True).click()
    page.wait_for_url("**pres=*")
    assert pres_de_l_adresse(page) == POINT


def test_my_position_is_rounded_before_it_leaves(new_context, geocodeur, live_server):
    context = new_context(
        geolocation={"latitude": 48.7442134, "longitude": 2.4001876},
        permissions=["geolocation"],
    )
    page = context.new_page()
    page.goto("/?gratuit=on")
    page.get_by_role("button", name="Ma position").click()
    page.wait_for_url("**pres=*")
    assert pres_de_l_adresse(page) == "48.744,2.400"
    expect(champ(page)).to_have_value("Votre position")
    expect(page.locator("#resultats")).to_contain_text("de votre position")


def test_a_refused_position_is_said(new_context, geocodeur, live_server):
    page = new_context(permissions=[]).new_page()
    page.goto("/")
    page.get_by_role("button", name="Ma position").click()
    expect(page.get_by_text("La position n’a pas été trouvée.")).to_be_attached()
    expect(champ(page)).to_be_focused()


@pytest.mark.parametrize("depart", ["/", "/?gratuit=on"])
def test_without_javascript_an_address_goes_by_the_body(new_context, geocodeur, live_server, depart):
    context = new_context(java_script_enabled=False)
    vues = []
    context.on("request", lambda requete: vues.append(requete.url))
    page = context.new_page()
    page.goto(depart)
    assert not page.get_by_role("button", name="Ma position").is_visible()
    champ(page).fill(ADRESSE)
    champ(page).press("Enter")
    expect(page.locator("#resultats")).to_contain_text("d’Orly (votre adresse)")
    assert pres_de_l_adresse(page) == POINT
    assert not [url for url in vues if re.search("paix", url, re.IGNORECASE)]
    assert not context.cookies()
    page.go_back()
    assert page.url == live_server.url + depart


@pytest.mark.parametrize("largeur", [320, 1280])
def test_the_list_holds_in_the_page(page, geocodeur, sans_defaut, largeur):
    page.set_viewport_size({"width": largeur, "height": 700})
    page.goto("/")
    approcher(page)
    champ(page).fill("vi")
    expect(options(page)).to_have_count(6)
    for option in options(page).all():
        boite = option.bounding_box()
        assert boite["x"] >= 0
        assert boite["x"] + boite["width"] <= largeur
        assert boite["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    page.keyboard.press("ArrowDown")
    sans_defaut(page)
