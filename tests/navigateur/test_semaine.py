"""« La semaine près d’ici » on paper: one A4, whatever its length and its names, nothing cut, legible at a desk."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from ateliers.nomenclature import ACCES
from tests.distribution import creer_commune, creer_lieu, creer_offre

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]

LONG_NOM = "Permanence d’écrivain public et aide aux démarches en ligne"
LONG_LIEU = "Centre social et culturel Les Portes du Midi"
SANS_FIN = (
    "Permanence d’écrivain public et accompagnement aux démarches administratives en ligne des habitants du quartier",
    "Maison des services publics, de la citoyenneté et de la vie associative du quartier des Hautes-Bruyères",
)
CORPS_MIN = 9.5 * 96 / 72  # points, in pixels
# What remains of an A4 between the margins of css/semaine.css, at 96 pixels to the inch.
FEUILLE = {"width": 733, "height": 1062}

MESURES = """() => {
  const feuille = document.querySelector(".feuille");
  const jours = document.querySelector(".jours");
  const cadre = jours.getBoundingClientRect();
  const textes = [...feuille.querySelectorAll("h1, h2, p, b, span, a")]
    .filter((e) => e.offsetParent && !e.closest(".hors-ecran"));
  return {
    hauteur: feuille.getBoundingClientRect().height,
    deborde: jours.scrollWidth > jours.clientWidth || jours.scrollHeight > jours.clientHeight,
    coupes: [...jours.querySelectorAll(".creneau > div")].filter((e) => e.scrollHeight > e.clientHeight + 1).length,
    dehors: [...jours.querySelectorAll(".creneau")].filter((e) =>
      [...e.getClientRects()].some((r) => r.right > cadre.right + 1 || r.bottom > cadre.bottom + 1)).length,
    plus_petit: Math.min(...textes.map((e) => parseFloat(getComputedStyle(e).fontSize))),
    lignes: jours.querySelectorAll(".creneau").length,
    rempli: cadre.height / parseFloat(getComputedStyle(jours).maxHeight),
  };
}"""


@pytest.fixture
def accueil(db):
    """The desk, with nothing around it yet."""
    creer_commune("94022")
    return creer_lieu(0, nom="Centre social et culturel Les Quais", telephone="+33199001234")


def autour(combien, *, nom="Permanence", lieu="La Piste", horaires="Mo-Fr 13:30-16:30", **champs):
    """Open so many places around the desk, each with one activity five days a week."""
    for n in range(combien):
        creer_offre(
            creer_lieu(
                0,
                nom=f"{lieu} {n + 1}",
                commune=creer_commune("94068"),
                latitude=48.7771 + n / 500,
                longitude=2.4531,
                telephone="+33199004321",
            ),
            nom=nom,
            horaires=horaires,
            **champs,
        )


def semaine_prochaine(lieu):
    """Return the address of next week's sheet: it is whole, whatever the day."""
    today = timezone.localdate()
    lundi = today + timedelta(days=7 - today.weekday())
    return f"{reverse('recherche:semaine', args=[lieu.uid, ''])}?du={lundi.isoformat()}"


def imprimer(page, adresse):
    """Return the sheet's measures as printed, and the PDF."""
    page.set_viewport_size(FEUILLE)
    page.emulate_media(media="print")
    page.goto(adresse)
    mesures = page.evaluate(MESURES)
    return mesures, page.pdf(prefer_css_page_size=True)


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize(
    ("combien", "noms", "lignes"),
    [
        (1, ("Atelier CV", "La Piste"), 5),
        (4, (LONG_NOM, LONG_LIEU), 20),
        (6, ("Accès à internet", "La Piste"), 30),
        (9, (LONG_NOM, LONG_LIEU), 41),
        (6, SANS_FIN, 24),
    ],
)
def test_one_sheet_nothing_cut(page, accueil, combien, noms, lignes):
    nom, lieu = noms
    autour(combien, nom=nom, lieu=lieu, tarif="adhesion", acces=ACCES["sans_rdv"].masque)
    mesures, pdf = imprimer(page, semaine_prochaine(accueil))
    assert pages(pdf) == 1
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf), "A4, portrait"
    assert mesures["lignes"] == lignes
    # What would overflow is not cut by Chromium but shrunk: measured here, since the page count cannot tell.
    assert not mesures["deborde"]
    assert mesures["coupes"] == 0
    assert mesures["dehors"] == 0
    assert mesures["hauteur"] <= FEUILLE["height"]
    assert mesures["plus_petit"] >= CORPS_MIN - 0.01
    assert mesures["rempli"] > 0.9 or lignes == combien * 5, "full, when some are left out"


def test_paper_shows_the_sheet_only(page, accueil):
    autour(9, nom=LONG_NOM, lieu=LONG_LIEU, tarif="adhesion", acces=ACCES["sans_rdv"].masque)
    imprimer(page, semaine_prochaine(accueil))
    for ailleurs in ("header.entete-site", "footer.pied", ".fil", ".feuille-actions"):
        expect(page.locator(ailleurs)).to_be_hidden()
    sheet = page.locator(".feuille")
    expect(sheet).to_contain_text("La semaine du ")
    expect(sheet).to_contain_text("01 99 00 12 34")
    expect(sheet).to_contain_text("01 99 00 43 21")
    expect(sheet).to_contain_text("4 autres séances plus loin")


def test_a_line_says_when_what_where_and_whom_to_call(page, accueil):
    creer_offre(accueil, nom="Le café des écrans", horaires="Tu 18:00-20:00")
    autour(1, nom="Atelier CV", horaires="Mo 09:30-12:00", acces=ACCES["sans_rdv"].masque)
    page.goto(semaine_prochaine(accueil))
    lignes = page.locator(".creneau")
    expect(lignes).to_have_count(2)
    expect(lignes.nth(0)).to_contain_text("9 h 30 – 12 h")
    expect(lignes.nth(0)).to_contain_text("sans rendez-vous")
    expect(lignes.nth(0)).to_contain_text("La Piste 1, Saint-Maur-des-Fossés")
    expect(lignes.nth(0).get_by_role("link")).to_have_attribute("href", "tel:0199004321")
    expect(lignes.nth(1)).to_contain_text("Le café des écrans")
    expect(lignes.nth(1)).to_contain_text("Chez nous")
    expect(lignes.nth(1)).not_to_contain_text("sans rendez-vous")


def test_the_button_prints_and_is_not_shown_where_it_cannot(page, new_context, accueil):
    autour(1)
    page.add_init_script("window.print = () => { window.imprime = true; }")
    page.goto(semaine_prochaine(accueil))
    page.get_by_role("button", name="Imprimer").click()
    assert page.evaluate("window.imprime")
    sans_script = new_context(java_script_enabled=False).new_page()
    sans_script.goto(semaine_prochaine(accueil))
    expect(sans_script.get_by_text("La Piste 1").first).to_be_visible()
    expect(sans_script.get_by_text("Imprimer", exact=True)).to_be_hidden()


def test_an_empty_week_says_so(page, accueil):
    page.goto(semaine_prochaine(accueil))
    expect(page.get_by_text("Rien n’est prévu cette semaine autour de ce lieu.")).to_be_visible()


def test_the_sheet_is_accessible_on_a_screen(new_context, ecran, accueil, sans_defaut):
    autour(2)
    page = new_context(**ecran).new_page()
    page.goto(semaine_prochaine(accueil))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sans_defaut(page)
