"""The night's work on activities."""

from datetime import datetime, timedelta

from django.db import transaction

from ateliers.actions import reconstruire_par_tranches
from ateliers.models import Offre, Seance
from core.models import Version
from core.registre import quotidien
from core.travailleur import PARIS


@quotidien("séances")
def prolonger_seances(now: datetime) -> str:
    """Bring the eight weeks of sessions up to today, and drop planned ones of the past (moved or cancelled stay)."""
    today = now.astimezone(PARIS).date()
    changees = reconstruire_par_tranches(Offre.objects.exclude(visible_des=None), now=now)
    with transaction.atomic():
        vieilles = Seance.objects.filter(jour__lt=today - timedelta(days=1), statut=Seance.Statut.PREVUE)
        passees, _ = vieilles.delete()
        if passees:
            Version.avancer()
    return f"{changees} lignes mises à jour, {passees} séances passées retirées"
