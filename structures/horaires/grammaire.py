"""Read an `opening_hours` string into clauses, and write clauses back.

opening-hours-py evaluates, but does not say what it has read, and never applies school holidays. Sentences,
weekly slots and holidays need the clauses, so we read the part of the format that people write: dates,
weeks, weekdays, holidays, times. The rest (sunrise, Easter, offsets, open ends) is refused, in French.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Literal

from structures.horaires.valeurs import MINUIT, HorairesInvalides, Plage

JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MOIS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIN_AU_PLUS_TARD = 30 * 60
PLUS_LONGUE = 16 * 60

Joint = Literal[";", ","]


@dataclass(frozen=True)
class Jours:
    """A weekday or a range of them (0 is Monday); `rangs` are nth in the month, from -5 to 5."""

    premier: int
    dernier: int
    rangs: tuple[int, ...] = ()

    @property
    def ensemble(self) -> frozenset[int]:
        """Give the weekdays, over the end of the week if need be."""
        length = (self.dernier - self.premier) % 7
        return frozenset((self.premier + i) % 7 for i in range(length + 1))


@dataclass(frozen=True)
class Dates:
    """A range of days of the year, or of whole months when the days are None; a year or none at both ends."""

    annee: int | None
    mois: int
    jour: int | None
    annee_fin: int | None
    mois_fin: int
    jour_fin: int | None

    @property
    def months(self) -> frozenset[int]:
        """Give every month that is touched."""
        if self.annee is not None and self.annee_fin is not None and self.annee != self.annee_fin:
            return frozenset(range(1, 13))
        return frozenset((self.mois - 1 + i) % 12 + 1 for i in range((self.mois_fin - self.mois) % 12 + 1))

    @property
    def days(self) -> frozenset[tuple[int, int]]:
        """Give every day that is touched, as (month, day); more than that over several years."""
        first = (self.mois, self.jour or 1)
        last = (self.mois_fin, self.jour_fin or 31)
        year = frozenset((month, day) for month in self.months for day in range(1, 32))
        if self.annee is not None and self.annee != self.annee_fin:
            return year
        if first <= last:
            return frozenset(day for day in year if first <= day <= last)
        return frozenset(day for day in year if day >= first or day <= last)


@dataclass(frozen=True)
class Clause:
    """One rule of the string. `joint` tells whether it replaces (";") or adds to (",") those before."""

    joint: Joint = ";"
    annees: tuple[tuple[int, int], ...] = ()
    dates: tuple[Dates, ...] = ()
    semaines: tuple[tuple[int, int, int], ...] = ()
    feries: tuple[str, ...] = ()
    lien: Literal["", "ou", "et"] = ""  # "PH,Mo" is either, "PH Mo" is both
    jours: tuple[Jours, ...] = ()
    plages: tuple[Plage, ...] = ()
    ferme: bool = False
    note: str = ""

    @property
    def wide(self) -> bool:
        """Tell whether years, dates or weeks narrow it."""
        return bool(self.annees or self.dates or self.semaines)

    @property
    def weekly(self) -> bool:
        """Tell whether it holds every week of every year, whatever the holidays."""
        return not self.wide and self.lien != "et" and not (self.feries and not self.jours) and not self.rangs

    @property
    def rangs(self) -> bool:
        """Tell whether a weekday is counted within the month."""
        return any(j.rangs for j in self.jours)

    @property
    def weekdays(self) -> frozenset[int]:
        """Give the weekdays it may fall on; all of them when it names none."""
        if not self.jours:
            return frozenset(range(7))
        return frozenset().union(*(j.ensemble for j in self.jours))

    @property
    def numeros(self) -> frozenset[int]:
        """Give the ISO weeks it names; empty when it names none."""
        return frozenset(n for debut, fin, pas in self.semaines for n in range(debut, fin + 1, pas))


@dataclass(frozen=True)
class Programme:
    """All the clauses; `sinon` is the comment that holds the rest of the time (« || "sur rendez-vous" »)."""

    clauses: tuple[Clause, ...]
    sinon: str = ""

    def mentions(self, ferie: str) -> bool:
        """Tell whether a clause speaks of "PH" or "SH"."""
        return any(ferie in c.feries for c in self.clauses)


_JOUR = r"(?:mo|tu|we|th|fr|sa|su)(?![a-z])"
_MOIS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?![a-z])"
_NUMERO = r"\d{1,2}(?![\d:])"
_DATE = rf"(?:(\d{{4}})\s*)?({_MOIS})(?:\s*({_NUMERO}))?"
_BORNE = rf"(?:(?:(\d{{4}})\s*)?({_MOIS})\s*)?({_NUMERO})?"


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\s*{pattern}", re.IGNORECASE | re.ASCII)


_TOUJOURS = _re(r"24/7(?!\d)")
_DATES = _re(rf"{_DATE}(?:\s*-\s*(?=\d|{_MOIS}){_BORNE})?(?![-/+])")
_ANNEE = _re(r"(\d{4})(?:\s*-\s*(\d{4}))?(?![\d:/+-])")
_SEMAINE = _re(r"week\s*")
_SEMAINES = _re(rf"({_NUMERO})(?:\s*-\s*({_NUMERO})(?:/(\d{{1,2}})(?![\d:]))?)?")
_JOURS = _re(rf"({_JOUR})(?:\s*-\s*({_JOUR})|\s*\[\s*([-\d\s,]+?)\s*\])?(?!\s*-)")
_FERIE = _re(r"(ph|sh)(?![a-z])(?!\s*[-+\[])")
_PLAGE = _re(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})(?![\d:+/])")
_HEURE = _re(r"\d{1,2}:\d{2}")
_SENS = _re(r"(off|closed|open|unknown)(?![a-z])")
_NOTE = _re(r'"([^"]*)"')
_DEUX_POINTS = _re(r":(?!\d)")
_SUITE = _re(r",")
_OU_SINON = _re(r"\|\|")
_JOINT = _re(r"([;,])")
_VIDE = _re(r"(?:;\s*)*")


class _Lecteur:
    """Walk along the text, one pattern at a time."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def eat(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def several(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Eat a list separated by commas; a comma that another kind of thing follows is left."""
        found = []
        while match := self.eat(pattern):
            found.append(match)
            before = self.at
            if not (self.eat(_SUITE) and pattern.match(self.text, self.at)):
                self.at = before
                break
        return found

    @property
    def over(self) -> bool:
        return not self.text[self.at :].strip()

    def rest(self) -> str:
        return self.text[self.at :].strip()[:40]


