"""The night's work on figures."""

from datetime import datetime

from comptes.models import Federation
from core.registre import quotidien
from core.textes import accord
from core.travailleur import PARIS
from statistiques.instantanes import figer


@quotidien("instantanés")
def figer_le_mois(now: datetime) -> str:
    """Count each federation once a month."""
    today = now.astimezone(PARIS).date()
    chiffres = sum(figer(federation, today) for federation in Federation.objects.order_by("pk"))
    return f"{accord(chiffres, 'chiffre gardé', 'chiffres gardés')} pour le mois"
