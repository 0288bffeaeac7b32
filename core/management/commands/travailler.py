"""`manage.py travailler`: the one worker."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from core.travailleur import un_tour


class Command(BaseCommand):
    help = "Vide la boîte d’envoi et les travaux longs, et lance l’entretien chaque nuit. S’arrête par SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--une-fois", action="store_true", help="faire ce qui attend, puis s’arrêter")
        parser.add_argument("--pause", type=float, default=2.0, help="secondes entre deux tours (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["une_fois"]:
            self.stdout.write(f"{un_tour(timezone.now())} chose(s) faite(s)")
            return
        arret = threading.Event()
        for nom in (signal.SIGTERM, signal.SIGINT):
            signal.signal(nom, lambda *_: arret.set())
        self.stdout.write("Le travailleur attend.")
        while not arret.is_set():
            close_old_connections()
            if not un_tour(timezone.now()):
                arret.wait(options["pause"])
        self.stdout.write("Le travailleur s’est arrêté.")
