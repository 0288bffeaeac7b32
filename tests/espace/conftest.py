"""Fixtures of the tests of « Mon espace »."""

from datetime import date, timedelta

import pytest

from structures.models import Fermeture
from tests.distribution import ecrire
from tests.espace.nuits import LUNDI, nuit


@pytest.fixture
def avant(time_machine):
    """Arrange the cast three months before the Monday: its arrival is no news."""
    time_machine.move_to(nuit(LUNDI - timedelta(days=90)))
    return time_machine


@pytest.fixture
def tout_est_juste(avant, distribution):
    """The cast, with nothing that waits on the Monday: the tests add what they are about."""
    d = distribution
    d.horloge = avant
    for offre in d.offres.values():
        offre.acces, offre.publics, offre.papiers, offre.horaires = 1, 1, 1, "Mo 09:00-12:00"
        offre.verifie_le, offre.verifie_voie = LUNDI - timedelta(days=5), "ecran"
    annees = [
        Fermeture(lieu=x, debut=date(a, 12, 1), fin=date(a, 12, 31)) for x in d.lieux.values() for a in (2026, 2027)
    ]
    etes = [Fermeture(lieu=x, debut=date(2027, 7, 1), fin=date(2027, 8, 31)) for x in d.lieux.values()]
    ecrire(*d.offres.values(), *annees, *etes, now=nuit(LUNDI - timedelta(days=90)))
    return d
