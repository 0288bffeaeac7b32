"""« Mes chiffres de l’année »: what was held is computed, who came is entered, and it opens in a spreadsheet."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ateliers.actions import annuler_seance, deplacer_seance
from ateliers.models import Offre, Seance
from ateliers.nomenclature import METIERS
from centres.models import Centre, Equipement
from core.travailleur import PARIS
from espace.chiffres import bilan
from partenaires.models import OBJETS, Partenariat
from statistiques.models import ChiffresAnnee, ChiffresOffre
from structures.models import Fermeture
from tests.distribution import creer_lieu, creer_offre, ecrire, faire_offre, faire_structure

pytestmark = pytest.mark.django_db
# Thursday 31 December 2026, evening: the whole year is over.
REVEILLON = datetime(2026, 12, 31, 23, 0, tzinfo=PARIS)
DEBUT = datetime(2025, 12, 1, 8, 0, tzinfo=PARIS)


@pytest.fixture
def lieu(db):
    return creer_lieu(0, structure=faire_structure(nom="Le Fanal"), nom="Le Fanal")


def offre_connue(lieu, *, depuis=DEBUT, **champs):
    """Write an activity that the directory knows since that moment."""
    offre = faire_offre(lieu, **champs)
    ecrire(offre, now=depuis)
    offre.refresh_from_db()
    return offre


def changer(offre, *, quand, **champs):
    offre = Offre.objects.select_related("lieu", "structure").get(pk=offre.pk)
    for nom, valeur in champs.items():
        setattr(offre, nom, valeur)
    ecrire(offre, now=quand)


def ligne(offre, *, annee=2026, now=REVEILLON, structure=None):
    """The line of an activity in the report, or None."""
    du_rapport = bilan(structure or offre.structure, annee, now=now).lignes
    return next((x for x in du_rapport if x.offre.pk == offre.pk), None)


def seance(offre, jour, debut=14, fin=16, **champs):
    origine = datetime(jour.year, jour.month, jour.day, debut, tzinfo=PARIS)
    return Seance.objects.create(
        offre=offre,
        origine=origine.strftime("%Y-%m-%dT%H:%M"),
        jour=jour,
        moments=2,
        debut=origine,
        fin=origine.replace(hour=fin),
        **champs,
    )


# ------------------------------------------------------------------------------------------ what was held
def test_a_weekly_session_over_a_civil_year(lieu):
    offre = offre_connue(lieu, horaires="Th 14:00-16:30")
    x = ligne(offre)
    assert x.seances == 53  # Thursdays of 2026, holidays included: the rule says nothing of them
    assert x.heures == "132\u00a0h\u00a030"
    assert x.precisions == []


def test_up_to_now_in_the_year_that_runs(lieu):
    offre = offre_connue(lieu, horaires="Th 14:00-16:00")
    assert ligne(offre, now=datetime(2026, 1, 8, 15, 0, tzinfo=PARIS)).seances == 1
    assert ligne(offre, now=datetime(2026, 1, 8, 16, 0, tzinfo=PARIS)).seances == 2


def test_closures_are_left_out(lieu):
    offre = offre_connue(lieu, horaires="Th 14:00-16:00")
    ecrire(Fermeture(lieu=lieu, debut=date(2026, 8, 1), fin=date(2026, 8, 31)))
    assert ligne(offre).seances == 49


def test_cancelled_sessions_go_and_moved_ones_count_where_they_went(lieu):
    offre = offre_connue(lieu, horaires="Th 14:00-16:00")
    annuler_seance(seance(offre, date(2026, 3, 5)), by=None, voie="ecran")
    allongee = seance(offre, date(2026, 3, 12))
    samedi = datetime(2026, 3, 14, 9, 0, tzinfo=PARIS)
    deplacer_seance(allongee, debut=samedi, fin=samedi + timedelta(hours=3), by=None, voie="ecran")
    apres = seance(offre, date(2026, 12, 24))
    an_prochain = datetime(2027, 1, 4, 9, 0, tzinfo=PARIS)
    deplacer_seance(apres, debut=an_prochain, fin=an_prochain + timedelta(hours=2), by=None, voie="ecran")
    x = ligne(offre)
    assert x.seances == 53 - 1 - 1
    assert x.minutes == 50 * 120 + 180
    assert ligne(offre, annee=2027, now=an_prochain + timedelta(hours=2)).seances == 1


def test_each_date_follows_the_hours_of_its_time(lieu):
    offre = offre_connue(lieu, horaires="Th 14:00-16:00")
    changer(offre, horaires="Mo,Th 14:00-17:00", quand=datetime(2026, 7, 1, 9, 0, tzinfo=PARIS))
    x = ligne(offre)
    jeudis_avant = sum(1 for n in range(181) if (date(2026, 1, 1) + timedelta(days=n)).weekday() == 3)
    apres = sum(1 for n in range(184) if (date(2026, 7, 1) + timedelta(days=n)).weekday() in (0, 3))
    assert x.seances == jeudis_avant + apres
    assert x.minutes == jeudis_avant * 120 + apres * 180


def test_a_change_of_room_or_name_changes_nothing(lieu):
    offre = offre_connue(lieu, horaires="Th 14:00-16:00")
    for mois in range(1, 12):
        changer(offre, nom=f"Nom {mois}", quand=datetime(2026, mois, 3, 9, 0, tzinfo=PARIS))
    assert ligne(offre).seances == 53


def test_what_began_ended_closed_or_slept(lieu):
    breve = offre_connue(lieu, horaires="Th 14:00-16:00", debut=date(2026, 3, 1), fin=date(2026, 3, 31))
    assert ligne(breve).seances == 4
    assert ligne(breve).precisions == ["a commencé le 1er mars", "jusqu’au 31 mars"]
    close = offre_connue(lieu, horaires="Th 14:00-16:00")
    changer(close, etat="clos", quand=datetime(2026, 2, 1, 9, 0, tzinfo=PARIS))
    assert ligne(close).seances == 5
    assert ligne(close).precisions == ["arrêtée le 1er février"]
    assert ligne(close, annee=2027, now=REVEILLON + timedelta(days=300)) is None
    suspendue = offre_connue(lieu, horaires="Th 14:00-16:00")
    changer(
        suspendue,
        etat="suspendu",
        suspendu_jusqu_au=date(2026, 3, 1),
        quand=datetime(2026, 2, 1, 9, 0, tzinfo=PARIS),
    )
    assert ligne(suspendue).seances == 53 - 4


def test_a_shorter_history_is_said(lieu):
    offre = offre_connue(lieu, horaires="", etat="publie", depuis=DEBUT)
    changer(offre, horaires="Th 14:00-16:00", quand=datetime(2026, 4, 10, 9, 0, tzinfo=PARIS))
    x = ligne(offre)
    assert x.seances == 53
    assert x.connue_des == date(2026, 4, 10)
    assert x.precisions_dites == "horaires connus ici depuis le 10/04/2026"
    # The year before, nobody knows: nothing is made up.
    assert ligne(offre, annee=2025).seances == 0
    assert ligne(offre, annee=2025).connue_des is None
    assert ligne(offre, annee=2024) is None
    # Unless its beginning is stated.
    changer(offre, debut=date(2025, 12, 1), quand=datetime(2026, 4, 11, 9, 0, tzinfo=PARIS))
    assert ligne(offre, annee=2025).seances == 4


def test_without_hours_it_is_said_and_counts_nothing(lieu):
    offre = offre_connue(lieu)
    x = ligne(offre)
    assert (x.seances, x.minutes) == (0, 0)
    assert "heures non précisées" in x.precisions[0]
    assert ligne(offre_connue(lieu, etat="brouillon", horaires="Th 14:00-16:00")) is None


def test_both_structures_count_an_activity_held_at_one_by_the_other(lieu):
    autre = faire_structure(nom="Les Plumes", nature="partenaire")
    ecrire(autre)
    offre = offre_connue(lieu, structure=autre, horaires="Th 14:00-16:00")
    assert ligne(offre, structure=lieu.structure).precisions == ["animée par Les Plumes"]
    assert ligne(offre, structure=autre).ou == "Le Fanal"


def test_the_rest_of_the_report(lieu):
    s = lieu.structure
    deux = METIERS.masque(["ecrivain_public", "benevole"])
    offre_connue(lieu, horaires="Th 14:00-16:00", metiers=deux)
    offre_connue(lieu, nature="atelier", horaires="Mo 14:00-16:00", metiers=METIERS["benevole"].masque)
    ecrire(
        Centre(structure=s, statut="associatif", agrement="centre_social", animateurs=2, personnes_par_semaine=30),
        Equipement(lieu=lieu, ordinateurs_fixes=7, salle_dediee=True, wifi_public=False),
    )
    ici, fini = faire_structure(nom="Delta"), faire_structure(nom="Ancien")
    ecrire(ici, fini)
    ecrire(
        Partenariat(centre=s, partenaire=ici, objets=OBJETS["pret"].masque, finance_par="la Ville"),
        Partenariat(centre=s, partenaire=fini, fin=date(2025, 6, 30)),
    )
    b = bilan(type(s).objects.get(pk=s.pk), 2026, now=REVEILLON)
    assert [(g.titre, g.seances) for g in b.groupes] == [
        ("Permanences et accompagnements", 53),
        ("Ateliers et cycles", 52),
    ]
    assert b.seances == 105
    assert [(f.nom, f.seances) for f in b.fonctions] == [("Écrivain·e public·que", 53), ("Bénévole", 105)]
    assert [f.texte for f in b.equipement] == ["7\u00a0ordinateurs fixes, salle dédiée"]
    assert [(f.nom, f.texte) for f in b.partenaires] == [("Delta", "prêt de matériel, financé par la Ville")]
    assert [f.texte for f in b.equipe] == ["2", "30"]


# ------------------------------------------------------------------------------------------ who came
@pytest.fixture
def lien(distribution):
    distribution.structure = distribution.lieux["Le Lien"].structure
    distribution.offre = distribution.offres["Le Lien"]
    distribution.annee = timezone.localdate().year
    distribution.adresse = f"/espace/{distribution.structure.uid}/chiffres/{distribution.annee}/"
    return distribution


def test_people_are_entered_once_and_shown_with_their_day(client, lien):
    client.force_login(lien.amina)
    assert "Personne n’a encore dit" in client.get(lien.adresse).text
    champs = {"personnes_accueillies": "1 200", "personnes_ateliers": "310", f"offre_{lien.offre.uid}": "45"}
    assert client.post(f"{lien.adresse}saisir/", champs | {"note": "Fermé en août."}).status_code == 302
    page = client.get(lien.adresse).text
    for attendu in ("1\u202f200", "310", ">45<", "Fermé en août.", "par amina@example.org"):
        assert attendu in page
    dit = ChiffresAnnee.objects.get()
    assert (dit.saisi_le, dit.saisi_voie, dit.saisi_par) == (timezone.localdate(), "ecran", lien.amina)
    # Corrected, there is still one answer; what is emptied is gone, and is not zero.
    corrige = {"personnes_accueillies": "0", "personnes_ateliers": "", f"offre_{lien.offre.uid}": ""}
    client.post(f"{lien.adresse}saisir/", corrige)
    dit = ChiffresAnnee.objects.get()
    assert (dit.personnes_accueillies, dit.personnes_ateliers) == (0, None)
    assert not ChiffresOffre.objects.exists()


@pytest.mark.parametrize("valeur", ["beaucoup", "-3", "12,5", "99999999", "1e9"])
def test_a_number_that_is_not_one_is_said_and_nothing_is_lost(client, lien, valeur):
    client.force_login(lien.amina)
    reponse = client.post(f"{lien.adresse}saisir/", {"personnes_accueillies": "120", f"offre_{lien.offre.uid}": valeur})
    assert reponse.status_code == 422
    assert f'value="{valeur}"' in reponse.text
    assert 'value="120"' in reponse.text
    assert not ChiffresAnnee.objects.exists()


def test_the_equipe_reads_and_does_not_enter(client, lien):
    client.force_login(lien.bruno)
    assert "Dire combien de personnes" not in client.get(lien.adresse).text
    client.force_login(lien.amina)
    assert "Dire combien de personnes" in client.get(lien.adresse).text


def test_other_years_are_one_tap_away(client, lien):
    client.force_login(lien.bruno)
    precedente = lien.adresse.replace(str(lien.annee), str(lien.annee - 1))
    assert f'href="{precedente}"' in client.get(lien.adresse).text
    assert "ne connaissait pas encore" in client.get(precedente).text
    for annee in (1999, lien.annee + 1, 10**30):
        assert client.get(lien.adresse.replace(str(lien.annee), str(annee))).status_code == 404


def test_the_page_costs_the_same_whatever_the_number_of_activities(client, lien, compte_requetes):
    client.force_login(lien.amina)

    def ouvrir(combien):
        for n in range(combien):
            offre = creer_offre(lien.offre.lieu, horaires="Mo-Fr 09:00-12:00")
            annuler_seance(offre.seances.order_by("pk")[0], by=None, voie="ecran")
            changer(offre, nom=f"Autre {n}", quand=timezone.now())

    ouvrir(3)
    for adresse in (lien.adresse, f"{lien.adresse}?format=csv", f"{lien.adresse}saisir/"):
        compte_requetes(lambda adresse=adresse: client.get(adresse), lambda: ouvrir(6), maximum=18)


@pytest.mark.parametrize(
    "champs", [{"annee": 1999}, {"personnes_ateliers": 1_000_001}, {"saisi_voie": ""}, {"saisi_voie": "pigeon"}]
)
def test_the_database_refuses_what_makes_no_sense(lieu, champs):
    with pytest.raises(IntegrityError), transaction.atomic():
        ChiffresAnnee.objects.create(
            **(
                {"structure": lieu.structure, "annee": 2026, "saisi_le": date(2026, 12, 1), "saisi_voie": "ecran"}
                | champs
            )
        )


def test_one_answer_a_year(lieu):
    dit = {"structure": lieu.structure, "annee": 2026, "saisi_le": date(2026, 12, 1), "saisi_voie": "ecran"}
    ChiffresAnnee.objects.create(**dit)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChiffresAnnee.objects.create(**dit)


# ------------------------------------------------------------------------------------------ the spreadsheet
def test_the_file_opens_in_a_french_spreadsheet(client, lien):
    creer_offre(lien.offre.lieu, nom="=HYPERLINK(1)", horaires="Mo-Fr 09:00-10:30", debut=date(lien.annee, 1, 1))
    client.force_login(lien.bruno)
    reponse = client.get(f"{lien.adresse}?format=csv")
    assert reponse["Content-Type"] == "text/csv; charset=utf-8"
    assert reponse["Content-Disposition"] == f'attachment; filename="chiffres-{lien.annee}-le-lien.csv"'
    assert reponse.content.startswith("\ufeffRubrique;Intitulé;Lieu;Séances;Heures;Personnes;Précisions\r\n".encode())
    lignes = list(csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))
    assert {len(x) for x in lignes} == {7}
    assert [x[1] for x in lignes if "HYPERLINK" in x[1]] == ["'=HYPERLINK(1)"]
    assert all("." not in x[4] for x in lignes)
    assert ["Total", "Toutes les activités"] in [x[:2] for x in lignes]
