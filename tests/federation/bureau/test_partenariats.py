"""The partnerships of a network: found by names, purpose and time; only its own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partenaires.models import OBJETS, Partenariat
from tests.distribution import creer_federation, ecrire, faire_structure

PAGE = "/f/val-de-marne/partenariats/"


@pytest.fixture
def fede(client, distribution):
    today = timezone.localdate()
    centre, autre = distribution.lieux["Le Lien"].structure, distribution.lieux["Le Voisin"].structure
    delta, emmaus = (
        faire_structure(nom="Delta", nature="partenaire"),
        faire_structure(nom="Emmaüs", nature="partenaire"),
    )
    ailleurs = faire_structure(nom="Chez les autres", federation=creer_federation("essonne"))
    ecrire(delta, emmaus, ailleurs)
    ecrire(
        Partenariat(centre=centre, partenaire=delta, objets=OBJETS.masque(["ateliers"]), finance_par="la CAF"),
        Partenariat(centre=autre, partenaire=emmaus, objets=OBJETS.masque(["pret", "ateliers"])),
        Partenariat(centre=autre, partenaire=delta, fin=today - timedelta(days=1)),
        Partenariat(centre=ailleurs, partenaire=delta, objets=OBJETS.masque(["ateliers"])),
    )
    client.force_login(distribution.fede)
    return client


@pytest.mark.parametrize(
    ("criteres", "vus"),
    [
        ({}, {("Delta", "Le Lien"), ("Emmaüs", "Le Voisin")}),
        ({"q": "emmaus"}, {("Emmaüs", "Le Voisin")}),
        ({"q": "lien"}, {("Delta", "Le Lien")}),
        ({"objet": "pret"}, {("Emmaüs", "Le Voisin")}),
        ({"objet": "ateliers"}, {("Delta", "Le Lien"), ("Emmaüs", "Le Voisin")}),
        ({"finis": "oui"}, {("Delta", "Le Voisin")}),
        ({"objet": "inconnu", "page": "x"}, {("Delta", "Le Lien"), ("Emmaüs", "Le Voisin")}),
        ({"q": "licorne"}, set()),
    ],
)
def test_who_works_with_whom(fede, criteres, vus):
    page = fede.get(PAGE, criteres)
    assert {(p.partenaire.nom, p.centre.nom) for p in page.context["page"]} == vus
    assert ("Aucun partenariat ne répond" in page.text) == (not vus)
    assert ("la CAF" in page.text) == (("Delta", "Le Lien") in vus)


def test_what_is_shown_is_given_as_a_file(fede):
    fichier = fede.get(PAGE, {"q": "lien", "format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert fichier[0].startswith("Partenaire;Travaille avec;Pour quoi")
    assert fichier[1:] == ["Delta;Le Lien;ateliers sur place;la CAF;;;"]
