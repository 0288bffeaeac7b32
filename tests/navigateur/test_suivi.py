"""Reports, people and the year's figures, in a real browser: without JavaScript, on a phone, on paper."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ateliers.models import Intervenant
from ateliers.nomenclature import METIERS
from centres.models import Centre, Equipement
from espace.models import Signalement
from espace.signalements import signaler
from partenaires.models import OBJETS, Partenariat
from statistiques.models import ChiffresAnnee
from tests.distribution import creer_offre, ecrire, faire_structure
from tests.navigateur.test_cartes import entrer

pytestmark = pytest.mark.apparence


@pytest.fixture
def scene(transactional_db, distribution):
    """A place with a report, somebody who receives, figures, and one of everything that the report prints."""
    distribution.lieu = distribution.lieux["Le Lien"]
    distribution.structure = distribution.lieu.structure
    distribution.offre = distribution.offres["Le Lien"]
    distribution.signalement = signaler(
        lieu=distribution.lieu, motifs=3, texte="mot" * 300, courriel="x@example.net", now=timezone.now()
    )
    distribution.personne = Intervenant.objects.create(
        employeur=distribution.structure, metier="ecrivain_public", prenom="Nadia", prenom_accorde_a=timezone.now()
    )
    distribution.personne.offres.add(distribution.offre)
    s, annee = distribution.structure, timezone.localdate().year
    ChiffresAnnee.objects.create(
        structure=s, annee=annee, personnes_accueillies=1200, saisi_le=timezone.localdate(), saisi_voie="ecran"
    )
    distribution.base = f"/espace/{s.uid}/"
    distribution.chiffres = f"{distribution.base}chiffres/{annee}/"
    distribution.pages = [
        f"{distribution.base}signalements/",
        distribution.signalement.get_absolute_url(),
        f"{distribution.base}personnes/",
        f"{distribution.base}personnes/ajouter/",
        f"{distribution.base}personnes/{distribution.personne.uid}/",
        distribution.chiffres,
        f"{distribution.chiffres}saisir/",
    ]
    return distribution


def charger(scene, combien):
    """Fill the report as a large centre would."""
    for n in range(combien):
        creer_offre(
            scene.lieu,
            nom=f"Atelier numéro {n} avec un nom assez long pour tenir deux lignes sur un téléphone",
            nature=("atelier", "permanence", "cycle", "acces_libre")[n % 4],
            horaires="Mo-Fr 09:00-12:00",
            metiers=METIERS.complet,
        )
        partenaire = faire_structure(nom=f"Association partenaire {n}", nature="partenaire")
        ecrire(partenaire)
        ecrire(
            Partenariat(
                centre=scene.structure, partenaire=partenaire, objets=OBJETS["ateliers"].masque, finance_par="la Ville"
            )
        )
    ecrire(
        Centre(structure=scene.structure, statut="associatif", agrement="centre_social", animateurs=2),
        Equipement(lieu=scene.lieu, ordinateurs_fixes=7, ordinateurs_portables=4, tablettes=2, salle_dediee=True),
    )


@pytest.fixture
def ouvrir(new_context, live_server):
    """Give `ouvrir(compte, **options)`: a page of a new browser, signed in when there is an account."""

    def open_(compte=None, **options):
        context = new_context(**options)
        if compte:
            entrer(context, compte, live_server)
        return context.new_page()

    return open_


def test_a_report_from_a_phone_without_javascript(ouvrir, scene, surveillance):
    surveillance.tolerate("422")
    page = ouvrir(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page.goto(scene.offre.get_absolute_url())
    page.get_by_role("link", name="Signaler une erreur").click()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Cochez au moins une case.")).to_be_visible()
    page.get_by_label("Il n’y a plus de place").check()
    page.get_by_label("Qu’avez-vous constaté").fill("La liste est fermée depuis lundi.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Merci, c’est parti.")).to_be_visible()
    page.get_by_role("link", name="Revenir à la page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(scene.offre.nom)
    assert Signalement.objects.filter(offre=scene.offre, texte="La liste est fermée depuis lundi.").count() == 1
    assert not page.context.cookies()


def test_a_responsable_answers_and_erases_a_name_without_javascript(ouvrir, scene):
    page = ouvrir(scene.amina, java_script_enabled=False)
    page.goto(f"{scene.base}signalements/")
    page.get_by_role("link", name="Le Lien", exact=True).last.click()
    page.get_by_label("J’ai corrigé la page").check()
    page.get_by_label("Votre réponse").fill("C’est corrigé.")
    page.get_by_role("button", name="Fermer ce signalement").click()
    expect(page.get_by_text("La personne qui a signalé recevra votre réponse.")).to_be_visible()
    lecteur = ouvrir()
    lecteur.goto(scene.offre.get_absolute_url())
    expect(lecteur.get_by_text("Écrivain·e public·que (Nadia)")).to_be_visible()
    page.goto(f"{scene.base}personnes/")
    page.get_by_role("button", name="Effacer le prénom partout").click()
    expect(page.get_by_text("Le prénom est effacé partout.")).to_be_visible()
    lecteur.goto(scene.offre.get_absolute_url())
    assert "Nadia" not in lecteur.content()


@pytest.mark.parametrize("combien", [0, 20])
def test_the_year_prints_on_one_or_two_sheets(ouvrir, scene, combien):
    charger(scene, combien)
    page = ouvrir(scene.amina)
    page.goto(scene.chiffres)
    page.emulate_media(media="print")
    for ailleurs in ("header.entete-site", "footer.pied", ".fil", ".chiffres-actions"):
        expect(page.locator(ailleurs)).to_be_hidden()
    expect(page.locator(".chiffres")).to_contain_text("1\u202f200")
    pdf = page.pdf(prefer_css_page_size=True, format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == (2 if combien else 1)


def test_the_button_prints(ouvrir, scene):
    page = ouvrir(scene.amina)
    page.add_init_script("window.print = () => { window.imprime = true; }")
    page.goto(scene.chiffres)
    page.get_by_role("button", name="Imprimer").click()
    assert page.evaluate("window.imprime")


def test_every_page_is_accessible(ouvrir, ecran, scene, sans_defaut):
    charger(scene, 3)
    page = ouvrir(scene.amina, **ecran)
    for adresse in (f"/lieux/{scene.lieu.uid}/signaler/", f"/offres/{scene.offre.uid}/signaler/?merci=1", *scene.pages):
        page.goto(adresse)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), adresse
        sans_defaut(page)


def test_a_refused_form_is_accessible(ouvrir, scene, sans_defaut, surveillance):
    surveillance.tolerate("422")
    page = ouvrir(scene.amina, viewport={"width": 320, "height": 800})
    page.goto(f"{scene.base}personnes/ajouter/")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Choisissez une fonction.")).to_be_visible()
    expect(page.get_by_role("alert").first).to_be_focused()
    sans_defaut(page)
