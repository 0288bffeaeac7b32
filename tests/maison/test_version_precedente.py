"""What a former version left goes on under this one: its base upgraded, and taken back; its backup restored."""

import json
import lzma
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from comptes.models import Courriel
from federation.sauvegarde.anciennes import VersionAncienne
from federation.sauvegarde.manifeste import migrations_ici
from federation.sauvegarde.tables import colonnes
from tests.outils.modele import _copy

DONNEES = Path(__file__).parent / "donnees"
SAUVEGARDE = DONNEES / "version-precedente.zip"
REPONSES = json.loads((DONNEES / "version-precedente.json").read_text(encoding="utf-8"))
with zipfile.ZipFile(SAUVEGARDE) as archive:
    MANIFESTE = json.loads(archive.read("manifeste.json"))


@contextmanager
def base(nom):
    """Answer from this base instead of the tests'; nothing of it is kept after."""
    avant = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = nom
    try:
        # A while after the former version has answered: what is hidden a year later is not.
        with time_machine.travel(datetime.fromisoformat(REPONSES["a"]) + timedelta(minutes=10), tick=True):
            oublier()
            yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = avant
        oublier()


def oublier():
    """Forget what Django keeps of a base in this process: no operator changes it under a running one."""
    ContentType.objects.clear_cache()
    connection.ops.__dict__.pop("_references_graph", None)  # which table names which, on SQLite, to flush them
    cache.clear()


@pytest.fixture
def base_vide(django_db_setup, transactional_db, tmp_path):
    """Give a copy of the tests' base, empty and up to date, on this engine."""
    tests, nom = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_vide"
    connection.close()
    if connection.vendor == "sqlite":
        nom = str(tmp_path / "vide.sqlite3")
        with closing(sqlite3.connect(tests)) as migree, closing(sqlite3.connect(nom)) as copie:
            migree.backup(copie)
        yield nom
    else:
        _copy(connection.creation, tests, nom)
        yield nom
        connection.creation._destroy_test_db(nom, verbosity=0)


def commander(*mots, **options):
    dit = StringIO()
    call_command(*mots, stdout=dit, stderr=dit, **options)
    return dit.getvalue()


def compter(labels):
    return {label: apps.get_model(label)._base_manager.count() for label in labels}


def tout_repond():
    """The night's work first, as the page of operators says; then nothing differs, and the pages answer the same."""
    commander("entretien")
    assert "Tout concorde." in commander("verifier")
    visiteur = Client()
    for adresse, lieux in REPONSES["lieux"].items():
        assert sorted(set(re.findall(r'href="/lieux/(\w{8})', visiteur.get(adresse).text))) == lieux, adresse
    for adresse, titre in REPONSES["titres"].items():
        assert titre in visiteur.get(adresse).text.replace("&#x27;", "'"), adresse


def remplie_seule(table):
    """Return, for each column of a table, whether a row may be written without it."""
    with connection.cursor() as curseur:
        if connection.vendor == "sqlite":  # get_table_description breaks on the commas of our constraints
            curseur.execute(f'PRAGMA table_info("{table}")')
            return {nom: not requise or defaut is not None for _, nom, _, requise, defaut, _ in curseur}
        decrites = connection.introspection.get_table_description(curseur, table)
        return {c.name: c.null_ok or c.default is not None for c in decrites}


def le_code_d_avant_ecrit_encore():
    """Its columns are all there, and what it does not know is empty or filled by the database."""
    for modele in VersionAncienne(MANIFESTE["migrations"]).tables().values():
        la, siennes = remplie_seule(modele._meta.db_table), {champ.column for champ in colonnes(modele)}
        assert siennes <= la.keys(), modele
        assert all(la[nom] for nom in la.keys() - siennes), modele


LIGNES = {label: piece["lignes"] for label, piece in MANIFESTE["tables"].items()}
# The night of the former version had already counted what this one counts again.
BOUGENT = {"core.Version", "core.Passage", "statistiques.Instantane", "comptes.Courriel"}


if connection.vendor == "sqlite":

    def test_the_base_of_the_former_version_is_upgraded(django_db_blocker, tmp_path):
        """The very file that it wrote: upgraded, asked, and taken back to what it was, its rows still there."""
        fichier = tmp_path / "ancienne.sqlite3"
        with lzma.open(DONNEES / "version-precedente.sqlite3.xz") as comprime, fichier.open("wb") as sortie:
            shutil.copyfileobj(comprime, sortie)
        with django_db_blocker.unblock(), base(str(fichier)):
            assert set(MANIFESTE["migrations"]) == set(migrations_ici())
            commander("migrate", verbosity=0)
            assert not MigrationExecutor(connection).migration_plan(
                MigrationExecutor(connection).loader.graph.leaf_nodes()
            )
            assert compter(LIGNES) == LIGNES
            commander("check", fail_level="WARNING")
            tout_repond()
            le_code_d_avant_ecrit_encore()
            VersionAncienne(MANIFESTE["migrations"]).revenir()
            assert set(MANIFESTE["migrations"]) == set(migrations_ici())
            tables = VersionAncienne(MANIFESTE["migrations"]).tables()
            restent = {label: n for label, n in LIGNES.items() if label not in BOUGENT}
            assert {label: tables[label]._base_manager.count() for label in restent} == restent


def test_the_backup_of_the_former_version_is_restored(base_vide, settings, tmp_path):
    """In a base of this version, on this engine: an operator who has lost all installs what is new."""
    settings.MEDIA_ROOT = tmp_path / "fichiers"
    with base(base_vide):
        assert set(MANIFESTE["migrations"]) < set(migrations_ici())
        commander("restaurer", str(SAUVEGARDE))
        assert compter(LIGNES) | {"core.Version": 1} == LIGNES | {"core.Version": 1}
        assert not Courriel.objects.filter(etat="a_envoyer").exists()
        assert len(MANIFESTE["fichiers"]) == sum(f.is_file() for f in settings.MEDIA_ROOT.rglob("*"))
        tout_repond()
        le_code_d_avant_ecrit_encore()
        with pytest.raises(CommandError, match="plus ancienne du site : elle se restaure dans une base vide"):
            commander("restaurer", str(SAUVEGARDE), ecraser=True)
