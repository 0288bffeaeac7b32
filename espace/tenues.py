"""The sessions that an activity held in a year: its rule, as it was then, and what somebody did to its sessions.

Pure functions of what is loaded: no query, no clock. The directory keeps eight weeks of sessions, not a year: the rule
gives the others again, with the hours in force at each date, read in the history.
"""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ateliers.models import Offre, Seance
from ateliers.seances import occurrences
from core.travailleur import PARIS
from structures.cycle import Etat

UN_JOUR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Version:
    """What the rule of an activity was, from one day on."""

    des: date
    horaires: str
    horaires_ancre: date | None
    suit_le_lieu: bool
    debut: date | None
    fin: date | None
    etat: str
    suspendu_jusqu_au: date | None

    @property
    def dit_des_heures(self) -> bool:
        return bool(self.horaires or self.suit_le_lieu) and self.etat in (Etat.PUBLIE, Etat.SUSPENDU)


@dataclass(frozen=True, slots=True)
class Tenues:
    """The sessions held; `connue_des` is the day since which the directory knows the hours."""

    seances: int
    minutes: int
    connue_des: date | None
    close_le: date | None = None

    def __bool__(self) -> bool:
        return self.seances > 0


RIEN = Tenues(0, 0, None)


def tenues(
    offre: Offre, versions: Sequence[Version], touchees: Iterable[Seance], *, annee: int, now: datetime
) -> Tenues:
    """Return what this activity held in a civil year, up to `now`.

    `versions` are in order, the last one in force; `touchees` are its cancelled and moved sessions. Before the first
    hours that the directory knows, those are taken as true: from the stated beginning, else from 1 January of that
    year, never before.
    """
    utiles = _depuis_les_premieres_heures(versions)
    if not utiles:
        return RIEN
    connue_des = utiles[0].des
    debut_annee = date(annee, 1, 1)
    jusqu_au = min(date(annee, 12, 31), now.astimezone(PARIS).date())
    if connue_des > jusqu_au and not (offre.debut and offre.debut <= jusqu_au):
        return Tenues(0, 0, connue_des)
    prevues: dict[str, tuple[datetime, datetime]] = {}
    for des, au, version in _morceaux(utiles, debut_annee, jusqu_au):
        for i in occurrences(_a_cette_date(offre, version), des, au):
            prevues[i.debut.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M")] = (i.debut, i.fin)
    for seance in touchees:
        prevues.pop(seance.origine, None)
        if seance.statut == Seance.Statut.DEPLACEE and seance.jour.year == annee:
            prevues[f"{seance.origine} déplacée"] = (seance.debut, seance.fin)
    passees = [(debut, fin) for debut, fin in prevues.values() if fin <= now]
    minutes = sum(round((fin - debut).total_seconds() / 60) for debut, fin in passees)
    return Tenues(len(passees), minutes, connue_des, _close_le(utiles, annee))


def _depuis_les_premieres_heures(versions: Sequence[Version]) -> Sequence[Version]:
    """Drop the drafts and the hours not yet stated: they say nothing of what took place."""
    premiere = next((i for i, v in enumerate(versions) if v.dit_des_heures), None)
    return versions[premiere:] if premiere is not None else []


def _morceaux(versions: Sequence[Version], debut: date, fin: date) -> Iterable[tuple[date, date, Version]]:
    """Cut [debut, fin] into the stretches during which one version held; the first one also held before."""
    for rang, version in enumerate(versions):
        suivante = versions[rang + 1].des if rang + 1 < len(versions) else date.max
        des = debut if rang == 0 else max(debut, version.des)
        au = min(fin, suivante - UN_JOUR)
        if version.etat == Etat.SUSPENDU and version.suspendu_jusqu_au:
            # What came before the suspension is the version before; a first version knows no before.
            des = max(des, version.suspendu_jusqu_au)
        if version.dit_des_heures and des <= au:
            yield des, au, version


def _a_cette_date(offre: Offre, version: Version) -> Offre:
    alors = copy.copy(offre)
    alors.horaires, alors.horaires_ancre = version.horaires, version.horaires_ancre
    alors.suit_le_lieu = version.suit_le_lieu
    # The period is a fact about the activity, not about what was known: the latest word counts.
    return alors


def _close_le(versions: Sequence[Version], annee: int) -> date | None:
    """Return the day of that year when the activity was closed, if it still is."""
    fin = None
    for version in versions:
        finie = version.etat in (Etat.CLOS, Etat.ARCHIVE)
        fin = (fin or version.des) if finie else None
    return fin if fin and fin.year == annee else None
