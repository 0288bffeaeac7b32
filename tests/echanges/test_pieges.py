"""Every line of what an import of the dirty samples must say."""

import pytest

from ateliers.models import Offre
from ateliers.nomenclature import PUBLICS, Tarif
from core.models import Version
from echanges.diff import Etat
from structures.models import Lieu, Source, Structure
from structures.nomenclature import Precision

UTF8, CP1252 = "traps-utf8-bom.csv", "traps-cp1252.csv"
# Rows in which nothing at all is repaired or flagged.
PROPRES = ("p-01", "p-13", "p-28")
REPAREES = {
    "p-02": ("code_postal", "94000"),
    "p-03": ("latitude", "48.7771 ; 2.4531"),
    "p-04": ("latitude", "48.7771 ; 2.4531"),
    "p-06": ("telephone", "+33145123456"),
    "p-07": ("telephone", "+33145123456"),
    "p-09": ("courriels", "contact@example.org|accueil@example.org"),
    "p-10": ("site_web", "https://www.example.org/Accueil"),
    "p-11": ("horaires", "Mo-Fr 09:00-12:00,14:00-18:00"),
    "p-14": ("commune", "L'Haÿ-les-Roses"),
    "p-15": ("commune", "Créteil"),
    "p-16": ("code_insee", "94028"),
    "p-20": ("pivot", "73282932000074"),
    "p-23": ("frais_a_charge", "Gratuit sous condition"),
    "p-24": ("date_maj", "2026-04-21"),
    "p-26": ("nom", "Médiathèque des Essais"),
    "p-30": ("publics_specifiquement_adresses", "tous publics"),
}
SIGNALEES = {
    "p-05": ("latitude", "0 ; 0"),
    "p-08": ("courriels", "accueil;atelier.demo@example.org"),
    "p-12": ("horaires", "Permanence de 14h à 16h tous les 15 jours"),
    "p-21": ("pivot", "73282932000075"),
    "p-22": ("services", "Service inventé"),
    "p-25": ("date_maj", "06/08/0002"),
    "p-27": ("typologie", "NIMPORTE"),
    "p-29": ("latitude", "43.52609 ; 5.41423"),
    "p-31": ("services", None),
}


@pytest.fixture
def diff(importer):
    return importer(UTF8)


GARDE = []


@pytest.fixture
def dit(request):
    """What the same import says of its lines, kept for the tests that only read that."""
    if not GARDE:
        GARDE.append(request.getfixturevalue("diff"))
    return GARDE[0]


def lieu(identifiant: str) -> Lieu:
    return Lieu.objects.get(uid=Source.objects.get(noun="lieu", identifiant=identifiant).uid)


def offres(identifiant: str) -> list[Offre]:
    return list(Offre.objects.filter(lieu=lieu(identifiant)).order_by("pk"))


@pytest.mark.parametrize("identifiant", PROPRES)
def test_propre(dit, identifiant):
    ligne = dit.ligne(identifiant)
    assert (ligne.etat, ligne.reparations, ligne.signalements) == (Etat.AJOUTEE, (), ())


@pytest.mark.parametrize("identifiant", REPAREES)
def test_reparee(dit, identifiant):
    ligne = dit.ligne(identifiant)
    champ, apres = REPAREES[identifiant]
    assert ligne.etat == Etat.AJOUTEE
    assert apres in [r.apres for r in ligne.reparations if r.champ == champ]
    assert all(r.avant for r in ligne.reparations)
    assert ligne.signalements == ()


@pytest.mark.parametrize("identifiant", SIGNALEES)
def test_signalee(dit, identifiant):
    ligne = dit.ligne(identifiant)
    champ, avant = SIGNALEES[identifiant]
    assert ligne.etat == Etat.AJOUTEE
    assert [r.champ for r in ligne.signalements] == [champ]
    assert ligne.signalements[0].raison
    if avant:
        assert ligne.signalements[0].avant == avant
    assert ligne.reparations == ()


def test_comptes(diff):
    comptes = diff.comptes()
    assert comptes | {
        "lues": 31, "ajoutees": 28, "rejetees": 3, "changees": 0, "inchangees": 0, "reparees": len(REPAREES),
        "signalees": len(SIGNALEES), "disparues": 0,
    } == comptes  # fmt: skip
    assert any("mediateurs, structure_coop_id" in a for a in diff.avertissements)


def test_rejetees(diff):
    rejetees = {(li.identifiant, li.nom): li.raison for li in diff.de_etat(Etat.REJETEE)}
    assert set(rejetees) == {
        ("p-17", ""),
        ("", "Maison sans Identifiant"),
        ("p-01", "Centre social des Essais (copie)"),
    }
    copie = next(li for li in diff.de_etat(Etat.REJETEE) if li.identifiant == "p-01")
    assert copie.numero == 20
    assert "ligne 2" in copie.raison
    assert lieu("p-01").nom == "Centre social des Essais"


@pytest.mark.parametrize("identifiant", ["p-05", "p-29"])
def test_point_impossible_place_au_centre(diff, identifiant):
    place = lieu(identifiant)
    centre = place.commune
    assert (place.latitude, place.longitude) == (centre.latitude, centre.longitude)
    assert place.precision == Precision.APPROXIMATIVE


