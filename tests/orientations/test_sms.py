"""A message to send: short enough for an SMS, and what it must say is always in it."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ateliers.models import Offre
from ateliers.nomenclature import ACCES
from orientations.langues import FRANCAIS, LANGUES
from orientations.partage import couper, partage
from orientations.sms import allege, parts, tient
from tests.distribution import creer_lieu, creer_offre

LONG = "Permanence d’écrivain public et d’accompagnement aux démarches administratives en ligne, pour tous "


@pytest.fixture
def offre(db):
    lieu = creer_lieu(0, nom="Centre social Les Quais", telephone="01 99 00 12 34")
    semaine = {"horaires": "Mo-Su 14:00-17:00", "acces": ACCES.masque(["sans_rdv", "rdv"])}
    offre = creer_offre(lieu, nom="Aide aux démarches", **semaine)
    return Offre.objects.select_related("structure", "lieu__structure", "lieu__commune").get(pk=offre.pk)


def corps(dit):
    return unquote(dit.sms.split("body=")[1])


@pytest.mark.parametrize("langue", [FRANCAIS, LANGUES["ar"], LANGUES["en"]], ids=lambda langue: langue.code)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    longueurs=st.tuples(st.integers(1, 160), st.integers(1, 200), st.integers(1, 200)),
    jours=st.sampled_from([0, 5]),
    mode=st.sampled_from(["sur_place", "a_domicile"]),
)
def test_it_is_short_or_says_nothing_but_what_it_must(offre, langue, longueurs, jours, mode):
    today = timezone.localdate()
    offre.nom, offre.lieu.nom, offre.lieu.adresse = ((LONG * 3)[:n].strip() for n in longueurs)
    offre.mode, offre.zone = mode, "" if mode == "sur_place" else "|94028|94022|94041|94068|"
    offre.dispo, offre.dispo_le, offre.dispo_voie = ("complet", today, "ecran") if jours else ("", None, "")
    offre.dispo_jusqu_au = today + timedelta(days=jours) if jours else None
    dit = partage(offre, langue, now=timezone.now())
    lignes = dit.texte.split("\n")
    indispensable = ["01\u00a099\u00a000\u00a012\u00a034", "17", dit.adresse]
    if mode == "sur_place":
        indispensable += [offre.lieu.nom, offre.lieu.adresse, "94000 Créteil"]
    assert all(morceau in dit.texte for morceau in indispensable)
    assert lignes[-1] == dit.adresse
    assert corps(dit) == allege(dit.texte)
    # Place and address, day and number, link: no line is left to leave out.
    assert tient(dit.texte, langues=1 if langue is FRANCAIS else 2) or len(lignes) == 3
    # The mail has room for everything.
    assert offre.nom in unquote(dit.mail)


def test_an_ordinary_message_is_whole_and_two_sms_long(offre):
    dit = partage(offre, FRANCAIS, now=timezone.now())
    assert dit.texte == dit.entier
    assert "Venez sans rendez-vous. Appelez le" in dit.texte
    assert parts(corps(dit)) == 2
    assert "d'ecrivain" not in dit.texte  # flat for the telephone only: the screen keeps its typography


def test_what_matters_least_goes_first(offre):
    offre.nom = LONG.strip()
    dit = partage(offre, FRANCAIS, now=timezone.now())
    assert dit.texte.startswith("Permanence d’écrivain public et…\n")
    assert "pour prendre rendez-vous" in dit.texte
    offre.lieu.adresse = (LONG * 2)[:150].strip()
    serre = partage(offre, FRANCAIS, now=timezone.now()).texte
    assert "pour prendre rendez-vous" not in serre
    assert "01\u00a099\u00a000\u00a012\u00a034" in serre


@pytest.mark.parametrize(
    ("texte", "combien"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2), ("ê" * 70, 1),
     ("ê" * 71, 2), ("ل" * 134, 2), ("ل" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2)],
)  # fmt: skip
def test_parts_are_counted_as_telephones_do(texte, combien):
    assert parts(texte) == combien


def test_french_is_flattened_and_no_other_language():
    assert allege("« L’hôtel de ville », 14\u00a0h – 17\u00a0h…") == '"L\'hotel de ville", 14 h - 17 h...'
    assert allege("Îlot Ça, œuvre, Noël") == "Ilot Ça, oeuvre, Noel"
    assert allege("Atenção: amanhã") == "Atenção: amanhã"
    assert couper("un deux trois", 8) == "un deux…"
    assert couper("x" * 50, 10) == "x" * 9 + "…"
