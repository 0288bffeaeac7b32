"""The search equals a brute force over all activities, for random networks and random questions."""

# ruff: noqa: PLR0917  one independent evaluation, told in one piece
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ateliers.models import Offre, Seance
from ateliers.nomenclature import (
    ACCES,
    GRAINS,
    Mode,
    Nature,
    Tarif,
    grain_de,
)
from recherche.besoins import Besoin
from recherche.criteres import Criteres, Origine
from recherche.queries import trouver
from tests.distribution import creer_commune, creer_federation, ecrire, faire_lieu, faire_offre, faire_structure
from tests.recherche.evaluation import NOW, TODAY, force_brute

HORAIRES = (
    "",
    "Tu 09:00-12:00",
    "Th 14:00-17:00; SH off",
    "Mo-Fr 09:00-18:00; PH off",
    "We 18:00-20:30",
    "Sa[1] 10:00-12:30",
    "Mo 22:00-24:00,Tu 00:00-11:00",
)
NOMS = ("Écrivain public", "Atelier smartphone", "Aide aux démarches", "Œuvre numérique", "Café des parents")
MOTS = ("ecri", "atel", "oeuvre", "demarches", "cafe", "zzz", "numero")


class Annuler(Exception):
    """Undo what an example wrote."""


@st.composite
def offres(draw, lieux):
    mode = draw(st.sampled_from(["sur_place"] * 5 + ["telephone", "a_domicile"]))
    lieu = draw(st.sampled_from(lieux))
    nature = draw(st.sampled_from(Nature.values))
    acces = draw(st.integers(0, ACCES.complet))
    possibles = GRAINS[grain_de(nature, acces)]
    dispo = draw(st.sampled_from(("", *possibles)))
    suspendue = draw(st.booleans()) and draw(st.booleans())
    champs = {
        "nom": draw(st.sampled_from(NOMS)),
        "structure": lieu.structure,
        "nature": nature,
        "mode": mode,
        "acces": acces,
        "themes": draw(st.integers(0, 15)),
        "publics": draw(st.integers(0, 31)),
        "postures": draw(st.integers(0, 7)),
        "langues": draw(st.integers(0, 7)),
        "metiers": draw(st.integers(0, 3)),
        "reserves": draw(st.sampled_from((0, 0, 1, 2))),
        "aidants_connect": draw(st.booleans()),
        "tarif": draw(st.sampled_from(("", *Tarif.values))),
        "horaires": draw(st.sampled_from(HORAIRES)),
        "debut": None,
        "fin": draw(st.sampled_from((None, None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9)))),
        "etat": "suspendu" if suspendue else draw(st.sampled_from(("publie", "publie", "publie", "brouillon", "clos"))),
        "suspendu_jusqu_au": draw(st.sampled_from((TODAY, TODAY + timedelta(days=5)))) if suspendue else None,
        "dispo": dispo,
        "dispo_le": TODAY - timedelta(days=draw(st.sampled_from((0, 13, 14, 15, 59, 61)))) if dispo else None,
        "dispo_voie": "ecran" if dispo else "",
        "dispo_jusqu_au": TODAY + timedelta(days=draw(st.integers(-2, 4)))
        if dispo in ("complet", "closes") and draw(st.booleans())
        else None,
        "verifie_le": draw(st.sampled_from((None, TODAY, TODAY - timedelta(days=183), TODAY - timedelta(days=184)))),
        "zone": draw(st.sampled_from(("|94028|", "|94|", "|france|", "|75|"))) if mode != "sur_place" else "",
    }
    champs["verifie_voie"] = "ecran" if champs["verifie_le"] else ""
    return faire_offre(lieu if mode == "sur_place" else None, **champs)


def besoins():
    return st.builds(
        Besoin,
        themes=st.integers(1, 15),
        metiers=st.sampled_from((0, 0, 1, 2)),
        natures=st.sampled_from(((), (), ("permanence",), ("pret", "atelier"))),
        prefixes=st.lists(st.sampled_from(MOTS), max_size=2, unique=True).map(tuple),
        entiers=st.lists(st.sampled_from(("cafe", "caf", "parents", "oeuvre")), max_size=1).map(tuple),
    )


@st.composite
def questions(draw):
    def parfois(strategie, sinon):
        return draw(strategie) if draw(st.integers(0, 3)) == 0 else sinon

    points = [
        Origine("Créteil", 48.7771, 2.4531, "94028", "94"),
        Origine("Choisy-le-Roi", 48.7646, 2.4187, "94022", "94"),
        Origine("votre position", 48.9, 2.6),
    ]
    return Criteres(
        mots=tuple(parfois(st.lists(st.sampled_from(MOTS), min_size=1, max_size=2, unique=True), ())),
        besoins=tuple(parfois(st.lists(besoins(), min_size=1, max_size=2), ())),
        origine=draw(st.sampled_from([None, *points])),
        rayon_km=parfois(st.sampled_from((2.0, 5.0, 50.0)), None),
        themes=parfois(st.integers(1, 15), 0),
        quand=parfois(st.sampled_from(("maintenant", "aujourdhui", "semaine")), ""),
        jours=tuple(parfois(st.lists(st.integers(0, 6), min_size=1, max_size=2, unique=True), ())),
        moments=tuple(parfois(st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True), ())),
        sans_rdv=parfois(st.just(True), False),
        gratuit=parfois(st.just(True), False),
        place=parfois(st.just(True), False),
        publics=parfois(st.integers(1, 31), 0),
        natures=tuple(parfois(st.lists(st.sampled_from(Nature.values), min_size=1, max_size=3, unique=True), ())),
        modes=tuple(parfois(st.lists(st.sampled_from(Mode.values), min_size=1, max_size=2, unique=True), ())),
        postures=parfois(st.integers(1, 7), 0),
        langues=parfois(st.integers(1, 7), 0),
        metiers=parfois(st.integers(1, 3), 0),
        fauteuil=parfois(st.just(True), False),
        sans_condition=parfois(st.just(True), False),
        aidants_connect=parfois(st.just(True), False),
        lieux_natures=tuple(parfois(st.lists(st.sampled_from(("centre", "partenaire")), min_size=1, max_size=1), ())),
        federation=parfois(st.sampled_from(("val-de-marne", "autre")), ""),
        avant=parfois(st.sampled_from([TODAY + timedelta(days=n) for n in (0, 1, 3, 6, 10, 20, 40)]), None),
        tri=draw(st.sampled_from(("pres", "tot"))),
    )


