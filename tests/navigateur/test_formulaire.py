"""The form above the results: what each choice would find, the urgent day, the need that found nothing."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from ateliers.nomenclature import ACCES, THEMES
from recherche.models import RechercheVaine
from tests.distribution import creer_commune, creer_lieu, creer_offre

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]

COMPTES = "[...document.querySelectorAll('.compte')].map((e) => [e.dataset.compte, e.parentElement.textContent])"
GREYED = "[...document.querySelectorAll('.puce.aucune input')].map((e) => `${e.name}:${e.value}`)"
OPTIONS = "[...document.querySelectorAll('form.recherche option')].map((e) => e.text)"


@pytest.fixture
def quais(db):
    """One place: two activities free of charge, one of them without appointment, one that is not free."""
    creer_commune("94022")
    lieu = creer_lieu(0, nom="Les Quais", latitude=48.7681, longitude=2.4187, telephone="+33199001234")
    tous_les_jours = {"horaires": "Mo-Su 09:00-19:00"}
    creer_offre(lieu, nom="Courriers", themes=THEMES["courrier"].masque, **tous_les_jours)
    creer_offre(lieu, nom="Accès libre", acces=ACCES["sans_rdv"].masque, **tous_les_jours)
    creer_offre(lieu, nom="Photo", tarif="participation", **tous_les_jours)
    return lieu


def test_a_choice_says_what_it_would_find(page, quais):
    page.goto("/?pres=choisy")
    page.get_by_text("Besoin", exact=True).first.click()
    expect(
        page.get_by_role("checkbox", name=re.compile(r"Comprendre ou écrire un courrier\s?, 1\s+activité$"))
    ).to_be_visible()
    expect(page.locator('[data-compte="gratuit:on"]')).to_have_text("2")


def test_counts_after_a_choice_are_those_of_the_fresh_page(page, quais):
    page.goto("/?pres=choisy")
    before = page.evaluate(COMPTES)
    with page.expect_response(lambda r: "sans_rdv=on" in r.url and "points" not in r.url):
        page.locator("input[name=sans_rdv]").check()
    expect(page.locator('[data-compte="gratuit:on"]')).to_have_text("1")
    swapped = [page.evaluate(script) for script in (COMPTES, GREYED, OPTIONS)]
    page.reload()
    assert swapped == [page.evaluate(script) for script in (COMPTES, GREYED, OPTIONS)]
    assert swapped[0] != before
    # What would find nothing is greyed, and may be chosen all the same.
    assert "theme:courrier" in swapped[1]
    page.get_by_text("Besoin", exact=True).first.click()
    page.locator('input[name=theme][value="courrier"]').check()
    expect(page.locator("[data-titre]")).to_have_text(re.compile("Aucun lieu"))


def test_an_urgent_day_is_asked_by_its_button(page, quais):
    requests = []
    page.on("request", lambda r: requests.append(r.url))
    page.goto("/?pres=choisy")
    page.get_by_text("C’est urgent : avant le").click()
    day = timezone.localdate() + timedelta(days=3)
    asked = len(requests)
    page.get_by_label("Il faut de l’aide avant le").fill(day.isoformat())
    page.wait_for_timeout(200)
    assert not any("avant=" in url for url in requests[asked:]), "a day is searched when it is whole"
    page.get_by_role("button", name="Voir", exact=True).click()
    expect(page.locator(".bande-urgence")).to_contain_text("Téléphonez avant d’envoyer la personne.")
    expect(page.locator(".urgente summary")).to_contain_text(str(day.day))
    assert f"avant={day.isoformat()}" in page.url
    # What is not ours comes with it; the telephone is the strongest button.
    for numero in ("15", "17", "112", "114", "115", "119", "3919"):
        expect(page.locator(f'.urgences a[href$=":{numero}"]')).to_be_visible()
    page.get_by_role("link", name="Ce n’est plus urgent").click()
    expect(page.locator(".bande-urgence")).to_have_count(0)


def test_today_or_tomorrow_is_one_click(page, quais):
    page.clock.install(time="2026-11-23T10:00:00+01:00")
    page.goto("/?pres=choisy")
    page.get_by_text("C’est urgent : avant le").click()
    page.get_by_role("button", name="Aujourd’hui ou demain").click()
    expect(page).to_have_url(re.compile("avant=2026-11-25"))
    page.goto("/?pres=choisy")
    page.get_by_text("C’est urgent : avant le").click()
    page.get_by_role("button", name="Cette semaine").click()
    expect(page).to_have_url(re.compile("avant=2026-11-30"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_need_that_found_nothing_is_noted_once(new_context, quais, script):
    page = new_context(java_script_enabled=script).new_page()
    page.goto("/?pres=choisy&theme=courrier&aidants_connect=on")
    expect(page.get_by_text("Aucun lieu ne réunit tous ces critères")).to_be_visible()
    page.get_by_role("button", name="Je n’ai rien trouvé").click()
    note = page.get_by_text("C’est noté, merci.")
    expect(note).to_be_visible()
    expect(page.get_by_role("button", name="Je n’ai rien trouvé")).to_have_count(0)
    if script:
        expect(page.locator("[data-note]")).to_be_focused()
    expect(page.get_by_text("Aucun lieu ne réunit tous ces critères")).to_be_visible()
    # The empty answers that were shown count apart.
    trace = RechercheVaine.objects.get(genre=RechercheVaine.Genre.DITE)
    assert (trace.theme, trace.commune_id) == ("courrier", "94022")


def test_a_desk_keeps_its_place_through_a_tile(new_context, quais):
    for script in (True, False):
        page = new_context(java_script_enabled=script).new_page()
        page.goto(f"/?depuis={quais.uid}")
        expect(page.get_by_text("Vous cherchez depuis")).to_contain_text("Les Quais")
        page.get_by_role("link", name="Comprendre ou écrire un courrier").click()
        expect(page.get_by_text("Vous cherchez depuis")).to_contain_text("Les Quais")
        expect(page.get_by_role("heading", name="Chez nous")).to_be_visible()
        page.get_by_role("link", name="La semaine près d’ici").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("La semaine près d’ici")


def test_each_state_is_accessible(new_context, ecran, quais, sans_defaut):
    page = new_context(**ecran).new_page()
    demain = timezone.localdate() + timedelta(days=2)
    for address in (
        f"/?pres=choisy&theme=courrier&avant={demain.isoformat()}",
        "/?pres=choisy&theme=courrier&aidants_connect=on",
        f"/?depuis={quais.uid}&q=ANEF",
        "/sans-internet/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        sans_defaut(page)
        if page.locator(".urgente summary").count():
            page.locator(".urgente summary").click()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
            sans_defaut(page)


def test_ways_without_internet_are_one_click_from_home(page, quais):
    page.goto("/")
    page.locator("main").get_by_role("link", name="Sans passer par internet").click()
    expect(page).to_have_url(re.compile(reverse("recherche:sans_internet")))
    expect(page.get_by_role("link", name=re.compile("Appeler Allô Service Public"))).to_have_attribute(
        "href", "tel:3939"
    )
