"""What « Mon espace » writes in several tables at once; mails go to the outbox."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ateliers.actions import enregistrer_lot
from core.voies import Voie
from espace.models import OuvertPendant
from structures.models import Fermeture, Lieu
from structures.nomenclature import GenreFermeture


def repondre_vacances(
    lieu: Lieu, *, debut: date, fin: date, ferme: bool, motif: str, by: Any, now: datetime
) -> uuid.UUID | None:
    """Announce a closure, or remember that the place stays open; return the operation to undo, if there is one."""
    with transaction.atomic():
        if not ferme:
            OuvertPendant.objects.update_or_create(
                lieu=lieu, debut=debut, defaults={"fin": fin, "dit_a": now, "dit_par": by}
            )
            return None
        deja = Fermeture.objects.filter(lieu=lieu, genre=GenreFermeture.FERMETURE, debut=debut, fin=fin).exists()
        if deja:
            return None
        fermeture = Fermeture(lieu=lieu, genre=GenreFermeture.FERMETURE, debut=debut, fin=fin, motif=motif)
        return enregistrer_lot([fermeture], by=by, voie=Voie.ECRAN, now=now)
