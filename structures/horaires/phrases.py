"""Say a rule in one French sentence, or say that no plain sentence does."""

from datetime import date, timedelta
from itertools import groupby

from structures.horaires.conditions import Indicible, apart, clause_days, holidays, hours, season, weekdays
from structures.horaires.creneaux import split, weekly
from structures.horaires.ecriture import programme
from structures.horaires.grammaire import Clause
from structures.horaires.mots import INSECABLE, date_en_francais, enumere, majuscule
from structures.horaires.valeurs import MINUIT, HorairesInvalides, Plage, Regle, merge

_TOUTE_LA_JOURNEE = (Plage(0, MINUIT),)
_POINT_VIRGULE = f"{INSECABLE}; "


def en_francais(regle: Regle) -> str:
    """Write one sentence without its full stop; '' when hours are not stated, or not said plainly."""
    if not regle.osm:
        return ""
    try:
        said = _Phrase(programme(regle.osm).clauses).pieces(_rhythm(regle))
    except Indicible:
        return ""
    text = majuscule(_POINT_VIRGULE.join(said))
    sinon = programme(regle.osm).sinon
    return f"{text}{_POINT_VIRGULE}sinon{INSECABLE}: {sinon}" if sinon else text


def dicible(osm: str) -> bool:
    """Tell whether a plain sentence says it; otherwise the caller shows the source text."""
    try:
        return bool(en_francais(Regle(osm)))
    except HorairesInvalides:
        return False


def _rhythm(regle: Regle) -> str:
    """Write the anchor and the period: « tous les 14 jours à partir du … », « jusqu’au … »."""
    debut, fin = regle.periode_debut, regle.periode_fin
    words = []
    if regle.ancre:
        start = max(regle.ancre, debut) if debut else regle.ancre
        if (_week(start) - _week(regle.ancre)) % 2:
            # The period starts in a week that the alternation skips: nothing opens before the next Monday.
            start += timedelta(days=min(7 - start.weekday(), (date.max - start).days))
        if fin and start > fin:
            raise Indicible
        words.append(f"tous les 14{INSECABLE}jours à partir du {date_en_francais(start)}")
        debut = None
    if debut and fin and debut == fin:
        words.append(f"le {date_en_francais(debut)}")
    elif debut and fin:
        words.append(f"du {date_en_francais(debut, annee=debut.year != fin.year)} au {date_en_francais(fin)}")
    elif debut:
        words.append(f"à partir du {date_en_francais(debut)}")
    elif fin:
        words.append(f"jusqu’au {date_en_francais(fin)}")
    return ", ".join(words)


def _week(jour: date) -> int:
    return (jour.toordinal() - 1) // 7


