"""Hours painted on a week: by keyboard alone, with a mouse, with a finger, without JavaScript. What is painted is what
is written, said, and opened."""

import json
import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from ateliers.models import Offre
from ateliers.seances import occurrences
from structures.forms.saisie import lire_rangee
from structures.horaires.mots import de_minute
from structures.horaires.valeurs import PARIS
from tests.distribution import ecrire

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]

PHRASE = re.compile(
    r"Le\smardi,\sde\s14\sh\sà\s17\sh,\stous\sles\s14\sjours\sà\spartir\sdu\s8\sseptembre\s2026,\shors\svacances\sscolaires"
)
# The official calendar of zone C and the public holidays of 2026-2027, copied by hand.
VACANCES = [
    (date(2026, 10, 17), date(2026, 11, 1)),
    (date(2026, 12, 19), date(2027, 1, 3)),
    (date(2027, 2, 6), date(2027, 2, 21)),
    (date(2027, 4, 3), date(2027, 4, 18)),
    (date(2027, 5, 6), date(2027, 5, 8)),
    (date(2027, 7, 3), date(2027, 8, 31)),
]


@pytest.fixture
def cadre(distribution):
    """The cast; the activity whose hours are edited; the address of that card."""
    distribution.offre = distribution.offres["Le Lien"]
    distribution.adresse = reverse("espace:carte", args=["offres", distribution.offre.uid, "horaires"])
    return distribution


@pytest.fixture
def entrer(client, cadre, live_server):
    """Give `entrer(page, address)`: show a page to somebody who is signed in."""

    def enter(page, adresse=cadre.adresse):
        client.force_login(cadre.amina)
        nom = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": nom, "value": client.cookies[nom].value, "url": live_server.url}])
        page.goto(adresse)
        expect(page.get_by_role("heading", name="Quand", exact=True)).to_be_visible()

    return enter


def case(page, jour, heure, semaine=0):
    """Give the half-hour of a day that starts at an hour."""
    minute = round(heure * 60)
    return page.locator("grille-semaine").nth(semaine).locator(f'[data-jour="{jour}"][data-minute="{minute}"]')


def ecrits(page):
    """Give what is in the inputs of the week."""
    return page.evaluate(
        """() => [...document.querySelectorAll("grille-semaine")][0].querySelectorAll("[data-cle]").values().map((d) =>
          [...d.querySelectorAll("input")].map((i) => i.value).filter(Boolean)).toArray()"""
    )


def enregistrer(page):
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()


def un_mardi_sur_deux():
    """Reckon every session by hand, day by day, from September 2026 to September 2027."""
    jour, trouves = date(2026, 9, 1), []
    while jour <= date(2027, 9, 30):
        libre = any(a <= jour <= b for a, b in VACANCES)
        if jour.weekday() == 1 and (jour - date(2026, 9, 8)).days % 14 == 0 and jour >= date(2026, 9, 8) and not libre:
            trouves.append((jour, "14:00", "17:00"))
        jour += timedelta(days=1)
    return trouves


def verifier(offre):
    offre = Offre.objects.select_related("lieu__commune").get(pk=offre.pk)
    assert (offre.horaires, offre.horaires_ancre) == ("Tu 14:00-17:00; SH off", date(2026, 9, 8))
    seances = occurrences(offre, date(2026, 9, 1), date(2027, 9, 30))
    lues = [(i.debut.astimezone(PARIS), i.fin.astimezone(PARIS)) for i in seances]
    assert [(a.date(), f"{a:%H:%M}", f"{b:%H:%M}") for a, b in lues] == un_mardi_sur_deux()


def choisir_le_rythme(page):
    """Tab to the choices and make them, without touching a mouse."""

    def jusqu_a(selecteur):
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selecteur):
                return
        raise AssertionError(f"the keyboard does not reach {selecteur}")

    jusqu_a('[name="grille-rythme"]')
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    jusqu_a('[name="grille-ancre"]')
    date_au_clavier(page, "2026-09-08")
    jusqu_a('[name="grille-vacances"]')
    page.keyboard.press("ArrowDown")


