"""The guises in which axe sees a page: each is what it says, and leaves the page as its test had it."""

import pytest

from tests.navigateur.combinaisons import COMBINAISONS, a_voir, vue_en

pytestmark = pytest.mark.apparence

ETAT = """() => ({
  largeur: innerWidth,
  points: devicePixelRatio,
  sombre: matchMedia("(prefers-color-scheme: dark)").matches,
  forcees: matchMedia("(forced-colors: active)").matches,
})"""
ATTENDUS = {
    "768 px, clair": {"largeur": 768, "sombre": False},
    "768 px, sombre": {"largeur": 768, "sombre": True},
    "couleurs forcées": {"forcees": True, "largeur": 320},
    "200 %": {"largeur": 640, "points": 2},
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_guise_is_what_it_says_and_is_taken_off(new_context, theme):
    page = new_context(viewport={"width": 320, "height": 800}, color_scheme=theme).new_page()
    avant = page.evaluate(ETAT)
    assert avant == {"largeur": 320, "points": 1, "sombre": theme == "dark", "forcees": False}
    for combinaison in COMBINAISONS:
        with vue_en(page, combinaison):
            vu = page.evaluate(ETAT)
        assert vu | ATTENDUS[combinaison] == vu, combinaison
        assert page.evaluate(ETAT) == avant, combinaison


def test_a_page_keeps_its_guise_and_all_are_worn(monkeypatch):
    noms = [f"recherche:page{n} 1" for n in range(60)]
    monkeypatch.delenv("AXE", raising=False)
    assert [a_voir(nom) for nom in noms] == [a_voir(nom) for nom in noms]
    assert {a_voir(nom)[0] for nom in noms} == set(COMBINAISONS)
    monkeypatch.setenv("AXE", "tout")
    assert a_voir(noms[0]) == COMBINAISONS
