"""History with one operation id per save or import, written by the one writer and by nobody else.

django-simple-history listens to signals: a bulk write would escape it and a row would be written twice. Here its
tables and managers are kept, its listeners are not: `noter` writes the rows.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core.voies import Voie


class Operation(models.Model):
    """What every historical row adds to the fields it copies."""

    operation = models.UUIDField("opération", db_index=True)
    voie = models.CharField("voie", max_length=10, choices=Voie.choices)

    class Meta:
        abstract = True


class Historique(HistoricalRecords):
    """Historical records that no signal writes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("bases", (Operation,))
        kwargs.setdefault("user_db_constraint", True)
        super().__init__(**kwargs)

    def post_save(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing: `noter` does."""

    def post_delete(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing: `noter` does."""

    def pre_delete(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing: `noter` does."""


TYPES = {"cree": "+", "change": "~", "supprime": "-"}


def noter(objets: Iterable[Any], *, type_: str, by: Any, voie: str, operation: uuid.UUID, at: Any) -> None:
    """Write one historical row per object, in bulk; `type_` is « cree », « change » or « supprime »."""
    par_modele: dict[type, list[Any]] = {}
    for objet in objets:
        par_modele.setdefault(type(objet), []).append(objet)
    for modele, lot in par_modele.items():
        historique = modele.history.model  # type: ignore[attr-defined]
        historique.objects.bulk_create(
            [
                historique(
                    history_date=at,
                    history_user=by,
                    history_type=TYPES[type_],
                    operation=operation,
                    voie=voie,
                    **{f.attname: getattr(objet, f.attname) for f in historique.tracked_fields},
                )
                for objet in lot
            ],
            batch_size=500,
        )
