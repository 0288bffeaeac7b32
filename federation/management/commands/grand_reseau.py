"""`manage.py grand_reseau`: write a synthetic national network, to measure the site at any size."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone


class Command(BaseCommand):
    help = (
        "Écrit un grand réseau inventé, avec ses communes et sa fédération (/f/grand-reseau/) : les mêmes nombres et "
        "la même graine donnent le même réseau. Pour mesurer, dans une base à part."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lieux", type=int, default=20_000, metavar="N", help="nombre de lieux (20000)")
        parser.add_argument("--offres", type=int, metavar="M", help="nombre d’activités (quatre par lieu)")
        parser.add_argument("--graine", type=int, default=1, metavar="G", help="graine du tirage (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        from federation.grand_reseau.ecriture import AutreReseau, installer

        lieux = options["lieux"]
        offres = lieux * 4 if options["offres"] is None else options["offres"]
        if lieux < 1 or offres < 0:
            raise CommandError("Il faut au moins un lieu, et un nombre d’activités positif ou nul.")
        try:
            phrase = installer(
                lieux=lieux,
                offres=offres,
                graine=options["graine"],
                now=timezone.now(),
                dire=lambda ligne: self.stdout.write(ligne) if options["verbosity"] > 1 else None,
            )
        except AutreReseau as erreur:
            raise CommandError(str(erreur)) from erreur
        self.stdout.write(phrase)