def date_au_clavier(page, iso):
    """Type a date in the order that this machine's browser asks for: it follows its own language, not the page's."""
    an, mois, jour = iso.split("-")
    page.keyboard.type(jour + mois + an)
    champ = page.locator("[name=grille-ancre]")
    if champ.input_value() != iso:
        champ.evaluate("(champ) => { champ.value = ''; champ.blur(); }")
        champ.focus()
        page.keyboard.type(mois + jour + an)
    assert champ.input_value() == iso


def test_by_keyboard_alone(page, cadre, entrer):
    entrer(page)
    case(page, 0, 9).focus()
    page.keyboard.press("ArrowDown")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(case(page, 1, 14)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_text("Créneau commencé à 14\u00a0h")).to_be_attached()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_text("mardi, de 14\u00a0h à 17\u00a0h", exact=True)).to_be_attached()
    choisir_le_rythme(page)
    apercu = page.locator(".grille-apercu")
    expect(apercu).to_contain_text(PHRASE)
    expect(apercu.locator(".seance")).to_have_count(8)
    expect(apercu.locator(".tombe").first).to_contain_text("vacances scolaires")
    page.keyboard.press("Enter")  # from a choice, Enter saves
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()
    verifier(cadre.offre)
    # And the grid shows it again.
    page.goto(cadre.adresse)
    expect(case(page, 1, 16.5)).to_have_attribute("aria-selected", "true")
    expect(case(page, 1, 17)).to_have_attribute("aria-selected", "false")


def test_with_a_mouse(page, cadre, entrer):
    page.set_viewport_size({"width": 1280, "height": 900})
    entrer(page)
    case(page, 1, 14).hover()
    page.mouse.down()
    case(page, 1, 16.5).hover()
    page.mouse.up()
    assert ecrits(page)[1] == ["14 h", "17 h"]
    page.get_by_role("radio", name="Tous les 14 jours").check()
    page.get_by_label("Tous les 14 jours, à partir du").fill("2026-09-08")
    page.get_by_role("radio", name="Fermé", exact=True).check()
    expect(page.locator(".grille-apercu")).to_contain_text(PHRASE)
    enregistrer(page)
    verifier(cadre.offre)


def glisser(page, debut, fin):
    """Drag a finger from one half-hour to another."""
    boites = [case(page, *extremite).bounding_box() for extremite in (debut, fin)]
    (x1, y1), (x2, y2) = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boites]
    doigt = page.context.new_cdp_session(page)
    doigt.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x1, "y": y1}]})
    for i in range(1, 11):
        point = {"x": x1 + (x2 - x1) * i / 10, "y": y1 + (y2 - y1) * i / 10}
        doigt.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    doigt.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_with_a_finger_on_a_phone(new_context, cadre, entrer):
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True).new_page()
    entrer(page)
    case(page, 1, 15).scroll_into_view_if_needed()
    avant = page.evaluate("scrollY")
    # Half past two in the afternoon ends the first line of a phone: the slot is painted on both.
    glisser(page, (1, 14.5), (1, 16.5))
    assert page.evaluate("scrollY") == avant, "painting does not scroll"
    assert ecrits(page)[1] == ["14 h 30", "17 h"]
    case(page, 1, 14).tap()
    assert ecrits(page)[1] == ["14 h", "17 h"]
    page.get_by_role("radio", name="Tous les 14 jours").tap()
    page.get_by_label("Tous les 14 jours, à partir du").fill("2026-09-08")
    page.get_by_role("radio", name="Fermé", exact=True).tap()
    expect(page.locator(".grille-apercu")).to_contain_text(PHRASE)
    enregistrer(page)
    verifier(cadre.offre)


def test_a_finger_that_goes_down_scrolls_and_paints_nothing(new_context, cadre, entrer):
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True).new_page()
    entrer(page)
    case(page, 3, 9).scroll_into_view_if_needed()
    avant = page.evaluate("scrollY")
    glisser(page, (3, 9), (1, 9))
    page.wait_for_function("(avant) => scrollY !== avant", arg=avant)
    assert ecrits(page) == [[]] * 7


