"""The closed lists, as the fields and the parameters use them."""

from typing import Any

from django.db.models import TextChoices

from ateliers.nomenclature import (
    ACCES,
    JOURS,
    JOURS_LABELS,
    LANGUES,
    METIERS,
    MOMENTS,
    MOMENTS_LABELS,
    NIVEAUX,
    POSTURES,
    PUBLICS,
    THEMES,
    Dispo,
    Mode,
    Nature,
    Tarif,
)
from core.masques import Nomenclature
from structures.nomenclature import ACCESSIBILITES
from structures.nomenclature import Nature as NatureStructure
from structures.typologies import GROUPES

LISTES: dict[str, Nomenclature | type[TextChoices] | tuple[tuple[str, str], ...]] = {
    "themes": THEMES,
    "publics": PUBLICS,
    "postures": POSTURES,
    "niveaux": NIVEAUX,
    "langues": LANGUES,
    "metiers": METIERS,
    "acces": ACCES,
    "natures": Nature,
    "modes": Mode,
    "tarifs": Tarif,
    "disponibilites": Dispo,
    "accessibilites": ACCESSIBILITES,
    "natures_de_structure": NatureStructure,
    "types_de_lieu": GROUPES,
    "jours": tuple(zip(JOURS, JOURS_LABELS, strict=True)),
    "moments": tuple(zip(MOMENTS, MOMENTS_LABELS, strict=True)),
}


def termes(nom: str) -> list[dict[str, str]]:
    """Return the terms of a list; KeyError when there is none of this name."""
    liste = LISTES[nom]
    if isinstance(liste, Nomenclature):
        paires = liste.choices()
    else:
        paires = [(str(c), str(t)) for c, t in (liste if isinstance(liste, tuple) else liste.choices)]
    return [{"code": code, "libelle": libelle} for code, libelle in paires]


def tous() -> list[dict[str, Any]]:
    return [{"nom": nom, "termes": termes(nom)} for nom in LISTES]
