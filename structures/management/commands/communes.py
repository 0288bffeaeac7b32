"""`manage.py communes [FICHIER]`: load the communes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from structures.communes import charger, charger_livrees, lire_csv, lire_json


class Command(BaseCommand):
    help = (
        "Charge les communes : sans fichier, celles qui sont livrées (Val-de-Marne et voisines) ; avec un fichier, "
        "toutes celles du JSON de geo.api.gouv.fr ou de @etalab/decoupage-administratif."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", nargs="?", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        chemin: Path | None = options["fichier"]
        try:
            if chemin is None:
                ajoutees, changees = charger_livrees()
            elif chemin.suffix == ".csv":
                ajoutees, changees = charger(lire_csv(chemin))
            else:
                ajoutees, changees = charger(lire_json(chemin.read_text(encoding="utf-8")))
        except OSError as erreur:
            raise CommandError(f"Le fichier ne peut pas être lu : {erreur}") from erreur
        except (ValueError, KeyError) as erreur:
            raise CommandError(f"Ce fichier n’est pas une liste de communes : {erreur}") from erreur
        self.stdout.write(f"{ajoutees} communes ajoutées, {changees} changées.")
