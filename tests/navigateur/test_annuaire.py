"""« L’annuaire à imprimer » on paper: A4, its contents lead to its pages, nothing cut, in black."""

import re

import pytest
from playwright.sync_api import expect

from ateliers.nomenclature import ACCES
from tests.distribution import creer_commune, ecrire, faire_lieu, faire_offre, faire_structure

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]

NOM = "Permanence d’écrivain public et aide aux démarches administratives en ligne"

MESURES = """() => {
  const textes = [...document.querySelectorAll(".annuaire :is(h1, h2, h3, h4, p, li)")].filter((e) => e.offsetParent);
  return {
    dehors: textes.filter((e) => e.scrollWidth > e.clientWidth + 1).length,
    plus_petit: Math.min(...textes.map((e) => parseFloat(getComputedStyle(e).fontSize))),
    couleurs: [...new Set(textes.map((e) => getComputedStyle(e).color))],
    coupables: [...document.querySelectorAll(".fiche-tete, .fiche-activite")]
      .filter((e) => getComputedStyle(e).breakInside !== "avoid").length,
    perdues: [...document.querySelectorAll(".annuaire a[href^='#']")]
      .filter((a) => !document.getElementById(a.hash.slice(1))).length,
    liens: document.querySelectorAll(".annuaire a[href^='#']").length,
    large: document.documentElement.scrollWidth > innerWidth,
  };
}"""


def test_the_document_prints_whole_and_its_contents_lead_to_its_pages(page):
    objets = []
    for n, code in enumerate(["94022", "94028", "94041", "94068"] * 3):
        structure = faire_structure(telephone="+33199001234")
        lieu = faire_lieu(structure, nom=f"Centre social et culturel {n}", commune=creer_commune(code))
        objets += [structure, lieu]
        objets += [faire_offre(lieu, nom=f"{NOM} {k}", acces=ACCES["sans_rdv"].masque) for k in range(5)]
    ecrire(*objets)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/annuaire/")
    expect(page.locator(".annuaire-compte")).to_contain_text("12 lieux, 60 activités")
    page.get_by_role("link", name="Voir le document").click()
    expect(page.locator(".annuaire-actions")).to_be_visible()
    assert not page.evaluate(MESURES)["large"], "on a telephone"
    page.set_viewport_size({"width": 680, "height": 1000})
    page.emulate_media(media="print")
    expect(page.locator("header.entete-site")).to_be_hidden()
    expect(page.locator(".annuaire-actions")).to_be_hidden()
    mesures = page.evaluate(MESURES)
    assert mesures["dehors"] == 0
    assert mesures["plus_petit"] >= 8.5 * 96 / 72 - 0.01
    assert mesures["couleurs"] == ["rgb(0, 0, 0)"]
    assert mesures["coupables"] == 0
    assert mesures["perdues"] == 0
    pdf = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf), "A4, portrait"
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 4 <= pages <= 16
    assert len(re.findall(rb"/Subtype\s*/Link\b", pdf)) >= mesures["liens"]
