"""The map's data: what is written is read back, small, in a constant number of queries."""

import gzip
import itertools
import json
import math
import random

import pytest
from django.utils import timezone

from recherche.criteres import Criteres, Origine
from recherche.ordre import Groupe, Trouvailles, Trouvee
from recherche.points import NATURES, NOMS_MAX, charge, communes, fiche_point
from recherche.queries import trouver
from structures.models import Commune
from tests.distribution import creer_federation, creer_lieu, ecrire, faire_lieu, faire_structure

pytestmark = pytest.mark.django_db
CHOISY = Origine("Choisy-le-Roi", 48.7646, 2.4187, "94022", "94")


def lues(charge_utile):
    """Read a payload as the browser does: {pk: (latitude, longitude, nature, full)}."""
    pks, lats, lons = (list(itertools.accumulate(charge_utile[c])) for c in ("pk", "lat", "lon"))
    natures = [code for code, _ in charge_utile["natures"]]
    points = {}
    for pk, lat, lon, chiffre in zip(pks, lats, lons, charge_utile["etat"], strict=True):
        complet, nature = divmod(int(chiffre), len(natures))
        points[pk] = (lat / 1e5, lon / 1e5, natures[nature], bool(complet))
    return points


def premiers(charge_utile):
    """Read the named places: [(pk, uid, name, commune)], in the order of the list."""
    pks = list(itertools.accumulate(charge_utile["pk"]))
    p = charge_utile["premiers"]
    noms_communes = charge_utile["communes"]
    return [
        (pks[i], uid, nom, noms_communes[c])
        for i, uid, nom, c in zip(p["i"], p["uid"], p["nom"], p["commune"], strict=True)
    ]


def groupe(pk, lat, lon, nature="centre", complete=False):
    return Groupe(pk, (Trouvee(pk, pk, lat, lon, None, complete, nature),))


def reseau(nombre, seed=94):
    """A skewed country: most places in few towns, identifiers that follow no geography (the worst case)."""
    hasard = random.Random(seed)
    villes = [(hasard.uniform(42.5, 51), hasard.uniform(-4.5, 8), hasard.paretovariate(1.1)) for _ in range(2000)]
    tirees = hasard.choices(villes, [poids for *_, poids in villes], k=nombre)
    pks = hasard.sample(range(1, 3 * nombre), nombre)
    groupes = []
    for pk, (lat, lon, poids) in zip(pks, tirees, strict=True):
        etale = 0.02 * math.log1p(poids)
        nature = hasard.choice(["centre", "evs", "partenaire", "partenaire", "autre"])
        position = round(lat + hasard.gauss(0, etale), 5), round(lon + hasard.gauss(0, etale), 5)
        groupes.append(groupe(pk, *position, nature, complete=hasard.random() < 0.1))
    return Trouvailles(tuple(groupes), (), None)


def test_what_is_written_is_read_back():
    trouvailles = reseau(2000)
    points = lues(json.loads(json.dumps(charge(trouvailles))))
    assert len(points) == 2000
    for g in trouvailles.groupes:
        t = g.trouvees[0]
        lat, lon, nature, complet = points[g.lieu_id]
        assert (nature, complet) == (t.nature, t.complete)
        assert abs(lat - t.latitude) < 1e-5
        assert abs(lon - t.longitude) < 1e-5


def test_eight_bytes_a_place_names_included():
    structure = faire_structure()
    nommes = [faire_lieu(structure, nom=f"{structure.nom}, annexe {n}", principal=not n) for n in range(NOMS_MAX)]
    ecrire(structure, *nommes)
    hasard = reseau(20_000).groupes
    premiers_groupes = tuple(
        groupe(lieu.pk, g.trouvees[0].latitude, g.trouvees[0].longitude)
        for lieu, g in zip(nommes, hasard, strict=False)
    )
    deja = {lieu.pk for lieu in nommes}
    autres = tuple(g for g in hasard[NOMS_MAX:] if g.lieu_id not in deja)
    charge_utile = charge(Trouvailles(premiers_groupes + autres, (), None))
    assert len(premiers(charge_utile)) == NOMS_MAX
    octets = gzip.compress(json.dumps(charge_utile).encode(), compresslevel=6)
    assert len(octets) / charge_utile["n"] <= 8


def test_an_empty_answer_is_a_payload():
    charge_utile = charge(Trouvailles((), (), None))
    assert charge_utile["n"] == 0
    assert lues(charge_utile) == {}
    assert premiers(charge_utile) == []


def test_a_negative_longitude_and_places_at_the_same_point():
    trouvailles = Trouvailles(
        (groupe(9, 47.2, -1.55), groupe(3, 47.2, -1.55, "autre"), groupe(5, -21.1, 55.5, "evs", complete=True)),
        (),
        None,
    )
    assert lues(charge(trouvailles)) == {
        9: (47.2, -1.55, "centre", False),
        3: (47.2, -1.55, "autre", False),
        5: (-21.1, 55.5, "evs", True),
    }


