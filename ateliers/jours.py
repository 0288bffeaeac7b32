"""The days of an activity's sessions, as one whole number: search reads it before it looks for a session.

Looked for among millions, the next session of each activity that matches is most of a question in a big city. One bit
a day says that there is none, or, of the days after today, that there is one (docs/adr/0021).
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from ateliers.models import Seance
from core.travailleur import PARIS

# Days that bits tell apart: the ninth week ends before its bits are those of the first. The sign stays free.
CYCLE = 63
# Nobody has counted: every bit is set, and sessions are asked for.
INCONNUS = -1
# The writer brings the number up to date when these days, from today, are not right: once in a month for most, not
# every night. Search asks for eight of them: nights may fail for three weeks.
TENUS = 28


def bits_des_jours(jours: Iterable[date]) -> int:
    """Return the bits of these days; days `CYCLE` apart share theirs."""
    bits = 0
    for jour in jours:
        bits |= 1 << jour.toordinal() % CYCLE
    return bits


def jours_de(seances: Iterable[Seance], today: date) -> int:
    """Return the bits of the days, from today, on which these sessions are held; that of the night has two."""
    premier, bits = today.toordinal(), 0
    for seance in seances:
        if seance.statut != Seance.Statut.ANNULEE:
            fin = seance.fin.astimezone(PARIS).toordinal()
            for jour in range(max(seance.jour.toordinal(), premier), min(fin, premier + CYCLE - 2) + 1):
                bits |= 1 << jour % CYCLE
    return bits


def debut_du_jour(today: date) -> datetime:
    """Return the instant from which a session that is not over counts for today."""
    return datetime.combine(today, time(), tzinfo=PARIS)


def justes(stockes: int, attendus: int, today: date, *, inconnus: bool = False) -> bool:
    """Tell whether what is stored may be read today and for some weeks; `inconnus`, whether not to know is right."""
    if stockes == INCONNUS:
        return inconnus
    tenus = bits_des_jours(today + timedelta(days=n) for n in range(TENUS))
    return (stockes ^ attendus) & tenus == 0
