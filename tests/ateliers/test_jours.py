"""The days of sessions, kept beside an activity: right after each gesture and every night, and seldom written."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from ateliers import gestes
from ateliers.entretien import prolonger_seances
from ateliers.jours import CYCLE, TENUS, bits_des_jours, jours_de, justes
from ateliers.models import Offre, Seance
from recherche.criteres import Criteres
from recherche.queries import trouver
from tests.distribution import creer_offre

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=PARIS)  # a Tuesday
TODAY = NOW.date()
HEURES = ("Th 14:00-17:00", "Mo-Fr 09:00-12:00", "We[1] 10:00-12:00", "Sa 22:00-24:00; Su 00:00-02:00", "Tu off")


def trouvees(now, **champs):
    return {t.offre_id for g in trouver(Criteres(**champs), now=now).groupes for t in g.trouvees}


def jours_de_l_offre(offre):
    offre.refresh_from_db()
    return offre.jours_des_seances


@pytest.fixture
def jeudi(db):
    with time_machine.travel(NOW, tick=False):
        yield creer_offre(horaires="Th 14:00-17:00")


def test_a_cancelled_session_takes_its_day_away_and_comes_back(jeudi):
    ce_jeudi = bits_des_jours([TODAY + timedelta(days=2)])
    seance = jeudi.seances.order_by("debut").first()
    assert trouvees(NOW, quand="semaine") == {jeudi.pk}
    gestes.annuler(seance, by=None, voie="ecran", now=NOW)
    assert jours_de_l_offre(jeudi) & ce_jeudi == 0
    assert trouvees(NOW, quand="semaine") == set()
    gestes.retablir_seance(seance, by=None, voie="ecran", now=NOW)
    assert jours_de_l_offre(jeudi) & ce_jeudi
    assert trouvees(NOW, quand="semaine") == {jeudi.pk}


def test_a_session_that_moves_takes_its_day_with_it(jeudi):
    seance = jeudi.seances.order_by("debut").first()
    debut = datetime.combine(TODAY, time(18), tzinfo=PARIS)
    assert trouvees(NOW, quand="aujourdhui") == set()
    gestes.deplacer(seance, debut=debut, fin=debut + timedelta(hours=2), by=None, voie="ecran", now=NOW)
    assert trouvees(NOW, quand="aujourdhui") == {jeudi.pk}
    call_command("verifier")


def test_what_moves_far_away_is_not_taken_for_this_week(jeudi):
    """Bits come back every nine weeks: a session in nine weeks and two days is not one of Thursday."""
    for seance in jeudi.seances.order_by("debut"):
        debut = seance.debut + timedelta(days=CYCLE)
        gestes.deplacer(seance, debut=debut, fin=debut + timedelta(hours=1), by=None, voie="ecran", now=NOW)
    assert trouver(Criteres(), now=NOW, avec_comptes=True).comptes["quand"]["semaine"] == 0
    assert trouvees(NOW, quand="semaine") == set()


@pytest.mark.django_db
def test_nights_keep_them_right_and_seldom_write_them():
    """Sixteen weeks, and a night that misses three: search answers as if nobody had counted."""
    with time_machine.travel(NOW, tick=False):
        offres = [creer_offre(horaires=heures) for heures in HEURES]
    ecrites, avant = 0, {}
    for jour in range(16 * 7):
        now = NOW + timedelta(days=jour)
        if not 40 < jour < 61:
            prolonger_seances(now)
            jours = dict(Offre.objects.values_list("pk", "jours_des_seances"))
            ecrites += sum(avant.get(pk) != j for pk, j in jours.items())
            avant = jours
        if jour % 3 == 0:
            questions = [{"quand": "semaine"}, {"quand": "aujourdhui"}, {"avant": now.date() + timedelta(days=3)}]
            comptees = [trouvees(now, **q) for q in questions]
            comptes = trouver(Criteres(), now=now, avec_comptes=True).comptes["quand"]
            Offre.objects.update(jours_des_seances=-1)
            assert comptees == [trouvees(now, **q) for q in questions], jour
            assert comptes == trouver(Criteres(), now=now, avec_comptes=True).comptes["quand"], jour
            for pk, j in avant.items():
                Offre.objects.filter(pk=pk).update(jours_des_seances=j)
    # Each is written when it comes, then when a day of the next four weeks is missing: never every night.
    assert len(offres) < ecrites <= len(offres) * (2 + 16 * 7 // (8 * 7 - TENUS))


@given(
    st.lists(
        st.tuples(st.integers(-80, 80), st.integers(0, 23), st.integers(1, 60), st.sampled_from(Seance.Statut.values))
    ),
    st.integers(0, 400),
)
def test_a_day_has_its_bit_when_a_session_touches_it(lignes, decalage):
    today = TODAY + timedelta(days=decalage)
    seances, jours = [], set()
    for jour, heure, duree, statut in lignes:
        debut = datetime.combine(today + timedelta(days=jour), time(heure), tzinfo=PARIS)
        fin = debut + timedelta(hours=duree)
        seances.append(Seance(jour=debut.date(), debut=debut, fin=fin, statut=statut))
        if statut != "annulee":
            jours |= {today + timedelta(days=n) for n in range(TENUS) if touche(today + timedelta(days=n), debut, fin)}
    bits = jours_de(seances, today)
    assert 0 <= bits < 1 << CYCLE
    assert {today + timedelta(days=n) for n in range(TENUS) if bits >> (today.toordinal() + n) % CYCLE & 1} == jours
    assert justes(bits, bits, today)
    assert not justes(-1, bits, today)


def touche(jour: date, debut: datetime, fin: datetime) -> bool:
    return debut.date() <= jour <= fin.date()