def test_telephones_gardes_a_cote(diff):
    assert str(lieu("p-07").telephone.as_e164) == "+33145123456"
    assert [n.avant for n in diff.ligne("p-07").notes] == ["06 12 34 56 78 (accueil)"]
    brut = Source.objects.get(noun="lieu", identifiant="p-07").brut
    assert brut["telephone"] == "01.45.12.34.56 / 06 12 34 56 78 (accueil)"


def test_courriel_ambigu_non_devine(diff):
    assert lieu("p-08").courriel == ""
    brut = Source.objects.get(noun="lieu", identifiant="p-08").brut
    assert brut["courriels"] == "accueil;atelier.demo@example.org"


def test_deux_courriels(diff):
    assert lieu("p-09").courriel == "contact@example.org"
    assert [n.avant for n in diff.ligne("p-09").notes] == ["accueil@example.org"]


def test_horaires_lus_dans_une_phrase(diff):
    place = lieu("p-11")
    assert place.horaires_source == "du lundi au vendredi 9h-12h / 14h-18h"
    assert [o.suit_le_lieu for o in offres("p-11")] == [True]
    assert offres("p-11")[0].seances.exists()


def test_quinzaine_jamais_calculee(diff):
    place = lieu("p-12")
    assert (place.horaires, place.horaires_source) == ("", "Permanence de 14h à 16h tous les 15 jours")
    assert [(o.suit_le_lieu, o.seances.count()) for o in offres("p-12")] == [(False, 0)]


def test_osm_pris_tel_quel(diff):
    assert lieu("p-13").horaires == "Mo-Fr 09:00-12:00,14:00-17:30; PH off; SH off"


def test_communes(diff):
    assert (lieu("p-14").commune_id, lieu("p-14").code_postal) == ("94038", "94240")
    assert (lieu("p-15").commune_id, lieu("p-15").code_postal) == ("94028", "94000")
    assert lieu("p-16").commune_id == "94028"


def test_siret(diff):
    assert lieu("p-20").structure.siret == "73282932000074"
    assert lieu("p-21").structure.siret == ""
    assert Structure.objects.exclude(siret="").count() == 1


def test_valeurs_connues_gardees(diff):
    assert [o.nom for o in offres("p-22")] == ["Aide aux démarches administratives"]
    assert lieu("p-27").typologies == ["CSC"]
    assert lieu("p-27").structure.nature == "centre"


def test_gratuit_sous_condition_n_est_pas_gratuit(diff):
    assert [(o.tarif, o.tarif_detail) for o in offres("p-23")] == [("", "Gratuit sous condition")]
    assert [o.tarif for o in offres("p-01")] == [Tarif.GRATUIT]


def test_dates(diff):
    assert (str(lieu("p-24").verifie_le), lieu("p-24").verifie_voie) == ("2026-04-21", "import")
    assert (lieu("p-25").verifie_le, lieu("p-25").verifie_voie) == (None, "")


def test_formule_et_lignes_intactes(diff):
    place = lieu("p-28")
    assert place.nom == '=HYPERLINK("http://example.org";"cliquez")'
    assert place.presentation == 'Première ligne\nseconde "ligne"'


def test_tous_publics(diff):
    assert [o.publics for o in offres("p-30")] == [PUBLICS["tous"].masque]


def test_services_par_defaut_a_preciser(diff):
    assert [(o.nom, o.themes, o.a_preciser) for o in offres("p-31")] == [("Services à préciser", 0, True)]


def test_cp1252(importer):
    diff = importer(CP1252)
    assert [(li.identifiant, li.etat, li.signalements) for li in diff.lignes] == [
        ("q-01", Etat.AJOUTEE, ()),
        ("q-02", Etat.AJOUTEE, ()),
    ]
    q1, q2 = lieu("q-01"), lieu("q-02")
    assert q1.nom == "Maison de l’Œuvre"
    assert (q1.commune_id, q2.commune_id) == ("94068", "94068")
    assert [o.nom for o in offres("q-01")] == [
        "Aide aux démarches administratives",
        "Utilisation sécurisée du numérique",
    ]
    assert q1.precision == Precision.EXACTE
    assert (q1.latitude, q1.longitude) == (48.8, 2.49)
    assert (q2.latitude, q2.longitude, q2.precision) == (
        q2.commune.latitude,
        q2.commune.longitude,
        Precision.APPROXIMATIVE,
    )


@pytest.mark.parametrize("fichier", [UTF8, CP1252])
def test_deux_fois_de_suite_ne_change_rien(importer, fichier):
    importer(fichier)
    avant = Version.lire(), Lieu.history.count(), Offre.history.count(), Structure.history.count()
    memoire = list(Source.objects.order_by("pk").values())
    diff = importer(fichier)
    assert diff.rien_a_changer
    assert not diff.de_etat(Etat.AJOUTEE)
    assert not diff.de_etat(Etat.CHANGEE)
    assert not any(li.ecarts for li in diff.lignes)
    assert (Version.lire(), Lieu.history.count(), Offre.history.count(), Structure.history.count()) == avant
    assert list(Source.objects.order_by("pk").values()) == memoire
