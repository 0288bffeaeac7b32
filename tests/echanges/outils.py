"""Make a journal row the way an import does."""

from datetime import datetime

from comptes.models import Federation
from echanges.application import appliquer
from echanges.comparaison import comparer
from echanges.lecture import lire
from echanges.models import Import


def creer_import(federation: Federation, *, now: datetime) -> Import:
    """Apply a file of one row that is refused: a journal row, and nothing else is written."""
    fichier = lire(b"id,nom,commune,code_postal,adresse\nj-01,,,,\n", "journal.csv")
    diff = comparer(fichier, federation=federation, source="journal", now=now)
    return appliquer(diff, federation=federation, by=None, now=now, fini=now)
