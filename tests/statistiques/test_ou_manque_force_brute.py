"""The ranking equals brute force over the 47 communes, and over invented territories."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from ateliers.models import Offre, Seance
from ateliers.nomenclature import GRAINS, METIERS, grain_de
from core.textes import cle_de_tri
from recherche.models import RechercheVaine
from statistiques.manque.calcul import manques
from statistiques.manque.forms import Question
from statistiques.manque.queries import ou_manque
from statistiques.manque.territoire import Centre
from structures import communes as fichiers
from structures.models import Commune as CommuneEnBase
from tests.distribution import creer_federation, ecrire, faire_lieu, faire_offre, faire_structure
from tests.recherche.evaluation import NOW, TODAY, force_brute
from tests.statistiques.force_brute import Commune, reponse


def fiches(nom):
    return [
        Commune(f.code_insee, cle_de_tri(f.nom), f.population or 0, f.latitude, f.longitude)
        for f in fichiers.lire_csv(Path(fichiers.DONNEES) / nom)
    ]


LES_47, VOISINES = map(fiches, fichiers.FICHIERS)


def centre(c):
    return Centre(c.code, c.nom_plie, c.nom_plie, c.population, c.lat, c.lon)


def comparer(obtenu, attendu, rangs):
    assert [x.commune.code for x in obtenu.classement] == rangs
    assert {x.commune.code for x in obtenu.lignes} == set(attendu)
    for x in obtenu.lignes:
        *nombres, plus_pres, gain = attendu[x.commune.code]
        assert [x.loin, x.points, x.points_loin, x.gain] == [*nombres, gain], x
        assert x.plus_pres_km == (None if plus_pres is None else pytest.approx(plus_pres, abs=1e-6))


@st.composite
def territoires(draw):
    """The 47 communes, all or some of them; or invented ones, large and small, close together or far apart."""
    if draw(st.booleans()):
        return draw(st.sampled_from([LES_47, LES_47, LES_47[::3]])), VOISINES
    ecart = draw(st.sampled_from((0.02, 0.1, 0.4)))
    hasard = random.Random(draw(st.integers(0, 10**6)))
    inventees = [
        Commune(
            f"{n:05}",
            f"commune {n % 3}",
            hasard.choice((0, 300, 300, 39_999, 40_001, 120_000)),
            46 + hasard.uniform(-ecart, ecart),
            2 + hasard.uniform(-ecart, ecart),
        )
        for n in range(draw(st.integers(1, 12)))
    ]
    return inventees, []


@settings(max_examples=25, deadline=None)
@given(territoires(), st.integers(0, 30), st.integers(1, 10), st.integers(0, 10**6))
def test_the_ranking_equals_brute_force(ou, combien, km, graine):
    territoire, alentours = ou
    hasard = random.Random(graine)
    ouverts = {}
    for n in range(combien):
        # Half of them are at the very centre of a commune, as most places are.
        c = hasard.choice([*territoire, *alentours])
        ecart = hasard.choice((0.0, 0.03))
        ouverts[n] = (c.lat + hasard.uniform(-ecart, ecart), c.lon + hasard.uniform(-ecart, ecart))
    vaines = {c.code: hasard.randrange(4) for c in territoire}
    obtenu = manques([centre(c) for c in territoire], [centre(c) for c in alentours], ouverts, vaines, km=km)
    comparer(obtenu, *reponse(territoire, alentours, list(ouverts.values()), vaines, km))
    ordre = [(-x.loin, -x.vaines, -x.commune.population, x.commune.nom_plie) for x in obtenu.lignes]
    assert ordre == sorted(ordre)


QUESTIONS = (
    "",
    "km=3&metier=ecrivain_public&place=on",
    "km=1&metier=conseiller_numerique",
    "km=2&theme=courrier&theme=droits&place=on",
    "km=4&moment=soir&gratuit=on",
    "km=5&jour=sa&fauteuil=on&place=on",
    "km=10&sans_rdv=on&metier=juriste",
    "km=2&nature=permanence&nature=atelier&public=seniors",
    "km=3&q=%C3%A9crivain+public",
)


@pytest.mark.django_db
def test_the_answer_of_a_network_equals_brute_force_search_included():
    """The 47 communes with places in and around, on this engine: which places count is the search's own brute force."""
    fichiers.charger_livrees()
    federation, autre = creer_federation(), creer_federation("autre", departements=["75"])
    hasard = random.Random(94)
    communes = list(CommuneEnBase.objects.order_by("code_insee"))
    lieux = []
    for _ in range(45):
        commune = hasard.choice(communes)
        structure = faire_structure(federation=hasard.choice((federation, autre)))
        lieu = faire_lieu(
            structure,
            commune=commune,
            latitude=commune.latitude + hasard.uniform(-0.02, 0.02),
            longitude=commune.longitude + hasard.uniform(-0.02, 0.02),
            accessibilites=hasard.randrange(4),
            etat=hasard.choice(("publie", "publie", "publie", "brouillon", "archive")),
        )
        ecrire(structure, lieu, now=NOW)
        lieux.append(lieu)
    ecrire(*(offre_au_hasard(hasard, lieu) for lieu in lieux for _ in range(3)), now=NOW)
    for _ in range(60):
        RechercheVaine.objects.create(
            jour=TODAY - timedelta(days=hasard.choice((0, 30, 364, 366))),
            theme=hasard.choice(("", "courrier", "droits", "emploi")),
            commune=hasard.choice(communes),
            genre=hasard.choice(("dite", "vide")),
        )
    toutes = list(Offre.objects.select_related("structure__federation", "lieu__structure", "lieu__commune"))
    seances = {}
    for s in Seance.objects.order_by("pk"):
        seances.setdefault(s.offre_id, []).append(s)
    differents = set()
    for question in map(Question, map(QueryDict, QUESTIONS)):
        obtenu = ou_manque(federation, question.criteres, km=question.km, now=NOW)
        ordre, _, _ = force_brute(replace(question.criteres, origine=None), toutes, seances)
        ouverts = {lieu: (o.lieu.latitude, o.lieu.longitude) for lieu, _ in ordre for o in toutes if o.lieu_id == lieu}
        vaines = vaines_du_94(question.criteres.themes_cherches)
        assert {x.commune.code: x.vaines for x in obtenu.lignes if x.vaines} == vaines
        comparer(obtenu, *reponse(LES_47, VOISINES, list(ouverts.values()), vaines, question.km))
        differents.add(tuple(x.commune.code for x in obtenu.classement))
    assert len(differents) > 5  # the questions tell the communes apart