class _Phrase:
    """The clauses, sorted by what they say: an ordinary week, what changes it, what closes."""

    def __init__(self, clauses: tuple[Clause, ...]) -> None:
        pieces = [piece for clause in clauses for piece in split(clause)]
        self.week = [c for c in pieces if c.weekly]
        self.special = [c for c in pieces if not c.weekly]
        self._refuse_order(pieces)

    def _refuse_order(self, clauses: list[Clause]) -> None:
        """Refuse the orders that the sentence would hide: it says the ordinary week, what opens, what closes."""
        for i, clause in enumerate(clauses):
            after = clauses[i + 1 :]
            if clause.weekly:
                continue
            if any(c.weekly and c.weekdays & clause.weekdays for c in after):
                raise Indicible
            if (
                clause.feries
                and not clause.ferme
                and any(_whole(c) and set(clause.feries) <= set(c.feries) for c in after)
            ):
                raise Indicible
            opens = [c for c in after if not c.ferme and not apart(c, clause)]
            if clause.ferme and opens and not _whole(clause):
                raise Indicible
            # « hors vacances scolaires », then what opens during them: clear, unless they close again after.
            if clause.ferme and opens and (i == 0 or any(_whole(c) for c in after[after.index(opens[0]) :])):
                raise Indicible

    def pieces(self, rhythm: str) -> list[str]:
        """Give the parts that « ; » joins."""
        opens = self._ordinary()
        closures = [c for c in self.special if c.ferme]
        whole = [c for c in closures if _whole(c)]
        # « hors » follows the ordinary week; what opens after a closure is said after it.
        first = min((self.special.index(c) for c in whole), default=len(self.special))
        early = self._openings([c for c in self.special[:first] if not c.ferme])
        late = self._openings([c for c in self.special[first:] if not c.ferme])
        feries = tuple(sorted({f for c in whole for f in c.feries}))
        shut = _together([self._when(c) for c in closures if c not in whole])
        # « hors jours fériés » after a list would be read of its last part only.
        one = len(opens) + sum(not c.ferme for c in self.special[:first]) == 1
        opens += early
        if not opens and not late:
            if feries:
                shut.append(f"fermé {holidays(feries, pendant=True)}")
            return shut or ["fermé"]
        if one:
            opens[0] += f", {rhythm}" if rhythm else ""
            opens[0] += f", hors {holidays(feries, pendant=False)}" if feries else ""
            return opens + late + shut
        if feries:
            shut.append(f"fermé {holidays(feries, pendant=True)}")
        return opens + late + ([f"le tout, {rhythm}"] if rhythm else []) + shut

    def _openings(self, clauses: list[Clause]) -> list[str]:
        """Say what opens on some days of the year; once what several clauses in turn share."""
        said = []
        for condition, alike in groupby(clauses, key=self._shared):
            group = list(alike)
            if condition and len(group) > 1:
                parts = [f"{clause_days(c)} {hours(merge(c.plages))}" for c in group]
                said.append(f"{condition}, {', '.join(parts[:-1])}, et {parts[-1]}")
            else:
                said += [self._special(c) for c in group]
        return said

    def _shared(self, clause: Clause) -> str:
        """Give the condition that clauses may share: « de septembre à juin »; '' when it is said in its own way."""
        if not clause.jours or clause.note or self._met(clause):
            return ""
        return _condition(clause)

    def _met(self, clause: Clause) -> list[Clause]:
        """Give what opens before it and may hold on one of its days."""
        earlier = self.special[: self.special.index(clause)]
        return [c for c in (*self.week, *earlier) if not c.ferme and not apart(c, clause)]

    def _ordinary(self) -> list[str]:
        """Say the ordinary week: the weekdays that share their hours together."""
        notes = _notes(self.week)
        groups: dict[tuple[tuple[Plage, ...], str], set[int]] = {}
        for weekday, plages in enumerate(weekly(tuple(self.week))):
            if plages:
                groups.setdefault((plages, notes[weekday]), set()).add(weekday)
        said = []
        for (plages, note), group in groups.items():
            if plages == _TOUTE_LA_JOURNEE and len(group) == 7:
                text = "24h/24, 7j/7"
            else:
                text = f"{weekdays(frozenset(group))}, {hours(plages)}"
            said.append(text + (f" ({note})" if note else ""))
        return said

    def _special(self, clause: Clause) -> str:
        """Say one clause that opens on some days of the year only."""
        met = self._met(clause)
        text = f"{clause_days(clause)}, {hours(merge(clause.plages))}" if clause.jours else hours(merge(clause.plages))
        note = f" ({clause.note})" if clause.note else ""
        condition = _condition(clause)
        alike = not clause.jours and all(merge(c.plages) == merge(clause.plages) for c in met)
        if met and clause.joint == ";" and alike:
            return f"{condition} aussi, {text}{note}"
        if met and clause.joint == ";":
            text = f"{condition}, {text}" if condition else text
            return f"{text} seulement{note}"
        if met and clause.joint == ",":
            text = f"{condition}, {text}" if condition else text
            return f"et aussi {text}{note}"
        if clause.jours and not clause.feries:
            return f"{text}, {condition}{note}" if condition else text + note
        return f"{condition}, {text}{note}"

    def _when(self, clause: Clause) -> str:
        """Say when a clause closes: « le mercredi, pendant les vacances scolaires », « en juillet et août »."""
        if clause.plages:
            raise Indicible
        words = [clause_days(clause), season(clause), holidays(clause.feries, pendant=True)]
        return ", ".join(w for w in words if w)


def _condition(clause: Clause) -> str:
    return ", ".join(w for w in (season(clause), holidays(clause.feries, pendant=True)) if w)


def _whole(clause: Clause) -> bool:
    """Tell whether it closes all the holidays of a kind: « hors vacances scolaires »."""
    return clause.ferme and bool(clause.feries) and not (clause.jours or clause.wide or clause.plages)


def _together(closures: list[str]) -> list[str]:
    """Say « fermé » once, unless a comma inside a closure would make the list unclear."""
    if any("," in text for text in closures):
        return [f"fermé {text}" for text in closures]
    return [f"fermé {enumere(closures)}"] if closures else []


def _notes(clauses: list[Clause]) -> list[str]:
    """Give each weekday the comment of the clause that decides it; two comments on one day are not said."""
    notes = [""] * 7
    opened = [False] * 7
    for clause in clauses:
        for weekday in clause.weekdays:
            if clause.ferme:
                continue
            if clause.joint == "," and opened[weekday] and clause.note != notes[weekday]:
                raise Indicible
            notes[weekday], opened[weekday] = clause.note, True
    return notes
