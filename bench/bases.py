"""The databases that are measured: SQLite files and a private PostgreSQL cluster, kept in an ignored directory.

One process reads them all: `ouverte(nom)` makes one of them Django's default for a while, so that what is measured is
the site's own code, and that engines take turns.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
POSTGRES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)


def regler(donnees: Path) -> None:
    """Set Django up, before anything imports its settings."""
    donnees.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "federation.settings",
        "DEBUG": "false",
        "SECRET_KEY": "les-mesures-n-ont-rien-a-proteger-" * 2,
        "DATA_DIR": str(donnees),
        "DATABASE_URL": f"sqlite:///{donnees / 'vide.sqlite3'}",
        "TUILES_URL": "http://127.0.0.1:9/{z}/{x}/{y}.png",
        "GEOCODEUR_URL": "http://127.0.0.1:9",
        "LOG_LEVEL": "ERROR",
        "HTTPS": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    }
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.urls"
    import django

    django.setup()


def rassembler_les_statiques() -> None:
    """Collect the static files, as an installation does: pages name them by their hash."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


class Postgres:
    """A private cluster on a socket, its data kept between runs; stopped at the end."""

    def __init__(self, donnees: Path) -> None:
        self.dossier = donnees / "postgresql"
        self.prise = ""
        self.absent = ""  # why there is none
        self.postgis = ""
        self._programmes = self._trouver()
        if self._programmes is None:
            self.absent = "initdb et pg_ctl sont introuvables (Debian : le paquet postgresql)"

    @staticmethod
    def _trouver() -> Path | None:
        trouves = [p for motif in POSTGRES for p in sorted(Path("/").glob(motif[1:]), reverse=True)]
        if ailleurs := shutil.which("initdb"):
            trouves.append(Path(ailleurs).parent)
        return next((p for p in trouves if (p / "initdb").exists() and (p / "pg_ctl").exists()), None)

    def _lancer(self, programme: str, *arguments: str) -> None:
        comme: list[str] = []
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            comme = ["runuser", "-u", self._utilisateur(), "--"]
        fait = subprocess.run(
            [*comme, str(self._programmes / programme), *arguments] if self._programmes else [],
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if fait.returncode:
            raise RuntimeError(fait.stdout[-2000:])

    @staticmethod
    def _utilisateur() -> str:
        try:
            return pwd.getpwnam("postgres").pw_name
        except KeyError:
            return "nobody"

    def demarrer(self) -> None:
        """Start the cluster, made when it is missing; `absent` says why it could not be."""
        if self.absent:
            return
        self.prise = tempfile.mkdtemp(prefix="abe-bench-", dir="/tmp")  # a socket's path is short
        self.dossier.mkdir(exist_ok=True)
        if os.getuid() == 0:
            for chemin in (self.prise, self.dossier):
                shutil.chown(chemin, self._utilisateur())
        self.dossier.chmod(0o700)
        base, journal = self.dossier / "base", self.dossier / "journal"
        try:
            if not (base / "PG_VERSION").exists():
                self._lancer(
                    "initdb", f"--pgdata={base}", "--username=bench", "--auth=trust", "--encoding=UTF8", "--no-sync",
                    "--locale=C",
                )  # fmt: skip
            options = (
                f"-c listen_addresses='' -c unix_socket_directories={self.prise} -c fsync=off -c shared_buffers=256MB"
            )
            # The journal is a file: a pipe would stay open as long as the server runs.
            self._lancer(
                "pg_ctl", f"--pgdata={base}", f"--log={journal}", f"--options={options}", "--wait", "start", "-s"
            )
        except (RuntimeError, OSError) as erreur:
            self.absent = f"le serveur privé n’a pas démarré : {erreur}"
            return
        disponible = self._sql("SELECT default_version FROM pg_available_extensions WHERE name = 'postgis'")
        self.postgis = disponible[0][0] if disponible else ""

    def arreter(self) -> None:
        """Stop the cluster; its data stay."""
        if self.prise and not self.absent:
            self._lancer("pg_ctl", f"--pgdata={self.dossier / 'base'}", "--mode=fast", "stop", "-s")
        if self.prise:
            shutil.rmtree(self.prise, ignore_errors=True)

    def _sql(self, requete: str) -> list[tuple]:
        import psycopg

        with psycopg.connect(f"host={self.prise} user=bench dbname=postgres", autocommit=True) as lien:
            curseur = lien.execute(requete.encode())
            return curseur.fetchall() if curseur.description else []

    def adresse(self, nom: str, *, modele: str = "vide") -> str:
        """Return the DATABASE_URL of a database, made when it is missing: a copy of `modele`, that nothing reads."""
        if not self._sql(f"SELECT 1 FROM pg_database WHERE datname = '{nom}'"):  # noqa: S608 a name of ours
            # Migrated once: the others are copies.
            if modele == "vide" != nom:
                migrer("postgresql_vide", self.adresse("vide"))
            self._sql(f"CREATE DATABASE {nom}" + ("" if nom == "vide" else f" TEMPLATE {modele}"))
        return f"postgres://bench@/{nom}?host={self.prise}"


def fichier(donnees: Path, nom: str, *, modele: str = "vide") -> str:
    """Return the DATABASE_URL of a SQLite file, made when it is missing: migrated once, the others are copies."""
    chemin, copie = donnees / f"{nom}.sqlite3", donnees / f"{modele}.sqlite3"
    if not chemin.exists():
        if modele == "vide":
            migrer("sqlite_vide", f"sqlite:///{copie}")
        shutil.copyfile(copie, chemin)
    return f"sqlite:///{chemin}"


def migrer(nom: str, adresse: str) -> None:
    """Declare a database and apply the migrations; no connection to it stays open."""
    from django.core.management import call_command
    from django.db import connections

    if nom not in connections.settings:
        declarer(nom, adresse)
        with ouverte(nom):
            call_command("migrate", verbosity=0)
        connections[nom].close()


def ecrire_reseau(nom: str, lieux: int) -> None:
    """Write the network of this size in a declared database; nothing to do when it is there."""
    from django.core.management import call_command
    from django.db import connection

    with ouverte(nom):
        call_command("migrate", verbosity=0)
        call_command("grand_reseau", lieux=lieux, stdout=StringIO())
        if connection.vendor == "postgresql":
            # What a database in service does by itself after a migration rewrote its tables.
            with connection.cursor() as curseur:
                curseur.execute("VACUUM ANALYZE")


def multiplier_reseau(nom: str, fois: int) -> None:
    """Make a copy of a network so many times as big; nothing to do when it is done."""
    from django.core.management import call_command

    from bench.grande import multiplier

    with ouverte(nom):
        call_command("migrate", verbosity=0)  # what was written before the last migration
        multiplier(fois)


def declarer(nom: str, adresse: str) -> None:
    """Make a database known to Django under this name."""
    import environ
    from django.conf import settings
    from django.db import connections

    reglage: dict[str, Any] = dict(environ.Env.db_url_config(adresse))
    if reglage["ENGINE"] == "django.db.backends.sqlite3":
        reglage["OPTIONS"] = settings.DATABASES["default"]["OPTIONS"]
    else:
        reglage["CONN_HEALTH_CHECKS"] = True
    reglage["CONN_MAX_AGE"] = settings.DATABASES["default"].get("CONN_MAX_AGE", 0)
    connections.settings[nom] = connections.configure_settings({"default": {}, nom: reglage})[nom]


@contextmanager
def ouverte(nom: str) -> Iterator[None]:
    """Make this database the default one; caches keep nothing from one to the other."""
    from django.core.cache import cache
    from django.db import connections

    avant = connections["default"]
    connections["default"] = connections[nom]
    cache.clear()
    try:
        yield
    finally:
        connections["default"] = avant
        cache.clear()


def fermer() -> None:
    """Close every connection: a server that stops waits for them."""
    from django.db import connections

    connections.close_all()
    for nom in connections.settings:
        connections[nom].close()
