"""`manage.py travailler`: the one worker."""

import signal
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from core.place_unique import prendre_place
from core.travailleur import battre, reprendre, se_montrer, un_tour

DEJA = "Un autre travailleur est à l’œuvre sur cette machine."


class Command(BaseCommand):
    help = "Vide la boîte d’envoi et les travaux longs, et lance l’entretien chaque nuit. S’arrête par SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--une-fois", action="store_true", help="faire ce qui attend, puis s’arrêter")
        parser.add_argument("--pause", type=float, default=2.0, help="secondes entre deux tours (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        fichier = settings.DATA_DIR / "travailleur.verrou"
        if options["une_fois"]:
            with prendre_place(fichier) or nullcontext() as place:
                self.stdout.write(self._une_fois() if place else DEJA)
            return
        arret = threading.Event()
        for nom in (signal.SIGTERM, signal.SIGINT):
            signal.signal(nom, lambda *_: arret.set())
        place = self._attendre(fichier, arret, pause=options["pause"])
        if place is not None:
            with place:
                self._travailler(arret, pause=options["pause"])
        self.stdout.write("Le travailleur s’est arrêté.")

    def _une_fois(self) -> str:
        se_montrer(timezone.now())
        reprendre(timezone.now())
        return f"{un_tour(timezone.now())} chose(s) faite(s)"

    def _attendre(self, fichier: Path, arret: threading.Event, *, pause: float) -> IO[str] | None:
        """Return the one place of a worker as soon as nobody holds it; None when told to stop meanwhile."""
        dit = False
        while not arret.is_set():
            if place := prendre_place(fichier):
                return place
            if not dit:
                self.stdout.write(f"{DEJA} Celui-ci attend son tour.")
                dit = True
            arret.wait(pause)
        return None

    def _travailler(self, arret: threading.Event, *, pause: float) -> None:
        reprendre(timezone.now())
        self.stdout.write("Le travailleur attend.")
        with battre():
            while not arret.is_set():
                close_old_connections()
                if not un_tour(timezone.now()):
                    arret.wait(pause)
