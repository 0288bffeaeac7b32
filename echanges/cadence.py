"""Write much without keeping others waiting: slices that adapt to the machine, and a breath between two."""

import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db import connection

DEPART = 10  # things in the first slice: nobody knows yet what the machine can do
MINIMUM = 5
DUREE = 0.7  # seconds that a slice should last at most: one open write blocks every other on SQLite
# Who waits for SQLite asks again every tenth of a second: a writer that never lets go longer would starve them.
SOUFFLE = 0.12

Chose = TypeVar("Chose")


def laisser_passer() -> None:
    """Let those who wait to write go first, between two slices."""
    if connection.vendor == "sqlite":
        time.sleep(SOUFFLE)


class Cadence:
    """Cut sequences into slices of at most `tranche`, fewer when the one before lasted more than DUREE.

    The caller writes each slice, in one transaction, before it asks for the next one.
    """

    def __init__(self, tranche: int) -> None:
        self.tranche, self.taille, self.commencee = tranche, min(DEPART, tranche), False

    def couper(self, choses: Sequence[Chose]) -> Iterator[Sequence[Chose]]:
        """Give the slices of a sequence, with a breath before each but the very first."""
        debut = 0
        while debut < len(choses):
            if self.commencee:
                laisser_passer()
            self.commencee = True
            lot = choses[debut : debut + self.taille]
            debut += len(lot)
            depart = time.monotonic()
            yield lot
            possible = int(len(lot) * DUREE / max(time.monotonic() - depart, 0.01))
            self.taille = min(self.tranche, max(MINIMUM, possible))
