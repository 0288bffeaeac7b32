"""Say in French what narrows a clause: months, dates, weeks, weekdays, holidays. '' is what cannot be said."""

from structures.horaires.grammaire import Clause, Dates, Jours
from structures.horaires.mots import JOURS, MOIS, de_minute, du_mois, enumere, quantieme
from structures.horaires.valeurs import Plage

PAIRES = frozenset(range(2, 54, 2))
IMPAIRES = frozenset(range(1, 54, 2))
_RANGS = {
    1: "premier",
    2: "deuxième",
    3: "troisième",
    4: "quatrième",
    5: "cinquième",
    -1: "dernier",
    -2: "avant-dernier",
}


class Indicible(Exception):
    """Tell the caller that no plain sentence says this rule: it shows the source instead."""


def weekdays(days: frozenset[int]) -> str:
    """Write « le lundi », « du lundi au vendredi », « le lundi et le jeudi », « tous les jours »."""
    if len(days) == 7:
        return "tous les jours"
    for first in days:
        # « du vendredi au lundi », « du mardi au dimanche »: one run, even over the end of the week.
        if len(days) > 2 and days == {(first + i) % 7 for i in range(len(days))}:
            if len(days) == 6 and {5, 6, 0} <= days:
                return f"tous les jours sauf {_stretch((first - 1) % 7, (first - 1) % 7)}"
            return _stretch(first, (first + len(days) - 1) % 7)
    return enumere([_stretch(first, last) for first, last in _stretches(days)])


def _stretches(days: frozenset[int]) -> list[tuple[int, int]]:
    """Cut a set into runs; a run of two days is two days."""
    runs: list[tuple[int, int]] = []
    for day in sorted(days):
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    found: list[tuple[int, int]] = []
    for first, last in runs:
        found += [(first, last)] if last - first >= 2 or first == last else [(first, first), (last, last)]
    return found


def _stretch(first: int, last: int) -> str:
    return f"le {JOURS[first]}" if first == last else f"du {JOURS[first]} au {JOURS[last]}"


def clause_days(clause: Clause) -> str:
    """Write the weekdays of a clause, with their rank in the month; '' when it names none."""
    plain = frozenset[int]().union(*(j.ensemble for j in clause.jours if not j.rangs))
    ranked = [j for j in clause.jours if j.rangs]
    words = [weekdays(plain)] if plain else []
    if ranked:
        words.append(f"{enumere([_ranked(j) for j in ranked])} du mois")
    return enumere(words)


def _ranked(jours: Jours) -> str:
    if any(rang not in _RANGS for rang in jours.rangs):
        raise Indicible
    names = [_RANGS[rang] for rang in jours.rangs]
    return f"{enumere([f'l’{n}' if n[0] == 'a' else f'le {n}' for n in names])} {JOURS[jours.premier]}"


def hours(plages: tuple[Plage, ...]) -> str:
    """Write « de 9 h à 12 h et de 14 h à 18 h »."""
    if plages == (Plage(0, 1440),):
        return "24h/24"
    return enumere([f"de {de_minute(p.debut)} à {de_minute(p.fin, fin=True)}" for p in sorted(plages)])


def season(clause: Clause) -> str:
    """Write the years, dates and weeks: « en juillet et août », « les semaines paires »; '' when there are none."""
    words = [_dates(clause.dates), _weeks(clause), _years(clause.annees)]
    return ", ".join(w for w in words if w)


def _years(annees: tuple[tuple[int, int], ...]) -> str:
    return f"en {enumere([str(a) if a == b else f'{a} à {b}' for a, b in annees])}" if annees else ""


def _dates(dates: tuple[Dates, ...]) -> str:
    if not dates:
        return ""
    if all(d.jour is None and d.annee is None for d in dates):
        return months([(d.mois, d.mois_fin) for d in dates])
    return enumere([_range(d) for d in dates])


def months(ranges: list[tuple[int, int]]) -> str:
    """Write « en juillet », « en juillet et août », « de septembre à juin », « d’octobre à juin »."""
    single: list[str] = []
    long: list[str] = []
    for first, last in ranges:
        if (last - first) % 12 >= 2:
            long.append(f"{du_mois(first)} à {MOIS[last - 1]}")
        else:
            single += [MOIS[m - 1] for m in dict.fromkeys((first, last))]
    if len(long) > 1 or (long and single):
        return enumere([*long, *(f"en {m}" for m in single)])
    return long[0] if long else f"en {enumere(single)}"


def _range(d: Dates) -> str:
    year = f" {d.annee}" if d.annee else ""
    year_end = f" {d.annee_fin}" if d.annee_fin else ""
    if d.jour is None:
        if d.mois == d.mois_fin:
            return f"en {MOIS[d.mois - 1]}{year}"
        return f"{du_mois(d.mois)} à {MOIS[d.mois_fin - 1]}{year_end}"
    first = f"{quantieme(d.jour)} {MOIS[d.mois - 1]}"
    last = f"{quantieme(d.jour_fin or 1)} {MOIS[d.mois_fin - 1]}"
    if (d.annee, d.mois, d.jour) == (d.annee_fin, d.mois_fin, d.jour_fin):
        return f"le {first}{year}"
    if (d.annee, d.mois) == (d.annee_fin, d.mois_fin):
        return f"du {quantieme(d.jour)} au {last}{year_end}"
    return f"du {first}{year if year != year_end else ''} au {last}{year_end}"


def _weeks(clause: Clause) -> str:
    numbers = clause.numeros
    if not numbers:
        return ""
    if numbers | {54} == PAIRES | {54}:
        return "les semaines paires"
    if numbers | {53} == IMPAIRES:
        return "les semaines impaires"
    ordered = sorted(numbers)
    if len(ordered) == 1:
        return f"la semaine {ordered[0]}"
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"de la semaine {ordered[0]} à la semaine {ordered[-1]}"
    if len(ordered) > 8:
        raise Indicible
    return f"les semaines {enumere([str(n) for n in ordered])}"


def holidays(feries: tuple[str, ...], *, pendant: bool) -> str:
    """Write « (pendant les) vacances scolaires », « (les) jours fériés », together if need be."""
    sh = "SH" in feries
    ph = "PH" in feries
    if pendant:
        return enumere(["pendant les vacances scolaires"] * sh + ["les jours fériés"] * ph)
    return enumere(["vacances scolaires"] * sh + ["jours fériés"] * ph)


def apart(one: Clause, other: Clause) -> bool:
    """Tell whether no day can hold both, whatever the year."""
    if not one.weekdays & other.weekdays:
        return True
    if one.dates and other.dates and not _days_of_year(one) & _days_of_year(other):
        return True
    if one.semaines and other.semaines and not one.numeros & other.numeros:
        return True
    return _ranks_apart(one, other)


def _days_of_year(clause: Clause) -> frozenset[tuple[int, int]]:
    """Give every day it may fall on, as (month, day), whatever the year."""
    return frozenset[tuple[int, int]]().union(*(d.days for d in clause.dates))


def _ranks_apart(one: Clause, other: Clause) -> bool:
    """Tell whether ranks in the month keep them apart: all counted from the same end, none shared."""
    ranks = [frozenset(r for j in c.jours for r in j.rangs) for c in (one, other)]
    if any(not j.rangs for c in (one, other) for j in c.jours) or not all(ranks):
        return False
    return not ranks[0] & ranks[1] and len({r > 0 for rank in ranks for r in rank}) == 1
