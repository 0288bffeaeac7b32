"""Columns written of rows that exist: one statement, composed once, whatever their number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.lots import mettre_a_jour
from structures.models import Lieu
from tests.distribution import creer_lieu

pytestmark = pytest.mark.django_db
CHAMPS = ("nom", "telephone", "horaires", "commune", "latitude", "typologies")


def ecrits(lieux, champs=CHAMPS):
    with CaptureQueriesContext(connection) as vues:
        mettre_a_jour(Lieu, lieux, champs)
    return [requete["sql"] for requete in vues.captured_queries]


@pytest.mark.parametrize("combien", [1, 3, 120])
def test_what_is_stored_is_what_the_objects_say(combien):
    creer_lieu(0)
    modele = Lieu.objects.get()
    lieux = [creer_lieu(0, structure=modele.structure, principal=False) for _ in range(combien)]
    for rang, lieu in enumerate(lieux):
        lieu.nom, lieu.latitude, lieu.telephone = f"Lieu {rang}", 48.5 + rang / 1000, f"+331990012{rang % 90 + 10}"
        lieu.typologies, lieu.adresse = ["CS", "EVS"], "pas écrite"
    ecrits(lieux)
    for rang, lieu in enumerate(lieux):
        garde = Lieu.objects.get(pk=lieu.pk)
        assert (garde.nom, garde.latitude, garde.typologies) == (f"Lieu {rang}", 48.5 + rang / 1000, ["CS", "EVS"])
        assert (garde.telephone, garde.adresse) == (lieu.telephone, modele.adresse)
    assert Lieu.objects.get(pk=modele.pk).nom == modele.nom


def test_a_lot_is_one_statement_that_names_its_columns_alone():
    lieux = [creer_lieu(0) for _ in range(4)]
    [requete] = ecrits(lieux, ["telephone"])
    assert '"telephone"' in requete
    assert '"nom"' not in requete


@pytest.mark.parametrize("combien", [1, 3])
def test_a_row_that_is_gone_stays_away(combien):
    lieux = [creer_lieu(0) for _ in range(combien)]
    Lieu.objects.filter(pk=lieux[0].pk).delete()
    for lieu in lieux:
        lieu.nom = "Après"
    ecrits(lieux)
    assert Lieu.objects.filter(nom="Après").count() == combien - 1


def test_nothing_to_write_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        mettre_a_jour(Lieu, [], CHAMPS)
