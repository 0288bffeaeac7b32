"""The network that one counts by hand, and its administrator."""

import pytest

from comptes.models import Administrateur
from tests.distribution import creer_compte
from tests.statistiques.petit_reseau import peupler


@pytest.fixture
def reseau(db):
    """Return the federation of the small network."""
    return peupler()


@pytest.fixture
def lire(client, reseau):
    """Give `lire(chemin)`: a page of the état des lieux, as its administrator gets it."""
    compte = creer_compte("lectrice@example.org")
    Administrateur.objects.create(federation=reseau, utilisateur=compte)
    client.force_login(compte)
    return lambda chemin="": client.get(f"/f/val-de-marne/etat-des-lieux/{chemin}")
