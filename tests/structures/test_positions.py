"""Points that seem to be elsewhere: asked of a whole network, the same as one by one."""

import random

import pytest

from structures.models import Commune
from structures.positions import commune_voisine, douteuses, trop_loin

pytestmark = pytest.mark.django_db


def test_a_whole_network_is_asked_as_each_place_is():
    hasard = random.Random("positions")
    communes = Commune.objects.bulk_create(
        Commune(
            code_insee=f"94{n:03}",
            nom=f"Commune {n}",
            nom_plie=f"commune {n:03}",
            departement="94",
            latitude=None if n == 7 else 48.7 + hasard.random() / 3,
            longitude=None if n == 7 else 2.2 + hasard.random() / 2,
        )
        for n in range(60)
    )
    lieux = [(n, 48.7 + hasard.random() / 3, 2.2 + hasard.random() / 2, hasard.choice(communes)) for n in range(1, 120)]
    lieux.append((120, 43.6, 1.44, communes[0]))
    attendus = {}
    for cle, latitude, longitude, commune in lieux:
        voisine = commune_voisine(latitude, longitude, commune)
        if voisine or trop_loin(latitude, longitude, commune):
            attendus[cle] = voisine.code_insee if voisine else ""
    trouves = douteuses([(c, lat, lon, commune.code_insee) for c, lat, lon, commune in lieux], communes)
    obtenus = {d.lieu: d.voisine for d in trouves}
    # Hundreds of kilometres away, whatever is near is no help.
    assert obtenus.pop(120) == ""
    attendus.pop(120)
    assert obtenus == attendus
    assert len(attendus) > 20
    assert next(d.lieu for d in trouves) == 120
