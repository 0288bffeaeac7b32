"""Have the database count its rows again after a large write: its planner goes by what it last counted.

PostgreSQL counts by itself a minute or so later, and never what a transaction has not committed; SQLite never does.
Meanwhile a page may take the plan of an empty table. A small write changes nothing that matters, and asks for nothing.
"""

import logging

from django.db import DatabaseError, connection, transaction

journal = logging.getLogger(__name__)

BEAUCOUP = 1000  # rows
# SQLite reads so many rows of each index, whatever its size: some tens of milliseconds under its write lock.
LIGNES_LUES = 400


def apres_ecriture(lignes: int) -> None:
    """Ask for a count when so many rows have just been written; inside a transaction it sees what that one wrote.

    It only helps: a database that refuses is told in the log, and what was written stays written.
    """
    if lignes < BEAUCOUP:
        return
    try:
        # A savepoint: in somebody else's transaction, a refusal must not spoil it.
        with transaction.atomic():
            _compter()
    except DatabaseError:
        journal.exception("le compte des tables n’a pas pu être refait")


def _compter() -> None:
    with connection.cursor() as curseur:
        if connection.vendor == "postgresql":
            # Our tables only: the others are not ours to count, and the server would say so once for each.
            tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
            curseur.execute("ANALYZE " + ", ".join(connection.ops.quote_name(t) for t in sorted(tables)))
        else:
            curseur.execute(f"PRAGMA analysis_limit = {LIGNES_LUES}")
            curseur.execute("PRAGMA optimize")
