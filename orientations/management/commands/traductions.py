"""Compile the catalogues of the paper: `manage.py traductions`, after a change in locale/*/LC_MESSAGES/django.po."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orientations.catalogues import ecrire_mo, fautes, fichiers_po, lire_po, messages_du_code


class Command(BaseCommand):
    help = "Compile les traductions du papier (.po → .mo) et dit ce qui y manque."

    def handle(self, *args: Any, **options: Any) -> None:
        attendus = messages_du_code()
        manques = []
        for po in fichiers_po():
            langue = po.parent.parent.name
            catalogue = lire_po(po)
            if trouvees := fautes(catalogue, attendus):
                manques += [f"{langue} : {faute}" for faute in trouvees]
                continue
            po.with_suffix(".mo").write_bytes(ecrire_mo(catalogue))
            self.stdout.write(f"{langue} : {len(catalogue.traductions)} phrases")
        if manques:
            raise CommandError("\n".join(manques))