def test_without_javascript(new_context, surveillance, cadre, entrer):
    surveillance.tolerate("422")  # one more row, a look: nothing is saved
    page = new_context(java_script_enabled=False).new_page()
    entrer(page)
    page.get_by_label("Mardi, créneau 1, de").fill("14h")
    page.get_by_label("Mardi, créneau 1, à").fill("16h")
    page.get_by_role("button", name="Ajouter un créneau le mardi").click()
    page.get_by_label("Mardi, créneau 2, de").fill("16:00")
    page.get_by_label("Mardi, créneau 2, à").fill("17 h 00")
    page.get_by_role("radio", name="Tous les 14 jours").check()
    page.get_by_label("Tous les 14 jours, à partir du").fill("2026-09-08")
    page.get_by_role("radio", name="Fermé", exact=True).check()
    page.get_by_role("button", name="Voir ce qui sera écrit").click()
    expect(page.locator(".grille-apercu")).to_contain_text(PHRASE)
    assert Offre.objects.get(pk=cadre.offre.pk).horaires == ""
    # Enter in an input saves.
    page.get_by_label("Mardi, créneau 1, de").press("Enter")
    expect(page.get_by_text("C’est enregistré.")).to_be_visible()
    verifier(cadre.offre)


def test_strokes_of_the_keyboard(page, cadre, entrer):
    entrer(page)
    case(page, 0, 9).focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    assert ecrits(page)[0] == ["9 h", "11 h"]
    page.keyboard.press("Home")
    expect(case(page, 0, 7)).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    assert ecrits(page)[0] == ["9 h", "11 h"]
    # From an open half-hour, Space takes away.
    case(page, 0, 10).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    assert ecrits(page)[0] == ["9 h", "10 h", "10 h 30", "11 h"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    assert ecrits(page)[0] == ["9 h", "10 h"]
    page.get_by_role("button", name="Recopier").first.click()
    assert ecrits(page)[:6] == [["9 h", "10 h"]] * 5 + [[]]


def test_what_is_typed_is_painted_to_the_quarter(page, cadre, entrer):
    entrer(page)
    page.get_by_text("Écrire les heures").first.click()
    page.get_by_label("Jeudi, créneau 1, de").fill("8h45")
    page.get_by_label("Jeudi, créneau 1, à").fill("9.15")
    expect(case(page, 3, 8.75)).to_have_attribute("aria-selected", "true")
    expect(case(page, 3, 9.25)).to_have_attribute("aria-selected", "false")
    page.get_by_role("button", name="Ajouter un créneau le jeudi").click()
    page.keyboard.type("23h")
    page.keyboard.press("Tab")
    page.keyboard.type("minuit")
    # The grid goes as far as the hours do.
    expect(case(page, 3, 23.75)).to_have_attribute("aria-selected", "true")
    expect(page.locator(".grille-apercu")).to_contain_text(
        re.compile(r"de\s8\sh\s45\sà\s9\sh\s15\set\sde\s23\sh\sà\sminuit")
    )


HEURES = [
    "9h",
    "9 h 30",
    "09:30",
    "9.5",
    "930",
    "midi",
    "minuit",
    "7",
    "24h",
    "9h60",
    "25h",
    "tôt",
    "9 h 30 h",
    "0h",
    "12345",
]


def test_hours_are_read_by_the_page_as_by_the_server(page, cadre, entrer):
    """Two readings of one input: they never differ."""
    entrer(page)
    page.get_by_text("Écrire les heures").first.click()
    page.get_by_label("Jeudi, créneau 1, à").fill("minuit")
    resume = page.locator(".grille-semaine .grille-resume").nth(3)
    for texte in HEURES:
        page.get_by_label("Jeudi, créneau 1, de").fill(texte)
        plage, _ = lire_rangee((texte, "minuit"))
        attendu = f"{de_minute(plage.debut)}\u00a0–\u00a0minuit" if plage else "fermé"
        expect(resume, texte).to_have_text(attendu)


def test_a_mouse_paints_several_days_and_takes_away(page, cadre, entrer):
    page.set_viewport_size({"width": 1280, "height": 900})
    entrer(page)
    case(page, 0, 9).hover()
    page.mouse.down()
    case(page, 4, 11.5).hover()
    page.mouse.up()
    assert ecrits(page) == [["9 h", "12 h"]] * 5 + [[]] * 2
    case(page, 2, 9).hover()
    page.mouse.down()
    case(page, 2, 11.5).hover()
    page.mouse.up()
    assert ecrits(page)[2] == []


def test_other_hours_in_summer(page, cadre, entrer):
    entrer(page)
    case(page, 0, 9).click()
    page.get_by_role("radio", name="D’autres heures pendant une période").check()
    case(page, 2, 10, semaine=1).click()
    apercu = page.locator(".grille-apercu")
    expect(apercu).to_contain_text(re.compile(r"Le\slundi,\sde\s9\sh\sà\s9\sh\s30,\sde\sseptembre\sà\sjuin"))
    expect(apercu).to_contain_text(re.compile(r"le\smercredi,\sde\s10\sh\sà\s10\sh\s30,\sen\sjuillet\set\saoût"))


def test_the_editor_is_accessible(new_context, ecran, entrer, sans_defaut):
    page = new_context(**ecran).new_page()
    entrer(page)
    case(page, 1, 9).click()
    page.get_by_role("radio", name="Tous les 14 jours").check()
    page.get_by_role("radio", name="D’autres heures pendant une période").check()
    page.get_by_text("Écrire les heures").first.click()
    expect(page.locator(".grille-apercu .tombe").first).to_contain_text("dites à partir de quel jour")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sans_defaut(page)


def test_the_page_posts_no_more_than_its_inputs(page, cadre, entrer):
    """The painted grid adds nothing to what is posted."""
    entrer(page)
    case(page, 1, 14).click()
    noms = page.evaluate("[...new FormData(document.querySelector('form.formulaire')).keys()]")
    assert json.dumps([nom for nom in noms if nom.startswith("grille-1")]) == '["grille-1-0-de", "grille-1-0-a"]'


def test_in_its_page_the_card_opens_is_painted_saved_and_undone(page, cadre, entrer):
    entrer(page)
    page.goto(reverse("espace:offre", args=[cadre.offre.uid]))
    page.get_by_role("link", name="Modifier : Quand").click()
    # The keyboard is on the first thing that can be changed.
    expect(page.get_by_label("Aux mêmes heures que le lieu")).to_be_focused()
    case(page, 1, 14).click()
    expect(page.locator(".grille-apercu")).to_contain_text(re.compile(r"Le\smardi,\sde\s14\sh\sà\s14\sh\s30"))
    carte = page.locator("#carte-horaires")
    carte.get_by_role("button", name="Enregistrer").click()
    expect(carte).to_contain_text("C’est enregistré.")
    expect(carte).to_contain_text(re.compile(r"Le\smardi,\sde\s14\sh\sà\s14\sh\s30"))
    carte.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("C’est annulé")).to_be_visible()
    assert Offre.objects.get(pk=cadre.offre.pk).horaires == ""


