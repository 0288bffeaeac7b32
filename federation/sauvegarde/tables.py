"""Which tables a backup holds, and each value as JSON writes it."""

import base64
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

# Left out, each with its reason. A meta-test fails on a table that is neither here nor in the file.
EXCLUES = {
    "admin.LogEntry": "names content types by numbers that differ from one database to another",
    "auth.Group_permissions": "names permissions by numbers that `migrate` gives",
    "auth.Permission": "written by `migrate`",
    "axes.AccessAttempt": "wrong passwords of the last quarter of an hour",
    "axes.AccessAttemptExpiration": "wrong passwords of the last quarter of an hour",
    "axes.AccessFailureLog": "wrong passwords of the last quarter of an hour",
    "axes.AccessLog": "not kept by this site",
    "comptes.Session": "everybody signs in again",
    "comptes.Utilisateur_user_permissions": "names permissions by numbers that `migrate` gives",
    "contenttypes.ContentType": "written by `migrate`",
    "core.Compteur": "counters of the last hour",
    "core.Presence": "when this machine's worker was seen",
    "core.Verrou": "what another machine was doing",
    "recherche.Bloc": "the cells of the map, made again by the worker",
    "recherche.Pyramide": "the cells of the map, made again by the worker",
}


def tables() -> list[type[models.Model]]:
    """Return the models that a backup holds, in a fixed order."""
    tous = apps.get_models(include_auto_created=True)
    gardes = [m for m in tous if m._meta.managed and not m._meta.proxy and m._meta.label not in EXCLUES]
    return sorted(gardes, key=lambda m: m._meta.label)


def colonnes(modele: type[models.Model]) -> list[Any]:
    """Return the columns that are written: the database computes the others."""
    return [f for f in modele._meta.concrete_fields if not f.generated]


def en_json(champ: Any, valeur: Any) -> Any:
    """Return the value of a column as JSON holds it, to the microsecond and to the last bit."""
    match valeur:
        case None | bool() | int() | float() | str() | list() | dict():
            return valeur
        case datetime() | date() | time():
            return valeur.isoformat()
        case timedelta():
            return valeur.total_seconds()
        case UUID() | Decimal():
            return str(valeur)
        case bytes() | memoryview():
            return base64.b64encode(bytes(valeur)).decode("ascii")
    return champ.get_prep_value(valeur)  # an object of the field's own: a telephone number


def de_json(champ: Any, valeur: Any) -> Any:
    """Return the value of a column, from what the file says; ValueError or ValidationError when it cannot be."""
    if valeur is None:
        return None
    if isinstance(champ, models.DurationField):
        return timedelta(seconds=valeur)
    if isinstance(champ, models.ForeignKey):
        return champ.target_field.to_python(valeur)
    return champ.to_python(valeur)
