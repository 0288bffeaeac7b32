"""The three-way merge: what the file said last, what it says now, what somebody did here since."""

from datetime import date, timedelta

import pytest

from ateliers.actions import enregistrer_lot
from ateliers.models import Offre
from ateliers.nomenclature import Dispo
from core.models import Version
from echanges.diff import Etat
from echanges.models import Import
from structures.models import Lieu, Source, Structure
from tests.echanges.conftest import NOW

DEMAIN = NOW + timedelta(days=1)


def modifier(objet, **champs):
    for champ, valeur in champs.items():
        setattr(objet, champ, valeur)
    enregistrer_lot([objet], by=None, voie="ecran", now=NOW)


def test_une_valeur_du_fichier_qui_change_est_prise(importer, csv_de):
    importer(csv_de({"telephone": "+33145123456"}))
    diff = importer(csv_de({"telephone": "+33145123457", "date_maj": "2026-11-01"}), now=DEMAIN)
    assert diff.ligne("x-01").etat == Etat.CHANGEE
    assert {(e.noun, e.bloc) for e in diff.ligne("x-01").changements} == {
        ("lieu", "telephone"),
        ("lieu", "verifie"),
        ("offre", "verifie"),
    }
    lieu = Lieu.objects.get()
    assert lieu.telephone.as_e164 == "+33145123457"
    assert lieu.verifie_le == date(2026, 11, 1)


def test_une_modification_locale_est_conservee_et_dite(importer, csv_de):
    importer(csv_de({"telephone": "+33145123456"}))
    modifier(Lieu.objects.get(), telephone="+33699887766")
    for telephone in ("+33145123456", "+33145123457"):
        diff = importer(csv_de({"telephone": telephone}), now=DEMAIN)
        conservee = diff.ligne("x-01").conservees[0]
        assert (conservee.bloc, conservee.avant, conservee.apres) == ("telephone", "+33699887766", telephone)
        assert diff.ligne("x-01").etat == Etat.INCHANGEE
        assert Lieu.objects.get().telephone.as_e164 == "+33699887766"


def test_un_champ_modifie_ici_n_empeche_pas_les_autres(importer, csv_de):
    importer(csv_de({}))
    modifier(Lieu.objects.get(), nom="Maison du Grand Parc")
    diff = importer(csv_de({"adresse": "2 rue de la Démonstration"}), now=DEMAIN)
    lieu = Lieu.objects.get()
    assert (lieu.nom, lieu.adresse) == ("Maison du Grand Parc", "2 rue de la Démonstration")
    assert [e.bloc for e in diff.ligne("x-01").conservees] == ["nom"]


def test_la_meme_modification_des_deux_cotes_n_est_rien(importer, csv_de):
    importer(csv_de({}))
    modifier(Lieu.objects.get(), adresse="2 rue de la Démonstration")
    diff = importer(csv_de({"adresse": "2 rue de la Démonstration"}), now=DEMAIN)
    assert diff.rien_a_changer
    assert diff.ligne("x-01").ecarts == ()


def test_une_position_se_garde_ou_se_prend_d_un_bloc(importer, csv_de):
    importer(csv_de({"latitude": "", "longitude": ""}))
    modifier(Lieu.objects.get(), latitude=48.78, precision="exacte")
    importer(csv_de({"latitude": "48.7771", "longitude": "2.4531"}), now=DEMAIN)
    lieu = Lieu.objects.get()
    assert (lieu.latitude, lieu.longitude) == (48.78, lieu.commune.longitude)


def test_une_verification_locale_plus_recente_reste(importer, csv_de):
    importer(csv_de({}))
    modifier(Lieu.objects.get(), verifie_le=date(2026, 11, 20), verifie_voie="ecran")
    diff = importer(csv_de({"date_maj": "2026-10-15"}), now=DEMAIN)
    assert Lieu.objects.get().verifie_voie == "ecran"
    assert not diff.ligne("x-01").conservees


def test_une_activite_precisee_ici_garde_ses_horaires(importer, csv_de):
    importer(csv_de({}))
    modifier(Offre.objects.get(), horaires="Mo 09:00-12:00", a_preciser=False, nom="Permanence du lundi")
    diff = importer(csv_de({"horaires": "Mo-Fr 09:00-18:00"}), now=DEMAIN)
    offre = Offre.objects.get()
    assert (offre.horaires, offre.suit_le_lieu, offre.a_preciser) == ("Mo 09:00-12:00", False, False)
    assert {e.bloc for e in diff.ligne("x-01").conservees} == {"nom", "horaires"}
    assert Lieu.objects.get().horaires == "Mo-Fr 09:00-18:00"


