"""The radius that nobody gave: the first within which ten places match, wherever one stands."""

import random

import pytest
from django.utils import timezone

from recherche.criteres import Criteres, Origine
from recherche.queries import ASSEZ, BEAUCOUP, RAYONS_KM, trouver
from structures.models.lieux import distance_km
from tests.distribution import creer_commune, ecrire, faire_lieu, faire_offre, faire_structure


@pytest.mark.django_db
def test_the_radius_is_the_first_that_holds_ten_places():
    hasard = random.Random(8)
    structure, commune = faire_structure(), creer_commune()
    points = [(48.5 + hasard.gauss(0, 0.02), 2.4 + hasard.gauss(0, 0.03)) for _ in range(30)]
    points += [(48.5 + hasard.uniform(-0.3, 0.3), 2.4 + hasard.uniform(-0.4, 0.4)) for _ in range(30)]
    lieux = [
        faire_lieu(structure, commune=commune, latitude=lat, longitude=lon, principal=not n)
        for n, (lat, lon) in enumerate(points)
    ]
    ecrire(structure, *lieux, *(faire_offre(lieu) for lieu in lieux))
    now, trouves = timezone.now(), set()
    for loin in (0.01, 0.06, 0.12, 0.2) * 12:
        ici = Origine("Ici", 48.5 + hasard.gauss(0, loin), 2.4 + hasard.gauss(0, loin), "", "")
        distances = sorted(distance_km(ici.latitude, ici.longitude, *point) for point in points)
        attendu = next((r for r in RAYONS_KM if distances[ASSEZ - 1] <= r), RAYONS_KM[-1])
        if distances[0] > RAYONS_KM[-1]:
            continue
        trouvailles = trouver(Criteres(origine=ici), now=now)
        assert trouvailles.rayon_km == attendu
        assert len(trouvailles.groupes) == sum(d <= attendu for d in distances)
        trouves.add(attendu)
    assert trouves == set(RAYONS_KM), "every radius must have been tried"


@pytest.mark.django_db
def test_where_three_pages_lie_next_door_the_radius_is_shorter(client):
    structure, commune = faire_structure(), creer_commune()
    n = BEAUCOUP + 4
    # Within 350 m of one town hall; the others lie 600 m from another, and 1 km from a third.
    lieux = [faire_lieu(structure, commune=commune, latitude=48.5 + k / 40_000, longitude=2.4) for k in range(n)]
    lieux += [faire_lieu(structure, commune=commune, latitude=48.6055, longitude=2.4 + k / 90_000) for k in range(n)]
    for rang, lieu in enumerate(lieux):
        lieu.principal = not rang
    ecrire(structure, *lieux, *(faire_offre(lieu) for lieu in lieux))
    now = timezone.now()
    for latitude, attendu in {48.5: 0.5, 48.6: 1.0, 48.6145: 1.5, 48.55: 10.0}.items():
        ici = Origine("Ici", latitude, 2.4, "", "")
        trouvailles = trouver(Criteres(origine=ici), now=now)
        assert (trouvailles.rayon_km, len(trouvailles.groupes)) == (attendu, n * 2 if attendu == 10 else n)
    for point, dit in {"48.5,2.4": "500\u00a0m", "48.6,2.4": "1\u00a0km", "48.614,2.4": "1,5\u00a0km"}.items():
        assert f"à moins de {dit} de votre position" in client.get("/", {"pres": point}).text
