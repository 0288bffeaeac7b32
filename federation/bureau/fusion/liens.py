"""What may be attached to a structure or a place: read from the models, so that a new one is never forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from core.historique import Operation
from structures.models import LieuxDistincts, StructuresDistinctes

# What somebody said of two cards stays said of those two cards.
RESTENT: tuple[type[models.Model], ...] = (LieuxDistincts, StructuresDistinctes)


@dataclass(frozen=True, slots=True)
class Lien:
    """A column by which rows are attached to a card, or to what hangs on it by its key."""

    modele: type[models.Model]
    champ: models.ForeignKey

    @property
    def cle(self) -> str:
        return f"{self.modele._meta.label_lower}.{self.champ.name}"


@cache
def annexes_de(racine: type[models.Model]) -> tuple[type[models.Model], ...]:
    """Return what hangs on a card by its own key: a centre, a partner, an equipment."""
    return tuple(
        modele
        for modele in _modeles()
        if isinstance(modele._meta.pk, models.OneToOneField) and modele._meta.pk.related_model is racine
    )


@cache
def liens_vers(racine: type[models.Model]) -> tuple[Lien, ...]:
    """Return every column of every table that points to a card or to one of its annexes, annexes themselves aside."""
    cibles = {racine, *annexes_de(racine)}
    return tuple(
        Lien(modele, champ)
        for modele in _modeles()
        for champ in modele._meta.concrete_fields
        if isinstance(champ, models.ForeignKey) and champ.related_model in cibles and not champ.primary_key
    )


def _modeles() -> Iterator[type[models.Model]]:
    for modele in apps.get_models(include_auto_created=True):
        historique = issubclass(modele, Operation)
        if modele._meta.managed and not modele._meta.proxy and not historique and modele not in RESTENT:
            yield modele


def deja_pris(lien: Lien, garde: Any, autre: Any) -> set[Any]:
    """Return the keys of the rows of `autre` whose place is taken at `garde`: the database would refuse them there.

    Unique constraints are read from the model; a row that names both cards would name the same one twice.
    """
    modele, champ = lien.modele, lien.champ
    lignes = modele._base_manager.filter(**{champ.attname: autre.pk})
    pris: set[Any] = set()
    for noms, condition in _unicites(modele):
        if champ.name not in noms:
            continue
        autres = [modele._meta.get_field(n).attname for n in noms if n != champ.name]  # type: ignore[union-attr]
        base = modele._base_manager.filter(condition)
        la = set(base.filter(**{champ.attname: garde.pk}).order_by("pk").values_list(*(autres or ["pk"])))
        for pk, *valeurs in base.filter(pk__in=lignes.values("pk")).order_by("pk").values_list("pk", *autres):
            if (not autres and la) or (autres and None not in valeurs and tuple(valeurs) in la):
                pris.add(pk)
    for champ_jumeau in modele._meta.concrete_fields:
        jumeau = isinstance(champ_jumeau, models.ForeignKey) and champ_jumeau.related_model is champ.related_model
        if jumeau and champ_jumeau != champ:
            deux = lignes.filter(**{f"{champ_jumeau.attname}__in": [garde.pk, autre.pk]})
            pris |= set(deux.order_by("pk").values_list("pk", flat=True))
    return pris


def _unicites(modele: type[models.Model]) -> Iterator[tuple[tuple[str, ...], models.Q]]:
    for contrainte in modele._meta.constraints:
        if isinstance(contrainte, models.UniqueConstraint) and contrainte.fields:
            yield tuple(contrainte.fields), contrainte.condition or models.Q()
    for noms in modele._meta.unique_together:
        yield tuple(noms), models.Q()
    for champ in modele._meta.concrete_fields:
        if champ.unique and not champ.primary_key:
            yield (champ.name,), models.Q()
