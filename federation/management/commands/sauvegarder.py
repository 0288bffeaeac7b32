"""`manage.py sauvegarder FICHIER`: everything that the site knows, in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.textes import accord
from federation.sauvegarde.ecriture import sauvegarder


class Command(BaseCommand):
    help = "Écrit toutes les données et les fichiers déposés dans un fichier, pendant que le site tourne."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fichier", type=Path, help="où l’écrire, par exemple sauvegarde.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        chemin: Path = options["fichier"]
        if not chemin.absolute().parent.is_dir():
            raise CommandError(f"Le dossier {chemin.absolute().parent} n’existe pas.")
        if chemin.is_dir():
            raise CommandError(f"{chemin} est un dossier : donnez un nom de fichier.")
        try:
            manifeste = sauvegarder(chemin.absolute(), now=timezone.now())
        except OSError as erreur:
            raise CommandError(
                f"La sauvegarde n’a pas pu être écrite : {erreur.strerror}. Rien n’est laissé."
            ) from erreur
        lignes = sum(p.lignes for p in manifeste.tables.values())
        self.stdout.write(
            f"{chemin} : {accord(lignes, 'ligne')} de {accord(len(manifeste.tables), 'table')}, "
            f"{accord(len(manifeste.fichiers), 'fichier déposé', 'fichiers déposés')}."
        )
        self.stdout.write(
            "Ce fichier contient des comptes et des prénoms : gardez-le comme le site lui-même. Les clés (SECRET_KEY, "
            "CLES_IDENTITES) n’y sont pas : gardez-les ailleurs."
        )
