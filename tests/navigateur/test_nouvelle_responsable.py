"""A new responsable, by keyboard alone: a centre to complete, three activities to begin, one every 14 days.

What the page says, the sessions that are stored and a count by hand then agree over a school year.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from ateliers.models import Offre, Seance
from ateliers.seances import reconstruire
from comptes.models import Administrateur
from core.travailleur import PARIS
from structures.actions import inviter
from structures.models import Lieu, Membre
from tests.comptes.outils import dernier_lien
from tests.distribution import creer_compte, ecrire, faire_lieu, faire_structure
from tests.navigateur.test_grille import choisir_le_rythme

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]

PHRASE = "Le mardi, de 14\u00a0h à 17\u00a0h, tous les 14 jours à partir du 8 septembre 2026, hors vacances scolaires"
# Zone C, as the ministry printed it: first day without school, first day back.
VACANCES = (
    (date(2026, 10, 17), date(2026, 11, 2)),
    (date(2026, 12, 19), date(2027, 1, 4)),
    (date(2027, 2, 6), date(2027, 2, 22)),
    (date(2027, 4, 3), date(2027, 4, 19)),
    (date(2027, 7, 3), date(2027, 9, 1)),
)
FIN = date(2027, 9, 30)


def a_la_main():
    """Count the Tuesdays, one in two, that no holiday takes: no rule, no library."""
    jours, jour = [], date(2026, 9, 8)
    while jour <= FIN:
        if not any(debut <= jour < retour for debut, retour in VACANCES):
            jours.append(jour)
        jour += timedelta(days=14)
    return jours


@pytest.fixture
def nouvelle(db):
    """Somebody without an account, invited by mail to a centre that a file described in one line."""
    structure = faire_structure(nom="Centre social Les Tilleuls")
    lieu = faire_lieu(structure, nom="Les Tilleuls")
    ecrire(structure, lieu)
    fede = creer_compte("fede@example.org")
    Administrateur.objects.create(federation=structure.federation, utilisateur=fede)
    inviter(cible=structure, courriel="nadia@example.org", role="responsable", by=fede, now=timezone.now())
    return dernier_lien("nadia@example.org"), structure, lieu


class Clavier:
    """A person who has no mouse: Tab until what is wanted has the focus, then a key."""

    def __init__(self, page):
        self.page = page

    def jusqu_a(self, cible, *, arriere=False):
        """Press Tab until this has the focus; fail when the keyboard does not reach it."""
        cible = cible.first
        element = cible.element_handle()
        for _ in range(250):
            # Looked for again only when the page has replaced it: finding it costs more than pressing Tab.
            la = element.evaluate("(e) => e.isConnected ? e.contains(document.activeElement) : null")
            if la is None:
                element = cible.element_handle()
                continue
            if la:
                return
            self.page.keyboard.press("Shift+Tab" if arriere else "Tab")
        raise AssertionError(f"the keyboard does not reach {cible}")

    def entree(self, cible):
        """Go there and press Enter."""
        self.jusqu_a(cible)
        self.page.keyboard.press("Enter")

    def ecrire(self, cible, texte):
        self.jusqu_a(cible)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(texte)

    def cocher(self, cible):
        self.jusqu_a(cible)
        self.page.keyboard.press("Space")


@pytest.fixture
def clavier(new_context, nouvelle):
    """Her keyboard, once she has accepted by the mail's link."""
    k = Clavier(new_context(viewport={"width": 1280, "height": 900}).new_page())
    k.page.goto(nouvelle[0])
    k.ecrire(k.page.get_by_label("Votre nom"), "Nadia")
    k.entree(k.page.get_by_role("button", name="Accepter"))
    k.page.get_by_text("Bienvenue").wait_for()
    assert Membre.objects.get(utilisateur__courriel="nadia@example.org").role == "responsable"
    return k


def enregistre(k):
    """Save the card that is open, wait for it to say so, and go back to what is still missing."""
    carte = k.page.locator(f"#{k.page.locator('.en-edition').get_attribute('id')}")
    k.entree(carte.get_by_role("button", name="Enregistrer").last)
    expect(carte.locator(".carte-dit")).to_contain_text("C’est enregistré.")
    k.entree(carte.get_by_role("link", name="Ce qui manque encore"))


def commencer(k, structure, modele):
    """Begin an activity from the page of the structure, and return it."""
    k.page.goto(reverse("espace:structure", args=[structure.uid]))
    k.entree(k.page.get_by_role("link", name="Nouvelle activité"))
    k.entree(k.page.get_by_role("link", name=modele))
    k.entree(k.page.get_by_role("button", name="Commencer"))
    k.page.get_by_role("heading", name="Avant de publier, dites").wait_for()
    return Offre.objects.get(uid=k.page.url.split("/espace/offres/")[1][:8])


