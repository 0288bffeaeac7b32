"""The map of a large network: cells that add up, made in advance or when asked, and the places themselves close by."""

import itertools
import random
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from ateliers.models import Offre
from ateliers.nomenclature import ACCES
from core import registre
from core.delai import TropLong, au_plus
from core.models import Travail
from core.travailleur import faire_un_travail
from recherche import amas, pyramides
from recherche.amas import MONDE, Amas, Vue, pas
from recherche.criteres import Criteres, Origine
from recherche.models import Bloc, Pyramide
from recherche.points import charge
from recherche.queries import trouver
from structures.models import Lieu
from tests.distribution import creer_federation, creer_lieu, ecrire, faire_lieu, faire_offre, faire_structure
from tests.outils import instantane
from tests.recherche.test_points import lues

pytestmark = pytest.mark.django_db

POINTS = "/carte/points.json?tout=1"
ENSEMBLE = "/carte/amas.json"
FRANCE = {"zoom": "6", "sud": "41", "nord": "52", "ouest": "-6", "est": "10"}
# On the edges of cells and blocks, at the ends of the world, together, across an ocean.
POSITIONS = [
    *((48.8, 2.4), (48.8, 2.4), (48.80001, 2.40001), (0.0, 0.0), (-21.1, 55.5), (4.9, -52.3), (48.0, -5.0)),
    *((61.875 / 2**7, 90 / 2**7), (-3.5 * 61.875 / 2**9, -7.5 * 90 / 2**9), (89.9, 179.9), (-89.9, -179.9)),
]


@pytest.fixture
def reseau(db):
    return instantane.garder(_ecrire_le_reseau)


def _ecrire_le_reseau():
    """Write two federations; one place in three asks for money, one in five is full."""
    hasard = random.Random(8)
    autour = [(hasard.gauss(48.8, 0.5), hasard.gauss(2.4, 0.8)) for _ in range(13)]
    structures = [faire_structure(), faire_structure(federation=creer_federation("ailleurs"))]
    lieux, offres = [], []
    for n, (latitude, longitude) in enumerate(POSITIONS + autour):
        structure = structures[n % 4 == 0]
        lieu = faire_lieu(structure, latitude=latitude, longitude=longitude, principal=False, nom=f"Lieu {n}")
        lieux.append(lieu)
        pleine = {} if n % 5 else {"dispo": "complet", "dispo_le": timezone.localdate(), "dispo_voie": "ecran"}
        tarif = "gratuit" if n % 3 else "participation"
        offres += [faire_offre(lieu, tarif=tarif, acces=ACCES["rdv"].masque, **pleine) for _ in range(1 + n % 2)]
    # Neither by phone nor a draft is on the map.
    offres += [faire_offre(None, structure=structures[0], mode="telephone", zone="|france|"), faire_offre(lieux[0])]
    offres[-1].etat = "brouillon"
    ecrire(*structures, *lieux, *offres)
    return lieux


@pytest.fixture
def grand(reseau, monkeypatch):
    """The same, as if it were large, and as if a screen held little."""
    monkeypatch.setattr(amas, "SEUIL", 5)
    monkeypatch.setattr(amas, "EXACTS", 3)
    return reseau


def nuit(now=None):
    return registre.quotidiens[pyramides.AMAS](now or timezone.now())


def positions(federation=""):
    trouvailles = trouver(Criteres(federation=federation), now=timezone.now())
    return {g.lieu_id: (g.trouvees[0].latitude, g.trouvees[0].longitude) for g in trouvailles.groupes}


def lus(charge_utile):
    """Read cells as the browser does: {(latitude, longitude): places}."""
    lat, lon = (itertools.accumulate(charge_utile[c]) for c in ("lat", "lon"))
    return dict(zip(zip(lat, lon, strict=True), charge_utile["amas"], strict=True))