def test_an_unknown_nature_is_drawn_as_another_place():
    points = lues(charge(Trouvailles((groupe(1, 48.8, 2.4, "inconnue"),), (), None)))
    assert points[1][2] == "autre"


def test_the_natures_are_those_of_the_pins():
    from core.templatetags.core import FORMES

    assert [code for code, _ in NATURES] == list(FORMES)


def test_the_pins_are_named_in_the_order_of_the_list():
    loin = creer_lieu(nom="Loin d’ici", latitude=48.82, longitude=2.39)
    pres = creer_lieu(nom="Tout près", latitude=48.765, longitude=2.419)
    criteres = Criteres(origine=CHOISY, rayon_km=20)
    charge_utile = charge(trouver(criteres, now=timezone.now()), criteres.origine)
    assert premiers(charge_utile) == [
        (pres.pk, pres.uid, "Tout près", "Créteil"),
        (loin.pk, loin.uid, "Loin d’ici", "Créteil"),
    ]
    assert charge_utile["origine"] == [48.7646, 2.4187, "Choisy-le-Roi"]
    assert charge_utile["rayon"] == 20


def test_beyond_the_first_places_names_are_left_out():
    structure = faire_structure()
    lieux = [
        faire_lieu(structure, nom=f"Lieu {n:03}", latitude=48.7 + n / 5000, principal=not n)
        for n in range(NOMS_MAX + 2)
    ]
    ecrire(structure, *lieux)
    charge_utile = charge(Trouvailles(tuple(groupe(lieu.pk, lieu.latitude, 2.4) for lieu in lieux), (), None))
    assert charge_utile["n"] == NOMS_MAX + 2
    assert [nom for _, _, nom, _ in premiers(charge_utile)] == [f"Lieu {n:03}" for n in range(NOMS_MAX)]


def test_nine_places_cost_as_many_queries_as_three(compte_requetes):
    for n in range(3):
        creer_lieu(2, latitude=48.77 + n / 100)
    compte_requetes(
        lambda: charge(trouver(Criteres(), now=timezone.now())),
        lambda: [creer_lieu(2, latitude=48.7 + n / 100) for n in range(6)],
        maximum=2,
    )


def test_the_sheet_of_a_pin():
    lieu = creer_lieu(nom="Les Quais", telephone="+33199001234", typologies=["CS"])
    fiche = fiche_point(lieu.pk, timezone.localdate())
    assert fiche["nom"] == "Les Quais"
    assert fiche["url"] == lieu.get_absolute_url()
    assert fiche["adresse"] == "1 rue de la Démonstration, 94000 Créteil"
    assert fiche["nature_label"] == "Centre social"
    assert fiche["telephone"].replace("\u00a0", " ") == "01 99 00 12 34"
    assert fiche["telephone_href"] == "tel:+33199001234"


def test_a_draft_has_no_sheet(client):
    lieu = creer_lieu(etat="brouillon")
    assert fiche_point(lieu.pk, timezone.localdate()) is None
    assert client.get(f"/carte/lieu/{lieu.pk}/").status_code == 404
    assert client.get("/carte/lieu/99999999999999999999/").status_code == 404


def test_the_communes_around_a_federation_biggest_first():
    creer_federation()
    for code, nom, departement, population, lat, lon in (
        ("94028", "Créteil", "94", 92_989, 48.7771, 2.4531),
        ("94022", "Choisy-le-Roi", "94", 46_000, 48.7646, 2.4187),
        ("75113", "Paris 13e Arrondissement", "75", 181_000, 48.8286, 2.3624),
        ("13055", "Marseille", "13", 877_215, 43.3, 5.38),
        ("94999", "Sans centre", "94", 12, None, None),
    ):
        Commune.objects.create(
            code_insee=code, nom=nom, departement=departement, population=population, latitude=lat, longitude=lon
        )
    assert communes() == [
        ["Paris 13e", 48.8286, 2.3624, 181_000],
        ["Créteil", 48.7771, 2.4531, 92_989],
        ["Choisy-le-Roi", 48.7646, 2.4187, 46_000],
    ]


def test_the_communes_of_an_installation_without_departement():
    creer_federation(departements=[])
    Commune.objects.create(code_insee="13055", nom="Marseille", departement="13", latitude=43.3, longitude=5.38)
    assert communes() == [["Marseille", 43.3, 5.38, 0]]


def test_the_page_and_the_map_answer_the_same_question(client):
    creer_lieu(nom="Gratuit", offres=1)
    payant = creer_lieu(nom="Payant", offres=0)
    from tests.distribution import creer_offre

    creer_offre(payant, tarif="participation")
    tous = client.get("/carte/points.json?tout=1").json()
    gratuits = client.get("/carte/points.json?gratuit=on").json()
    assert tous["n"] == 2
    assert [nom for _, _, nom, _ in premiers(gratuits)] == ["Gratuit"]
