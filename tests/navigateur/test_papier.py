"""The paper to hand over, in a real browser: one page in every language, nothing cut, legible; its QR code is read."""

import io
import re
import shutil
import subprocess

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect
from zxingcpp import read_barcodes

from ateliers.nomenclature import ACCES, METIERS, PAPIERS, POSTURES, PUBLICS, RESERVES, THEMES
from core.models import Version
from orientations.langues import LANGUES
from tests.distribution import creer_commune, creer_lieu, creer_offre, ecrire

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]

CORPS_MIN = 14 * 96 / 72  # points, in pixels
# What remains between the margins of css/papier-a4.css and papier-a5.css, at 96 pixels to the inch.
PAGES = {"a4": {"width": 740, "height": 1069}, "a5": {"width": 521, "height": 755}}
MOTS = (
    "Bonjour Madame, nous avons préparé ensemble votre dossier de logement. Demandez la personne de l’accueil en "
    "arrivant, elle vous attend et vous montrera la salle au premier étage. N’oubliez pas la lettre du bailleur, "
    "prenez tout votre temps."
).ljust(240, "!")

MESURES = """() => {
  const feuille = document.querySelector(".papier");
  const details = document.querySelector(".papier-details").getBoundingClientRect();
  const bord = feuille.getBoundingClientRect();
  const visible = (e) => {
    const r = e.getBoundingClientRect();
    return r.height > 0 && r.left >= details.left - 1 && r.right <= details.right + 1 && r.bottom <= details.bottom + 1;
  };
  const rangs = [...document.querySelectorAll(".papier-details > section")].filter((e) => !e.hidden);
  const montres = rangs.filter(visible);
  const textes = [...feuille.querySelectorAll("h2, h3, p, text, span")]
    .filter((e) => e.getClientRects().length)
    .filter((e) => !e.closest(".papier-details") || montres.includes(e.closest("section")));
  const gris = (e) => getComputedStyle(e).color;
  return {
    montres: montres.map((e) => e.className.split(" ")[1]),
    coupes: rangs.filter((e) => !visible(e)).filter((e) => {
      const r = e.getBoundingClientRect();
      return r.left < details.right - 1 && r.right > details.left + 1;
    }).length,
    dehors: textes.filter((e) => [...e.getClientRects()].some((r) =>
      r.right > bord.right + 1 || r.left < bord.left - 1 || r.bottom > bord.bottom + 1)).length,
    deborde: feuille.scrollHeight - feuille.clientHeight,
    hauteur: document.documentElement.scrollHeight,
    plus_petit: Math.min(...textes.map((e) => e.matches("text")
      ? 14 * 96 / 72 * (e.ownerSVGElement.getBoundingClientRect().width / (380 * 96 / 72))
      : parseFloat(getComputedStyle(e).fontSize))),
    couleurs: [...new Set(textes.filter((e) => !e.matches("text")).map(gris))],
  };
}"""


@pytest.fixture
def pire(db):
    """The fullest activity that a team would write: long names, three ways of helping, four papers, own device."""
    creer_commune("94041")
    lieu = creer_lieu(
        0,
        nom="Centre social et culturel municipal Les Portes du Midi et de la Plaine",
        adresse="128 bis avenue du Général de Gaulle prolongée",
        complement="Bâtiment C, escalier 2, deuxième étage à droite",
        commune=creer_commune("94038"),
        telephone="+33199001234",
        reconnaitre="La porte verte " + "à côté de la pharmacie, " * 8,
        arret="Mairie de L’Haÿ-les-Roses, bus 286 et 393, à cinq minutes à pied",
        accessibilites=1,
    )
    return creer_offre(
        lieu,
        nom="Permanence d’écrivain public : comprendre, écrire, faire ses démarches en ligne en confiance",
        horaires="Mo-We 09:30-12:30",
        acces=ACCES["rdv"].masque,
        themes=THEMES.masque(["demarches", "bases"]),
        postures=POSTURES.masque(["a_la_place", "avec"]),
        metiers=METIERS.masque(["ecrivain_public"]),
        reserves=RESERVES.masque(["adherents"]),
        publics=PUBLICS.masque(["seniors", "lecture"]),
        papiers=PAPIERS.masque(["securite_sociale", "livret_famille", "allocataire", "mail"]),
        tarif="adhesion",
        tarif_detail="8 € par an et par famille, 4 € pour les étudiants",
        appareil="necessaire",
        verifie_le=timezone.localdate(),
        verifie_voie="ecran",
    )