def read(text: str) -> Programme:
    """Read a string; raise HorairesInvalides, with what to write instead."""
    reader = _Lecteur(text)
    clauses: list[Clause] = []
    joint: Joint = ";"
    sinon = ""
    reader.eat(_VIDE)
    while not reader.over:
        clause = replace(_clause(reader), joint=joint)
        if joint == "," and not (clause.jours or clause.feries or clause.wide):
            raise HorairesInvalides("Après une virgule, redonnez les jours : « Mo 09:00-12:00, Tu 14:00-17:00 ».")
        clauses.append(clause)
        if reader.eat(_OU_SINON):
            sinon = _otherwise(reader)
            break
        found = reader.eat(_JOINT)
        if not found and not reader.over:
            raise HorairesInvalides(_lost(reader))
        if found:
            joint = "," if found[1] == "," else ";"
            if joint == "," and reader.over:
                raise HorairesInvalides("Les horaires finissent par une virgule : il manque la suite.")
            reader.eat(_VIDE)
    if not clauses:
        raise HorairesInvalides("Indiquez des jours et des heures, par exemple « Mo-Fr 09:00-12:00 ».")
    return Programme(tuple(clauses), sinon)


def _lost(reader: _Lecteur) -> str:
    rest = reader.rest()
    if _HEURE.match(rest):
        return f"L’heure « {rest} » n’est pas comprise : écrivez le début et la fin, par exemple « 09:00-12:00 »."
    return (
        f"« {rest} » n’est pas compris. Écrivez par exemple « Mo-Fr 09:00-12:00,14:00-18:00; PH off », "
        "avec « ; » entre deux horaires différents."
    )


