"""Cards that are kept say what cards drawn anew would say."""

import pytest
import time_machine
from django.core.cache import cache

from ateliers.models import Offre
from core.models import Version
from tests.distribution import creer_commune, creer_lieu, creer_offre, ecrire
from tests.recherche.evaluation import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def deux_lieux():
    creteil = creer_commune()
    for nom, nord in (("Le Premier", 0.004), ("Le Second", 0.02)):
        lieu = creer_lieu(0, nom=nom, latitude=creteil.latitude + nord, longitude=creteil.longitude)
        offre = creer_offre(lieu, nom=f"Permanence, {nom}", themes=3, horaires="Th 14:00-17:00; Fr 09:00-12:00")
        ecrire(offre, now=NOW)
    return creteil


def lire(client, adresse, *, oublier=False):
    """Return the results of a page that is not kept whole."""
    gardees = {cle: cache.get(cle.partition(":")[2].partition(":")[2]) for cle in list(cache._cache)}
    for cle in gardees:
        nom = cle.partition(":")[2].partition(":")[2]
        if oublier or nom.startswith("page:"):
            cache.delete(nom)
    page = client.get(adresse).text
    return page[page.index('id="resultats"') :]


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    "autre",
    [
        "/?pres=48.80,2.4531&theme=demarches",  # other distances, another order, other numbers
        "/?pres=Créteil&theme=courrier",  # another reason
        "/?pres=Créteil&theme=demarches&jour=ve",  # another session
        "/?theme=demarches",  # no distance
        "/?pres=Créteil&theme=demarches&tri=tot",
    ],
)
def test_a_kept_card_says_what_a_new_one_says(client, deux_lieux, autre):
    lire(client, "/?pres=Créteil&theme=demarches")
    gardee = lire(client, autre)
    assert gardee == lire(client, autre, oublier=True)
    assert "Le Premier" in gardee
    assert "@distance@" not in gardee
    assert "98765432" not in gardee


@time_machine.travel(NOW, tick=False)
def test_a_card_changes_with_the_data(client, deux_lieux):
    assert "Permanence, Le Premier" in lire(client, "/?pres=Créteil&theme=demarches")
    Offre.objects.filter(nom="Permanence, Le Premier").update(nom="Aide au courrier")
    Version.avancer()
    page = lire(client, "/?pres=Créteil&theme=demarches")
    assert "Aide au courrier" in page
    assert "Permanence, Le Premier" not in page
