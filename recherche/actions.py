"""The one thing that a search may write."""

import re
from datetime import date

from ateliers.nomenclature import THEMES
from recherche.models import RechercheVaine
from structures.models import Commune

_CODE_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")


def noter_rien_trouve(*, theme: str, commune: str, jour: date, vide: bool = False) -> RechercheVaine:
    """Record a need that found nothing; an unknown theme or commune is recorded as not stated."""
    return RechercheVaine.objects.create(
        jour=jour,
        genre=RechercheVaine.Genre.VIDE if vide else RechercheVaine.Genre.DITE,
        theme=theme if theme in THEMES else "",
        # A code is five digits or letters: PostgreSQL would refuse a NUL with an error.
        commune=Commune.objects.filter(code_insee=commune).first() if _CODE_INSEE.fullmatch(commune) else None,
    )
