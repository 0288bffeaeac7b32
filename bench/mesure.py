"""Time several ways of doing a thing in turn, so that a busy machine slows them alike."""

import gc
import time
from collections.abc import Callable
from statistics import median
from typing import Any

Chrono = Callable[[], float]


def entrelacer(
    essais: dict[str, Callable[[], Any]], *, tours: int, chrono: Chrono = time.perf_counter
) -> dict[str, float]:
    """Return the median duration of each try, in seconds; each is run once before, unmeasured.

    One try may need many runs to be longer than the clock's step: see `repete`.
    """
    for essai in essais.values():
        essai()
    durees: dict[str, list[float]] = {nom: [] for nom in essais}
    noms = list(essais)
    gc.collect()
    for tour in range(tours):
        # Not always in the same order: what one leaves in the caches is not always the same one's gain.
        for nom in noms[tour % len(noms) :] + noms[: tour % len(noms)]:
            debut = chrono()
            essais[nom]()
            durees[nom].append(chrono() - debut)
    return {nom: median(valeurs) for nom, valeurs in durees.items()}


def repete(essai: Callable[[], Any], fois: int) -> Callable[[], None]:
    """Return a try that does it several times."""

    def faire() -> None:
        for _ in range(fois):
            essai()

    return faire
