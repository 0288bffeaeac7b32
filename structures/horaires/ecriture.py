"""Write clauses back as `opening_hours`, and give the strings that the library evaluates.

The library is never told of holidays: for a day that is, or is not, a public or a school holiday, the
clauses that hold on such a day are written without "PH" and "SH". It is never told of midnight either: what
runs past midnight is written apart, so that an opening always belongs to the day on which it starts.
"""

from dataclasses import replace
from functools import lru_cache

from opening_hours import OpeningHours

from structures.horaires.grammaire import JOURS, MOIS, Clause, Dates, Jours, Programme, read
from structures.horaires.valeurs import MINUIT, Plage


@lru_cache(maxsize=4096)
def programme(osm: str) -> Programme:
    """Read a string once; raise HorairesInvalides."""
    return read(osm)


def write(programme: Programme) -> str:
    """Write a programme in its one usual form."""
    parts = [_write_clause(programme.clauses[0], note=True)]
    parts += [f"{clause.joint} {_write_clause(clause, note=True)}" for clause in programme.clauses[1:]]
    if programme.sinon:
        parts.append(f' || "{programme.sinon}"')
    return "".join(parts)


def _write_clause(clause: Clause, *, note: bool = False) -> str:
    words = [
        ",".join(str(a) if a == b else f"{a}-{b}" for a, b in clause.annees),
        # "Mar,Sep Mo[1]" would be all of March, and one day of September: a colon ends the dates.
        ",".join(_write_dates(d) for d in clause.dates)
        + (":" if clause.rangs and len(clause.dates) > 1 and not clause.semaines else ""),
        f"week {','.join(_write_weeks(*s) for s in clause.semaines)}" if clause.semaines else "",
        _write_days(clause),
        _write_times(clause),
        "off" if clause.ferme else "",
        f'"{clause.note}"' if note and clause.note else "",
    ]
    return " ".join(w for w in words if w)


def _write_days(clause: Clause) -> str:
    jours = ",".join(_write_weekday(j) for j in clause.jours)
    feries = ",".join(clause.feries)
    if clause.lien == "ou":
        return f"{jours},{feries}"
    return " ".join(w for w in (feries, jours) if w)


def _write_weekday(jours: Jours) -> str:
    text = JOURS[jours.premier]
    if jours.dernier != jours.premier:
        text += f"-{JOURS[jours.dernier]}"
    return text + (f"[{','.join(map(str, jours.rangs))}]" if jours.rangs else "")


def _write_dates(dates: Dates) -> str:
    def end(year: int | None, month: int, day: int | None) -> str:
        return " ".join(str(w) for w in (year, MOIS[month - 1], day) if w is not None)

    first = end(dates.annee, dates.mois, dates.jour)
    # A range of months says its year once, a range of days at both ends.
    last = end(dates.annee_fin if dates.jour else None, dates.mois_fin, dates.jour_fin)
    same = (dates.annee, dates.mois, dates.jour) == (dates.annee_fin, dates.mois_fin, dates.jour_fin)
    return first if same else f"{first}-{last}"


def _write_weeks(first: int, last: int, step: int) -> str:
    if first == last:
        return f"{first:02}"
    return f"{first:02}-{last:02}" + (f"/{step}" if step > 1 else "")


def _write_times(clause: Clause) -> str:
    if not clause.jours and not clause.feries and not clause.wide and clause.plages == (Plage(0, MINUIT),):
        return "24/7"
    return ",".join(f"{_write_time(p.debut)}-{_write_time(p.fin)}" for p in clause.plages)


def _write_time(minute: int) -> str:
    if minute > MINUIT:  # 26:00 is written 02:00, as people do
        minute -= MINUIT
    return f"{minute // 60:02}:{minute % 60:02}"


@lru_cache(maxsize=4096)
def engines(osm: str, *, ph: bool, sh: bool) -> tuple[OpeningHours | None, OpeningHours | None]:
    """Give what evaluates the days of one kind: until midnight, and past it. None is always closed."""
    clauses = _without_holidays(programme(osm).clauses, ph=ph, sh=sh)
    late = any(p.fin > MINUIT for c in clauses for p in c.plages)
    return _engine(_until_midnight(clauses)), _engine(_past_midnight(clauses)) if late else None


def _without_holidays(clauses: tuple[Clause, ...], *, ph: bool, sh: bool) -> list[Clause]:
    kept = []
    for clause in clauses:
        holds = (ph and "PH" in clause.feries) or (sh and "SH" in clause.feries)
        if clause.feries and clause.lien != "ou" and not holds:
            continue
        jours = () if holds and clause.lien == "ou" else clause.jours
        kept.append(replace(clause, feries=(), lien="", jours=jours))
    return kept


def _until_midnight(clauses: list[Clause]) -> list[Clause]:
    return [
        replace(clause, plages=tuple(Plage(p.debut, min(p.fin, MINUIT)) for p in clause.plages)) for clause in clauses
    ]


def _past_midnight(clauses: list[Clause]) -> list[Clause]:
    """Move what follows midnight to the start of the same day: the caller adds a day."""
    kept = []
    for clause in clauses:
        late = tuple(Plage(0, p.fin - MINUIT) for p in clause.plages if p.fin > MINUIT)
        if late:
            kept.append(replace(clause, plages=late))
            continue
        whole_days = clause.ferme and not clause.plages
        replaces = clause.joint == ";" and not clause.ferme
        if whole_days or replaces:  # nothing of its own past midnight, but it ends what those before had
            kept.append(replace(clause, plages=(), ferme=True))
    return kept


def _engine(clauses: list[Clause]) -> OpeningHours | None:
    if not clauses:
        return None
    # After a comma, hours without a day would be read as more hours of the days before.
    clauses = [c if c.jours else replace(c, jours=(Jours(0, 6),)) for c in clauses]
    text = _write_clause(clauses[0])
    for clause in clauses[1:]:
        # The library adds a closing clause after a comma to nothing: closing always replaces.
        joint = ";" if clause.ferme else clause.joint
        text += f"{joint} {_write_clause(clause)}"
    return OpeningHours(text)
