"""The calendars: what another program reads in them is a year of the rule, with what people changed."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ateliers.actions import annuler_seance, deplacer_seance
from ateliers.gestes import retablir_seance
from ateliers.models import Intervenant, Offre, Seance
from ateliers.nomenclature import ACCES, THEMES
from ateliers.seances import occurrences
from core.travailleur import PARIS
from echanges.agenda import entrees
from structures.models import Fermeture
from tests.distribution import creer_lieu, creer_offre, ecrire
from tests.echanges.agenda import lire

PAR = {"by": None, "voie": "ecran"}
JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def agenda(chemin):
    """Ask a calendar as a telephone does: without a session."""
    reponse = Client().get(chemin)
    assert reponse.status_code == 200
    assert reponse["Content-Type"] == "text/calendar; charset=utf-8"
    return lire(reponse.content)


def de(offre):
    return agenda(f"/offres/{offre.uid}/agenda.ics")[1]


@pytest.fixture
def offre(db):
    lieu = creer_lieu(0, nom="Les Quais, côté port", telephone="+33199001234")
    return creer_offre(
        lieu, nom="Écrivain public ; courrier", horaires="Th 14:00-17:00; PH off", acces=ACCES["rdv"].masque
    )


# ------------------------------------------------------------------------------------ the property
regles = st.tuples(
    st.sets(st.sampled_from(JOURS), min_size=1, max_size=6),  # seven, twice a day: more than a calendar holds
    st.lists(
        st.sampled_from(["09:00-12:00", "14:00-17:30", "22:00-26:00", "01:30-04:00", "00:00-24:00"]),
        min_size=1, max_size=2, unique=True,
    ),
    st.sampled_from(["", "week 02-52/2 "]),
    st.sampled_from(["", "; SH off", "; PH off", "; PH,SH off"]),
    st.booleans(),
)  # fmt: skip


def utc(de):
    """Return both ends in UTC: Python never finds an hour that a clock shows twice equal to anything."""
    return de.debut.astimezone(UTC), de.fin.astimezone(UTC)


class Assez(Exception):
    """Take back what one example wrote."""


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(regle=regles, gestes=st.lists(st.sampled_from(["annuler", "deplacer", "retablir", ""]), max_size=6))
@example(regle=({"Su"}, ["01:30-04:00"], "", "", False), gestes=["annuler", "deplacer"])
@example(regle=({"Su", "Sa"}, ["02:30-03:30"], "", "", False), gestes=["retablir"])
@example(regle=({"Tu"}, ["14:00-17:00"], "", "; SH off", True), gestes=["deplacer", "", "annuler"])
def test_another_reader_finds_the_occurrences_of_a_year(regle, gestes):
    jours, heures, semaines, sauf, quinzaine = regle
    with pytest.raises(Assez), transaction.atomic():  # noqa: PT012
        lieu = creer_lieu(0)
        today = timezone.localdate(timezone=PARIS)
        ecrire(Fermeture(lieu=lieu, debut=today + timedelta(days=40), fin=today + timedelta(days=50), motif="travaux"))
        ancre = today - timedelta(days=3) if quinzaine else None
        osm = f"{semaines}{','.join(sorted(jours, key=JOURS.index))} {','.join(sorted(heures))}{sauf}"
        offre = creer_offre(lieu, nature="permanence", horaires=osm, horaires_ancre=ancre)
        annulees, deplacees = set(), {}
        a_venir = offre.seances.filter(debut__gt=timezone.now()).order_by("debut")
        for geste, seance in zip(gestes, a_venir, strict=False):
            prevue = utc(seance)
            plus_tard = tuple(m + timedelta(days=2, minutes=17) for m in prevue)
            if geste in ("annuler", "retablir"):
                annuler_seance(seance, note="Appelez l’accueil", **PAR)
                annulees.add(prevue)
            if geste == "retablir":
                retablir_seance(seance, **PAR)
                annulees.discard(prevue)
            if geste == "deplacer":
                deplacer_seance(seance, debut=plus_tard[0], fin=plus_tard[1], **PAR)
                deplacees[prevue] = plus_tard
        relue = Offre.objects.select_related("lieu__commune").get(pk=offre.pk)
        attendues = {utc(i) for i in occurrences(relue, today, today + timedelta(days=365))}
        lus = de(offre)
        assert len({e.textes["UID"] for e in lus}) == len(lus)
        tenues = {(e.debut, e.fin) for e in lus if not e.annule}
        assert {(e.debut, e.fin) for e in lus if e.annule} == annulees
        assert tenues == {deplacees.get(o, o) for o in attendues} - annulees
        raise Assez


@time_machine.travel(datetime(2026, 11, 27, 9, tzinfo=UTC), tick=False)
def test_the_end_of_october_is_an_hour_longer_for_every_reader(offre):
    """The clock goes back on the 31st of October 2027 at three: the same hours of the wall, another of the Sun."""
    offre.horaires = "Sa,Su 14:00-17:00"
    ecrire(offre)
    debuts = {e.debut for e in de(offre)}
    assert datetime(2027, 10, 30, 12, tzinfo=UTC) in debuts
    assert datetime(2027, 10, 31, 13, tzinfo=UTC) in debuts


# ------------------------------------------------------------------------------------ what it says
def test_an_event_says_what_the_page_says_and_nobody_s_name(offre):
    personne = Intervenant.objects.create(metier="ecrivain_public", prenom="Nadia", prenom_accorde_a=timezone.now())
    offre.intervenants.add(personne)
    entete, lus = agenda(f"/offres/{offre.uid}/agenda.ics")
    assert entete["X-WR-CALNAME"] == entete["NAME"] == "Écrivain public ; courrier (Les Quais, côté port)"
    premier = lus[0].textes
    assert premier["SUMMARY"] == "Écrivain public ; courrier"
    assert premier["LOCATION"] == "Les Quais, côté port, 1 rue de la Démonstration, 94000 Créteil"
    assert "01\u00a099\u00a000\u00a012\u00a034" in premier["DESCRIPTION"]
    assert f"/offres/{offre.uid}" in premier["URL"]
    assert "Nadia" not in Client().get(f"/offres/{offre.uid}/agenda.ics").text


def test_a_session_keeps_its_name_through_what_happens_to_it(offre):
    def suivie():
        (une,) = (e for e in de(offre) if e.textes["UID"] == uid)
        return une

    seance = offre.seances.order_by("debut")[1]
    uid = next(e.textes["UID"] for e in de(offre) if e.debut == seance.debut)
    assert (suivie().textes["SEQUENCE"], suivie().annule) == ("0", False)
    annuler_seance(seance, note="Appelez l’accueil", **PAR)
    assert suivie().annule
    assert suivie().textes["SUMMARY"].startswith("Annulée")
    assert "Appelez l’accueil" in suivie().textes["DESCRIPTION"]
    annulee = int(suivie().textes["SEQUENCE"])
    retablir_seance(Seance.objects.get(pk=seance.pk), **PAR)
    assert not suivie().annule
    lendemain = {"debut": seance.debut + timedelta(days=1), "fin": seance.fin + timedelta(days=1)}
    deplacer_seance(Seance.objects.get(pk=seance.pk), **lendemain, **PAR)
    assert suivie().debut == lendemain["debut"]
    assert int(suivie().textes["SEQUENCE"]) > annulee
    assert "prévue d’abord" in suivie().textes["DESCRIPTION"]


def test_texts_of_any_kind_stay_in_their_property(offre):
    Offre.objects.update(nom="A\r\nEND:VEVENT\r\nX:\x0b\\,;" + "é" * 60, tarif_detail="🙂" * 40)
    assert {e.textes["SUMMARY"][:12] for e in de(offre)} == {"A END:VEVENT"}


# ------------------------------------------------------------------------------------ a place, a search
def test_a_place_gives_what_has_an_hour_and_a_search_what_it_finds(offre):
    creer_offre(offre.lieu, nom="Accès libre", nature="acces_libre", horaires="Mo-Fr 09:00-17:00")
    creer_offre(offre.lieu, nom="Atelier", nature="atelier", horaires="Tu 10:00-12:00", themes=THEMES["bases"].masque)
    creer_offre(offre.lieu, nom="Brouillon", etat="brouillon", horaires="Mo 10:00-12:00")
    noms = {e.textes["SUMMARY"] for e in agenda(f"/lieux/{offre.lieu.uid}/agenda.ics")[1]}
    assert noms == {"Écrivain public ; courrier", "Atelier"}
    assert {e.textes["SUMMARY"] for e in agenda("/agenda.ics?theme=bases")[1]} == {"Atelier"}
    assert "Brouillon" not in {e.textes["SUMMARY"] for e in agenda("/agenda.ics?tout=1")[1]}


def test_what_has_ended_keeps_its_address_and_a_draft_has_none(client, offre):
    offre.etat = "archive"
    ecrire(offre)
    assert de(offre) == []
    offre.etat = "brouillon"
    ecrire(offre)
    assert client.get(f"/offres/{offre.uid}/agenda.ics").status_code == 404


def test_it_is_bounded_and_says_until_when(offre, monkeypatch):
    monkeypatch.setattr(entrees, "ENTREES_MAX", 10)
    offre.horaires = "Mo-Su 09:00-10:00,11:00-12:00,13:00-14:00"
    ecrire(offre)
    entete, lus = agenda(f"/offres/{offre.uid}/agenda.ics")
    assert 6 <= len(lus) <= 9
    assert "Les séances vont jusqu’au" in entete["X-WR-CALDESC"]
    par_jour = {d: sum(e.debut.date() == d for e in lus) for d in {e.debut.date() for e in lus}}
    assert set(list(par_jour.values())[1:]) <= {1, 2, 3}
    assert max(par_jour.values()) == 3


def test_it_is_sent_again_only_when_something_changed(client, offre):
    chemin = f"/offres/{offre.uid}/agenda.ics"
    etiquette = client.get(chemin)["ETag"]
    assert client.get(chemin, headers={"If-None-Match": etiquette}).status_code == 304
    annuler_seance(offre.seances.earliest("debut"), **PAR)
    assert client.get(chemin, headers={"If-None-Match": etiquette}).status_code == 200


def test_it_is_written_once_for_all_those_signed_in_too(client, offre, distribution):
    chemin = f"/lieux/{offre.lieu.uid}/agenda.ics"
    premiere = Client().get(chemin)
    client.force_login(distribution.amina)
    with CaptureQueriesContext(connection) as requetes:
        sienne = client.get(f"{chemin}?ce=que l’on ajoute")
    assert (sienne.content, sienne["ETag"]) == (premiere.content, premiere["ETag"])
    assert not [r["sql"] for r in requetes if "ateliers_" in r["sql"]]
    offre.nom = "Autrement"
    ecrire(offre)
    assert "Autrement" in client.get(chemin).text


def test_as_many_queries_for_three_or_nine(compte_requetes, db):
    def agrandir(combien):
        for n in range(combien):
            lieu = creer_lieu(0, latitude=48.77 + n / 100)
            annuler_seance(creer_offre(lieu, nature="permanence", horaires="Th 14:00-17:00").seances.first(), **PAR)

    agrandir(3)
    compte_requetes("/agenda.ics?tout=1", lambda: agrandir(6), maximum=8)


# ------------------------------------------------------------------------------------ the pages
def test_the_pages_offer_it(client, offre):
    for page, chemin in (
        (offre.get_absolute_url(), f"/offres/{offre.uid}/agenda.ics"),
        (offre.lieu.get_absolute_url(), f"/lieux/{offre.lieu.uid}/agenda.ics"),
    ):
        texte = client.get(page).text
        assert "Ajouter à mon agenda" in texte
        assert f'href="webcal://testserver{chemin}"' in texte
        assert f'href="{chemin}"' in texte
    texte = client.get("/?tout=1&theme=demarches").text
    assert 'href="/agenda.ics?' in texte
