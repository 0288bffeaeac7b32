"""The night's work on activities."""

from datetime import datetime, timedelta

from ateliers.actions import reconstruire
from ateliers.models import Offre, Seance
from core.models import Version
from core.registre import quotidien
from core.travailleur import PARIS


@quotidien("séances")
def prolonger_seances(now: datetime) -> str:
    """Bring the eight weeks of sessions up to today, and drop planned ones of the past (moved or cancelled stay)."""
    today = now.astimezone(PARIS).date()
    changees = reconstruire(Offre.objects.exclude(visible_des=None), now=now)
    passees, _ = Seance.objects.filter(jour__lt=today - timedelta(days=1), statut=Seance.Statut.PREVUE).delete()
    if changees or passees:
        Version.avancer()
    return f"{changees} lignes mises à jour, {passees} séances passées retirées"