def test_la_place_dite_ici_garde_sa_nature(importer, csv_de):
    importer(csv_de({"modalites_acces": "Prendre un RDV en ligne"}))
    modifier(Offre.objects.get(), dispo=Dispo.CETTE_SEMAINE, dispo_le=date(2026, 11, 20), dispo_voie="ecran")
    diff = importer(csv_de({"modalites_acces": "Se présenter"}), now=DEMAIN)
    assert Offre.objects.get().dispo == Dispo.CETTE_SEMAINE
    assert [e.bloc for e in diff.ligne("x-01").conservees] == ["nature"]


def test_une_ligne_disparue_est_dite_jamais_supprimee(importer, csv_de):
    importer(csv_de({}, {"id": "x-02", "nom": "Autre maison"}))
    version = Version.lire()
    diff = importer(csv_de({}), now=DEMAIN)
    assert [(d.noun, d.identifiant, d.nom) for d in diff.disparues] == [
        ("lieu", "x-02", "Autre maison"),
        ("offre", "x-02#demarches", "Aide aux démarches administratives"),
    ]
    assert diff.comptes()["disparues"] == 1
    assert (Lieu.objects.count(), Offre.objects.count()) == (2, 2)
    assert set(Lieu.objects.values_list("etat", flat=True)) == {"publie"}
    assert Source.objects.get(noun="lieu", identifiant="x-02").disparue_a == DEMAIN
    assert Version.lire() == version
    importer(csv_de({}), now=DEMAIN + timedelta(days=1))
    assert Source.objects.get(noun="lieu", identifiant="x-02").disparue_a == DEMAIN
    importer(csv_de({}, {"id": "x-02", "nom": "Autre maison"}), now=DEMAIN + timedelta(days=2))
    assert not Source.objects.filter(disparue_a__isnull=False).exists()
    assert Lieu.objects.count() == 2


def test_une_ligne_rejetee_n_est_pas_disparue(importer, csv_de):
    importer(csv_de({}))
    diff = importer(csv_de({"nom": ""}), now=DEMAIN)
    assert [li.etat for li in diff.lignes] == [Etat.REJETEE]
    assert diff.disparues == ()


def test_un_service_retire_est_dit_et_un_nouveau_ajoute(importer, csv_de):
    importer(csv_de({}))
    diff = importer(csv_de({"services": "Utilisation sécurisée du numérique"}), now=DEMAIN)
    assert diff.comptes()["activites_disparues"] == 1
    assert diff.ligne("x-01").etat == Etat.CHANGEE
    assert set(Offre.objects.values_list("nom", flat=True)) == {
        "Aide aux démarches administratives",
        "Utilisation sécurisée du numérique",
    }


def test_deux_sources_ne_se_melangent_pas(importer, csv_de):
    importer(csv_de({}), source="mairie")
    diff = importer(csv_de({}), source="departement", now=DEMAIN)
    assert diff.disparues == ()
    assert any("--source mairie" in a for a in diff.avertissements)
    assert Lieu.objects.count() == 2


def test_la_structure_d_un_siret_connu_est_reprise_sans_etre_ecrite(importer, csv_de, federation):
    connue = Structure(federation=federation, nom="Ville de Créteil", nature="partenaire", siret="73282932000074")
    enregistrer_lot([connue], by=None, voie="ecran", now=NOW)
    fichier = csv_de({"pivot": "73282932000074"}, {"id": "x-02", "nom": "Annexe", "pivot": "732 829 320 00074"})
    for jour in range(2):
        importer(fichier, now=NOW + timedelta(days=jour))
        assert [(s.nom, s.nature) for s in Structure.objects.all()] == [("Ville de Créteil", "partenaire")]
    assert [(li.structure_id, li.principal) for li in Lieu.objects.order_by("pk")] == [(connue.pk, False)] * 2


def test_plusieurs_lieux_d_un_organisme_font_une_structure(importer, csv_de):
    parente = {"pivot": "73282932000074", "structure_parente": "Ville d’essai"}
    fichier = csv_de(parente, parente | {"id": "x-02", "nom": "Annexe"})
    diff = importer(fichier)
    structure = Structure.objects.get()
    assert structure.nom == "Ville d’essai"
    assert [li.principal for li in Lieu.objects.order_by("pk")] == [True, False]
    assert "même structure" in diff.ligne("x-02").notes[0].raison
    assert importer(fichier, now=DEMAIN).rien_a_changer


