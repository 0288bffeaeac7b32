"""The network that SQL copies is one that the site could have written."""

import pytest
from django.core.management import call_command

from ateliers.models import Offre
from bench.grande import multiplier
from structures.models import Lieu


@pytest.mark.django_db
def test_the_copied_network_holds_and_its_places_are_elsewhere(capsys):
    call_command("grand_reseau", lieux=6, offres=24, verbosity=0)
    multiplier(4)
    assert (Lieu.objects.count(), Offre.objects.count()) == (24, 120)
    assert len(set(Lieu.objects.values_list("latitude", "longitude"))) == 24
    assert set(Offre.objects.filter(lieu=None).values_list("mode", flat=True)).isdisjoint({"sur_place"})
    call_command("verifier")
    assert "Tout concorde" in capsys.readouterr().out
    multiplier(4)
    assert Lieu.objects.count() == 24
