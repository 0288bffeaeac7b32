"""The standard's own example: one row, from a commune and a region that nobody knows here."""

import time_machine
from django.core.management import call_command

from ateliers.models import Offre
from ateliers.nomenclature import METIERS, THEMES
from core.models import Version
from echanges.diff import Etat
from structures.models import Commune, Lieu, Structure
from structures.nomenclature import Precision
from tests.echanges.conftest import NOW

EXEMPLE = "exemple-valide.csv"


def test_une_ligne_ajoutee(importer):
    diff = importer(EXEMPLE)
    assert diff.comptes()["ajoutees"] == 1
    ligne = diff.ligne("structure-1")
    assert ligne.reparations == ()
    # Nobody knows where its commune is: that is said of the file, not of each row.
    assert ligne.signalements == ()
    assert ["Le centre de 1\u00a0commune n’est pas connu ici (Reims)" in a for a in diff.avertissements] == [True]
    lieu = Lieu.objects.get()
    assert (lieu.latitude, lieu.longitude) == (43.52609, 5.41423)
    assert lieu.precision == Precision.NON_VERIFIEE
    assert lieu.courriel == "contact@laquincaillerie.tl"
    assert lieu.site_web == "https://www.laquincaillerie.tl/"
    assert lieu.typologies == ["TIERS_LIEUX", "ASSO"]
    assert str(lieu.verifie_le) == "2024-04-02"
    structure = Structure.objects.get()
    assert structure.siret == "43493312300029"
    assert structure.reseaux == [["facebook", "https://m.facebook.com/laquincaillerienumerique/"]]


def test_commune_ajoutee_sans_centre(importer):
    diff = importer(EXEMPLE)
    assert [(c.code_insee, c.nom) for c in diff.communes] == [("51454", "Reims")]
    reims = Commune.objects.get(code_insee="51454")
    assert (reims.nom, reims.departement, reims.latitude) == ("Reims", "51", None)
    assert [c.code for c in reims.codes_postaux.all()] == ["51100"]


def test_une_activite_par_service(importer):
    importer(EXEMPLE)
    offres = {o.nom: o for o in Offre.objects.order_by("pk")}
    assert list(offres) == [
        "Maîtrise des outils numériques du quotidien",
        "Insertion professionnelle via le numérique",
        "Loisirs et créations numériques",
    ]
    assert [THEMES.codes(o.themes) for o in offres.values()] == [
        ["bases", "bureautique"],
        ["emploi"],
        ["creation", "programmation"],
    ]
    for offre in offres.values():
        assert offre.a_preciser
        assert offre.suit_le_lieu
        assert (offre.tarif, offre.tarif_detail) == ("", "Gratuit sous condition ou payant")
        assert METIERS.codes(offre.metiers) == ["conseiller_numerique"]
        assert offre.visible_des is not None


def test_deux_fois(importer):
    importer(EXEMPLE)
    version = Version.lire()
    diff = importer(EXEMPLE)
    assert [li.etat for li in diff.lignes] == [Etat.INCHANGEE]
    assert diff.rien_a_changer
    assert diff.communes == ()
    assert Version.lire() == version
    assert Lieu.objects.count() == 1


@time_machine.travel(NOW)
def test_verifier_ne_trouve_rien(importer):
    importer(EXEMPLE)
    importer("traps-utf8-bom.csv", source="pieges")
    importer("traps-cp1252.csv", source="pieges-cp1252")
    call_command("verifier")


def test_la_carte_montre_le_resultat(importer, client):
    importer(EXEMPLE)
    importer(EXEMPLE)
    points = client.get("/carte/points.json?tout=1").json()
    assert points["n"] == 1
    assert points["premiers"]["nom"] == ["Anonymal"]
    assert "Anonymal" in client.get("/?tout=1").content.decode()
