"""What the tests of requests to a place share."""

from datetime import datetime

import pytest

from core.travailleur import PARIS
from orientations.models import AccueilRelation
from tests.distribution import ecrire
from tests.outils.smtp import serveur_de_courriels

LUNDI = "2026-11-23 10:00 +0100"


def a_paris(*morceaux):
    return datetime(*morceaux, tzinfo=PARIS)


@pytest.fixture
def cas(distribution, time_machine):
    """Le Lien accepts to be told; Chloé, at Le Voisin, may write. A session every Thursday."""
    time_machine.move_to(LUNDI, tick=False)
    offre = distribution.offres["Le Lien"]
    offre.horaires, offre.acces = "Th 14:00-17:00", 2
    ecrire(offre)
    AccueilRelation.objects.create(
        structure=offre.structure,
        courriel="accueil@example.org",
        accepte_a=a_paris(2026, 11, 1),
        accepte_par=distribution.amina,
    )
    distribution.offre = offre
    return distribution


@pytest.fixture
def boite(settings):
    with serveur_de_courriels() as boite:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", boite.port
        yield boite
