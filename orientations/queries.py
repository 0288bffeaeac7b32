"""Figures of orientations: no cell says fewer than five, nor lets it be worked out."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from ateliers.nomenclature import PUBLICS, THEMES
from core.masques import Nomenclature
from core.textes import en_nombre
from orientations.models import Canal, OrientationQuerySet

SEUIL = 5
CHAMPS = ("theme", "public", "canal", "commune", "offre", "jour__year", "jour__month")


@dataclass(frozen=True, slots=True)
class Cellule:
    """One line of a table; `nombre` is None when it is hidden: from one to four, or what would tell them."""

    cle: Any
    label: str
    nombre: int | None

    @property
    def texte(self) -> str:
        return "masqué" if self.nombre is None else en_nombre(self.nombre)


@dataclass(frozen=True, slots=True)
class Tableau:
    """Cells, the largest first, and their total; None when the total itself is from one to four."""

    cellules: list[Cellule]
    total: int | None

    @property
    def masquees(self) -> int:
        return sum(c.nombre is None for c in self.cellules)


def compter(orientations: OrientationQuerySet, par: str) -> Tableau:
    """Count orientations by one of CHAMPS, with every cell under five hidden."""
    if par not in CHAMPS:
        raise ValueError(f"Orientations are not counted by {par!r}.")
    champ = {"commune": "commune__nom", "offre": "offre__nom"}.get(par)
    cles = (par, champ) if champ else (par,)
    lignes = orientations.order_by().values(*cles).annotate(nombre=Count("pk"))
    nommer = _NOMS.get(par, str)
    effectifs: Counter[Any] = Counter()
    labels = {}
    for ligne in lignes:
        cle = ligne[par]
        effectifs[cle] += ligne["nombre"]
        labels[cle] = (ligne[champ] if champ else nommer(cle)) or "non précisé"
    return masquer(effectifs, labels)


def masquer(effectifs: Counter[Any], labels: dict[Any, str]) -> Tableau:
    """Hide every cell under five; when one alone is hidden, the next smallest too: the total would tell it."""
    rangs = sorted(effectifs, key=lambda cle: (-effectifs[cle], labels[cle]))
    caches = {cle for cle in rangs if 0 < effectifs[cle] < SEUIL}
    visibles = [cle for cle in rangs if cle not in caches]
    total = sum(effectifs.values())
    # Those hidden must add up to five at least, and be two.
    while visibles and caches and (len(caches) < 2 or sum(effectifs[c] for c in caches) < SEUIL):
        caches.add(visibles.pop())
    return Tableau(
        [Cellule(cle, labels[cle], None if cle in caches else effectifs[cle]) for cle in rangs],
        None if 0 < total < SEUIL else total,
    )


def _de(nomenclature: Nomenclature) -> Callable[[Any], str]:
    return lambda code: nomenclature[code].label if code in nomenclature else ""


_NOMS: dict[str, Callable[[Any], str]] = {
    "theme": _de(THEMES),
    "public": _de(PUBLICS),
    "canal": lambda code: str(Canal(code).label),
}
