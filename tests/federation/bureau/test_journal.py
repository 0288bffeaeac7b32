"""The journal of a network: found by words, person, way and day; only its own; the same cost at any size."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ateliers.actions import enregistrer_lot
from core.voies import Voie
from tests.distribution import creer_federation, creer_lieu, faire_structure

JOURNAL = "/f/val-de-marne/journal/"


def renommer(lieu, nom, by=None, voie=Voie.ECRAN):
    lieu.nom = nom
    enregistrer_lot([lieu], by=by, voie=voie)


def corps(client, **criteres):
    """The operations shown, without the fields of the search."""
    page = client.get(JOURNAL, criteres)
    assert page.status_code == 200
    return re.sub(r'<form class="filtres.*?</form>', "", page.text, flags=re.DOTALL)


@pytest.fixture
def fede(client, distribution):
    client.force_login(distribution.fede)
    return client


def test_who_did_what_is_found_and_undone(fede, distribution):
    lieu = distribution.lieux["Le Lien"]
    renommer(lieu, "La Grande École", by=distribution.amina)
    autre = distribution.lieux["Le Voisin"]
    renommer(autre, "Le Port", by=distribution.chloe, voie=Voie.IMPORT)
    tout = corps(fede)
    assert tout.index("Le Port") < tout.index("La Grande École")  # the latest first
    for criteres in (
        {"q": "grande ecole"},
        {"qui": str(distribution.amina)[:5].upper()},
        {"voie": "ecran", "q": "lien"},
    ):
        trouve = corps(fede, **criteres)
        assert "La Grande École" in trouve, criteres
        assert "Le Port" not in trouve, criteres
    assert "Le Port" in corps(fede, voie="import")
    assert "Rien de tel depuis douze mois" in corps(fede, q="introuvable")
    adresse = re.search(r'action="(/espace/operations/[^"]+)"', corps(fede, q="grande ecole")).group(1)
    fede.post(adresse, {"retour": JOURNAL})
    lieu.refresh_from_db()
    assert lieu.nom == "Le Lien"


def test_another_network_and_another_year_are_not_shown(fede, distribution):
    ailleurs = creer_lieu(structure=faire_structure(federation=creer_federation("essonne"), nom="Ailleurs"))
    renommer(ailleurs, "Chez les autres")
    with time_machine.travel(timezone.now() - timedelta(days=370)):
        renommer(distribution.lieux["Le Lien"], "Le nom d’il y a un an", by=distribution.amina)
    renommer(distribution.lieux["Le Lien"], "Le nom du jour", by=distribution.amina)
    montre = corps(fede)
    assert "Le nom du jour" in montre
    assert "Chez les autres" not in montre
    demain = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "Le nom du jour" in corps(fede, au=demain)
    assert "Le nom du jour" not in corps(fede, du=demain)


def test_the_pages_follow_one_another_without_loss(fede, distribution):
    lieu = distribution.lieux["Le Lien"]
    with time_machine.travel(timezone.now(), tick=True):
        for numero in range(60):
            renommer(lieu, f"Nom {numero} fin", by=distribution.amina)
    vus, adresse = [], f"{JOURNAL}?qui={distribution.amina!s}"
    while adresse:
        texte = fede.get(adresse).text
        vus += re.findall(r"<ins>(Nom \d+ fin)</ins>", texte)
        suite = re.search(r'href="\?([^"]*avant=[^"]+)"', texte)
        adresse = f"{JOURNAL}?{suite.group(1).replace('&amp;', '&')}" if suite else ""
    assert vus == [f"Nom {numero} fin" for numero in reversed(range(60))]


def test_an_operation_of_many_rows_tells_its_total(fede, distribution):
    lieux = [creer_lieu() for _ in range(9)]
    for lieu in lieux:
        lieu.reconnaitre = "Porte bleue"
    enregistrer_lot(lieux, by=distribution.fede, voie=Voie.IMPORT)
    assert "et le reste, 9 lignes en tout" in corps(fede, voie="import")


@pytest.mark.parametrize(
    "faux",
    [
        {"du": "demain"},
        {"voie": "pigeon"},
        {"avant": "9999-99-99"},
        {"avant": "2026-01-01"},
        {"au": "9999-12-31"},
        {"q": "x" * 500},
    ],
)
def test_what_is_wrong_is_said_and_the_rest_answers(fede, faux):
    assert fede.get(JOURNAL, faux).status_code == 200


def test_more_operations_cost_no_more(fede, distribution, compte_requetes):
    def agrandir():
        for lieu in [creer_lieu() for _ in range(6)]:
            renommer(lieu, "Autrement", by=distribution.fede)

    agrandir()
    compte_requetes(lambda: fede.get(JOURNAL), agrandir, maximum=45)
