"""Run `manage.py travailler` until it kills itself, as by SIGKILL, at a named point of its n-th mail.

Started by test_travailleur_tue.py as a process of its own; the points are between two instructions, where a kill at a
random moment would fall once in a thousand runs.
"""

import os
import signal
import smtplib
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

POINTS = ("avant la prise", "après la prise", "pendant DATA", "après le 250", "après l’écriture")


def mourir(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def au(rang: int, original: Callable, *, avant: Callable | None = None, apres: Callable | None = None) -> Callable:
    """Return the function, that calls `avant` before or `apres` after its n-th call."""
    appels = count(1)

    def enveloppe(*args: Any, **kwargs: Any) -> Any:
        touche = next(appels) == rang
        if touche and avant:
            avant(*args)
        resultat = original(*args, **kwargs)
        if touche and apres:
            apres()
        return resultat

    return enveloppe


def couper(connexion: smtplib.SMTP, _message: Any) -> None:
    """Send the beginning of a message, and die."""
    connexion.docmd("data")
    connexion.send(b"Subject: coup")
    mourir()


def piege(point: str, rang: int) -> None:
    from comptes import envoi

    match point:
        case "avant la prise":
            envoi._prendre = au(rang, envoi._prendre, avant=mourir)
        case "après la prise":
            envoi._prendre = au(rang, envoi._prendre, apres=mourir)
        case "pendant DATA":
            smtplib.SMTP.data = au(rang, smtplib.SMTP.data, avant=couper)
        case "après le 250":
            smtplib.SMTP.data = au(rang, smtplib.SMTP.data, apres=mourir)
        case "après l’écriture":
            envoi._ecrire = au(rang, envoi._ecrire, apres=mourir)


if __name__ == "__main__":
    import django

    django.setup()
    piege(sys.argv[1], int(sys.argv[2]))
    from django.core.management import call_command

    call_command("travailler", "--pause", "0.05")
