"""Possible duplicates: what is proposed, what never is, and the same as comparing all with all."""

import random
import time

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from rapidfuzz import fuzz

from core.textes import mots
from structures.doublons import (
    KM,
    LEGERS,
    SEUIL,
    Fiche,
    Raison,
    Repertoire,
    doublons_de_lieux,
    doublons_de_structures,
    semblables,
)
from structures.models import LieuxDistincts, StructuresDistinctes
from structures.models.lieux import distance_km
from tests.distribution import creer_federation, creer_lieu, ecrire, faire_structure

pytestmark = pytest.mark.django_db
ICI = (48.79, 2.4)
METRE = 1 / 111_195  # degrees of latitude


def vers_le_nord(metres):
    return ICI[0] + metres * METRE, ICI[1]


@pytest.mark.parametrize(
    ("un", "autre", "metres", "double"),
    [
        ("Médiathèque Élsa Triolet", "mediatheque ELSA  TRIOLET", 10, True),
        ("Médiathèque Elsa Triolet", "Elsa Triolet (médiathèque)", 150, True),
        ("Centre social Le Lien", "Association Le Lien", 120, True),
        ("Centre social Le Lien", "Centre social La Lune", 5, False),
        ("Centre social Nord", "Centre social Sud", 0, False),
        ("Médiathèque de Créteil", "Mairie de Créteil", 20, False),
        ("Centre social", "Centre social", 20, True),
        ("Le Lien", "Le Lien", 190, True),
        ("Le Lien", "Le Lien", 210, False),
        ("***", "***", 0, False),
    ],
)
def test_close_and_similar_names(un, autre, metres, double):
    fiches = [Fiche(1, un, points=(ICI,)), Fiche(2, autre, points=(vers_le_nord(metres),))]
    assert [(p.premiere, p.seconde) for p in Repertoire(fiches).paires()] == ([(1, 2)] if double else [])
    assert len(Repertoire(fiches[:1]).semblables(fiches[1])) == double


def test_without_a_position_only_numbers_tell():
    fiches = [
        Fiche(1, "Le Lien", siret="732 829 320 00074"),
        Fiche(2, "Le Lien"),
        Fiche(3, "Rien à voir", siret="73282932000074", points=(ICI,)),
    ]
    assert [(p.premiere, p.seconde, p.raison, p.metres) for p in Repertoire(fiches).paires()] == [
        (1, 3, Raison.SIRET, None)
    ]


def comparer_tout_avec_tout(fiches):
    paires = set()
    for i, a in enumerate(fiches):
        for b in fiches[i + 1 :]:
            pareils = (bool(a.siret) and a.siret == b.siret) or (bool(a.rna) and a.rna == b.rna)
            cles = [" ".join([m for m in mots(f.nom) if m not in LEGERS] or mots(f.nom)) for f in (a, b)]
            nommes = all(cles) and fuzz.token_sort_ratio(*cles) >= SEUIL
            proches = any(distance_km(*p, *q) <= KM for p in a.points for q in b.points)
            if pareils or (nommes and proches):
                paires.add((a.cle, b.cle))
    return paires


@pytest.mark.parametrize("latitude", [48.8, -21.1, 0.0, 67.0])
def test_the_grid_finds_what_comparing_all_with_all_finds(latitude):
    hasard = random.Random(f"doublons {latitude}")
    noms = ["Le Lien", "Liens", "Le  LIEN", "Lien (Le)", "Maison pour tous", "Tous pour maison", "Centre social", ""]
    for _ in range(60):
        fiches = [
            Fiche(
                cle,
                hasard.choice(noms),
                hasard.choice(["", "", "1", "2"]),
                hasard.choice(["", "", "", "W1"]),
                tuple(
                    (latitude + hasard.uniform(-0.004, 0.004), 2.4 + hasard.uniform(-0.006, 0.006))
                    for _ in range(hasard.choice([0, 1, 1, 1, 3]))
                ),
            )
            for cle in range(1, 25)
        ]
        repertoire, attendues = Repertoire(fiches), comparer_tout_avec_tout(fiches)
        assert {(p.premiere, p.seconde) for p in repertoire.paires()} == attendues
        for fiche in fiches[:4]:
            trouvees = {(p.premiere, p.seconde) for p in repertoire.semblables(fiche)}
            assert trouvees == {p for p in attendues if fiche.cle in p}