def dedans(a: Amas, niveau, latitude, longitude):
    largeur, hauteur = pas(niveau)
    return abs(latitude / hauteur - a.ligne) <= 0.5 and abs(longitude / largeur - a.colonne) <= 0.5


def test_at_every_level_the_cells_add_up_and_each_place_lies_in_its_own(grand):
    nuit()
    for federation in ("", "ailleurs"):
        pyramide = amas.pyramide_de(Criteres(federation=federation), now=timezone.now())
        attendues = positions(federation)
        assert pyramide.lieux == len(attendues)
        for niveau in pyramides.NIVEAUX:
            cellules = amas.lire(pyramide, niveau)
            assert sum(a.nombre for a in cellules) == len(attendues)
            assert len({(a.ligne, a.colonne) for a in cellules}) == len(cellules)
            for position in attendues.values():
                assert any(dedans(a, niveau, *position) for a in cellules)
            # The mean of what a cell holds lies in it, but for the rounding to a metre.
            for a in cellules:
                assert dedans(a, niveau, a.latitude / 1e5, a.longitude / 1e5) or a.nombre == 1
    assert len(positions()) == len(POSITIONS) + 13


def test_parts_of_the_map_share_its_cells_out_gathered_in_advance_or_not(grand):
    nuit()
    now = timezone.now()
    pyramide = amas.pyramide_de(Criteres(), now=now)
    for niveau, (ligne, colonne) in itertools.product((6, 9, 14), ((0, 0), (50, 1), (-3, -2))):
        bout = 2 ** (niveau + 1)
        quarts = [
            Vue(niveau, *lignes, *colonnes)
            for lignes in ((-2 * bout, ligne), (ligne + 1, 2 * bout))
            for colonnes in ((-2 * bout, colonne), (colonne + 1, 2 * bout))
        ]
        faites = [a for quart in quarts for a in amas.lire(pyramide, niveau, quart)]
        assert sorted(faites) == sorted(amas.lire(pyramide, niveau))
        demandees = [a for quart in quarts for _, a in amas.amasser(Criteres(), [niveau], quart, now=now)]
        assert sorted(demandees) == sorted(faites)


def test_up_to_the_threshold_nothing_changes(client, reseau, django_assert_num_queries):
    tous = client.get(POINTS).json()
    assert tous == {**charge(trouver(Criteres(), now=timezone.now())), "natures": tous["natures"]}
    assert nuit() == "réseau petit : la carte reçoit tous les lieux"
    assert not Pyramide.objects.exists()
    assert not Travail.objects.exists()


def test_beyond_it_the_first_answer_is_cells_whoever_made_them(client, grand):
    sans = client.get(POINTS).json()
    assert sum(sans["amas"]) == sans["n"] == len(grand)
    assert "pk" not in sans
    # Once an hour, however many visitors.
    client.get(POINTS + "&x=1")
    assert [t.nom for t in Travail.objects.all()] == [pyramides.AMAS]
    assert faire_un_travail(timezone.now())
    assert Travail.objects.get().rapport == f"{len(grand)}\u00a0lieux, 3\u00a0pyramides"
    avec = client.get(POINTS).json()
    assert lus(avec) == lus(sans)
    assert (avec["comptes_a"], avec["suite"]) == ("", "/carte/amas.json?tout=1")
    # As deep as few blocks hold it, gathered in advance or not.
    assert avec["niveau"] == sans["niveau"] in amas.NIVEAUX_ENSEMBLE
    assert client.get("/carte/points.json?pres=creteil&rayon=20").json()["rayon"] == 20


