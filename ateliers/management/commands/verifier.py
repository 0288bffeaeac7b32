"""`manage.py verifier`: recompute all that is derived and compare."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ateliers.controle import ecarts


class Command(BaseCommand):
    help = "Recalcule les champs dérivés, les mots et les séances, et dit ce qui diffère de la base."

    def handle(self, *args: Any, **options: Any) -> None:
        nombre = 0
        for ligne in ecarts(timezone.now()):
            self.stdout.write(ligne)
            nombre += 1
        if nombre:
            raise CommandError(f"{nombre} écart(s).")
        self.stdout.write("Tout concorde.")