def adresse_de(offre, langue="fr", format_="a4"):
    return f"{reverse('orientations:papier', args=[offre.uid, ''])}?langue={langue}&format={format_}"


def imprimer(page, offre, langue, format_, *, mots=MOTS):
    """Return the measures of the sheet as it is printed, and the PDF."""
    page.emulate_media(media="screen")
    page.set_viewport_size(PAGES[format_])
    page.goto(adresse_de(offre, langue, format_))
    if mots:
        page.get_by_label("Le", exact=True).fill("2026-12-03")
        page.get_by_label("À", exact=True).fill("14:30")
        page.get_by_label("Avec", exact=True).fill("Madame Exemple, écrivaine publique")
        page.get_by_label("Un mot pour la personne").fill(mots)
    page.emulate_media(media="print")
    mesures = page.evaluate(MESURES)
    return mesures, page.pdf(prefer_css_page_size=True)


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("langue", LANGUES)
def test_the_fullest_sheet_is_one_page_and_nothing_is_cut(page, pire, langue):
    for format_ in PAGES:
        une_page(page, pire, langue, format_)


def une_page(page, pire, langue, format_):
    mesures, pdf = imprimer(page, pire, langue, format_)
    assert pages(pdf) == 1
    attendue = rb"59[45]\S* 84[12]" if format_ == "a4" else rb"4(19|20)\S* 59[45]"
    assert re.search(rb"/MediaBox \[0 0 " + attendue, pdf)
    assert mesures["deborde"] <= 0, mesures
    assert mesures["hauteur"] <= PAGES[format_]["height"], mesures
    assert mesures["dehors"] == 0, mesures
    assert mesures["coupes"] == 0, mesures
    assert mesures["plus_petit"] >= CORPS_MIN - 0.01
    # Black, or what is darker than 7:1 on white.
    assert mesures["couleurs"] in (["rgb(0, 0, 0)"], []), mesures
    if format_ == "a4":
        assert "papier-mots" in mesures["montres"], mesures


def test_what_does_not_fit_goes_in_order(page, pire):
    """On an A5: the sketch first, then the rule; the writer's own words last."""
    tout = ["papier-mots", "papier-prudence", "papier-accueil", "papier-fauteuil", "papier-reconnaitre",
            "papier-arret", "papier-habitude", "papier-plan"]  # fmt: skip
    for format_ in PAGES:
        montres = imprimer(page, pire, "fr", format_)[0]["montres"]
        assert montres == tout[: len(montres)]
        assert len(montres) < len(tout)


def test_a_simple_sheet_holds_everything(page, db):
    lieu = creer_lieu(0, nom="La Piste", reconnaitre="La porte verte", arret="Mairie", telephone="+33199001234")
    offre = creer_offre(lieu, nom="Aide aux démarches", horaires="Th 14:00-17:00", postures=2)
    mesures, pdf = imprimer(page, offre, "fr", "a4", mots="À jeudi")
    assert pages(pdf) == 1
    assert mesures["montres"] == [
        *("papier-mots", "papier-prudence", "papier-reconnaitre", "papier-arret", "papier-habitude", "papier-plan")
    ]


@pytest.mark.parametrize("format_", PAGES)
def test_at_the_limit_of_every_field_nothing_is_lost(page, pire, format_):
    """A second page then, rather than a word or the code that is cut."""
    lieu = pire.lieu
    lieu.nom, lieu.adresse, lieu.complement = ("Maison " * 28).strip(), ("rue longue " * 18).strip(), "escalier " * 22
    pire.nom, pire.tarif_detail, pire.papiers_autres = ("Aide " * 32).strip(), "tarif " * 26, "papier " * 22
    ecrire(lieu, pire)
    mesures, pdf = imprimer(page, pire, "ro", format_)
    assert pages(pdf) <= 2
    assert mesures["coupes"] == 0
    essentiel, pied = (page.locator(nom).bounding_box() for nom in (".papier-essentiel", ".papier-pied"))
    assert pied["y"] >= essentiel["y"] + essentiel["height"] - 1


# ------------------------------------------------------------------------------------------ QR code
def lire_le_code(page, pdf, tmp_path):
    """Return what a telephone reads on the printed sheet."""
    papier = tmp_path / "papier.pdf"
    papier.write_bytes(pdf)
    if shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-png", "-r", "110", papier, tmp_path / "papier"], check=True)
        image = Image.open(next(tmp_path.glob("*.png")))
    else:
        image = Image.open(io.BytesIO(page.locator(".papier").screenshot()))
    (code,) = read_barcodes(image)
    return code.text


