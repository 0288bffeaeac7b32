"""Stop a query that lasts: what a visitor may ask must cost no more than so many seconds of the database."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# SQLite asks whether to go on each time it has taken so many steps: a millisecond or so.
PAS = 20_000


class TropLong(Exception):
    """The time given is over."""


@contextmanager
def au_plus(connexion: BaseDatabaseWrapper, secondes: float) -> Iterator[None]:
    """Raise TropLong when the queries of the block last longer than that; the block reads, and writes nothing."""
    fin = time.monotonic() + secondes
    try:
        if connexion.vendor == "postgresql":
            # In a transaction: the setting ends with it, whoever shares the connection.
            with transaction.atomic(using=connexion.alias), connexion.cursor() as curseur:
                curseur.execute(f"SET LOCAL statement_timeout = {max(1, round(secondes * 1000))}")
                yield
                curseur.execute("SET LOCAL statement_timeout = DEFAULT")
        else:
            connexion.ensure_connection()
            connexion.connection.set_progress_handler(lambda: time.monotonic() > fin, PAS)
            try:
                yield
            finally:
                connexion.connection.set_progress_handler(None, PAS)
    except OperationalError as erreur:
        if time.monotonic() > fin:
            raise TropLong from erreur
        raise
