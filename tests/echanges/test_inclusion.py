"""data·inclusion v1: structures become structures and places, services activities."""

import json

import pytest

from ateliers.models import Offre
from ateliers.nomenclature import PUBLICS, THEMES
from echanges.classeurs.inclusion import reunir
from echanges.comparaison import comparer
from echanges.lecture import FichierIllisible, lire
from structures.models import Lieu, Structure
from tests.echanges.conftest import NOW

STRUCTURE = {
    "source": "essai",
    "id": "essai--1",
    "nom": "Maison d’essai",
    "date_maj": "2026-10-01",
    "commune": "Créteil",
    "code_postal": "94000",
    "code_insee": "94028",
    "adresse": "1 rue de la Démonstration",
    "latitude": 48.7771,
    "longitude": 2.4531,
    "telephone": "+33145123456",
    "horaires_accueil": "Mo-Fr 09:00-12:00",
    "siret": None,
    "reseaux_porteurs": ["fcsf"],
}
SERVICE = {
    "source": "essai",
    "id": "essai--s1",
    "structure_id": "essai--1",
    "nom": "Atelier smartphone",
    "description": "Apprendre à se servir de son téléphone, pas à pas.",
    "date_maj": "2026-10-02",
    "type": "atelier",
    "thematiques": ["numerique--maitriser-les-fondamentaux-du-numerique", "mobilite--preparer-un-permis"],
    "publics": ["seniors", "actifs"],
    "frais": "payant",
    "frais_precisions": "8 € par an",
    "modes_accueil": ["en-presentiel"],
    "modes_mobilisation": ["se-presenter"],
    "mobilisable_par": ["usagers", "professionnels"],
    "horaires_accueil": "Tu 14:00-16:00",
}
AUTRE = SERVICE | {"id": "essai--s2", "nom": "Garde d’enfants", "thematiques": ["famille--garde-denfants"]}


def test_structures_et_services(importer):
    octets = reunir(json.dumps([STRUCTURE]).encode(), json.dumps({"items": [SERVICE, AUTRE]}).encode())
    diff = importer(octets)
    assert (Structure.objects.get().nom, Lieu.objects.get().horaires) == ("Maison d’essai", "Mo-Fr 09:00-12:00")
    offre = Offre.objects.get()
    assert (offre.nom, offre.nature, offre.horaires, offre.tarif_detail) == (
        "Atelier smartphone", "atelier", "Tu 14:00-16:00", "8 € par an",
    )  # fmt: skip
    assert THEMES.codes(offre.themes) == ["bases"]
    assert PUBLICS.codes(offre.publics) == ["seniors"]
    assert offre.presentation.startswith("Apprendre")
    assert any("Garde d’enfants" in n.avant for n in diff.lignes[0].notes)
    assert importer(octets).rien_a_changer


def test_un_service_a_une_autre_adresse_fait_un_autre_lieu(importer):
    la_bas = SERVICE | {"id": "essai--s3", "adresse": "9 avenue du Lac", "code_postal": "94000", "commune": "Créteil"}
    ici = SERVICE | {"id": "essai--s4", "adresse": "1, RUE de la demonstration", "code_insee": "94028"}
    loin = SERVICE | {
        "id": "essai--s5",
        "modes_accueil": ["a-distance"],
        "zone_eligibilite": ["94", "75056", "200054781"],
    }
    octets = reunir(json.dumps([STRUCTURE]).encode(), json.dumps([la_bas, ici, loin]).encode())
    importer(octets)
    assert sorted(Lieu.objects.values_list("adresse", "horaires")) == [
        ("1 rue de la Démonstration", "Mo-Fr 09:00-12:00"),
        ("9 avenue du Lac", ""),
    ]
    assert Offre.objects.get(lieu__adresse="9 avenue du Lac").nom == "Atelier smartphone"
    # Two places of one structure, that has no number by which to know it.
    assert Structure.objects.get().lieux.filter(principal=True).get().adresse == "1 rue de la Démonstration"
    assert Offre.objects.get(mode="a_distance").zone == "|94|75056|"
    assert importer(octets).rien_a_changer
    # A third one later.
    plus_loin = la_bas | {"id": "essai--s6", "adresse": "3 place du Marché"}
    importer(reunir(json.dumps([STRUCTURE]).encode(), json.dumps([la_bas, ici, loin, plus_loin]).encode()))
    assert Structure.objects.get().lieux.count() == 3


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        (b"[1, 2]", "data·inclusion"),
        (b"{}", "data·inclusion"),
        (b"[", "abîmé"),
        (b"[" * 100_000, "abîmé"),
        (json.dumps([SERVICE]).encode(), "structures.json"),
        (json.dumps([{"a": 1}]).encode(), "data·inclusion"),
    ],
)
def test_un_autre_json_se_dit(contenu, mots):
    with pytest.raises(FichierIllisible, match=mots):
        lire(contenu, "x.json")


def test_des_types_inattendus_ne_cassent_rien(federation):
    assert lire(json.dumps([STRUCTURE | {"nom": "a\x00b\ud800"}]).encode(), "x.json").lignes[0].valeurs["nom"] == "ab"
    tordue = STRUCTURE | {"nom": 12, "telephone": ["x"], "latitude": "48,7"}
    tordu = SERVICE | {"thematiques": "x", "publics": {"a": 1}, "nom": None, "date_maj": 3}
    fichier = lire(json.dumps({"structures": [tordue], "services": [tordu]}).encode(), "x.json")
    diff = comparer(fichier, federation=federation, source="x", now=NOW)
    assert diff.lignes[0].nom == "12"
    assert any("sans nom" in s.raison for s in diff.lignes[0].signalements)
