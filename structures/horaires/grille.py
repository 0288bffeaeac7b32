"""Hold hours as somebody draws them: a week, a rhythm, holidays, one season. And write them as a string.

A grid says less than a string, and says it all: whatever a grid holds is computed, and told in one sentence.
Reading a string back is `lecture_grille.grille_de`.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from structures.horaires.conditions import IMPAIRES, PAIRES
from structures.horaires.ecriture import write
from structures.horaires.grammaire import Clause, Dates, Jours, Programme
from structures.horaires.mots import JOURS, de_minute
from structures.horaires.regle import valider
from structures.horaires.valeurs import MINUIT, HorairesInvalides, Plage, merge

Rythme = Literal["toutes", "paires", "impaires", "quinzaine", "mois"]
Vacances = Literal["", "hors", "seulement"]
Semaine = tuple[tuple[Plage, ...], ...]
Quantieme = tuple[int, int]  # month, day

VIDE: Semaine = ((),) * 7
RANGS = (1, 2, 3, 4, -1)
CRENEAUX_MAX = 12
_BISSEXTILE = 2024
DEMI_ANNEE = 183
_SEMAINES = {"paires": ((2, 52, 2),), "impaires": ((1, 53, 2),)}


@dataclass(frozen=True)
class Saison:
    """The same days of every year, both included, that have hours of their own; none at all means closed."""

    debut: Quantieme
    fin: Quantieme
    semaine: Semaine = VIDE

    @property
    def autrement(self) -> "Saison":
        """Give the rest of the year, closed."""
        return Saison(_after(self.fin), _before(self.debut))

    @property
    def duree(self) -> int:
        """Count its days, in a leap year."""
        return (_day(self.fin) - _day(self.debut)).days % 366 + 1


@dataclass(frozen=True)
class Grille:
    """Hours as they are drawn. `rangs` go with the rhythm "mois", `ancre` with "quinzaine"."""

    semaine: Semaine = VIDE
    rythme: Rythme = "toutes"
    rangs: tuple[int, ...] = ()
    ancre: date | None = None
    vacances: Vacances = ""
    hors_feries: bool = False
    saison: Saison | None = None

    @property
    def vide(self) -> bool:
        """Tell whether it opens at no time."""
        return not any(self.semaine) and not (self.saison and any(self.saison.semaine))


def normaliser(grille: Grille) -> Grille:
    """Give the one form of a grid among those that open alike; raise HorairesInvalides, in French."""
    semaine = _week(grille.semaine)
    saison = _season(grille.saison)
    if saison and (saison.duree > DEMI_ANNEE or (saison.duree == DEMI_ANNEE and not any(semaine))):
        # The longer part of the year is the ordinary one.
        semaine, saison = saison.semaine, replace(saison.autrement, semaine=semaine)
    if not any(semaine) and not (saison and any(saison.semaine)):
        return Grille()
    if saison and saison.semaine == semaine:
        saison = None
    if grille.rythme == "quinzaine" and grille.ancre is None:
        raise HorairesInvalides("Tous les 14 jours : dites à partir de quel jour.")
    rangs = tuple(rang for rang in RANGS if rang in grille.rangs) if grille.rythme == "mois" else ()
    if grille.rythme == "mois" and not rangs:
        raise HorairesInvalides("Chaque mois : dites quelles semaines du mois, par exemple la première.")
    return replace(
        grille,
        semaine=semaine,
        rangs=rangs,
        ancre=grille.ancre if grille.rythme == "quinzaine" else None,
        saison=saison,
    )


def osm_de(grille: Grille) -> tuple[str, date | None]:
    """Write a grid: the string in its usual form, and the anchor; raise HorairesInvalides, in French."""
    grille = normaliser(grille)
    if grille.vide:
        return "", None
    saison = grille.saison
    shut = saison is not None and not any(saison.semaine)
    clauses = _openings(grille, grille.semaine, _dates(saison.autrement) if saison and not shut else ())
    if saison:
        clauses += (
            [Clause(dates=_dates(saison), ferme=True)] if shut else _openings(grille, saison.semaine, _dates(saison))
        )
    if grille.hors_feries:
        clauses.append(Clause(feries=("PH",), ferme=True))
    if grille.vacances == "hors":
        clauses.append(Clause(feries=("SH",), ferme=True))
    return _checked(write(Programme(tuple(clauses)))), grille.ancre


def _checked(osm: str) -> str:
    try:
        return valider(osm)
    except HorairesInvalides as refused:
        if "trop longs" in str(refused):
            raise HorairesInvalides("Trop de créneaux différents : rapprochez les heures de plusieurs jours.") from None
        raise


def _openings(grille: Grille, semaine: Semaine, dates: tuple[Dates, ...]) -> list[Clause]:
    """Write one clause for the days that share their hours, in the order of the week."""
    groups: dict[tuple[Plage, ...], list[int]] = {}
    for weekday, plages in enumerate(semaine):
        if plages:
            groups.setdefault(plages, []).append(weekday)
    only = grille.vacances == "seulement"
    return [
        Clause(
            dates=dates,
            semaines=_SEMAINES.get(grille.rythme, ()),
            feries=("SH",) if only else (),
            lien="et" if only else "",
            jours=tuple(_runs(days)) if not grille.rangs else tuple(Jours(d, d, grille.rangs) for d in days),
            plages=plages,
        )
        for plages, days in groups.items()
    ]


def _runs(days: list[int]) -> Iterable[Jours]:
    """Cut sorted weekdays into ranges; a run of two is two days, as people write it."""
    while days:
        length = 1
        while length < len(days) and days[length] == days[0] + length:
            length += 1
        length = length if length > 2 else 1
        yield Jours(days[0], days[length - 1])
        days = days[length:]


def parite(numeros: frozenset[int]) -> Rythme | None:
    """Give the rhythm of some ISO weeks: even, odd, or none that a grid draws."""
    if not numeros:
        return "toutes"
    return "paires" if numeros == PAIRES else "impaires" if numeros == IMPAIRES else None


def bornes(dates: tuple[Dates, ...]) -> tuple[Quantieme, Quantieme] | None:
    """Give the first and last day of a range that comes every year; None for the others.

    A bound on 28 or 29 February that leap years would move is no bound of a season.
    """
    if any(d.annee is not None for d in dates):
        return None
    ends = [((d.mois, d.jour or 1), (d.mois_fin, d.jour_fin or _last_day(d.mois_fin))) for d in dates]
    if len(ends) == 2 and ends[0][1] == (12, 31) and ends[1][0] == (1, 1):
        ends = [(ends[0][0], ends[1][1])]
    if len(ends) != 1:
        return None
    (debut, fin) = ends[0]
    return None if fin == (2, 28) or debut == (2, 29) else (debut, fin)


def _dates(saison: Saison) -> tuple[Dates, ...]:
    """Write a season as whole months whenever it is made of them."""
    (m1, j1), (m2, j2) = saison.debut, saison.fin
    if m1 == m2 and j1 > j2:
        # « Jul 25-Jul 5 » reads like a mistake: the end of the year, then its start.
        return Dates(None, m1, j1, None, 12, 31), Dates(None, 1, 1, None, m2, j2)
    whole = j1 == 1 and j2 == _last_day(m2)
    return (Dates(None, m1, None if whole else j1, None, m2, None if whole else j2),)


def _week(semaine: Semaine) -> Semaine:
    return tuple(_day_slots(weekday, plages) for weekday, plages in enumerate(semaine))


def _day_slots(weekday: int, plages: tuple[Plage, ...]) -> tuple[Plage, ...]:
    for plage in plages:
        if not 0 <= plage.debut < plage.fin <= MINUIT:
            raise HorairesInvalides(f"{JOURS[weekday].capitalize()}, {a_l_envers(plage)}")
    merged = merge(plages)
    if len(merged) > CRENEAUX_MAX:
        raise HorairesInvalides(f"{JOURS[weekday].capitalize()} : {CRENEAUX_MAX} créneaux au plus dans une journée.")
    return merged


def a_l_envers(plage: Plage) -> str:
    """Say that a slot ends before it starts."""
    said = f"{de_minute(plage.debut)} – {de_minute(plage.fin, fin=True)}"
    if plage.debut == plage.fin:
        return f"{said} : le début et la fin sont à la même heure."
    return f"{said} : la fin vient avant le début."


def _season(saison: Saison | None) -> Saison | None:
    if saison is None:
        return None
    # Each year has its end of February, the 28th or the 29th; the day after is in March.
    fin = (2, 29) if saison.fin == (2, 28) else saison.fin
    debut = (3, 1) if saison.debut == (2, 29) else saison.debut
    for mois, jour in (debut, fin):
        if not (1 <= mois <= 12 and 1 <= jour <= _last_day(mois)):
            raise HorairesInvalides("La période : ce jour n’existe pas dans le calendrier.")
    if _after(fin) == debut:
        raise HorairesInvalides("La période couvre toute l’année : donnez plutôt ces heures à la semaine.")
    if debut[0] == fin[0] and debut[1] > fin[1]:
        raise HorairesInvalides("La période : la fin vient avant le début.")
    return Saison(debut, fin, _week(saison.semaine))


def _last_day(mois: int) -> int:
    return monthrange(_BISSEXTILE, mois)[1]


def _day(quantieme: Quantieme) -> date:
    return date(_BISSEXTILE, *quantieme)


def _after(quantieme: Quantieme) -> Quantieme:
    following = _day(quantieme) + timedelta(days=1)
    return following.month, following.day


def _before(quantieme: Quantieme) -> Quantieme:
    # 1 January 2024 is followed backwards by 31 December: the year does not matter.
    previous = _day(quantieme) - timedelta(days=1)
    return previous.month, previous.day


def se_touchent(plages: tuple[Plage, ...]) -> bool:
    """Tell whether some slots touch or overlap: they will be one."""
    return any(after.debut <= before.fin for before, after in pairwise(sorted(plages)))
