"""What a site on several machines is made of: a primary and its replica, a shared cache, web processes."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple

import psycopg

ICI = Path(__file__).resolve().parents[2]
REGLAGES = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c unix_socket_directories="


def binaires_de_postgresql() -> Path | None:
    """Return the directory of initdb, pg_ctl and pg_basebackup, the newest first, as bin/test looks for them."""
    ou = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name.split(".")[0]))[::-1]
    for motif in ("/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin"):
        ou += sorted(Path("/").glob(motif[1:]), reverse=True)
    if trouve := shutil.which("pg_basebackup"):
        ou.append(Path(trouve).parent)
    return next((p for p in ou if all((p / nom).exists() for nom in ("initdb", "pg_ctl", "pg_basebackup"))), None)


def port_libre() -> int:
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        return libre.getsockname()[1]


class Grappe:
    """Two PostgreSQL servers on sockets, that forget everything: a primary, and a replica that follows it."""

    def __init__(self, binaires: Path) -> None:
        self.binaires = binaires
        self.dossier = Path(tempfile.mkdtemp(prefix="abe-deux-", dir="/tmp"))  # a socket's path is short
        self._comme: list[str] = []
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            qui = next(nom for nom in ("postgres", "nobody") if f"\n{nom}:" in Path("/etc/passwd").read_text("utf-8"))
            shutil.chown(self.dossier, qui)
            self._comme = ["runuser", "-u", qui, "--"]

    def faire(self, outil: str, *arguments: str) -> None:
        commande = [*self._comme, "env", "LC_ALL=C", str(self.binaires / outil), *arguments]
        subprocess.run(commande, cwd=self.dossier, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def preparer(self) -> None:
        base = f"--pgdata={self.dossier}/principale"
        self.faire("initdb", base, "--username=tests", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        for nom in ("principale", "replique"):
            (self.dossier / f"prise-{nom}").mkdir()
            if self._comme:
                shutil.chown(self.dossier / f"prise-{nom}", self._comme[2])
        self.demarrer("principale")

    def copier(self) -> None:
        """Make the replica, that streams what the primary writes from now on, and start it."""
        depuis, vers = f"--host={self.dossier}/prise-principale", f"--pgdata={self.dossier}/replique"
        self.faire("pg_basebackup", depuis, vers, "--username=tests", "--write-recovery-conf", "--checkpoint=fast",
                   "--no-sync")  # fmt: skip
        self.demarrer("replique")

    def demarrer(self, nom: str) -> None:
        self.faire("pg_ctl", f"--pgdata={self.dossier}/{nom}", f"--log={self.dossier}/journal-{nom}", "--wait",
                   f"--options={REGLAGES}{self.dossier}/prise-{nom}", "start")  # fmt: skip

    def tuer(self, nom: str) -> None:
        self.faire("pg_ctl", f"--pgdata={self.dossier}/{nom}", "--mode=immediate", "--wait", "stop")

    def abattre(self, nom: str) -> None:
        """Kill -9 the server itself, and start it again when the system has swept what it left."""
        numero = int((self.dossier / nom / "postmaster.pid").read_text("utf-8").split()[0])
        os.kill(numero, signal.SIGKILL)
        attendre(lambda: self._redemarre(nom))

    def _redemarre(self, nom: str) -> bool:
        with suppress(subprocess.CalledProcessError):
            self.demarrer(nom)
            return True
        time.sleep(0.2)
        return False

    def adresse(self, nom: str) -> str:
        return f"postgres://tests@/postgres?host={self.dossier}/prise-{nom}"

    def demander(self, nom: str, requete: str):
        with closing(psycopg.connect(self.adresse(nom).replace("@/", "@localhost/"), autocommit=True)) as connexion:
            return connexion.execute(requete).fetchone()[0]

    def attendre_la_replique(self) -> None:
        """Wait until the replica has replayed all that the primary has written."""
        ecrit = self.demander("principale", "SELECT pg_current_wal_insert_lsn()::text")
        attendre(lambda: self.demander("replique", f"SELECT pg_last_wal_replay_lsn() >= '{ecrit}'::pg_lsn"))

    def fermer(self) -> None:
        for nom in ("replique", "principale"):
            with suppress(subprocess.CalledProcessError):
                self.tuer(nom)
        shutil.rmtree(self.dossier, ignore_errors=True)


def attendre(vrai, secondes: float = 20) -> None:
    fin = time.monotonic() + secondes
    while not vrai():
        assert time.monotonic() < fin, "too long to come"
        time.sleep(0.05)


class Cache:
    """A Redis when the machine has one, else a few lines that speak its language."""

    def __init__(self) -> None:
        self.port = port_libre()
        vrai = shutil.which("redis-server")
        commande = [vrai, "--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--port", str(self.port)]
        if not vrai:
            commande = [sys.executable, "-m", "tests.tenue.faux_redis", str(self.port)]
        self.nom = "redis-server" if vrai else "faux Redis"
        self._serveur = subprocess.Popen(commande, cwd=ICI, stdout=subprocess.DEVNULL)
        self.adresse = f"redis://127.0.0.1:{self.port}/0"
        attendre(self._repond)

    def _repond(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def tuer(self) -> None:
        self._serveur.kill()
        self._serveur.wait(10)


class Reponse(NamedTuple):
    statut: int
    texte: str
    etiquette: str


class Navigateur:
    """Somebody's browser: cookies, that all the machines of the site receive."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self._ouvreur = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), _SansSuivre())

    def demander(self, adresse: str, *, poster: bytes | None = None, **entetes: str) -> Reponse:
        # One proxy in front of all the machines: they hear the same name.
        entetes = {"Host": "127.0.0.1:8000"} | {nom.replace("_", "-"): valeur for nom, valeur in entetes.items()}
        demande = urllib.request.Request(adresse, data=poster, headers=entetes)
        try:
            with self._ouvreur.open(demande, timeout=30) as recu:
                return Reponse(recu.status, recu.read().decode(), recu.headers.get("ETag", ""))
        except urllib.error.HTTPError as erreur:
            with erreur:
                return Reponse(erreur.code, erreur.read().decode(), erreur.headers.get("ETag", ""))


class _SansSuivre(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments, **options):
        return None


class Web:
    """One machine: gunicorn, with a directory of its own."""

    def __init__(self, dossier: Path, **variables: str) -> None:
        dossier.mkdir()
        self.journal = dossier / "journal"
        self.adresse = f"http://127.0.0.1:{port_libre()}"
        # DEBUG: no static files to collect. Nothing else differs here.
        environ = os.environ | variables | {"DATA_DIR": str(dossier), "DEBUG": "true", "LOG_LEVEL": "INFO"}
        with self.journal.open("w") as sortie:
            self._serveur = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "federation.wsgi:application", "--threads=4", "--log-level=error",
                 f"--bind={self.adresse.removeprefix('http://')}", "--no-control-socket"],
                cwd=ICI, env=environ, stdout=sortie, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def attendre(self) -> None:
        def repond() -> bool:
            with suppress(OSError):
                return Navigateur().demander(f"{self.adresse}/sante").statut == 200
            return False

        attendre(repond, 60)

    def a_dit(self, texte: str, *, fois: int = 1) -> bool:
        return self.journal.read_text("utf-8").count(texte) >= fois

    def tuer(self) -> None:
        """Kill it as a machine that loses its power: the master and its workers, at once."""
        with suppress(ProcessLookupError):  # already
            os.killpg(self._serveur.pid, signal.SIGKILL)
        self._serveur.wait(20)

    def fermer(self) -> None:
        self._serveur.terminate()
        self._serveur.wait(20)
