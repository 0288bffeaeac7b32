"""Hold the values that the hours engine takes and gives. No clock, no model: plain frozen objects."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MINUIT = 24 * 60


class HorairesInvalides(ValueError):
    """Say in French what is wrong with hours, and what to write instead."""


class Plage(NamedTuple):
    """One opening inside a day, in minutes since local midnight; `fin` passes 1440 after midnight."""

    debut: int
    fin: int


@dataclass(frozen=True)
class Intervalle:
    """One opening: two aware datetimes in Europe/Paris, `fin` after `debut`."""

    debut: datetime
    fin: datetime


@dataclass(frozen=True)
class Fermee:
    """Days on which nothing opens, both included."""

    debut: date
    fin: date
    motif: str = ""


@dataclass(frozen=True)
class Ouverture:
    """Hours added on some days, both included: they win over closures, holidays and the period.

    `heures` is written "09:00-12:00,14:00-17:00".
    """

    debut: date
    fin: date
    heures: str
    motif: str = ""


@dataclass(frozen=True)
class Regle:
    """Everything that decides when a place or an activity is open.

    `ancre` is « tous les 14 jours à partir du … »: only the weeks (Monday to Sunday) at an even distance
    from the anchor's own, and nothing before the anchor. Week parity is another thing, written in `osm`.
    """

    osm: str
    ancre: date | None = None
    zone_scolaire: str = "C"
    departement: str = "94"
    periode_debut: date | None = None
    periode_fin: date | None = None
    fermetures: tuple[Fermee, ...] = ()
    ouvertures: tuple[Ouverture, ...] = ()


def minutes(t: time) -> int:
    """Give the minutes since midnight."""
    return t.hour * 60 + t.minute


def merge(plages: "list[Plage] | tuple[Plage, ...]") -> tuple[Plage, ...]:
    """Sort, and join what touches or overlaps."""
    joined: list[Plage] = []
    for plage in sorted(plages):
        if joined and plage.debut <= joined[-1].fin:
            joined[-1] = Plage(joined[-1].debut, max(joined[-1].fin, plage.fin))
        else:
            joined.append(plage)
    return tuple(joined)
