"""Run `manage.py travailler` until it kills itself, as by SIGKILL, at a named point of its n-th slice.

Started by test_import_tue.py as a process of its own: a kill at a random moment would seldom fall between two writes.
"""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

POINTS = ("avant les lignes", "avant la mémoire", "avant la fin", "après la fin", "avant l’effacement")


def mourir(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def au(rang: int, original: Callable, quoi: Callable = mourir) -> Callable:
    """Return the function, that calls `quoi` before its n-th call."""
    appels = count(1)

    def enveloppe(*args: Any, **kwargs: Any) -> Any:
        if next(appels) == rang:
            quoi()
        return original(*args, **kwargs)

    return enveloppe


def piege(point: str, rang: int) -> None:
    from echanges import annulation, application, taches

    match point:
        case "avant les lignes":
            application.enregistrer_lot = au(rang, application.enregistrer_lot)
        case "avant la mémoire":
            application._Ecrivain._memoriser = au(rang, application._Ecrivain._memoriser)  # type: ignore[method-assign]
        case "avant la fin":
            application._noter_disparues = au(1, application._noter_disparues)
        case "après la fin":
            taches._ranger = au(1, taches._ranger)
        case "avant l’effacement":
            annulation.effacer_creations = au(rang, annulation.effacer_creations)


if __name__ == "__main__":
    import django

    django.setup()
    piege(sys.argv[1], int(sys.argv[2]))
    from django.core.management import call_command

    call_command("travailler", "--une-fois")