def offre_au_hasard(hasard, lieu):
    nature, acces = hasard.choice(("permanence", "permanence", "accompagnement", "atelier")), hasard.randrange(4)
    dispo = hasard.choice(("", *GRAINS[grain_de(nature, acces)]))
    return faire_offre(
        lieu,
        nom=hasard.choice(("Écrivain public", "Aide aux démarches")),
        nature=nature,
        acces=acces,
        metiers=hasard.randrange(4) | hasard.choice((0, METIERS["juriste"].masque)),
        themes=hasard.randrange(16),
        publics=hasard.randrange(32),
        tarif=hasard.choice(("", "gratuit", "participation")),
        horaires=hasard.choice(("", "Tu 09:00-12:00", "We 18:00-20:30", "Sa 10:00-12:30")),
        dispo=dispo,
        dispo_le=TODAY - timedelta(days=hasard.choice((0, 13, 20))) if dispo else None,
        dispo_voie="ecran" if dispo else "",
    )


def vaines_du_94(themes):
    """Count by hand the searches of twelve months that found nothing, on these themes or on all."""
    codes = {"courrier": 2, "droits": 4, "emploi": 64}
    comptes = {}
    for v in RechercheVaine.objects.order_by("pk"):
        recente = (TODAY - v.jour).days < 365
        if recente and v.commune_id.startswith("94") and (not themes or codes.get(v.theme, 0) & themes):
            comptes[v.commune_id] = comptes.get(v.commune_id, 0) + 1
    return comptes