def _clause(reader: _Lecteur) -> Clause:
    start = reader.at
    if reader.eat(_TOUJOURS):
        clause = Clause(plages=(Plage(0, MINUIT),))
    else:
        dates = tuple(_dates(m) for m in reader.several(_DATES))
        annees = () if dates else tuple(_years(m) for m in reader.several(_ANNEE))
        if annees:
            dates = tuple(_dates(m) for m in reader.several(_DATES))
        if annees and any(d.annee for d in dates):
            raise HorairesInvalides("L’année est écrite deux fois : gardez celle de la date.")
        semaines = tuple(_weeks(m) for m in reader.several(_SEMAINES)) if reader.eat(_SEMAINE) else ()
        reader.eat(_DEUX_POINTS)
        clause = Clause(annees=annees, dates=dates, semaines=semaines, **_days(reader))
        reader.eat(_DEUX_POINTS)
        clause = replace(clause, plages=tuple(_times(m) for m in reader.several(_PLAGE)))
    sens = reader.eat(_SENS)
    word = sens[1].lower() if sens else ""
    note = reader.eat(_NOTE)
    if reader.at == start:
        raise HorairesInvalides(_lost(reader))
    clause = replace(clause, ferme=word in {"off", "closed"}, note=" ".join(note[1].split()) if note else "")
    if word == "unknown":
        raise HorairesInvalides("« unknown » n’est pas accepté : laissez les horaires vides, ou donnez des heures.")
    if not clause.plages and not clause.ferme:
        if not reader.over and not _JOINT.match(reader.text, reader.at):
            raise HorairesInvalides(_lost(reader))
        raise HorairesInvalides(
            f"« {reader.text[start : reader.at].strip()[:40]} » ne donne pas d’heures : ajoutez-les "
            "(« 09:00-12:00 »), ou « off » pour dire que c’est fermé."
        )
    return clause


def _otherwise(reader: _Lecteur) -> str:
    """Read what holds the rest of the time: only a comment, since nothing else can be kept as true."""
    sens = reader.eat(_SENS)
    note = reader.eat(_NOTE)
    shut = sens is not None and sens[1].lower() in {"off", "closed"}
    reader.eat(_VIDE)
    if not reader.over or not (note or shut):
        raise HorairesInvalides("Après « || », seul un commentaire entre guillemets droits est accepté.")
    return " ".join(note[1].split()) if note else ""


def _years(match: re.Match[str]) -> tuple[int, int]:
    first = int(match[1])
    last = int(match[2] or first)
    if not 1990 <= first <= last <= 2199:
        raise HorairesInvalides(f"« {match[0].strip()} » : vérifiez l’année.")
    return first, last


def _weeks(match: re.Match[str]) -> tuple[int, int, int]:
    first = int(match[1])
    last, step = int(match[2] or first), int(match[3] or 1)
    if not 1 <= first <= last <= 53 or not 1 <= step <= 26:
        raise HorairesInvalides(
            f"« week {match[0].strip()} » : les semaines vont de 1 à 53, dans l’ordre. "
            "Semaines paires : « week 02-52/2 » ; impaires : « week 01-53/2 »."
        )
    return first, last, step


def _dates(match: re.Match[str]) -> Dates:
    text = match[0].strip()
    annee = int(match[1]) if match[1] else None
    mois = _index(MOIS, match[2]) + 1
    jour = int(match[3]) if match[3] else None
    ranged = match[5] is not None or match[6] is not None
    annee_fin = int(match[4]) if match[4] else annee
    mois_fin = _index(MOIS, match[5]) + 1 if match[5] else mois
    jour_fin = (int(match[6]) if match[6] else None) if ranged else jour
    if (jour is None) != (jour_fin is None):
        raise HorairesInvalides(f"« {text} » : donnez le jour aux deux bouts, ou à aucun.")
    if annee is None and annee_fin is not None:
        raise HorairesInvalides(f"« {text} » : donnez l’année aux deux bouts, ou à aucun.")
    if annee_fin is not None and jour is None and annee_fin != annee:
        # The library has no range of months over two years: the same days, in full.
        jour, jour_fin = 1, monthrange(annee_fin, mois_fin)[1]
    for year, month, day in ((annee, mois, jour), (annee_fin, mois_fin, jour_fin)):
        if year is not None and not 1990 <= year <= 2199:
            raise HorairesInvalides(f"« {text} » : vérifiez l’année.")
        if day is not None and not 1 <= day <= monthrange(year or 2024, month)[1]:
            raise HorairesInvalides(f"« {text} » : ce jour n’existe pas dans le calendrier.")
    if annee is None and jour and jour_fin and mois == mois_fin and jour_fin < jour:
        raise HorairesInvalides(f"« {text} » : la fin précède le début.")
    if annee is not None and annee_fin is not None and (annee_fin, mois_fin, jour_fin or 0) < (annee, mois, jour or 0):
        raise HorairesInvalides(f"« {text} » : la fin précède le début. Écrivez les deux années.")
    return Dates(annee, mois, jour, annee_fin, mois_fin, jour_fin)


