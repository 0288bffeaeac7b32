"""The journal's pages and the command."""

import re
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse

from comptes.models import Administrateur, Federation, Utilisateur
from core.models import Version
from echanges.models import Import
from structures.models import Lieu
from tests.echanges.conftest import FICHIERS, NOW


@pytest.fixture
def fede(federation):
    compte = Utilisateur.objects.create_user("fede@example.org")
    Administrateur.objects.create(federation=federation, utilisateur=compte)
    return compte


@pytest.fixture
def pages(importer):
    importer("traps-utf8-bom.csv")
    journal = Import.objects.get()
    return [reverse("echanges:imports", args=["fdcs94"]), journal.get_absolute_url()]


def test_l_administrateur_lit_tout(client, fede, pages):
    client.force_login(fede)
    liste, detail = (client.get(p) for p in pages)
    assert liste.status_code == detail.status_code == 200
    assert "28\u00a0ajoutées" in liste.content.decode()
    texte = detail.content.decode()
    for mots in ("MÃ©diathÃ¨que des Essais", "Médiathèque des Essais", "accueil;atelier.demo@example.org"):
        assert mots in texte
    assert "l’identifiant « p-01 » est déjà celui de la ligne 2" in re.sub("[\u00a0\u202f]|&nbsp;", " ", texte)


def test_les_autres_ne_voient_rien(client, fede, pages):
    autre = Federation.objects.create(slug="autre", nom="Autre", territoire="Nord")
    etranger = Utilisateur.objects.create_user("autre@example.org")
    Administrateur.objects.create(federation=autre, utilisateur=etranger)
    assert [client.get(p).status_code for p in pages] == [302, 302]
    client.force_login(etranger)
    assert [client.get(p).status_code for p in pages] == [404, 404]
    journal = Import.objects.get()
    assert client.get(f"/f/autre/imports/{journal.pk}/").status_code == 404


def test_rien_ne_s_y_ecrit(client, fede, pages):
    client.force_login(fede)
    assert [client.post(p).status_code for p in pages] == [405, 405]


def test_un_journal_vide_le_dit(client, fede):
    client.force_login(fede)
    assert "Aucun fichier" in client.get(reverse("echanges:imports", args=["fdcs94"])).content.decode()


def test_autant_de_requetes_pour_un_long_journal(client, fede, importer, csv_de, compte_requetes):
    importer(csv_de({}))
    client.force_login(fede)
    page = reverse("echanges:imports", args=["fdcs94"])

    def agrandir():
        for jour in range(6):
            importer(csv_de({"id": f"y-{jour}"}), source=f"s{jour}")

    compte_requetes(lambda: client.get(page), agrandir, maximum=8)


@time_machine.travel(NOW)
def test_commande_a_blanc_puis_appliquee(federation, capsys):
    version = Version.lire()
    chemin = str(FICHIERS / "traps-utf8-bom.csv")
    call_command("importer", chemin, "--federation", "fdcs94", "--source", "essai")
    sortie = capsys.readouterr().out
    assert "28\u00a0ajoutées" in sortie
    assert "p-02 · Maison du Code postal · code postal : « 94000.0 » → « 94000 »" in sortie
    assert "Essai : rien n’a été écrit." in sortie
    assert not Lieu.objects.exists()
    assert Version.lire() == version
    call_command("importer", chemin, "--federation", "fdcs94", "--source", "essai", "--appliquer")
    assert Lieu.objects.count() == 28
    call_command("importer", chemin, "--federation", "fdcs94", "--source", "essai", "--appliquer")
    assert "Rien à changer." in capsys.readouterr().out
    assert [i.comptes["inchangees"] for i in Import.objects.order_by("pk")] == [0, 28]
    assert len(Import.objects.first().empreinte) == 64


@pytest.mark.parametrize(
    ("contenu", "message"),
    [
        (b"", "vide"),
        (b"PK\x03\x04rien", "classeur"),
        (b"bonjour\nle monde\n", "noms de colonnes"),
        (b"code_postal,adresse,telephone\n94000,1 rue A,0145123456\n", "nom du lieu"),
    ],
)
def test_un_fichier_illisible_se_dit_en_francais(federation, tmp_path: Path, contenu, message):
    chemin = tmp_path / "x.csv"
    chemin.write_bytes(contenu)
    with pytest.raises(CommandError, match=message):
        call_command("importer", str(chemin), "--federation", "fdcs94")


def test_federation_inconnue_et_fichier_absent(federation, tmp_path):
    with pytest.raises(CommandError, match="fdcs94"):
        call_command("importer", str(FICHIERS / "exemple-valide.csv"), "--federation", "ailleurs")
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("importer", str(tmp_path / "absent.csv"), "--federation", "fdcs94")