OPTIONS = {
    "theme": [("demarches", {"themes": 1}), ("droits", {"themes": 4})],
    "public": [("enfants", {"publics": 2}), ("seniors", {"publics": 16})],
    "metier": [("ecrivain_public", {"metiers": 1})],
    "posture": [("avec", {"postures": 2})],
    "langue": [("en", {"langues": 2})],
    "nature": [("atelier", {"natures": ("atelier",)})],
    "mode": [("telephone", {"modes": ("telephone",)})],
    "lieu": [("centre", {"lieux_natures": ("centre",)})],
    "gratuit": [("on", {"gratuit": True})],
    "sans_rdv": [("on", {"sans_rdv": True})],
    "place": [("on", {"place": True})],
    "fauteuil": [("on", {"fauteuil": True})],
    "sans_condition": [("on", {"sans_condition": True})],
    "aidants_connect": [("on", {"aidants_connect": True})],
    "quand": [(q, {"quand": q}) for q in ("maintenant", "aujourdhui", "semaine")],
    "jour": [("ma", {"jours": (1,)}), ("je", {"jours": (3,)})],
    "moment": [("matin", {"moments": (0,)}), ("soir", {"moments": (2,)})],
}


def verifier_comptes(comptes, question, rayon, toutes, seances, data):
    """The number beside a choice is what one would find after choosing it, in the same radius."""
    champ = data.draw(st.sampled_from(sorted(OPTIONS)), label="compte")
    if champ not in comptes:
        assert champ in ("jour", "moment")
        assert question.quand or question.avant
        return
    for code, choix in OPTIONS[champ]:
        ordre, sans, _ = force_brute(replace(question, rayon_km=rayon, **choix), toutes, seances)
        assert comptes[champ].get(code, 0) == sum(len(p) for _, p in ordre) + len(sans), (champ, code)


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_search_equals_brute_force(data):
    with pytest.raises(Annuler), transaction.atomic():  # noqa: PT012
        federations = [creer_federation(), creer_federation("autre", departements=["75"])]
        communes = [creer_commune(c) for c in ("94028", "94022", "94041", "75113")]
        lieux = []
        for _ in range(data.draw(st.integers(1, 14), label="lieux")):
            structure = faire_structure(
                federation=data.draw(st.sampled_from(federations)),
                nature=data.draw(st.sampled_from(("centre", "partenaire"))),
                **({"archivee_le": TODAY, "archivee_voie": "ecran"} if data.draw(st.integers(0, 9)) == 0 else {}),
            )
            commune = data.draw(st.sampled_from(communes))
            ecart = st.floats(-0.09, 0.09)
            lieu = faire_lieu(
                structure,
                commune=commune,
                latitude=commune.latitude + data.draw(ecart),
                longitude=commune.longitude + data.draw(ecart),
                accessibilites=data.draw(st.integers(0, 3)),
                etat=data.draw(st.sampled_from(("publie", "publie", "publie", "brouillon", "archive"))),
            )
            ecrire(structure, lieu, now=NOW)
            lieux.append(lieu)
        ecrire(*data.draw(st.lists(offres(lieux), min_size=1, max_size=30), label="offres"), now=NOW)
        # The days of some are not counted yet: what they answer is the same.
        Offre.objects.filter(nature=data.draw(st.sampled_from(Nature.values))).update(jours_des_seances=-1)
        toutes = list(Offre.objects.select_related("structure__federation", "lieu__structure", "lieu__commune"))
        seances = {}
        for s in Seance.objects.all():
            seances.setdefault(s.offre_id, []).append(s)
        for _ in range(12):
            question = data.draw(questions())
            obtenu = trouver(question, now=NOW)
            ordre, sans, rayon = force_brute(question, toutes, seances)
            assert obtenu.rayon_km == rayon
            assert [(g.lieu_id, {t.offre_id for t in g.trouvees}) for g in obtenu.groupes] == ordre
            assert {t.offre_id for t in obtenu.a_distance} == sans
            avec = trouver(question, now=NOW, avec_comptes=True)
            assert avec.groupes == obtenu.groupes
            assert avec.a_distance == obtenu.a_distance
            lieux = trouver(question, now=NOW, lieux_seuls=True)
            assert (lieux.groupes, len(lieux.a_distance)) == (obtenu.groupes, 0)
            verifier_comptes(avec.comptes, question, rayon, toutes, seances, data)
        raise Annuler


def test_today_is_a_tuesday():
    assert date(2026, 11, 24) == TODAY
    assert TODAY.weekday() == 1