def test_un_siret_appris_plus_tard_va_a_la_structure_du_lieu(importer, csv_de):
    importer(csv_de({}))
    importer(csv_de({"pivot": "73282932000074"}), now=DEMAIN)
    assert Structure.objects.get().siret == "73282932000074"


def test_un_siret_deja_pris_n_est_pas_change(importer, csv_de):
    importer(csv_de({}, {"id": "x-02", "pivot": "73282932000074"}))
    diff = importer(csv_de({"pivot": "73282932000074"}, {"id": "x-02", "pivot": "73282932000074"}), now=DEMAIN)
    assert [r.champ for r in diff.ligne("x-01").signalements] == ["pivot"]
    assert Structure.objects.filter(siret="73282932000074").count() == 1


def test_une_seule_operation_dans_l_historique(importer, csv_de):
    importer(csv_de({}, {"id": "x-02", "services": ""}))
    journal = Import.objects.get()
    operations = {
        o
        for modele in (Structure, Lieu, Offre)
        for o in modele.history.order_by("pk").values_list("operation", "voie").distinct()
    }
    assert operations == {(journal.operation, "import")}
    assert journal.comptes["ajoutees"] == 2
    assert journal.applique


def test_sans_services_pas_d_activite(importer, csv_de):
    diff = importer(csv_de({"services": ""}))
    assert [r.champ for r in diff.ligne("x-01").signalements] == ["services"]
    assert not Offre.objects.exists()


def test_un_lieu_sans_public_reste_en_brouillon(importer, csv_de):
    importer(csv_de({"services": "", "modalites_acces": "Ce lieu n’accueille pas de public"}))
    assert Lieu.objects.get().etat == "brouillon"


def test_a_distance_seulement_a_une_zone(importer, csv_de):
    importer(csv_de({"modalites_accompagnement": "À distance"}))
    offre = Offre.objects.get()
    assert (offre.mode, offre.zone) == ("a_distance", "|94|")


def test_un_essai_n_ecrit_rien(importer, csv_de):
    version = Version.lire()
    diff = importer(csv_de({"commune": "Reims", "code_postal": "51100", "code_insee": "51454"}), ecrire=False)
    assert diff.comptes()["ajoutees"] == 1
    assert not Lieu.objects.exists()
    assert not Import.objects.exists()
    assert Version.lire() == version


@pytest.mark.parametrize("nombre", [3, 250])
def test_plus_d_une_tranche(importer, csv_de, nombre):
    fichier = csv_de(*({"id": f"x-{i}", "nom": f"Maison {i}"} for i in range(nombre)))
    importer(fichier)
    assert Lieu.objects.count() == nombre
    assert importer(fichier, now=DEMAIN).rien_a_changer


def test_un_import_interrompu_reprend_ou_il_en_etait(importer, csv_de, monkeypatch):
    siret = {"pivot": "73282932000074"}
    fichier = csv_de(siret, *(siret | {"id": f"x-{i}", "nom": f"Annexe {i}"} for i in range(3)))
    appels = []

    def casser(*args, **options):
        appels.append(1)
        if len(appels) == 3:
            raise RuntimeError("coupure")
        return enregistrer_lot(*args, **options)

    monkeypatch.setattr("echanges.application.TRANCHE", 1)
    monkeypatch.setattr("echanges.application.enregistrer_lot", casser)
    with pytest.raises(RuntimeError):
        importer(fichier)
    assert Lieu.objects.count() == 2
    assert not Import.objects.get().applique
    diff = importer(fichier, now=DEMAIN)
    assert (diff.comptes()["inchangees"], diff.comptes()["ajoutees"]) == (2, 2)
    assert (Lieu.objects.count(), Structure.objects.count()) == (4, 1)
    assert importer(fichier, now=DEMAIN).rien_a_changer


def test_un_changement_se_dit_avec_des_mots(importer, csv_de):
    importer(csv_de({"horaires": "Mo-Fr 09:00-12:00"}))
    diff = importer(
        csv_de({"horaires": "Tu 09:00-12:00", "modalites_acces": "", "code_postal": "94230", "commune": "Cachan",
                "code_insee": "94016", "latitude": "", "longitude": ""}),
        now=DEMAIN,
    )  # fmt: skip
    dits = {(e.noun, e.bloc): (e.avant, e.apres) for e in diff.ligne("x-01").changements}
    assert dits["lieu", "horaires"][1] == "Le mardi, de 9\u00a0h à 12\u00a0h"
    assert dits["lieu", "commune"] == ("94000 ; 94028", "94230 ; 94016")
    assert dits["offre", "nature"][0] == "Permanence ; Sans rendez-vous"
