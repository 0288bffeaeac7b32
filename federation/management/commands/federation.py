"""`manage.py federation creer SLUG …`: one more federation on this installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from comptes.models import Administrateur, Federation, Utilisateur, plier_courriel
from federation.bureau.forms.federation import FederationForm


class Command(BaseCommand):
    help = "Crée une fédération : son réseau, ses administrateur·rices et ses textes sont à elle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        creer = actions.add_parser("creer", help="créer une fédération")
        creer.add_argument("slug", help="son nom dans l’adresse /f/SLUG/ : lettres sans accent, chiffres, tirets")
        creer.add_argument("--nom", required=True, help="« Fédération des centres sociaux de l’Essonne »")
        creer.add_argument("--territoire", required=True, help="« Essonne »")
        creer.add_argument("--dans", default="", help="comme dans une phrase : « en Essonne »")
        creer.add_argument("--departements", default="", help="numéros, par exemple « 91, 77 »")
        creer.add_argument(
            "--administrateur",
            action="append",
            default=[],
            metavar="COURRIEL",
            help="qui l’administre ; peut être répété. La personne se connecte par un lien reçu à cette adresse",
        )
        actions.add_parser("lister", help="montrer les fédérations de ce site")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "creer":
            self._creer(options)
        else:
            self._lister()

    def _creer(self, options: dict[str, Any]) -> None:
        slug = options["slug"]
        donnees = {
            "nom": options["nom"],
            "territoire": options["territoire"],
            "dans_le_territoire": options["dans"],
            "departements": options["departements"],
        }
        form = FederationForm(donnees, instance=Federation(slug=slug))
        fautes = [f"{nom} : {message}" for nom, messages in form.errors.items() for message in messages]
        courriels = list(dict.fromkeys(plier_courriel(c) for c in options["administrateur"]))
        try:
            Federation(slug=slug).clean_fields(exclude=[*donnees, "courriel", "telephone", "site_web", "presentation"])
        except ValidationError as refus:
            fautes += [f"slug : {message}" for message in refus.messages]
        if Federation.objects.filter(slug=slug).exists():
            fautes.append(f"slug : « {slug} » existe déjà")
        for courriel in courriels:
            try:
                validate_email(courriel)
            except ValidationError:
                fautes.append(f"administrateur : « {courriel} » n’est pas une adresse de courriel")
        if fautes:
            raise CommandError("Rien n’est créé.\n" + "\n".join(fautes))
        with transaction.atomic():
            federation = form.save()
            for courriel in courriels:
                compte = Utilisateur.objects.filter(courriel=courriel).first() or Utilisateur.objects.create_user(
                    courriel
                )
                Administrateur.objects.create(federation=federation, utilisateur=compte)
        self.stdout.write(f"{federation.nom} : /f/{federation.slug}/ est ouverte.")
        for courriel in courriels:
            self.stdout.write(f"{courriel} l’administre, et se connecte par « Recevoir un lien ».")
        if not courriels:
            self.stdout.write("Personne ne l’administre encore : ajoutez quelqu’un dans /admin/.")

    def _lister(self) -> None:
        for federation in Federation.objects.all():
            self.stdout.write(f"{federation.slug} : {federation.nom}")
