"""`manage.py exporter standard FICHIER [--federation SLUG]`: write the published places as a file of open data."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comptes.models import Federation
from core.textes import accord
from core.travailleur import PARIS


class Command(BaseCommand):
    help = "Écrit les lieux publiés dans un fichier du standard national des lieux de médiation numérique."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=["standard"])
        parser.add_argument("fichier", type=Path)
        parser.add_argument("--federation", default="", metavar="SLUG", help="les lieux de cette seule fédération")

    def handle(self, *args: Any, **options: Any) -> None:
        from echanges.sortie import standard

        federation = self._federation(options["federation"])
        sortie = standard(today=timezone.localdate(timezone.now(), PARIS), federation=federation)
        chemin: Path = options["fichier"]
        provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}")
        try:
            provisoire.write_bytes(sortie.octets)
            provisoire.replace(chemin)  # whoever reads it meanwhile has the old file, or the new one, whole
        except OSError as erreur:
            provisoire.unlink(missing_ok=True)
            raise CommandError(f"Le fichier « {chemin} » ne peut pas être écrit : {erreur.strerror}.") from erreur
        self.stdout.write(f"{accord(sortie.lieux, 'lieu', 'lieux')} dans {chemin}.")
        for nom in sortie.laisses:
            self.stdout.write(f"Laissé de côté, il lui manque son nom, sa commune ou son code postal : {nom}.")

    def _federation(self, slug: str) -> Federation | None:
        if not slug:
            return None
        try:
            return Federation.objects.get(slug=slug)
        except Federation.DoesNotExist:
            connues = ", ".join(Federation.objects.order_by("slug").values_list("slug", flat=True)) or "aucune"
            raise CommandError(f"Pas de fédération « {slug} ». Fédérations connues : {connues}.") from None
