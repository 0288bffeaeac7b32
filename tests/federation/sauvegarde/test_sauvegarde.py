"""The full backup: what goes out comes back, on either engine; what is altered or foreign does not."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from comptes.actions import ecrire_courriel
from comptes.models import Courriel, Utilisateur
from core import planificateur
from core.models import Version
from echanges import ouverts
from echanges.preparation import deposer
from federation.sauvegarde.ecriture import sauvegarder
from federation.sauvegarde.tables import EXCLUES, tables
from structures.models import Lieu
from tests.core.ordres import demandes
from tests.distribution import creer_lieu, ecrire, faire_structure

RACINE = Path(__file__).resolve().parents[3]


def test_every_table_is_in_the_file_or_left_out_with_a_reason():
    toutes = {m._meta.label for m in apps.get_models(include_auto_created=True) if m._meta.managed}
    gardees = {m._meta.label for m in tables()}
    assert gardees | set(EXCLUES) == toutes
    assert not gardees & set(EXCLUES)
    assert all(EXCLUES.values())


def contenu(chemin):
    """The rows of each table of a backup, whatever their order (engines sort texts each in their way)."""
    with zipfile.ZipFile(chemin) as archive:
        manifeste = json.loads(archive.read("manifeste.json"))
        return {
            label: sorted(archive.read(piece["nom"]).decode().splitlines())
            for label, piece in manifeste["tables"].items()
        }


@pytest.fixture
def reseau(distribution, tmp_path, settings):
    """A network with a bit of everything, and a deposited file."""
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    lieu = creer_lieu(
        structure=faire_structure(nom="L’Été « œuvre » 💻"),
        latitude=48.1234567891,
        longitude=2.3,
        telephone="+33199001234",
    )
    lieu.reconnaitre = "Porte bleue\nau fond"
    ecrire(lieu, by=distribution.fede)
    default_storage.save("photos/entree.webp", ContentFile(b"RIFF" * 1000))
    return lieu


@pytest.fixture
def fichier(reseau, tmp_path):
    chemin = tmp_path / "sauvegarde.zip"
    call_command("sauvegarder", str(chemin), stdout=StringIO())
    return chemin


def restaurer(chemin, **options):
    dit = StringIO()
    call_command("restaurer", str(chemin), stdout=dit, **options)
    return dit.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_was_saved_comes_back_whole(fichier, reseau, tmp_path, client):
    avant, version = contenu(fichier), Version.lire()
    assert oct(fichier.stat().st_mode & 0o777) == "0o600"
    # Then the site lives on, and something goes wrong.
    creer_lieu(nom="Venu après")
    Lieu.objects.filter(pk=reseau.pk).update(nom="Abîmé")
    default_storage.delete("photos/entree.webp")
    assert "Tout concorde." in restaurer(fichier, ecraser=True)
    encore = tmp_path / "encore.zip"
    sauvegarder(encore, now=timezone.now())
    apres = contenu(encore)
    assert Version.lire() > version  # no kept page answers for what is there now
    for label in avant.keys() - {"core.Version"}:
        assert apres[label] == avant[label], label
    with default_storage.open("photos/entree.webp") as photo:
        assert photo.read() == b"RIFF" * 1000
    # New rows take new numbers.
    assert creer_lieu().pk > reseau.pk
    assert "L’Été « œuvre » 💻" in client.get(Lieu.objects.get(pk=reseau.pk).get_absolute_url()).text


@pytest.mark.django_db(transaction=True)
def test_an_import_that_was_being_prepared_goes_on_after_a_restore(distribution, tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT, settings.DATA_DIR = tmp_path / "fichiers", tmp_path / "donnees"
    octets, now = b"Nom;Ville\nMaison;Creteil\n", timezone.now()
    prepare = deposer(octets, "x.csv", federation=distribution.federation, by=distribution.fede, now=now)
    abandonne = deposer(octets, "y.csv", federation=distribution.federation, by=distribution.fede, now=now)
    abandonne.chemin.unlink()  # a file that is gone does not hold the backup back
    chemin = tmp_path / "sauvegarde.zip"
    sauvegarder(chemin, now=now)
    prepare.chemin.unlink()
    ouverts.dossier().mkdir()
    ouverts.chemin("services").write_bytes(b"the places of the base that was here before")
    monkeypatch.setattr(planificateur, "BEAUCOUP", 1)
    _, comptes = demandes(lambda: restaurer(chemin, ecraser=True))
    assert len(comptes) == 1  # the planner knows what has just come back
    assert not ouverts.chemin("services").exists()
    assert prepare.chemin.read_bytes() == octets
    assert not abandonne.chemin.exists()


# Between the two engines: from SQLite to SQLite is tried above.
if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_the_other_engine_reads_it(fichier, tmp_path):
        """Into a SQLite file of another process, out of it, and back here: the same rows everywhere."""
        environnement = os.environ | {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'autre.sqlite3'}",
            "DATA_DIR": str(tmp_path / "autre"),
            "DEBUG": "1",
        }
        script = (
            "import django; django.setup();"
            "from django.core.management import call_command as c;"
            f"c('migrate', verbosity=0); c('restaurer', {str(fichier)!r}, ecraser=True);"
            f"c('sauvegarder', {str(tmp_path / 'retour.zip')!r})"
        )
        fait = subprocess.run(
            [sys.executable, "-c", script],
            cwd=RACINE, env=environnement | {"DJANGO_SETTINGS_MODULE": "federation.settings"},
            capture_output=True, text=True, timeout=200, check=False,
        )  # fmt: skip
        assert fait.returncode == 0, fait.stderr[-3000:]
        assert "Tout concorde." in fait.stdout
        avant, apres = contenu(fichier), contenu(tmp_path / "retour.zip")
        for label in avant.keys() - {"core.Version"}:
            assert apres[label] == avant[label], label
        restaurer(tmp_path / "retour.zip", ecraser=True)
        sauvegarder(tmp_path / "encore.zip", now=timezone.now())
        assert contenu(tmp_path / "encore.zip")["structures.Lieu"] == avant["structures.Lieu"]


@pytest.mark.django_db(transaction=True)
def test_a_base_that_is_not_empty_is_kept(fichier):
    with pytest.raises(CommandError, match="n’est pas vide"):
        restaurer(fichier)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_waited_is_not_sent_twice(distribution, tmp_path):
    courriel = ecrire_courriel(a="amina@example.org", sujet="Été", texte="Bonjour", now=timezone.now())
    chemin = tmp_path / "s.zip"
    sauvegarder(chemin, now=timezone.now())
    Courriel.objects.filter(pk=courriel.pk).update(etat="envoye", envoye_a=timezone.now() + timedelta(seconds=5))
    restaurer(chemin, ecraser=True)
    assert Courriel.objects.get(pk=courriel.pk).etat == "a_verifier"


def refaire(source, cible, change):
    """Copy a backup, each entry changed by `change(name, bytes)` (None: left out)."""
    with zipfile.ZipFile(source) as avant, zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED) as apres:
        for nom in avant.namelist():
            octets = change(nom, avant.read(nom))
            if octets is not None:
                apres.writestr(nom, octets)
    return cible


def manifeste_change(**champs):
    def change(nom, octets):
        return json.dumps(json.loads(octets) | champs).encode() if nom == "manifeste.json" else octets

    return change


def chemin_hostile(nom, octets):
    return (
        octets.replace(b"fichiers/photos/entree.webp", b"fichiers/../../entree.webp") if "manifeste" in nom else octets
    )


@pytest.mark.django_db(transaction=True)
def test_what_is_altered_foreign_or_another_version_s_changes_nothing(fichier, tmp_path):
    avant = Utilisateur.objects.count()
    essais = {
        "abîmée": lambda n, o: o.replace(b"Porte bleue", b"Porte verte") if "structures.lieu." in n else o,
        "ce qu’elle annonce": lambda n, o: None if n.endswith("ateliers.offre.jsonl") else o,
        "autre version du site": manifeste_change(migrations=["structures.0001_initiale"]),
        "ne connaît pas": manifeste_change(migrations=["structures.9999_demain"]),
        "autre format": manifeste_change(format=2),
        "n’est pas une sauvegarde": manifeste_change(tables=[1]),
    }
    for attendu, change in essais.items():
        with pytest.raises(CommandError, match=attendu):
            restaurer(refaire(fichier, tmp_path / "change.zip", change), ecraser=True)
    with zipfile.ZipFile(fichier) as avant_, zipfile.ZipFile(tmp_path / "chemin.zip", "w") as apres:
        for nom in avant_.namelist():
            octets = avant_.read(nom).replace(b"fichiers/photos/", b"fichiers/../../")
            apres.writestr(nom.replace("fichiers/photos/", "fichiers/../../"), octets)
    with pytest.raises(CommandError, match="chemin refusé"):
        restaurer(tmp_path / "chemin.zip", ecraser=True)
    autres = {"vide.zip": b"", "texte.zip": b"Bonjour" * 100, "coupe.zip": fichier.read_bytes()[:-2000]}
    for nom, octets in autres.items():
        (tmp_path / nom).write_bytes(octets)
        with pytest.raises(CommandError, match="abîmé, ou n’est pas"):
            restaurer(tmp_path / nom, ecraser=True)
    with pytest.raises(CommandError, match="n’existe pas"):
        restaurer(tmp_path / "absent.zip", ecraser=True)
    with zipfile.ZipFile(tmp_path / "autre.zip", "w") as archive:
        archive.writestr("bonjour.txt", "x")
    with pytest.raises(CommandError, match="n’est pas une sauvegarde"):
        restaurer(tmp_path / "autre.zip", ecraser=True)
    assert Utilisateur.objects.count() == avant


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("sauvegarder", str(tmp_path / "absent" / "s.zip"))
    with pytest.raises(CommandError, match="est un dossier"):
        call_command("sauvegarder", str(tmp_path))
    assert not list(tmp_path.iterdir())
