"""One worker on a machine: a lock on a file, that the system frees by itself however its holder dies."""

import fcntl
from pathlib import Path
from typing import IO


def prendre_place(fichier: Path) -> IO[str] | None:
    """Take the one place that this file stands for, or return None when a living process holds it.

    Keep what is returned: the place is free again when it is closed, at the latest when the process ends.
    """
    poignee = fichier.open("a")
    try:
        fcntl.flock(poignee, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        poignee.close()
        return None
    return poignee
