"""The one thing that a search may write."""

from datetime import date

from ateliers.nomenclature import THEMES
from recherche.models import RechercheVaine
from structures.models import Commune


def noter_rien_trouve(*, theme: str, commune: str, jour: date) -> RechercheVaine:
    """Record a need that found nothing; an unknown theme or commune is recorded as not stated."""
    return RechercheVaine.objects.create(
        jour=jour,
        theme=theme if theme in THEMES else "",
        commune=Commune.objects.filter(code_insee=commune[:5]).first() if commune else None,
    )
