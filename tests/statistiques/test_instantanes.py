"""A count a month, kept: written once by the night, and what changed since said on the pages."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from centres.models import Centre
from core.travailleur import PARIS
from statistiques.entretien import figer_le_mois
from statistiques.indicateurs import REGISTRE, indicateurs
from statistiques.instantanes import evolutions, figer, serie
from statistiques.models import Instantane
from tests.distribution import creer_federation, ecrire, faire_lieu, faire_offre, faire_structure

OCTOBRE, NOVEMBRE = date(2026, 10, 3), date(2026, 11, 24)


def membre(nom, *offres):
    structure = faire_structure(nom=nom)
    lieu = faire_lieu(structure)
    centre = Centre(structure=structure, statut="associatif", agrement="evs", adhesion_annee=2026)
    ecrire(structure, centre, lieu, *(faire_offre(lieu, **champs) for champs in offres))


@pytest.fixture
def octobre(db):
    """A network of two counted in October: one runs an atelier."""
    membre("Un", {"nature": "atelier"})
    membre("Deux", {})
    federation = creer_federation()
    figer(federation, OCTOBRE)
    return federation


def test_the_night_counts_each_federation_once_a_month(octobre):
    creer_federation("autre")
    for jour, ecrits in ((24, 2 * len(REGISTRE)), (25, 0)):
        rapport = figer_le_mois(datetime(2026, 11, jour, 3, tzinfo=PARIS))
        assert rapport == f"{ecrits}\u00a0chiffre{'s' if ecrits else ''} gardé{'s' if ecrits else ''} pour le mois"
    assert Instantane.objects.filter(federation=octobre).values("mois").distinct().count() == 2


def test_what_was_counted_stays_whatever_happens(octobre):
    avant = Instantane.objects.get(indicateur="atelier")
    membre("Trois", {"nature": "atelier"})
    figer(octobre, date(2026, 10, 28))
    apres = Instantane.objects.get(indicateur="atelier")
    assert (apres.numerateur, apres.denominateur, apres.jour) == (1, 2, avant.jour)


def test_an_indicator_that_appears_is_counted_from_then_on(octobre):
    Instantane.objects.filter(indicateur="atelier").delete()
    assert figer(octobre, date(2026, 10, 28)) == 1
    assert Instantane.objects.get(indicateur="atelier").jour == date(2026, 10, 28)


def test_a_month_holds_a_figure_once(octobre):
    ligne = Instantane.objects.get(indicateur="atelier")
    with pytest.raises(IntegrityError), transaction.atomic():
        Instantane.objects.create(
            federation=octobre, mois=ligne.mois, jour=ligne.jour, indicateur="atelier", denominateur=1
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Instantane.objects.create(federation=octobre, mois=OCTOBRE, jour=OCTOBRE, indicateur="autre", denominateur=1)


def test_what_changed_is_said_and_drawn(octobre):
    assert evolutions(octobre, indicateurs(octobre, OCTOBRE))["atelier"] == ""  # this month is no past
    meme = evolutions(octobre, indicateurs(octobre, NOVEMBRE))
    assert (meme["atelier"], meme["salle_dediee"]) == ("comme en octobre", "")
    membre("Trois", {"nature": "atelier"})
    etat = indicateurs(octobre, NOVEMBRE)
    assert evolutions(octobre, etat)["atelier"] == "+\u00a01 depuis octobre (alors sur 2)"
    assert evolutions(octobre, indicateurs(octobre, date(2027, 12, 1)))["atelier"].startswith(
        "+\u00a01 depuis octobre 2026"
    )
    mois = serie(octobre, etat.resultats["atelier"], NOVEMBRE)
    assert [(m.mois.month, m.numerateur, m.denominateur) for m in mois] == [(10, 1, 2), (11, 2, 3)]
