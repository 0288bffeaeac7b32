"""`manage.py demo`: write the demonstration network, count it, or print its accounts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone


class Command(BaseCommand):
    help = (
        "Écrit le réseau de démonstration, fictif. Relancée, la commande ne change rien le même jour ; un autre jour, "
        "elle ramène à aujourd’hui les dates que personne n’a touchées."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--controle", action="store_true", help="compte les 42 structures et compare à l’enquête")
        parser.add_argument("--comptes", action="store_true", help="affiche les comptes de démonstration")

    def handle(self, *args: Any, **options: Any) -> None:
        from federation.demo import acces, comptes
        from federation.demo.installation import DejaPrise, installer

        if options["comptes"]:
            self.stdout.write("\n".join([*comptes.lignes(), *acces.lignes()]))
        if options["controle"]:
            self._controler()
        if options["comptes"] or options["controle"]:
            return
        try:
            self.stdout.write(installer(timezone.now()))
        except DejaPrise as erreur:
            raise CommandError(str(erreur)) from erreur

    def _controler(self) -> None:
        from comptes.models import Federation
        from federation.demo import SLUG
        from federation.demo.controle import tableau

        federation = Federation.objects.filter(slug=SLUG, demonstration=True).first()
        if federation is None:
            raise CommandError("Le réseau de démonstration n’est pas là : lancez d’abord « manage.py demo ».")
        lignes, justes = tableau(federation)
        self.stdout.write("\n".join(lignes))
        if not justes:
            raise CommandError("Un compte diffère de l’état des lieux.")