def test_hours_that_no_grid_draws_wait_for_an_empty_one(page, surveillance, cadre, entrer):
    surveillance.tolerate("422")  # an empty grid is not a save
    cadre.offre.horaires = 'Mo 10:00-12:00 "sur rendez-vous"'
    ecrire(cadre.offre)
    entrer(page)
    expect(page.get_by_text("gardés tels quels")).to_be_visible()
    expect(page.locator("grille-semaine")).to_have_count(0)
    page.get_by_role("button", name="Repartir d’une grille vide").click()
    expect(page.get_by_text("La grille est vide. Rien n’est encore enregistré.")).to_be_visible()
    assert Offre.objects.get(pk=cadre.offre.pk).horaires.startswith("Mo")
    case(page, 4, 9).click()
    enregistrer(page)
    assert Offre.objects.get(pk=cadre.offre.pk).horaires == "Fr 09:00-09:30"


def test_at_the_hours_of_the_place_there_is_nothing_to_paint(page, cadre, entrer):
    cadre.lieux["Le Lien"].horaires = "Mo-Fr 09:00-17:00"
    ecrire(cadre.lieux["Le Lien"])
    entrer(page)
    page.get_by_label("Aux mêmes heures que le lieu").check()
    expect(page.locator("grille-semaine").first).to_be_hidden()
    expect(page.locator(".grille-apercu")).to_contain_text(re.compile(r"Du\slundi\sau\svendredi"))
    enregistrer(page)
    assert Offre.objects.get(pk=cadre.offre.pk).suit_le_lieu