def test_a_federation_has_its_own(client, grand, django_assert_num_queries):
    nuit()
    vue = amas.vue_demandee(FRANCE)
    for criteres in (Criteres(), Criteres(federation="ailleurs")):
        # One reading: a pyramid that takes its place meanwhile is not half read.
        with django_assert_num_queries(1):
            carte = amas.partie(criteres, vue, now=timezone.now())
        attendues = amas.lire(amas.pyramide_de(criteres, now=timezone.now()), 6, vue)
        assert lus(carte) == {(a.latitude, a.longitude): a.nombre for a in attendues}
        # From north to south, then eastwards: Tab goes that way.
        assert carte["amas"] == [a.nombre for a in sorted(attendues, key=lambda a: (-a.ligne, a.colonne))]
    assert client.get("/carte/points.json?federation=ailleurs").json()["n"] == len(positions("ailleurs")) == 6
    ailleurs = client.get(ENSEMBLE, FRANCE | {"federation": "ailleurs"}).json()
    assert sum(ailleurs["amas"]) < 6
    assert client.get("/carte/points.json?federation=inconnue").json()["n"] == 0


def test_a_question_with_criteria_is_gathered_when_asked(client, grand):
    nuit()
    gratuits = trouver(Criteres(gratuit=True), now=timezone.now()).groupes
    carte = client.get("/carte/points.json?gratuit=on").json()
    assert (carte["n"], sum(carte["amas"])) == (len(gratuits), len(gratuits))
    assert carte["suite"] == "/carte/amas.json?gratuit=on"
    # Few enough: every point, named in the order of the list, as ever.
    payants = client.get("/carte/points.json?q=lieu&place=on").json()
    assert payants["premiers"]["nom"] is not None


def test_where_few_are_in_view_they_are_shown_themselves(client, grand):
    nuit()
    pres = {"zoom": "10", "sud": "-21.2", "nord": "-21", "ouest": "55.4", "est": "55.6"}
    for question in ({}, {"gratuit": "on"}):
        carte = client.get(ENSEMBLE, pres | question).json()
        assert lues(carte) == {grand[4].pk: (-21.1, 55.5, "centre", False)}
        assert carte["premiers"]["nom"] == ["Lieu 4"]
        sud, nord, ouest, est = carte["zone"]
        assert sud <= -21.2
        assert nord >= -21
        assert ouest <= 55.4
        assert est >= 55.6
    # The deepest zoom is beyond what was gathered in advance: the same places as the whole list has.
    tous = lues(charge(trouver(Criteres(), now=timezone.now())))
    vus = {}
    for latitude, longitude in POSITIONS:
        cotes = (latitude - 1e-4, min(90, latitude + 1e-4), longitude - 1e-4, min(180, longitude + 1e-4))
        vus |= lues(
            client.get(ENSEMBLE, dict(zip(("sud", "nord", "ouest", "est"), cotes, strict=True), zoom=18)).json()
        )
    assert vus == {pk: point for pk, point in tous.items() if pk in {lieu.pk for lieu in grand[: len(POSITIONS)]}}


def test_too_many_at_one_spot_are_still_a_cell(client, grand, monkeypatch):
    monkeypatch.setattr(amas, "ACTIVITES_MAX", 2)
    ici = {"zoom": "18", "sud": "48.7999", "nord": "48.8001", "ouest": "2.3999", "est": "2.4001"}
    carte = client.get(ENSEMBLE, ici).json()
    assert sum(carte["amas"]) == 3
    assert carte["niveau"] == 18


def test_a_write_then_a_rebuild_is_seen(client, grand):
    debut = timezone.now()
    nuit(debut)
    avant = client.get(POINTS)
    creer_lieu(nom="Tout neuf", latitude=45.0, longitude=0.0)
    plus_tard = debut + pyramides.PAUSE + timedelta(minutes=1)
    # Until then, the hour at which they were counted is said; whoever comes close sees what is there now.
    carte = client.get(POINTS).json()
    assert (carte["n"], carte["comptes_a"] != "") == (len(grand), True)
    ici = {"zoom": "16", "sud": "44.999", "nord": "45.001", "ouest": "-0.001", "est": "0.001"}
    assert client.get(ENSEMBLE, ici).json()["premiers"]["nom"] == ["Tout neuf"]
    assert registre.files[pyramides.AMAS](debut + timedelta(minutes=1)) == 0
    etiquette = client.get(POINTS)["ETag"]
    assert registre.files[pyramides.AMAS](plus_tard) == 1
    assert registre.files[pyramides.AMAS](plus_tard + pyramides.PAUSE * 2) == 0
    apres = client.get(POINTS)
    assert (apres.json()["n"], apres.json()["comptes_a"]) == (len(grand) + 1, "")
    assert len({avant["ETag"], etiquette, apres["ETag"]}) == 3
    assert Bloc.objects.values("pyramide").distinct().count() == Pyramide.objects.count() == 3


