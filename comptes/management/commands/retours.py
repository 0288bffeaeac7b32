"""`manage.py retours`: read one returned mail on the standard input."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from comptes.retours import TAILLE_MAX, appliquer_retour

EX_TEMPFAIL = 75  # sysexits.h: the mail server keeps the notification and tries again


class Command(BaseCommand):
    help = "Lit un avis d’échec (RFC 3464) sur l’entrée standard, et marque le courriel et l’adresse dont il parle."

    def handle(self, *args: Any, **options: Any) -> None:
        brut = sys.stdin.buffer.read(TAILLE_MAX)
        # The rest is read too: a mail server whose pipe breaks would call that a failure.
        while sys.stdin.buffer.read(TAILLE_MAX):
            pass
        try:
            self.stdout.write(appliquer_retour(brut, now=timezone.now()))
        except DatabaseError as erreur:
            self.stderr.write(f"La base ne répond pas : {erreur}")
            sys.exit(EX_TEMPFAIL)