@pytest.fixture
def site(live_server, settings):
    """The address that codes hold, that of this server."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.mark.parametrize(("langue", "format_"), [("fr", "a4"), ("fr", "a5"), ("ar", "a4"), ("ar", "a5")])
def test_the_code_on_paper_opens_a_page_that_says_what_has_changed(page, pire, site, tmp_path, langue, format_):  # noqa: PLR0917
    _, pdf = imprimer(page, pire, langue, format_)
    adresse = lire_le_code(page, pdf, tmp_path)
    assert adresse == f"{site}/o/{pire.uid}/" + ("" if langue == "fr" else f"?langue={langue}")
    page.emulate_media(media="screen")
    seance = pire.seances.filter(debut__gt=timezone.now()).order_by("debut").first()
    seance.statut = "annulee"
    seance.save()
    Version.avancer()
    assert page.goto(adresse).status == 200
    expect(page.get_by_text("est annulée")).to_be_visible()
    if langue == "ar":
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.get_by_text("أُلغيت حصة")).to_be_visible()
    pire.etat = "archive"
    ecrire(pire)
    assert page.goto(adresse).status == 200
    expect(page.get_by_text("Cette activité n’existe plus.")).to_be_visible()


# ------------------------------------------------------------------------------------------ at a desk
def test_from_a_search_to_a_printed_sheet(page, db, pire):
    """Search, « Orienter ici », Arabic, the appointment, print: nothing of what is typed is ever sent."""
    envois = []
    page.on("request", lambda r: envois.append(f"{r.url} {r.post_data or ''}"))
    page.add_init_script("window.print = () => { window.imprime = true; }")
    page.goto("/?theme=demarches")
    page.get_by_role("link", name="Orienter ici").first.click()
    page.get_by_role("link", name="العربية").click()
    page.get_by_label("Le", exact=True).fill("2026-12-03")
    page.get_by_label("À", exact=True).fill("14:30")
    page.get_by_label("Avec", exact=True).fill("Zénobie")
    page.get_by_label("Un mot pour la personne").fill("Le dossier bleu")
    sheet = page.get_by_role("article", name="Le papier")
    expect(sheet.get_by_text("jeudi 3 décembre", exact=True)).to_be_visible()
    expect(sheet.get_by_text("الخميس، 3 ديسمبر")).to_be_visible()
    expect(sheet.get_by_text("14 h 30", exact=True)).to_be_visible()
    expect(sheet.get_by_text("Le dossier bleu")).to_be_visible()
    # Another format keeps what was typed.
    page.get_by_role("link", name="A5").click()
    expect(sheet.get_by_text("Le dossier bleu")).to_be_visible()
    page.get_by_role("button", name="Imprimer").click()
    assert page.evaluate("window.imprime")
    assert not [e for e in envois if "nobie" in e or "dossier" in e or "2026-12-03" in e]


def test_without_javascript_there_are_lines_to_fill_by_hand(new_context, pire):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(adresse_de(pire, "ar"))
    expect(page.get_by_label("Un mot pour la personne")).to_be_hidden()
    sheet = page.get_by_role("article", name="Le papier")
    expect(sheet.get_by_text("Votre rendez-vous", exact=True)).to_be_visible()
    assert sheet.locator(".blanc:empty").count() == 6
    expect(page.get_by_role("link", name="English")).to_be_visible()


def test_it_works_by_keyboard(page, pire):
    page.add_init_script("window.print = () => { window.imprime = true; }")
    page.goto(adresse_de(pire))
    page.get_by_role("link", name="English").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name="Le papier")).to_contain_text("Your appointment")
    page.get_by_label("Un mot pour la personne").focus()
    page.keyboard.type("Bonjour")
    page.get_by_role("button", name="Imprimer").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.imprime")


def test_the_screens_are_accessible(new_context, ecran, pire, sans_defaut):
    page = new_context(**ecran).new_page()
    vivante = f"/o/{pire.uid}/?langue="
    for adresse in (adresse_de(pire), adresse_de(pire, "ar"), f"{vivante}fr", f"{vivante}ar"):
        page.goto(adresse)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), adresse
        sans_defaut(page)


def test_the_living_page_is_light(page, pire):
    """30 kB at most, its styles included: somebody’s own data plan pays for it."""
    poids = []
    page.on("response", lambda r: poids.append(len(r.body())))
    page.goto(f"/o/{pire.uid}/?langue=uk")
    assert len(poids) <= 5
    assert sum(poids) <= 30_000, poids
