"""Days of 23 and 25 hours, the New Year of a year of 53 weeks, 29 February: as people see them on the pages.

One centre, open on Sundays, on New Year's Eve, on leap days; pages, calendars, search, gestures, the night's work.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from ateliers.actions import reconstruire
from ateliers.gestes import deplacer
from ateliers.models import Offre, Seance
from core import registre
from core.models import Passage
from core.travailleur import PARIS, entretien_du
from espace.forms.seances import DeplacerForm
from reseau.models import Evenement
from statistiques.entretien import figer_le_mois
from statistiques.models import Instantane
from structures.models import Fermeture, Lieu
from tests.distribution import creer_lieu, creer_offre
from tests.echanges.agenda import lire

HIVER, ETE = date(2026, 10, 25), date(2027, 3, 28)  # 25 hours, then 23


def paris(jour: date, texte: str, fold: int = 0) -> datetime:
    return datetime.combine(jour, time.fromisoformat(texte), PARIS).replace(fold=fold)


def texte(chemin: str, **question) -> str:
    """Return what a page says, spaces and entities aside."""
    reponse = Client().get(chemin, question)
    assert reponse.status_code == 200, chemin
    page = reponse.text.split("<main", 1)[-1].split("<footer", 1)[0]
    return re.sub(r"\s+", " ", unescape(strip_tags(re.sub(r"<(?:p|li|td|tr|dd|div|br)\b", r" \g<0>", page))))


@pytest.fixture
def centre(db, time_machine):
    """Give `centre(moment, **fields of its activity)`: a centre and its activity, written at that moment."""

    def ecrire(moment: datetime, horaires="Su 10:00-12:00", lieu=None, **champs) -> tuple[Lieu, Offre]:
        time_machine.move_to(moment, tick=False)
        cache.clear()
        le_lieu = creer_lieu(0, nom="Les Quais", horaires=lieu or horaires)
        return le_lieu, creer_offre(le_lieu, nom="Atelier", nature="atelier", horaires=horaires, **champs)

    return ecrire


# ------------------------------------------------------------------------------------ 23 and 25 hours
@pytest.mark.parametrize(("jour", "decalage"), [(HIVER, 1), (ETE, 2)], ids=["25 h", "23 h"])
def test_ten_o_clock_is_ten_o_clock_on_the_day_the_clocks_change(centre, time_machine, jour, decalage):
    lieu, offre = centre(paris(jour - timedelta(days=3), "09:00"))
    seance = offre.seances.get(jour=jour)
    assert (seance.debut, seance.moments) == (datetime(jour.year, jour.month, jour.day, 10 - decalage, tzinfo=UTC), 1)
    prevue = next(
        e for e in lire(Client().get(f"/offres/{offre.uid}/agenda.ics").content)[1] if e.debut == seance.debut
    )
    assert prevue.fin - prevue.debut == timedelta(hours=2)
    for heure, dit, maintenant in (("09:59", "Fermé · ouvre à 10 h", 0), ("10:00", "Ouvert · ferme à 12 h", 1)):
        time_machine.move_to(paris(jour, heure), tick=False)
        cache.clear()
        assert dit in texte(lieu.get_absolute_url())
        assert f"Maintenant, {maintenant} activité" in texte("/", tout=1)
    assert "Aujourd’hui, de 10 h à 12 h" in texte(offre.get_absolute_url())
    assert "10 h – 12 h Atelier" in texte(f"/lieux/{lieu.uid}/semaine/")
    time_machine.move_to(paris(jour, "23:30"), tick=False)
    cache.clear()
    assert "Aujourd’hui, 0 activité" in texte("/", tout=1)
    reconstruire(Offre.objects.all(), now=timezone.now())
    call_command("verifier")


def test_the_hour_that_comes_twice_is_open_twice_and_the_one_that_is_skipped_never(centre, time_machine):
    lieu, offre = centre(paris(HIVER, "00:00"), "Su 02:00-03:00")
    seance = offre.seances.get(jour=HIVER)
    assert seance.fin - seance.debut == timedelta(hours=2)
    for fold in (0, 1):
        time_machine.move_to(paris(HIVER, "02:30", fold), tick=False)
        cache.clear()
        assert "Ouvert · ferme à 3 h" in texte(lieu.get_absolute_url()), fold
    time_machine.move_to(paris(ETE, "01:59"), tick=False)
    reconstruire(Offre.objects.all(), now=timezone.now())
    assert not Seance.objects.filter(jour=ETE).exists()
    cache.clear()
    assert "Ouvert ·" not in texte(lieu.get_absolute_url())


@pytest.mark.parametrize("jour", [HIVER, ETE], ids=["25 h", "23 h"])
def test_a_closure_lasts_its_whole_day(centre, time_machine, jour):
    lieu, offre = centre(paris(jour - timedelta(days=3), "09:00"), "Mo-Su 00:00-24:00")
    Fermeture.objects.create(lieu=lieu, debut=jour, fin=jour, motif="travaux")
    reconstruire(Offre.objects.all(), now=timezone.now())
    assert not offre.seances.filter(jour=jour).exists()
    veille, lendemain = jour - timedelta(days=1), jour + timedelta(days=1)
    for quand, ouvert in (
        (paris(veille, "23:59"), True),
        (paris(jour, "00:00"), False),
        (paris(jour, "23:59"), False),
        (paris(lendemain, "00:00"), True),
    ):
        time_machine.move_to(quand, tick=False)
        cache.clear()
        etat = texte(lieu.get_absolute_url()).split("Horaires d’ouverture")[0]
        assert ("Ouvert" in etat, "Fermé : travaux" in etat) == (ouvert, not ouvert), quand


@pytest.mark.parametrize(
    ("jour", "de", "a", "juste"),
    [
        (ETE, "09:00", "10:30", True),
        (ETE, "02:30", "04:00", True),  # 2.30 does not exist: it is 3.30
        (ETE, "02:30", "03:15", False),  # so this would end before it begins
        (ETE, "02:15", "02:15", False),
        (HIVER, "02:30", "03:00", True),
    ],
)
def test_a_session_is_moved_to_the_night_the_clocks_change(centre, jour, de, a, juste):
    _, offre = centre(paris(jour - timedelta(days=10), "09:00"), "Mo-Su 10:00-12:00")
    seance = offre.seances.select_related("offre").filter(debut__gt=timezone.now()).earliest("debut")
    form = DeplacerForm({"jour": str(jour), "debut_h": de, "fin_h": a}, seance=seance, now=timezone.now())
    assert form.is_valid()
    options = form.options()
    if not juste:
        with pytest.raises(ValidationError, match="finit après avoir commencé"):
            deplacer(seance, by=None, voie="ecran", now=timezone.now(), **options)
        return
    deplacer(seance, by=None, voie="ecran", now=timezone.now(), **options)
    seance.refresh_from_db()
    assert (seance.statut, seance.jour) == ("deplacee", jour)
    assert "déplacée" in texte(offre.get_absolute_url()).lower()


def test_a_network_event_of_that_night_ends_after_it_begins(client, reseau_le):
    client.force_login(reseau_le.bruno)
    champs = {"genre": "rencontre", "titre": "Nuit", "texte": "a", "jour": str(ETE), "ou": "Le Lien"}
    refus = client.post("/entre-nous/agenda/nouveau/", champs | {"debut_h": "2:30", "fin_h": "3:15"})
    assert refus.status_code == 422
    assert "La fin vient après le début." in unescape(refus.text)
    assert client.post("/entre-nous/agenda/nouveau/", champs | {"debut_h": "2:30", "fin_h": "4:30"}).status_code == 302
    nuit = Evenement.objects.get(titre="Nuit")
    assert nuit.fin - nuit.debut == timedelta(hours=1)


@pytest.fixture
def reseau_le(time_machine, distribution):
    time_machine.move_to(paris(ETE - timedelta(days=10), "09:00"), tick=False)
    return distribution


@pytest.mark.parametrize("jour", [HIVER, ETE], ids=["25 h", "23 h"])
def test_the_night_s_work_runs_once_that_night(db, monkeypatch, jour):
    monkeypatch.setattr(registre, "quotidiens", {"essai": lambda now: ""})
    veille = paris(jour - timedelta(days=1), "03:00")
    Passage.objects.create(tache="essai", debut=veille, fin=veille, reussi=True, rapport="")
    for heure, fold in (("01:30", 0), ("02:59", 0), *([("02:30", 1)] if jour == HIVER else [])):
        if heure == "02:59" and jour == ETE:
            continue
        assert not entretien_du(paris(jour, heure, fold)), (heure, fold)
    fait = paris(jour, "03:00")
    assert entretien_du(fait)
    Passage.objects.create(tache="essai", debut=fait, fin=fait, reussi=True, rapport="")
    assert not entretien_du(paris(jour, "23:59"))
    assert not entretien_du(paris(jour + timedelta(days=1), "02:59"))
    assert entretien_du(paris(jour + timedelta(days=1), "03:00"))


# ------------------------------------------------------------------------------------ the New Year of week 53
def test_week_53_holds_the_new_year_and_a_fortnight_goes_on(centre, time_machine):
    """31 December 2026 and 1 January 2027 are of week 53: « one week in two » by week numbers would open twice."""
    lieu, offre = centre(paris(date(2026, 12, 16), "09:00"), "Th 10:00-12:00", horaires_ancre=date(2026, 12, 17))
    jours = [d.date() for d in offre.seances.order_by("debut").values_list("debut", flat=True)][:3]
    assert jours == [date(2026, 12, 17), date(2026, 12, 31), date(2027, 1, 14)]
    _, sauf = centre(paris(date(2026, 12, 16), "09:00"), "Th-Fr 14:00-16:00; week 53 off")
    fermes = {date(2026, 12, 31), date(2027, 1, 1)}
    assert not fermes & set(sauf.seances.values_list("jour", flat=True))
    assert sauf.seances.filter(jour=date(2027, 1, 7)).exists()

    time_machine.move_to(paris(date(2026, 12, 31), "23:30"), tick=False)
    cache.clear()
    semaine = texte(f"/lieux/{lieu.uid}/semaine/")
    assert "La semaine du 28 décembre 2026 au 3 janvier 2027" in semaine
    assert "Vendredi 1er" in semaine or "Jeudi 31" in semaine
    assert "Jeudi 14 janvier" in texte(offre.get_absolute_url())


def test_a_month_is_kept_once_though_greenwich_is_still_in_the_old_one(db, distribution):
    """00:30 in Paris on 1 January is 31 December elsewhere; 29 February is of its own month."""
    for instant, mois in (
        (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2027, 1, 1, 2, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 29, 2, 0, tzinfo=UTC), date(2028, 2, 1)),
        (datetime(2028, 2, 29, 23, 30, tzinfo=UTC), date(2028, 3, 1)),
    ):
        figer_le_mois(instant)
        siens = Instantane.objects.filter(federation=distribution.federation)
        assert siens.latest("mois", "pk").mois == mois
        assert siens.filter(mois=mois).values("jour").distinct().count() == 1
    assert siens.values("mois").distinct().count() == 4


# ------------------------------------------------------------------------------------ 29 February
def test_a_leap_day_is_a_day_and_a_year_after_it_one_must_confirm(centre, time_machine):
    bissextile = date(2028, 2, 29)
    lieu, offre = centre(
        paris(bissextile, "08:00"), "Tu 10:00-12:00", verifie_le=bissextile, verifie_voie="ecran",
    )  # fmt: skip
    assert "Vérifié" in texte(offre.get_absolute_url())
    assert "Aujourd’hui, de 10 h à 12 h" in texte(offre.get_absolute_url())
    assert "Mardi 29" in texte(f"/lieux/{lieu.uid}/semaine/")
    for jour, vieux in ((date(2029, 2, 28), False), (date(2029, 3, 1), True)):
        time_machine.move_to(paris(jour, "08:00"), tick=False)
        cache.clear()
        assert ("depuis plus d’un an" in texte(offre.get_absolute_url())) is vieux, jour


def test_suspended_until_a_leap_day_it_comes_back_that_day(centre, time_machine):
    lieu, _ = centre(paris(date(2028, 2, 20), "08:00"), "Mo-Su 10:00-12:00")
    Lieu.objects.update(etat="suspendu", suspendu_jusqu_au=date(2028, 2, 29))
    reconstruire(Offre.objects.all(), now=timezone.now())
    for jour in (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)):
        time_machine.move_to(paris(jour, "08:00"), tick=False)
        cache.clear()
        page = texte(lieu.get_absolute_url())
        assert ("29 février" in page) is (jour < date(2028, 2, 29)), jour