def test_twenty_thousand_places_in_bounded_time():
    hasard = random.Random("vingt mille")
    syllabes = ["ba", "le", "mo", "ri", "su", "ta", "vo", "ne"]
    fiches = [
        Fiche(
            cle,
            "Centre " + "".join(hasard.choices(syllabes, k=5)),
            # A tenth of them at one address, as in a house of associations.
            points=((48.7 + hasard.random() / 5, 2.3 + hasard.random() / 5) if cle % 10 else ICI,),
        )
        for cle in range(1, 20_001)
    ]
    debut = time.process_time()
    Repertoire(fiches).paires()
    assert time.process_time() - debut < 6  # about one second where it was written


def test_a_network_is_compared_with_itself_only_and_what_was_told_apart_stays_so(distribution):
    ailleurs = faire_structure(nom="Le Lien", federation=creer_federation("essonne"))
    creer_lieu(structure=ailleurs, nom="Le Lien")
    assert doublons_de_structures(distribution.federation) == doublons_de_lieux(distribution.federation) == []
    lien = distribution.lieux["Le Lien"]
    double = creer_lieu(structure=faire_structure(nom="Centre social « Le LIEN »"))
    archive = creer_lieu(structure=faire_structure(nom="Le Lien", archivee_le="2026-01-01", archivee_voie="ecran"))
    creer_lieu(structure=faire_structure(nom="Le Lien"), precision="approximative")
    clos = creer_lieu(structure=archive.structure, etat="clos")
    assert clos.nom == "Le Lien"
    (paire,) = doublons_de_structures(distribution.federation)
    assert (paire.premiere, paire.seconde) == (lien.structure_id, double.structure_id)
    (paire_de_lieux,) = doublons_de_lieux(distribution.federation)
    assert (paire_de_lieux.premiere, paire_de_lieux.seconde) == (lien.pk, double.pk)
    StructuresDistinctes.objects.create(
        premiere=lien.structure, seconde=double.structure, dit_par=distribution.fede, dit_a=timezone.now()
    )
    LieuxDistincts.objects.create(premier=lien, second=double, dit_a=timezone.now())
    assert doublons_de_structures(distribution.federation) == doublons_de_lieux(distribution.federation) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        LieuxDistincts.objects.create(premier=double, second=lien, dit_a=timezone.now())


def test_a_candidate_is_compared_before_it_is_created(distribution, django_assert_max_num_queries):
    lien = distribution.lieux["Le Lien"]
    lien.structure.siret = "73282932000074"
    ecrire(lien.structure)
    point = (lien.latitude, lien.longitude)
    with django_assert_max_num_queries(2):
        trouves = semblables(
            distribution.federation, nom="Lien (le)", siret="732 829 320 00074", point=(point[0] + 50 * METRE, point[1])
        )
    assert [(s.objet, s.raison, s.metres) for s in trouves] == [
        (lien.structure, Raison.SIRET, None),
        (lien, Raison.PROCHE, 50),
    ]
    assert semblables(distribution.federation, nom="Le Lien") == []
    assert semblables(distribution.autre_federation, nom="Le Lien", siret="73282932000074", point=point) == []


def test_a_merged_structure_is_archived():
    garde, autre = faire_structure(), faire_structure()
    ecrire(garde, autre)
    autre.fusionnee_dans = garde
    with pytest.raises(IntegrityError), transaction.atomic():
        ecrire(autre)
