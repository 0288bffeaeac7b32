"""`manage.py entretien`: the daily jobs, now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.travailleur import entretenir


class Command(BaseCommand):
    help = "Lance les tâches quotidiennes, une ligne de rapport chacune. Peut être relancé sans dommage."

    def handle(self, *args: Any, **options: Any) -> None:
        passages = entretenir(timezone.now())
        if not passages:
            self.stdout.write("Un autre entretien est en cours.")
        for passage in passages:
            self.stdout.write(f"{passage.tache} : {passage.rapport}")
        if any(not p.reussi for p in passages):
            raise CommandError("Une tâche a échoué.")
