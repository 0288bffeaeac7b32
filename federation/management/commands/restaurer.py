"""`manage.py restaurer FICHIER`: put a backup in place of what this base holds."""

from argparse import ArgumentParser
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ateliers.controle import ecarts
from core.textes import accord
from federation.sauvegarde.lecture import restaurer
from federation.sauvegarde.manifeste import SauvegardeRefusee

MONTRES = 20


class Command(BaseCommand):
    help = "Remet une sauvegarde dans une base vide et à jour (migrate), SQLite ou PostgreSQL. Arrêtez le site d’abord."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("fichier", type=Path)
        parser.add_argument("--ecraser", action="store_true", help="remplacer ce que la base contient déjà")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifeste = restaurer(options["fichier"], ecraser=options["ecraser"])
        except SauvegardeRefusee as refus:
            raise CommandError(str(refus)) from refus
        lignes = sum(p.lignes for p in manifeste.tables.values())
        self.stdout.write(
            f"{accord(lignes, 'ligne remise', 'lignes remises')}, "
            f"{accord(len(manifeste.fichiers), 'fichier déposé remis', 'fichiers déposés remis')}."
        )
        trouves = list(islice(ecarts(timezone.now()), MONTRES))
        for ligne in trouves:
            self.stdout.write(ligne)
        if trouves:
            raise CommandError(
                "La base est restaurée, mais des champs calculés diffèrent : lancez manage.py entretien."
            )
        self.stdout.write("Tout concorde.")
