"""One need that was understood in a question; `conditions.repond` says which activities answer it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Besoin:
    """One need: an activity answers it by one theme, function or nature, or by holding all of these words.

    `entiers` are words of three letters or fewer, to be held whole: « caf » is not the beginning of « café ».
    """

    themes: int = 0
    metiers: int = 0
    natures: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    entiers: tuple[str, ...] = ()
