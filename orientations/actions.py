"""The one thing that an orientation writes."""

import re
from datetime import date

from ateliers.models import Offre
from ateliers.nomenclature import PUBLICS, THEMES
from orientations.models import Canal, Orientation
from structures.models import Commune

_CODE_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")


def noter_orientation(
    offre: Offre, *, canal: str, theme: str = "", public: str = "", commune: str = "", jour: date
) -> Orientation | None:
    """Record that somebody was sent to an activity; None for a channel that does not exist.

    A need, an audience or a commune that is not one is recorded as not stated; an activity with one need only says it.
    """
    if canal not in Canal.values:
        return None
    if theme not in THEMES:
        seuls = THEMES.codes(offre.themes)
        theme = seuls[0] if len(seuls) == 1 else ""
    return Orientation.objects.create(
        jour=jour,
        theme=theme,
        public=public if public in PUBLICS else "",
        # Five digits or letters: PostgreSQL would refuse a NUL with an error.
        commune=Commune.objects.filter(code_insee=commune).first() if _CODE_INSEE.fullmatch(commune) else None,
        offre=offre,
        canal=canal,
    )