def publier(k, offre):
    k.entree(k.page.get_by_role("button", name="Publier"))
    k.page.get_by_text("C’est publié").wait_for()
    offre.refresh_from_db()
    assert offre.etat == "publie"


def test_a_new_responsable_by_keyboard_alone(clavier, nouvelle, sans_defaut):
    k, (_, structure, lieu) = clavier, nouvelle
    page = k.page

    # The centre: what is missing leads to each card.
    page.goto(reverse("espace:accueil"))
    k.entree(page.locator("main").get_by_role("link", name="Centre social Les Tilleuls"))
    k.entree(page.get_by_role("link", name="Modifier ce lieu"))
    k.entree(page.get_by_role("link", name="Comment vous reconnaître"))
    k.ecrire(page.get_by_label("Comment nous reconnaître"), "Porte jaune, face au square")
    enregistre(k)
    k.entree(page.get_by_role("link", name="Un numéro à appeler"))
    k.ecrire(page.locator(".en-edition [name=telephone]"), "01 99 00 12 34")
    enregistre(k)
    expect(page.locator("#etat")).not_to_contain_text("Un numéro à appeler")
    k.entree(page.locator("#etat").get_by_role("link", name="Les horaires"))
    k.ecrire(page.locator('.en-edition [name="horaires_source"]'), "Du lundi au vendredi, sauf le mercredi matin")
    enregistre(k)
    lieu = Lieu.objects.get(pk=lieu.pk)
    assert (lieu.reconnaitre, str(lieu.telephone)) == ("Porte jaune, face au square", "+33199001234")
    assert lieu.horaires_source

    # An écrivain public, one Tuesday in two.
    ecrivain = commencer(k, structure, "Permanence d’écrivain public")
    sans_defaut(page)
    k.entree(page.locator("#etat").get_by_role("link", name="Les horaires"))
    mardi(k)
    choisir_le_rythme(page)
    expect(page.locator(".grille-apercu")).to_contain_text(PHRASE)
    enregistre(k)
    publier(k, ecrivain)

    # Computers, at the place's hours.
    libre = commencer(k, structure, "Accès libre : ordinateurs, imprimante, Wi-Fi")
    k.entree(page.locator("#etat").get_by_role("link", name="Les horaires"))
    k.cocher(page.locator("[name=suit_le_lieu]"))
    enregistre(k)
    publier(k, libre)

    # A workshop whose hours are said in words.
    atelier = commencer(k, structure, "Atelier smartphone, débutants")
    k.entree(page.locator("#etat").get_by_role("link", name="Les horaires"))
    k.ecrire(page.locator('.en-edition [name="horaires_source"]'), "Une matinée par mois, appelez-nous")
    enregistre(k)
    publier(k, atelier)

    page.goto(reverse("espace:structure", args=[structure.uid]))
    sans_defaut(page)
    assert structure.offres.filter(etat="publie").count() == 3
    tout_le_monde_est_d_accord(page, ecrivain)


def mardi(k):
    """Paint Tuesday from 2 p.m. to 5 p.m. with the arrows and the space bar."""
    page = k.page
    k.jusqu_a(page.locator('[role=gridcell][tabindex="0"]'))
    ici = page.evaluate("[+document.activeElement.dataset.jour, +document.activeElement.dataset.minute]")
    for touche, combien in (("ArrowDown", 1 - ici[0]), ("ArrowRight", (14 * 60 - ici[1]) // 30)):
        for _ in range(combien):
            page.keyboard.press(touche)
    page.keyboard.press("Space")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")


def tout_le_monde_est_d_accord(page, offre):
    """The sentence, the stored sessions of each week of a year, and the count by hand."""
    page.goto(offre.get_absolute_url())
    expect(page.locator("main")).to_contain_text(PHRASE)
    offre = Offre.objects.select_related("structure", "lieu__structure", "lieu__commune").get(pk=offre.pk)
    attendus, gardes, jour = a_la_main(), set(), date(2026, 9, 1)
    while jour <= FIN:
        # What the night of that day leaves in the table: eight weeks from then on.
        reconstruire([offre], today=jour)
        fin = jour + timedelta(weeks=8)
        seances = Seance.objects.filter(offre=offre, jour__gte=jour, jour__lte=min(fin, FIN)).order_by("jour")
        assert [s.jour for s in seances] == [j for j in attendus if jour <= j <= fin]
        gardes |= {(s.jour, s.debut.astimezone(PARIS).hour, s.fin.astimezone(PARIS).hour) for s in seances}
        jour += timedelta(weeks=4)
    assert sorted(gardes) == [(j, 14, 17) for j in attendus]
