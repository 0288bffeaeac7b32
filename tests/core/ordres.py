"""What a write asks of the database, and when it asks for a count of its tables."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

DEMANDE = {"postgresql": "ANALYZE", "sqlite": "PRAGMA optimize"}[connection.vendor]


def demandes(faire):
    """Return the statements of `faire`, and the places of those that ask for a count."""
    with CaptureQueriesContext(connection) as vues:
        faire()
    ordres = [q["sql"] for q in vues.captured_queries]
    return ordres, [n for n, o in enumerate(ordres) if o.startswith(DEMANDE)]
