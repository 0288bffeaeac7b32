"""Somebody who has read nothing imports a town's table, in a real browser: four steps, and back."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ateliers.models import Offre
from core.travailleur import faire_un_travail
from echanges.models import Import
from structures.models import Lieu
from tests.echanges.classeurs import FIN_A, FIN_B, LIGNE_A, LIGNE_B, SERVICES_A, SERVICES_B, guide
from tests.navigateur.test_cartes import entrer

NBSP = "[\u00a0\u202f ]"


@pytest.fixture
def scene(transactional_db, distribution):
    return distribution


def test_un_tableau_de_ville_en_quatre_etapes(scene, new_context, live_server, sans_defaut):
    avant = Lieu.objects.count()
    contexte = new_context(viewport={"width": 360, "height": 800})
    entrer(contexte, scene.fede, live_server)
    page = contexte.new_page()
    page.goto("/f/val-de-marne/imports/")
    page.get_by_role("link", name="Importer un tableau").click()
    expect(page.get_by_label("Votre tableau")).to_be_attached()
    sans_defaut(page)
    octets = guide([*LIGNE_A, *SERVICES_A, *FIN_A], [*LIGNE_B, *SERVICES_B, *FIN_B])
    page.get_by_label("Votre tableau").set_input_files({"name": "guide.xlsx", "mimeType": "", "buffer": octets})
    page.get_by_role("button", name="Déposer ce fichier").click()
    expect(page.get_by_label("Qui fournit ce fichier")).to_be_visible()
    sans_defaut(page)
    page.get_by_label("Qui fournit ce fichier").fill("Ville d’essai")
    horaires = page.get_by_label(re.compile("colonne 11, HORAIRE"))
    expect(horaires).to_have_value("horaires")
    horaires.select_option(label="Ne pas importer")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voici ce qui changerait")
    assert "Du lundi au vendredi" not in page.locator("main").inner_text()
    # One goes back: what was said is still there, and is corrected.
    page.get_by_role("link", name="Corriger les colonnes").click()
    expect(page.get_by_label("Qui fournit ce fichier")).to_have_value("Ville d’essai")
    horaires = page.get_by_label(re.compile("colonne 11, HORAIRE"))
    expect(horaires).to_have_value("")
    horaires.select_option(label="Horaires")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voici ce qui changerait")
    sans_defaut(page)
    page.get_by_role("link", name=re.compile("À vérifier")).click()
    expect(page.get_by_text("aucun numéro valable")).to_be_visible()
    debord = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(debord) == 0
    page.get_by_role("button", name=re.compile(f"Importer 2{NBSP}lignes")).click()
    expect(page.get_by_role("heading", name="Import en cours")).to_be_visible()
    faire_un_travail(timezone.now())
    expect(page.get_by_text(re.compile(f"2{NBSP}ajoutées"))).to_be_visible(timeout=10_000)
    assert Lieu.objects.count() == avant + 2
    assert Lieu.objects.get(nom="Maison de l’Essai").horaires == "Mo-Fr 09:00-12:00"
    assert Offre.objects.filter(lieu__nom="Atelier du Parc").count() == 2
    assert Import.objects.latest("pk").rapport["rien_a_changer"] is False
