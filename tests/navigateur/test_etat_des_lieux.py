"""The état des lieux in a real browser: nothing overflows or hides, and the booklet is some eight sheets."""

import re

import pytest

from comptes.models import Administrateur
from statistiques.indicateurs import indicateurs
from statistiques.instantanes import instantane
from tests.distribution import creer_compte
from tests.navigateur.test_cartes import entrer
from tests.statistiques.petit_reseau import JOUR, peupler

ETAT = "/f/val-de-marne/etat-des-lieux/"

pytestmark = pytest.mark.apparence


@pytest.fixture
def lectrice(transactional_db):
    """The administrator of the small network, that has a past."""
    federation = peupler()
    compte = creer_compte("lectrice@example.org")
    Administrateur.objects.create(federation=federation, utilisateur=compte)
    for resultat in indicateurs(federation, JOUR).resultats.values():
        instantane(federation, resultat, JOUR.replace(year=JOUR.year - 1, day=1)).save()
    return compte


def test_every_page_is_accessible(new_context, live_server, lectrice, ecran, sans_defaut):
    contexte = new_context(**ecran)
    entrer(contexte, lectrice, live_server)
    page = contexte.new_page()
    for chemin in ("", "atelier/", "ordinateurs_moyenne/", "communes/"):
        page.goto(f"{live_server.url}{ETAT}{chemin}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), chemin
        assert page.locator("svg[role=img]").count() or chemin == "communes/"
        sans_defaut(page)


def test_the_booklet_is_about_eight_sheets(new_context, live_server, lectrice):
    contexte = new_context()
    entrer(contexte, lectrice, live_server)
    page = contexte.new_page()
    page.goto(f"{live_server.url}{ETAT}livret/")
    pdf = page.pdf(prefer_css_page_size=True)
    assert 6 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 10
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]", pdf), "A4, portrait"