def _times(match: re.Match[str]) -> Plage:
    text = match[0].strip()
    h1, m1, h2, m2 = (int(match[i]) for i in range(1, 5))
    debut, fin = h1 * 60 + m1, h2 * 60 + m2
    if m1 > 59 or m2 > 59 or debut >= MINUIT or fin > FIN_AU_PLUS_TARD:
        raise HorairesInvalides(f"« {text} » : cette heure n’existe pas. Une journée va de 00:00 à 24:00.")
    if debut == fin:
        raise HorairesInvalides(f"« {text} » : le début et la fin sont à la même heure.")
    if fin < debut:
        fin += MINUIT
    if fin > MINUIT and fin - debut > PLUS_LONGUE:
        raise HorairesInvalides(f"« {text} » : l’heure de fin vient avant l’heure de début.")
    return Plage(debut, fin)


def _days(reader: _Lecteur) -> dict:
    """Read weekdays and holidays in either order: a comma between them is "either", a space is "both"."""
    feries: list[str] = []
    jours: list[Jours] = []
    lien: Literal["", "ou", "et"] = ""
    turn = ""
    while True:
        comma = bool(turn) and bool(reader.eat(_SUITE))
        before = reader.at
        holiday = reader.eat(_FERIE)
        weekday = None if holiday else reader.eat(_JOURS)
        kind = "ferie" if holiday else "jour" if weekday else ""
        if not kind:
            reader.at = before
            if comma and not _PLAGE.match(reader.text, reader.at):  # « Mo-Fr, 09:00-12:00 » is clear
                raise HorairesInvalides(_lost(reader))
            break
        if turn and kind == turn and not comma:
            raise HorairesInvalides(f"Mettez une virgule ou « ; » avant « {reader.text[before:].strip()[:20]} ».")
        if turn and kind != turn:
            if lien and (not comma or lien == "et"):
                raise HorairesInvalides("Séparez par « ; » les jours de la semaine, « PH » et « SH ».")
            lien = "ou" if comma else "et"
        if holiday:
            feries.append(holiday[1].upper())
        elif weekday:
            jours.append(_weekday(weekday))
        turn = kind
    return {"feries": tuple(sorted(set(feries))), "jours": tuple(jours), "lien": lien}


def _weekday(match: re.Match[str]) -> Jours:
    first = _index(JOURS, match[1])
    rangs: list[int] = []
    for part in (match[3] or "").split(","):
        if found := re.fullmatch(r"\s*([1-5])\s*-\s*([1-5])\s*", part):
            rangs += range(int(found[1]), int(found[2]) + 1)
        elif re.fullmatch(r"\s*-?[1-5]\s*", part):
            rangs.append(int(part))
        elif match[3] is not None:
            raise HorairesInvalides(f"« {match[0].strip()} » : le rang va de 1 à 5, ou de -1 (le dernier) à -5.")
    if match[3] is not None and not rangs:
        raise HorairesInvalides(f"« {match[0].strip()} » : le rang va de 1 à 5, dans l’ordre.")
    return Jours(first, _index(JOURS, match[2]) if match[2] else first, tuple(dict.fromkeys(rangs)))


def _index(names: tuple[str, ...], word: str) -> int:
    return names.index(word.capitalize())
