"""Somebody who says the room of an activity, again and again, and remembers what was answered."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.error import URLError
from urllib.parse import urlencode

import psycopg
from django.utils import timezone

from tests.tenue.deux_machines import ICI, Grappe, Navigateur, Web, binaires_de_postgresql

BINAIRES = binaires_de_postgresql()
MOTEURS = ("sqlite", "postgresql")
NOTES = "SELECT dispo_note FROM ateliers_historicaloffre WHERE dispo_note LIKE 'e%'"


@contextmanager
def un_site(moteur: str, dossier: Path) -> Iterator[SimpleNamespace]:
    """Give a small network on one engine, and `web()` that starts a web process of it."""
    grappe = Grappe(BINAIRES) if moteur == "postgresql" else None
    webs: list[Web] = []
    try:
        if grappe:
            grappe.preparer()
        adresse = grappe.adresse("principale") if grappe else f"sqlite:///{dossier / 'donnees.sqlite3'}"
        environ = os.environ | {"DATABASE_URL": adresse, "DATA_DIR": str(dossier)}
        commande = [sys.executable, "-W", "ignore", "-m", "tests.tenue.preparer_replique"]
        sortie = subprocess.run(commande, cwd=ICI, env=environ, check=True, stdout=subprocess.PIPE, text=True).stdout

        def web() -> Web:
            webs.append(Web(dossier / f"web{len(webs)}", DATABASE_URL=adresse))
            webs[-1].attendre()
            return webs[-1]

        def notes() -> list[str]:
            if grappe:
                with closing(psycopg.connect(grappe.adresse("principale"), autocommit=True)) as base:
                    return [note for (note,) in base.execute(NOTES)]
            with closing(sqlite3.connect(dossier / "donnees.sqlite3")) as base:
                return [note for (note,) in base.execute(NOTES)]

        yield SimpleNamespace(web=web, notes=notes, grappe=grappe, **json.loads(sortie))
    finally:
        for lance in webs:
            lance.tuer()
        if grappe:
            grappe.fermer()


class Ecrivain(threading.Thread):
    """One writer. `acquises`: the notes that were answered 303; `refus`: the other answers; `coupees`: no answer."""

    def __init__(self, nom: str, site: SimpleNamespace, adresse: Callable[[], str], arret: threading.Event) -> None:
        super().__init__(name=nom, daemon=True)
        self.site, self.adresse, self.arret = site, adresse, arret
        self.acquises: list[str] = []
        self.refus: list[tuple[int, str]] = []
        self.coupees = 0

    def run(self) -> None:
        numero = 0
        dans = (timezone.localdate() + timedelta(days=14)).isoformat()
        while not self.arret.is_set():
            numero += 1
            note = f"{self.name}-{numero}"
            donnees = urlencode({"dispo": "complet", "jusqu_au": dans, "note": note}).encode()
            url = f"{self.adresse()}/poste/{self.site.poste}/offres/{self.site.uid}/place/"
            try:
                reponse = Navigateur().demander(url, poster=donnees)
            except (URLError, OSError):
                self.coupees += 1
                self.arret.wait(0.1)
                continue
            if reponse.statut == 303:
                self.acquises.append(note)
            else:
                self.refus.append((reponse.statut, reponse.texte[:300]))
                self.arret.wait(0.1)
