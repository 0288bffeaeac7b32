"""The one writer: rows, history, derived fields, words, sessions and the data version, all or nothing."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from ateliers.actions import annuler_seance, deplacer_seance, enregistrer_lot
from ateliers.controle import ecarts
from ateliers.derives import apres_jours_ouverts
from ateliers.entretien import prolonger_seances
from ateliers.models import Intervenant, Mot, Offre, Seance
from ateliers.nomenclature import ACCES, METIERS
from core.models import Version
from structures.models import Fermeture, Lieu
from tests.distribution import creer_lieu, creer_offre, ecrire, faire_lieu, faire_offre, faire_structure

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
TODAY = NOW.date()
RDV = ACCES["rdv"].masque


def relire(objet):
    return type(objet).objects.get(pk=objet.pk)


def test_one_operation_for_a_place_and_its_activities():
    structure = faire_structure()
    lieu = faire_lieu(structure)
    offres = [faire_offre(lieu) for _ in range(3)]
    avant = Version.lire()
    operation = enregistrer_lot([*offres, lieu, structure], by=None, voie="import", now=NOW)
    historiques = [*structure.history.all(), *lieu.history.all(), *(h for o in offres for h in o.history.all())]
    assert len(historiques) == 5
    assert {(h.operation, h.voie, h.history_type) for h in historiques} == {(operation, "import", "+")}
    assert Version.lire() == avant + 1
    assert not list(ecarts(NOW))


def test_all_or_nothing():
    lieu = creer_lieu(offres=0)
    avant = (Version.lire(), Offre.objects.count(), Lieu.history.count())
    lieu.nom = "Autre nom"
    with pytest.raises(IntegrityError), transaction.atomic():
        ecrire(lieu, faire_offre(lieu, debut=date(2026, 2, 1), fin=date(2026, 1, 1)))
    assert (Version.lire(), Offre.objects.count(), Lieu.history.count()) == avant
    assert relire(lieu).nom != "Autre nom"


def test_moving_a_place_moves_its_activities():
    offre = creer_offre()
    lieu = offre.lieu
    lieu.latitude, lieu.longitude = 48.9, 2.3
    lieu.typologies = ["BIB"]
    ecrire(lieu)
    relue = relire(offre)
    assert (relue.latitude, relue.longitude) == (48.9, 2.3)
    assert relue.bande == relire(lieu).bande
    assert relue.lieu_groupes == relire(lieu).groupes
    assert not list(ecarts(NOW))


def test_renaming_a_place_changes_the_words_of_its_activities():
    offre = creer_offre()
    offre.lieu.nom = "La Baleine"
    ecrire(offre.lieu)
    assert Mot.objects.filter(offre=offre, mot="baleine").exists()


def test_a_draft_has_no_words_to_give_away():
    offre = creer_offre(nom="Baleine", etat="brouillon")
    assert not offre.mots.exists()
    offre.etat = "publie"
    ecrire(offre)
    assert offre.mots.filter(mot="baleine").exists()
    offre.lieu.etat = "brouillon"
    ecrire(offre.lieu)
    assert not offre.mots.exists()
    assert not list(ecarts(NOW))


@pytest.mark.parametrize(
    ("etat_offre", "etat_lieu", "archivee", "visible"),
    [
        ("publie", "publie", False, True),
        ("brouillon", "publie", False, False),
        ("publie", "archive", False, False),
        ("publie", "publie", True, False),
        ("clos", "publie", False, False),
    ],
)
def test_what_search_may_show(etat_offre, etat_lieu, archivee, visible):
    offre = creer_offre(etat=etat_offre)
    offre.lieu.etat = etat_lieu
    if archivee:
        offre.structure.archivee_le, offre.structure.archivee_voie = TODAY, "ecran"
    ecrire(offre.structure, offre.lieu)
    assert Offre.objects.published(TODAY).filter(pk=offre.pk).exists() is visible


def test_a_suspension_ends_by_itself():
    offre = creer_offre(etat="suspendu", suspendu_jusqu_au=TODAY + timedelta(days=3))
    vue = Offre.objects.filter(pk=offre.pk)
    assert not vue.published(TODAY).exists()
    assert vue.published(TODAY + timedelta(days=3)).exists()


def test_eight_weeks_of_sessions_and_a_rebuild_that_changes_nothing():
    offre = creer_offre(horaires="Th 14:00-17:00")
    ecrire(offre, now=NOW)
    seances = list(offre.seances.order_by("debut"))
    assert [s.jour.weekday() for s in seances] == [3] * 8
    assert seances[0].jour == date(2026, 11, 26)
    assert seances[0].moments == 2
    pks = {s.pk for s in seances}
    ecrire(offre, now=NOW)
    assert {s.pk for s in offre.seances.all()} == pks


def test_a_longer_session_answers_the_half_day_it_reaches():
    offre = creer_offre(horaires="Th 09:00-12:00")
    ecrire(offre, now=NOW)
    offre.horaires = "Th 09:00-17:00"
    ecrire(offre, now=NOW)
    assert {(s.moments, s.fin.astimezone(PARIS).hour) for s in offre.seances.all()} == {(3, 17)}
    Seance.objects.filter(offre=offre).update(moments=1)
    assert list(ecarts(NOW)) == [f"activité {offre.uid} : séances"]


def test_cancelled_and_moved_sessions_survive_any_rebuild():
    offre = creer_offre(horaires="Th 14:00-17:00")
    ecrire(offre, now=NOW)
    annulee, deplacee = offre.seances.order_by("debut")[:2]
    annuler_seance(annulee, by=None, voie="ecran", note="formation")
    deplacer_seance(
        deplacee,
        debut=datetime(2026, 12, 4, 9, 0, tzinfo=PARIS),
        fin=datetime(2026, 12, 4, 11, 0, tzinfo=PARIS),
        by=None,
        voie="lien",
    )
    assert [h.voie for h in Seance.history.order_by("pk")] == ["ecran", "lien"]
    offre.horaires = "Tu 09:00-11:00"
    ecrire(offre, now=NOW)
    prolonger_seances(NOW + timedelta(days=30))
    assert relire(annulee).statut == Seance.Statut.ANNULEE
    gardee = relire(deplacee)
    assert (gardee.statut, gardee.jour, gardee.moments) == (Seance.Statut.DEPLACEE, date(2026, 12, 4), 1)
    assert set(offre.seances.filter(statut="prevue").values_list("jour__iso_week_day", flat=True)) == {2}
    assert not list(ecarts(NOW + timedelta(days=30)))


def test_the_night_extends_and_is_idempotent():
    offre = creer_offre(horaires="Th 14:00-17:00")
    ecrire(offre, now=NOW)
    demain = NOW + timedelta(days=10)
    assert not prolonger_seances(demain).startswith("0 lignes")
    version = Version.lire()
    assert prolonger_seances(demain) == "0 lignes mises à jour, 0 séances passées retirées"
    assert Version.lire() == version
    assert offre.seances.order_by("debut").first().jour >= demain.date() - timedelta(days=1)


def test_a_closure_removes_sessions_and_stops_the_clock_of_room():
    offre = creer_offre(horaires="Th 14:00-17:00", acces=RDV, dispo="cette_semaine", dispo_le=TODAY, dispo_voie="ecran")
    ecrire(offre, now=NOW)
    assert relire(offre).dispo_fiable_jusqu_au == TODAY + timedelta(days=14)
    fermeture = Fermeture(
        lieu=offre.lieu, debut=TODAY + timedelta(days=1), fin=TODAY + timedelta(days=7), motif="travaux"
    )
    ecrire(fermeture, now=NOW)
    assert offre.seances.order_by("debut").first().jour == date(2026, 12, 3)
    assert relire(offre).dispo_fiable_jusqu_au == TODAY + timedelta(days=21)
    enregistrer_lot([], retires=[fermeture], by=None, voie="ecran", now=NOW)
    assert relire(offre).dispo_fiable_jusqu_au == TODAY + timedelta(days=14)
    assert offre.seances.order_by("debut").first().jour == date(2026, 11, 26)
    assert Fermeture.history.filter(history_type="-").count() == 1


def test_complete_until_turns_doubtful_on_that_day():
    jusqu = TODAY + timedelta(days=20)
    offre = creer_offre(acces=RDV, dispo="complet", dispo_le=TODAY, dispo_voie="ecran", dispo_jusqu_au=jusqu)
    assert not offre.dispo_douteuse(jusqu - timedelta(days=1))
    assert offre.dispo_douteuse(jusqu)


@pytest.mark.parametrize(
    "champs",
    [
        {"dispo": "cette_semaine", "dispo_le": TODAY, "dispo_voie": "ecran"},  # nothing is said of a walk-in
        {"acces": RDV, "dispo": "ouvertes", "dispo_le": TODAY, "dispo_voie": "ecran"},
        {"acces": RDV, "dispo": "complet"},
        {"acces": RDV, "dispo": "complet", "dispo_le": TODAY},
        {"verifie_le": TODAY},
        {"verifie_voie": "ecran"},
        {"mode": "telephone"},
        {"zone": "|94|"},
        {"etat": "suspendu"},
        {"etat": "fusionne"},
        {"age_min": 12, "age_max": 8},
        {"tarif": "offert"},
        {"appareil": "minitel"},
        {"suit_le_lieu": True, "horaires": "Mo 09:00-10:00"},
        {"dispo_jusqu_au": TODAY},
    ],
)
def test_the_database_refuses_what_makes_no_sense(champs):
    lieu = creer_lieu(offres=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        ecrire(faire_offre(lieu, **champs))


def test_nothing_is_merged_into_itself():
    offre = creer_offre()
    for objet in (offre, offre.lieu):
        objet.etat, objet.fusionne_dans = "fusionne", objet
        with pytest.raises(IntegrityError), transaction.atomic():
            ecrire(objet)
    offre.structure.fusionnee_dans = offre.structure
    with pytest.raises(IntegrityError), transaction.atomic():
        ecrire(offre.structure)


def test_places_are_archived_never_deleted():
    lieu = creer_lieu()
    with pytest.raises(TypeError):
        enregistrer_lot([], retires=[lieu], by=None, voie="ecran")
    assert relire(lieu)


def test_days_are_counted_without_closures():
    f = [Fermeture(debut=TODAY + timedelta(days=2), fin=TODAY + timedelta(days=4), genre="fermeture")]
    assert apres_jours_ouverts(TODAY, 3, f) == TODAY + timedelta(days=6)
    assert apres_jours_ouverts(TODAY, 3, []) == TODAY + timedelta(days=3)


def test_verifier_tells_what_somebody_changed_behind_the_writer():
    offre = creer_offre(horaires="Th 14:00-17:00")
    call_command("verifier")
    Offre.objects.filter(pk=offre.pk).update(latitude=0.0)
    Mot.objects.filter(offre=offre).delete()
    offre.seances.first().delete()
    with pytest.raises(CommandError, match="3 écart"):
        call_command("verifier")


def test_an_activity_says_the_functions_of_its_people_and_so_does_its_history(admin_client):
    offre = creer_offre()
    juriste = Intervenant.objects.create(metier="juriste")
    url = reverse("admin:ateliers_offre_change", args=[offre.pk])
    form = admin_client.get(url).context["adminform"].form
    envoye = {nom: valeur for nom in form.fields if (valeur := form[nom].value()) not in (None, False)}
    reponse = admin_client.post(url, envoye | {"intervenants": str(juriste.pk)})
    assert reponse.status_code == 302
    relue = relire(offre)
    assert METIERS.codes(relue.metiers) == ["juriste"]
    assert [*relue.intervenants.all()] == [juriste]
    assert relue.history.latest().metiers == relue.metiers
    assert Mot.objects.filter(offre=offre, mot="juriste").exists()


def test_names_of_people_never_enter_history():
    champs = {f.name for f in Offre.history.model._meta.get_fields()}
    assert "intervenants" not in champs
    assert not any("prenom" in c for c in champs)
