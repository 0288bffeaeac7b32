"""What a fixture writes, kept to be written again at once: through the one writer, the cast costs a hundred
milliseconds, and more than half of the tests ask for it.

The first test of a process that asks writes through the one writer, and the rows are kept. The next ones get the same
rows by plain INSERT, when every one of these tables is empty as it was then; otherwise they write like the first one.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from core.models import Version

Lignes = dict[int | str, tuple]


@dataclass(frozen=True)
class Instantane:
    """The rows of each table, its columns, and what the fixture returned."""

    lignes: dict[str, list[tuple]]
    colonnes: dict[str, list[str]]
    rendu: Any


_gardes: dict[tuple[Any, ...], Instantane] = {}


def garder(ecrire: Callable[[], Any]) -> Any:
    """Return what `ecrire()` returns, its rows written: by itself the first time, copied afterwards."""
    if time_machine.escape_hatch.is_travelling():
        return ecrire()  # other dates, other rows
    cle = (ecrire.__qualname__, timezone.localdate())
    garde = _gardes.get(cle)
    if garde is None:
        avant = _photographie()
        rendu = ecrire()
        apres = _photographie()
        # What changed in a row that was there could not be written again.
        if all(apres[table].get(pk) == ligne for table, lignes in avant.items() for pk, ligne in lignes.items()):
            nouvelles = {
                table: [ligne for pk, ligne in lignes.items() if pk not in avant[table]]
                for table, lignes in apres.items()
            }
            ecrites = {table: lignes for table, lignes in nouvelles.items() if lignes}
            if not any(avant[table] for table in ecrites):
                colonnes = {table: noms for table, _, noms in _tables()}
                _gardes[cle] = Instantane(ecrites, colonnes, copy.deepcopy(rendu))
        return rendu
    if not _vides(list(garde.lignes)):
        return ecrire()
    citer = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, lignes in garde.lignes.items():
            colonnes = garde.colonnes[table]
            une = f"({', '.join(['%s'] * len(colonnes))})"
            cursor.execute(
                f"INSERT INTO {citer(table)} ({', '.join(map(citer, colonnes))}) "
                f"VALUES {', '.join([une] * len(lignes))}",
                list(chain.from_iterable(lignes)),
            )
        Version.avancer()
    return copy.deepcopy(garde.rendu)


def _tables() -> list[tuple[str, str, list[str]]]:
    """Return (table, column of its key, columns that can be written) of every model but the version of the data."""
    return [
        (
            modele._meta.db_table,
            modele._meta.pk.column,
            [f.column for f in modele._meta.local_concrete_fields if not f.generated],
        )
        for modele in apps.get_models(include_auto_created=True)
        if modele._meta.managed and not modele._meta.proxy and modele is not Version
    ]


def _photographie() -> dict[str, Lignes]:
    """Return every row of every table, by its key."""
    citer = connection.ops.quote_name
    photographie: dict[str, Lignes] = {}
    with connection.cursor() as cursor:
        for table, cle, colonnes in _tables():
            cursor.execute(f"SELECT {', '.join(map(citer, colonnes))} FROM {citer(table)}")
            rang = colonnes.index(cle)
            photographie[table] = {ligne[rang]: tuple(ligne) for ligne in cursor.fetchall()}
    return photographie


def _vides(tables: list[str]) -> bool:
    citer = connection.ops.quote_name
    unes = " UNION ALL ".join(
        f"SELECT 1 FROM (SELECT 1 FROM {citer(table)} LIMIT 1) t{n}" for n, table in enumerate(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(unes)
        return cursor.fetchone() is None