def test_a_dead_worker_s_pyramid_is_not_given_for_ever(client, grand):
    nuit()
    Offre.objects.update(visible_fin=timezone.localdate() + timedelta(days=1))
    with time_machine.travel(timezone.now() + amas.PERIME + timedelta(days=1)):
        assert client.get(POINTS).json()["n"] == 0


def test_a_network_that_is_small_again_forgets_its_cells(grand):
    nuit()
    Lieu.objects.filter(pk__in=[lieu.pk for lieu in grand]).update(etat="brouillon")
    Offre.objects.filter(lieu_id__gt=grand[3].pk).update(visible_fin=timezone.localdate() - timedelta(days=1))
    assert "petit" in nuit()
    assert not Bloc.objects.exists()


@pytest.mark.parametrize(
    ("autre", "dit"),
    [
        ({"zoom": ""}, "zoom"),
        ({"zoom": "-1"}, "zoom"),
        ({"zoom": "23"}, "zoom"),
        ({"zoom": "²"}, "zoom"),
        ({"zoom": "9" * 5000}, "zoom"),
        ({"sud": "nan"}, "sud"),
        ({"nord": "inf"}, "nord"),
        ({"nord": "91"}, "nord"),
        ({"est": "1e400"}, "est"),
        ({"est": "é\u0000"}, "est"),
        ({"ouest": "1" * 3000}, "ouest"),
        ({"sud": "51.9999", "nord": "51.9998"}, "plus petit"),
        ({"ouest": "10"}, "plus petit"),
        ({"zoom": "14"}, "trop grande"),
    ],
)
def test_what_is_no_part_of_the_map_is_refused_in_words(client, db, autre, dit):
    # A NUL byte stops at the door.
    reponse = client.get(f"{ENSEMBLE}?{urlencode(FRANCE | autre).replace('%00', '')}")
    assert reponse.status_code == 400
    assert dit in reponse.json()["erreur"]


def test_the_whole_world_at_every_zoom_that_shows_it(client, grand):
    monde = dict(zip(("sud", "nord", "ouest", "est"), MONDE, strict=True))
    nuit()
    for zoom in range(5):
        assert sum(client.get(ENSEMBLE, monde | {"zoom": zoom}).json()["amas"]) == len(grand)


def test_an_origin_keeps_its_radius(grand):
    criteres = Criteres(origine=Origine("Créteil", 48.7771, 2.4531, "94028", "94"))
    assert amas.ensemble(criteres, version=1, now=timezone.now()) is None


def test_a_question_that_lasts_is_stopped_and_said(client, grand, monkeypatch):
    infini = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
    with pytest.raises(TropLong), au_plus(connection, 0.05), connection.cursor() as curseur:
        curseur.execute(infini)
    with au_plus(connection, 5), connection.cursor() as curseur:  # the next one has all its time
        curseur.execute("SELECT 1")
        assert curseur.fetchone() == (1,)

    def longue(*_args):
        raise TropLong

    monkeypatch.setattr(amas, "_demander", longue)
    for adresse in (POINTS, f"{ENSEMBLE}?{urlencode(FRANCE)}"):
        reponse = client.get(adresse)
        assert (reponse.status_code, reponse["Retry-After"]) == (503, "60")
        assert "Rapprochez la carte" in reponse.json()["erreur"]
