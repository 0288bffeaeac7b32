"""The main job by what the accessibility tree names: no class, no identifier, no place on the screen.

Whoever listens to a page, or speaks to it, has its roles and its names; each is taken here by the pointer, then by Tab
alone. A name that changes, a label that is lost, a control that the keyboard does not reach: the journey stops.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ateliers.nomenclature import THEMES
from comptes.models import Utilisateur
from orientations.models import Orientation
from structures.models import Membre
from tests.distribution import MOT_DE_PASSE, creer_commune, creer_federation, creer_lieu
from tests.espace.outils import permanence
from tests.navigateur.test_cartes import entrer
from tests.navigateur.test_nouvelle_responsable import Clavier

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]


class Pointeur:
    """The gestures of `Clavier`, by pointer."""

    def __init__(self, page):
        self.page = page

    def entree(self, cible):
        cible.click()

    def ecrire(self, cible, texte):
        cible.fill(texte)

    def cocher(self, cible):
        cible.check()


@pytest.fixture
def directrice(db):
    """Two places of Choisy-le-Roi write letters. A director keeps the nearer; nobody has said where there is room."""
    creer_federation(demonstration=True)
    creer_commune("94022")
    champs = {"themes": THEMES["courrier"].masque, "tarif": "gratuit"}
    proche, _ = (
        permanence(creer_lieu(0, nom=nom, latitude=latitude, longitude=2.4187), nom=f"Courrier, {nom}", **champs)
        for nom, latitude in (("Les Quais", 48.7650), ("Le Phare", 48.7850))
    )
    qui = Utilisateur.objects.create_user("directrice@example.org", MOT_DE_PASSE)
    Membre.objects.create(structure=proche.structure, utilisateur=qui, role="responsable")
    qui.quand = reverse("espace:carte", args=["offres", proche.uid, "horaires"])
    return qui


@pytest.mark.parametrize("main", [Pointeur, Clavier])
def test_from_the_room_that_is_said_to_the_sheet_that_is_handed_over(page, live_server, directrice, main):
    page.add_init_script("window.print = () => { document.title = 'Imprimé'; }")
    nommes, main = page.get_by_role, main(page)

    # The director, in « Mon espace »: one tap.
    entrer(page.context, directrice, live_server)
    page.goto("/espace/")
    carte = nommes("region", name="Reste-t-il de la place ?").get_by_role("article", name="Courrier, Les Quais")
    main.entree(carte.get_by_role("button", name="Cette semaine"))
    expect(nommes("status")).to_contain_text("C’est noté")
    page.context.clear_cookies()

    # A desk: the commune, the need, where there is room.
    page.goto("/")
    expect(nommes("heading", level=1)).to_have_text("Quel est le besoin ?")
    main.ecrire(nommes("search", name="Chercher un lieu").get_by_label("Près de"), "Choisy-le-Roi")
    main.entree(nommes("link", name="Comprendre ou écrire un courrier"))
    activites = nommes("main").get_by_role("article").get_by_role("heading", level=4)
    expect(activites).to_have_text(["Courrier, Les Quais", "Courrier, Le Phare"])
    main.cocher(nommes("checkbox", name="Il y a de la place"))
    expect(activites).to_have_text(["Courrier, Les Quais"])
    main.entree(nommes("link", name="le plus tôt"))
    expect(activites).to_have_text(["Courrier, Les Quais"])
    assert "pres=Choisy" in page.url

    # The first activity, and its sheet.
    main.entree(nommes("link", name="Courrier, Les Quais", exact=True))
    expect(nommes("heading", level=1)).to_have_text("Courrier, Les Quais")
    main.entree(nommes("link", name="Orienter ici").first)
    papier = nommes("article", name="Le papier")
    expect(papier).to_contain_text("Les Quais")
    main.ecrire(page.get_by_label("Un mot pour la personne"), "Le dossier bleu")
    expect(papier).to_contain_text("Le dossier bleu")
    main.entree(nommes("button", name="Imprimer"))
    expect(page).to_have_title("Imprimé")

    # Beside the other that does the same.
    main.entree(nommes("link", name="Comparer avec une autre activité"))
    main.entree(nommes("link", name="Courrier, Le Phare"))
    expect(nommes("columnheader")).to_have_text(["Courrier, Les Quais", "Courrier, Le Phare"])
    expect(nommes("row", name="De la place")).to_contain_text("cette semaine")
    assert Orientation.objects.get().canal == "papier"


def arbre(page):
    """Return what Chromium gives to assistive technologies: {(role, name): states}."""
    session = page.context.new_cdp_session(page)
    noeuds = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return {
        (n["role"]["value"], n.get("name", {}).get("value", "")): {
            etat["name"]: etat["value"].get("value") for etat in n.get("properties", [])
        }
        for n in noeuds
        if not n["ignored"]
    }


def test_what_scripts_draw_has_its_role_its_name_and_its_states(page, live_server, directrice):
    """The suggestions, the map and the grid of hours, as a screen reader receives them (RGAA 4.13 and 7.1)."""
    page.goto("/?pres=Choisy-le-Roi")
    expect(page.get_by_text("2 lieux sur la carte")).to_be_visible()
    champ = page.get_by_role("search", name="Chercher un lieu").get_by_label("Près de")
    champ.fill("")
    champ.press_sequentially("Chois")
    expect(page.get_by_role("option", name="Choisy-le-Roi")).to_be_visible()
    champ.press("ArrowDown")
    vu = arbre(page)
    assert vu["combobox", "Près de"]["expanded"]
    assert ("listbox", "Lieux proposés") in vu
    assert next(etats for (role, nom), etats in vu.items() if role == "option" and "Choisy" in nom)["selected"]
    epingles = [nom for role, nom in vu if role == "button" and "de la liste" in nom]
    assert [nom.split(",")[0] for nom in sorted(epingles)] == ["Le Phare", "Les Quais"]
    champ.press("Escape")
    assert not arbre(page)["combobox", "Près de"]["expanded"]

    entrer(page.context, directrice, live_server)
    page.goto(directrice.quand)
    case = page.get_by_role("gridcell", name="mardi, 14\u00a0h").first
    expect(case).to_be_visible()
    avant = arbre(page)
    nom = next(nom for role, nom in avant if role == "gridcell" and nom.startswith("mardi, 14\u00a0h"))
    assert not avant["gridcell", nom]["selected"]
    assert [nom for role, nom in avant if role == "grid"]
    assert [nom for role, nom in avant if role == "rowheader" and "ardi" in nom]
