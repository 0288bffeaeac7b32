"""`manage.py etat_des_lieux`: the indicators of a federation as a file, or what they are counted from."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from comptes.models import Federation
from core.tableur.csv_francais import en_csv
from statistiques.donnees import exporter
from statistiques.indicateurs import indicateurs
from statistiques.tableaux import table_des_indicateurs


class Command(BaseCommand):
    help = "Compte l’état des lieux d’une fédération, le montre ou l’écrit dans un fichier CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--federation", required=True, metavar="SLUG", help="son nom dans l’adresse /f/SLUG/")
        parser.add_argument("--csv", metavar="FICHIER", help="écrire les indicateurs, un par ligne")
        parser.add_argument(
            "--donnees", metavar="DOSSIER", help="écrire les tables dont ils sont comptés, pour les recompter"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        federation = Federation.objects.filter(slug=options["federation"]).first()
        if federation is None:
            raise CommandError(f"Aucune fédération ne s’appelle « {options['federation']} ».")
        today = timezone.localdate()
        etat = indicateurs(federation, today)
        try:
            if options["csv"]:
                _ecrire(Path(options["csv"]), en_csv(table_des_indicateurs(federation, etat)))
                self.stdout.write(f"{len(etat.resultats)} indicateurs écrits dans {options['csv']}.")
            if options["donnees"]:
                fichiers = exporter(federation, Path(options["donnees"]), today)
                self.stdout.write(f"{len(fichiers)} tables écrites dans {options['donnees']}.")
        except OSError as erreur:
            raise CommandError(f"Impossible d’écrire : {erreur.strerror}.") from erreur
        if not (options["csv"] or options["donnees"]):
            for r in etat.resultats.values():
                self.stdout.write(f"{r.indicateur.nom:<62} {r.valeur_dite:>18}   {r.rapport_dit}")


def _ecrire(chemin: Path, octets: bytes) -> None:
    """Write a file whole: whoever reads it meanwhile has the old one, or the new one."""
    provisoire = chemin.with_name(f".{chemin.name}.{os.getpid()}")
    try:
        provisoire.write_bytes(octets)
        provisoire.replace(chemin)
    finally:
        provisoire.unlink(missing_ok=True)
