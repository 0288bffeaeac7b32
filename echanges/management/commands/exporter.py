"""`manage.py exporter standard FICHIER`, `manage.py exporter data-inclusion DOSSIER`: write the files of open data."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comptes.models import Federation
from core.textes import accord
from core.travailleur import PARIS


class Command(BaseCommand):
    help = (
        "Écrit ce qui est publié : « standard », les lieux de médiation numérique dans un fichier CSV ; "
        "« data-inclusion », structures.json et services.json dans un dossier."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=["standard", "data-inclusion"])
        parser.add_argument("fichier", type=Path, help="le fichier, ou le dossier")
        parser.add_argument("--federation", default="", metavar="SLUG", help="les lieux de cette seule fédération")

    def handle(self, *args: Any, **options: Any) -> None:
        federation = self._federation(options["federation"])
        today = timezone.localdate(timezone.now(), PARIS)
        if options["format"] == "standard":
            self._standard(options["fichier"], today, federation)
        else:
            self._inclusion(options["fichier"], today, federation)

    def _standard(self, chemin: Path, today: date, federation: Federation | None) -> None:
        from echanges.sortie import standard

        sortie = standard(today=today, federation=federation)
        _ecrire(chemin, [sortie.octets])
        self.stdout.write(f"{accord(sortie.lieux, 'lieu', 'lieux')} dans {chemin}.")
        for nom in sortie.laisses:
            self.stdout.write(f"Laissé de côté, il lui manque son nom, sa commune ou son code postal : {nom}.")

    def _inclusion(self, dossier: Path, today: date, federation: Federation | None) -> None:
        from echanges.inclusion.sortie import FICHIERS, fichier

        try:
            dossier.mkdir(exist_ok=True)
        except OSError as erreur:
            raise CommandError(f"Le dossier « {dossier} » ne peut pas être écrit : {erreur.strerror}.") from erreur
        for quoi in FICHIERS:
            chemin = dossier / f"{quoi}.json"
            _ecrire(chemin, (texte.encode() for texte in fichier(quoi, today=today, federation=federation)))
            self.stdout.write(f"{chemin} est écrit.")

    def _federation(self, slug: str) -> Federation | None:
        if not slug:
            return None
        try:
            return Federation.objects.get(slug=slug)
        except Federation.DoesNotExist:
            connues = ", ".join(Federation.objects.order_by("slug").values_list("slug", flat=True)) or "aucune"
            raise CommandError(f"Pas de fédération « {slug} ». Fédérations connues : {connues}.") from None


def _ecrire(chemin: Path, morceaux: Iterable[bytes]) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile has the old one."""
    provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}")
    try:
        with provisoire.open("wb") as sortie:
            sortie.writelines(morceaux)
        provisoire.replace(chemin)
    except OSError as erreur:
        provisoire.unlink(missing_ok=True)
        raise CommandError(f"Le fichier « {chemin} » ne peut pas être écrit : {erreur.strerror}.") from erreur
