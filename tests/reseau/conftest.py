"""One announcement of amina's, of « Le Lien », in the network of all but the other federation."""

from types import SimpleNamespace

import pytest

from tests.reseau.matrice import animer


@pytest.fixture
def reseau(distribution) -> SimpleNamespace:
    distribution.structure = distribution.lieux["Le Lien"].structure
    animer(distribution)
    return distribution
