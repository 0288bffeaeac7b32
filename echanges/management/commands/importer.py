"""`manage.py importer FICHIER|ADRESSE --federation SLUG [--source NOM] [--appliquer]`: import a table of places."""

import hashlib
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comptes.models import Federation

ARRETE = "L’import s’est arrêté avant la fin : relancez la même commande, elle reprendra où il en était."


class Command(BaseCommand):
    help = (
        "Compare un tableau de lieux (XLSX, ODS, CSV, dont le standard national de la médiation numérique) avec "
        "l’annuaire, et dit ce qui changerait. Rien n’est écrit sans --appliquer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "fichier",
            help="un fichier, ou l’adresse d’une API de data·inclusion (https://…/api/v1?code_departement=94)",
        )
        parser.add_argument("--federation", required=True, metavar="SLUG", help="la fédération qui gère ces lieux")
        parser.add_argument(
            "--source",
            default="",
            metavar="NOM",
            help="qui fournit le fichier ; gardez le même nom d’une fois sur l’autre (par défaut : le nom du fichier)",
        )
        parser.add_argument(
            "--feuille", default="", metavar="NOM", help="la feuille d’un classeur (par défaut : la première)"
        )
        parser.add_argument(
            "--services", type=Path, metavar="FICHIER", help="data·inclusion : services.json, à côté de structures.json"
        )
        parser.add_argument(
            "--correspondance",
            action="store_true",
            help="lit les colonnes comme on l’a dit à l’écran pour cette source et ces noms de colonnes",
        )
        parser.add_argument("--appliquer", action="store_true", help="écrit les changements (arrêté, se relance)")

    def handle(self, *args: Any, **options: Any) -> None:
        from echanges.application import ComparaisonPerimee, appliquer
        from echanges.comparaison import comparer
        from echanges.inclusion.entree import est_adresse, sans_question
        from echanges.models import Import
        from echanges.rapport import en_texte
        from echanges.taches import constater_les_commandes_tuees, place_de_la_commande

        debut = timezone.now()
        self.verbosite = options["verbosity"]
        federation = self._federation(options["federation"])
        adresse = options["fichier"] if est_adresse(options["fichier"]) else ""
        chemin = Path(self._hote(adresse) if adresse else options["fichier"])
        source = (options["source"].strip() or (chemin.name if adresse else chemin.stem))[:80]
        octets, fichier = self._lire(chemin, adresse, federation, source, options)
        # Taken before the comparison: what another command writes meanwhile would be compared as new.
        place = place_de_la_commande() if options["appliquer"] else nullcontext()
        if place is None:
            raise CommandError("Un autre import est en cours sur ce serveur : attendez qu’il finisse.")
        empreinte = hashlib.sha256(octets).hexdigest()
        with place:
            if options["appliquer"]:
                constater_les_commandes_tuees()
            diff = comparer(fichier, federation=federation, source=source, now=debut)
            for ligne in en_texte(diff):
                self.stdout.write(ligne)
            self.stdout.write("")
            if not options["appliquer"]:
                self.stdout.write("Essai : rien n’a été écrit. Ajoutez --appliquer pour importer.")
                return
            arrete = Import.objects.stopped_command(federation, source=source, empreinte=empreinte)
            if arrete:
                self.stdout.write(f"L’import n° {arrete.pk} de ce fichier s’était arrêté avant la fin : il reprend.")
            try:
                journal = appliquer(
                    diff,
                    federation=federation,
                    by=None,
                    now=debut,
                    fini=timezone.now,
                    empreinte=empreinte,
                    options={
                        "encodage": fichier.encodage,
                        "separateur": fichier.separateur,
                        "adresse": sans_question(adresse),
                    },
                    journal=arrete,
                )
            except ComparaisonPerimee as erreur:
                constater_les_commandes_tuees()
                raise CommandError(f"Un autre import de cette source a écrit pendant celui-ci. {ARRETE}") from erreur
            except BaseException:
                # Ctrl-C too. A kill says nothing: the next command or worker tells it.
                if constater_les_commandes_tuees():
                    self.stderr.write(ARRETE)
                raise
        self.stdout.write(f"Import n° {journal.pk} appliqué.")

    def _lire(
        self, chemin: Path, adresse: str, federation: Federation, source: str, options: dict[str, Any]
    ) -> tuple[bytes, Any]:
        """Return what is given and its rows; raise CommandError, in French, when it cannot be read."""
        from echanges.classeurs.inclusion import reunir
        from echanges.inclusion.entree import TAILLE_MAX, telecharger
        from echanges.lecture import FichierIllisible, lire
        from echanges.preparation import retenue

        choix: dict[str, Any] = {"choix": retenue(federation, source)} if options["correspondance"] else {}
        try:
            if adresse:
                octets = telecharger(adresse, jeton=settings.JETON_DATA_INCLUSION, avance=self._dire)
                choix["taille_max"] = TAILLE_MAX
            else:
                octets = chemin.read_bytes()
                if options["services"]:
                    octets = reunir(octets, options["services"].read_bytes())
            return octets, lire(octets, chemin.name, feuille=options["feuille"], **choix)
        except OSError as erreur:
            raise CommandError(f"Le fichier « {chemin} » ne peut pas être lu : {erreur.strerror}.") from erreur
        except FichierIllisible as erreur:
            raise CommandError(str(erreur)) from erreur

    def _hote(self, adresse: str) -> str:
        from echanges.classeurs.grille import FichierIllisible
        from echanges.inclusion.entree import lire_adresse

        try:
            return str(lire_adresse(adresse).hostname)
        except FichierIllisible as erreur:
            raise CommandError(str(erreur)) from erreur

    def _dire(self, phrase: str) -> None:
        if self.verbosite > 1:
            self.stdout.write(phrase)

    def _federation(self, slug: str) -> Federation:
        try:
            return Federation.objects.get(slug=slug)
        except Federation.DoesNotExist:
            connues = ", ".join(Federation.objects.order_by("slug").values_list("slug", flat=True)) or "aucune"
            raise CommandError(f"Pas de fédération « {slug} ». Fédérations connues : {connues}.") from None
