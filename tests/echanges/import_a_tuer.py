"""A worker that is killed by the system at a named point of its n-th slice.

test_import_tue.py forks it, so that it need not load the project again: a kill at a random moment would seldom fall
between two writes.
"""

import os
import signal
import traceback
import warnings
from collections.abc import Callable
from itertools import count
from typing import Any

from django.core.management import call_command
from django.db import connections

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


def dans_un_processus(point: str, rang: int) -> int:
    """Run a worker that is killed at this point, and return how its process ended: minus the signal, or a code.

    It opens the database itself: connections of this process are closed before the fork, since two cannot share one.
    """
    connections.close_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child is killed before it can miss one
        enfant = os.fork()
    if enfant == 0:
        try:
            piege(point, rang)
            call_command("travailler", "--une-fois")
        except BaseException:  # noqa: BLE001  nothing of pytest runs in the child
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(enfant, 0)[1])
