"""Read a string as a grid, or say that no grid draws it: it is then kept as it is, untouched."""

from dataclasses import replace
from datetime import date

from structures.horaires.creneaux import weekly
from structures.horaires.ecriture import programme
from structures.horaires.grammaire import Clause, Jours
from structures.horaires.grille import (
    DEMI_ANNEE,
    Grille,
    Quantieme,
    Rythme,
    Saison,
    Semaine,
    Vacances,
    bornes,
    normaliser,
    parite,
)
from structures.horaires.valeurs import MINUIT, HorairesInvalides

_Bornes = tuple[Quantieme, Quantieme]


class _NoGrid(Exception):
    """Stop: something in the string has no place in a grid."""


def grille_de(osm: str, ancre: date | None = None) -> Grille | None:
    """Give the grid that opens exactly as this string and this anchor do, or None."""
    if not osm:
        return Grille(rythme="quinzaine", ancre=ancre) if ancre else Grille()
    try:
        read = programme(osm)
        if read.sinon:
            return None
        return normaliser(_grid(read.clauses, ancre))
    except (_NoGrid, HorairesInvalides):
        return None


def _grid(clauses: tuple[Clause, ...], ancre: date | None) -> Grille:
    kept, vacances, hors_feries = _without_holidays(clauses)
    if any(c.note or c.annees for c in kept) or any(p.fin > MINUIT for c in kept for p in c.plages):
        raise _NoGrid
    opens = [c for c in kept if not c.ferme]
    if not opens:
        raise _NoGrid  # « fermé » is something to say, that an empty grid does not
    rythme, rangs = _rhythm(kept, opens)
    if ancre:
        if rythme != "toutes":
            raise _NoGrid
        rythme = "quinzaine"
    semaine, saison = _weeks(kept, opens)
    return Grille(semaine, rythme, rangs, ancre, vacances, hors_feries, saison)


def _without_holidays(clauses: tuple[Clause, ...]) -> tuple[list[Clause], Vacances, bool]:
    """Set apart what closes on holidays, which comes last, and « pendant les vacances », which is on all or none."""
    kept: list[Clause] = []
    shut: set[str] = set()
    only: set[bool] = set()
    for clause in clauses:
        if not clause.feries:
            if shut and not clause.ferme:
                raise _NoGrid
            kept.append(clause)
            only |= set() if clause.ferme else {False}
        elif clause.ferme and not (clause.jours or clause.wide or clause.plages or clause.note):
            shut |= set(clause.feries)
        elif not clause.ferme and clause.feries == ("SH",) and clause.lien != "ou" and not shut:
            kept.append(replace(clause, feries=(), lien=""))
            only.add(True)
        else:
            raise _NoGrid
    if len(only) > 1 or (True in only and "SH" in shut):
        raise _NoGrid
    vacances: Vacances = "seulement" if True in only else "hors" if "SH" in shut else ""
    return kept, vacances, "PH" in shut


def _rhythm(kept: list[Clause], opens: list[Clause]) -> tuple[Rythme, tuple[int, ...]]:
    """Find the one rhythm that all openings share; what closes has the same, or closes every week."""
    semaines, rangs = opens[0].numeros, _ranks(opens[0])
    for clause in kept:
        alike = clause.numeros == semaines and _ranks(clause) == rangs
        every_week = clause.ferme and not clause.semaines and not clause.rangs
        if not alike and not every_week:
            raise _NoGrid
    rythme = parite(semaines)
    if rythme is None or (rangs and rythme != "toutes"):
        raise _NoGrid
    if not rangs:
        return rythme, ()
    if not rangs <= {1, 2, 3, 4, -1}:
        raise _NoGrid
    return "mois", tuple(rangs)


def _ranks(clause: Clause) -> frozenset[int]:
    """Give the ranks of the weekdays of a clause, the same for each of them."""
    found = {frozenset(j.rangs) for j in clause.jours} or {frozenset()}
    if len(found) > 1:
        raise _NoGrid
    return frozenset(found.pop())


def _weeks(kept: list[Clause], opens: list[Clause]) -> tuple[Semaine, Saison | None]:
    """Compute the week outside the season, and inside: each clause in turn, where it applies."""
    seasons = list(dict.fromkeys(_bounds(c) for c in kept if c.dates))
    if not seasons:
        return _week(kept), None
    saison = Saison(*seasons[0])
    # The longer part of the year is the ordinary one; between two halves, the first that has hours.
    if saison.duree > DEMI_ANNEE or (saison.duree == DEMI_ANNEE and opens[0].dates):
        saison = saison.autrement
    inside, outside = (saison.debut, saison.fin), (saison.autrement.debut, saison.autrement.fin)
    if not set(seasons) <= {inside, outside}:
        raise _NoGrid
    ordinary = [c for c in kept if not c.dates or _bounds(c) == outside]
    special = [c for c in kept if not c.dates or _bounds(c) == inside]
    return _week(ordinary), replace(saison, semaine=_week(special))


def _bounds(clause: Clause) -> _Bornes:
    found = bornes(clause.dates)
    if found is None:
        raise _NoGrid
    return found


def _week(clauses: list[Clause]) -> Semaine:
    """Fold clauses that hold in the same weeks into one week."""
    bare = [
        replace(c, dates=(), semaines=(), jours=tuple(Jours(j.premier, j.dernier) for j in c.jours)) for c in clauses
    ]
    return tuple(weekly(tuple(bare)))
