"""Read the simple French sentences that people type for hours, and nothing that leaves a doubt.

« du lundi au vendredi 9h-12h / 14h-18h » becomes "Mo-Fr 09:00-12:00,14:00-18:00". One unknown word, one
unclear hour, and the answer is None: the importer keeps the sentence and shows it as it came.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from structures.horaires.grammaire import JOURS
from structures.horaires.regle import valider
from structures.horaires.valeurs import MINUIT, HorairesInvalides, Plage

_LONGUEUR_MAX = 300
_PREMIERE_HEURE = 5 * 60  # « de 2 h à 5 h » is more likely said of the afternoon

# In order: the first that matches wins. Anything else is a word we do not know.
_MOTS = (
    ("TOUJOURS", r"(?:ouvert )?24 ?h?/24,?(?: et)? 7 ?j?/7|7 ?j?/7,?(?: et)? 24 ?h?/24"),
    ("PAS_VACANCES", r"(?:hors|sauf|excepte)(?: pendant)?(?: les)?(?: periodes? de)? vacances scolaires"),
    ("PAS_FERIES", r"(?:hors|sauf|excepte)(?: les)? jours feries"),
    ("ET_VACANCES", r"et(?: pendant)?(?: les)? vacances scolaires"),
    ("ET_FERIES", r"et(?: les)? jours feries"),
    ("FERME", r"fermee?s?(?: pendant)?(?: les)?(?= (?:jours feries|vacances scolaires))"),
    ("VACANCES", r"vacances scolaires"),
    ("FERIES", r"jours feries"),
    ("FERME_JOUR", r"fermee?s?"),
    ("PAIRES", r"(?:les |en )?semaines? paires?"),
    ("IMPAIRES", r"(?:les |en )?semaines? impaires?"),
    ("TOUS", r"tous les jours|7 ?j?/7"),
    ("DU_MOIS", r"(?:du|de chaque) mois"),
    ("RANG", r"(?:premier|deuxieme|second|troisieme|quatrieme|dernier|1 ?er|2 ?nd|[2-4] ?e(?:me)?)s?\b"),
    ("JOUR", r"(?:lun|mar|mercre|jeu|vendre|same)dis?\b|dimanches?\b|(?:lun|mar|mer|jeu|ven|sam|dim)\b\.?"),
    ("HEURE", r"\d{1,2} ?(?:heures?|hrs?|h|:) ?\d{2}(?!\d)|\d{1,2} ?(?:heures?|hrs?|h)\b|midi\b|minuit\b"),
    ("NOMBRE", r"\d{1,2}(?= ?(?:-|a) ?(?:\d{1,2} ?(?:h|heures?|hrs?)\b|\d{1,2} ?h ?\d{2}\b|midi\b|minuit\b))"),
    ("MATIN", r"(?:le )?matins?\b"),
    ("APRES_MIDI", r"(?:l')?apres[- ]midis?\b"),
    ("SOIR", r"(?:le )?soirs?\b"),
    (
        "OUVERT",
        r"(?:(?:heures?|horaires?) d')?(?:ouverture|ouverte?s?)(?: au public)?\b|horaires?\b|accueil du public\b",
    ),
    ("DU", r"du\b"),
    ("AU", r"au\b"),
    ("LE", r"les?\b"),
    ("DE", r"de\b|entre\b"),
    ("A", r"a\b|jusqu'a\b"),
    ("ET", r"et\b|puis\b|&"),
    ("TIRET", r"-"),
    ("BARRE", r"/"),
    ("VIRGULE", r","),
    ("POINT", r"[;.|]"),
    ("DEUX_POINTS", r":"),
)
_LEXIQUE = re.compile("|".join(f"(?P<{nom}>{motif})" for nom, motif in _MOTS))
_ENTRE_PARENTHESES = re.compile(r" ?\(((?:hors|sauf|excepte|semaines?|ferme)[^()]*)\)")
_NUMERO = {"lu": 0, "ma": 1, "me": 2, "je": 3, "ve": 4, "sa": 5, "di": 6}
_RANGS = {"p": 1, "1": 1, "s": 2, "2": 2, "t": 3, "3": 3, "q": 4, "4": 4}
_PORTEE = {"PAS_VACANCES", "PAS_FERIES", "PAIRES", "IMPAIRES"}
_MOMENTS = {"MATIN": (0, 14 * 60), "APRES_MIDI": (12 * 60, 20 * 60), "SOIR": (17 * 60, MINUIT)}


class _DoubtError(Exception):
    """Stop reading: the sentence is not one that we are sure of."""


@dataclass
class _Reading:
    """What has been read so far."""

    week: dict[tuple[int, int], list[Plage]] = field(default_factory=dict)  # (weekday, rank or 0)
    parite: str = ""
    ferme: set[int] = field(default_factory=set)
    feries: set[str] = field(default_factory=set)
    groups: int = 0


def depuis_phrase(texte: str) -> str | None:
    """Give the OSM string of a simple French sentence, or None whenever it is not sure."""
    if not texte or len(texte) > _LONGUEUR_MAX:
        return None
    try:
        return valider(_written(_Sentence(_tokens(texte)).read()))
    except (_DoubtError, HorairesInvalides):
        return None


def _tokens(texte: str) -> list[tuple[str, str]]:
    plain = unicodedata.normalize("NFKD", texte.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub("[\u2010-\u2015\u2212]", "-", plain).replace("’", "'")
    plain = re.sub(r"[\r\n]+", " ; ", plain.strip())
    plain = re.sub(r"\s+", " ", plain)
    plain = _ENTRE_PARENTHESES.sub(r", \1", plain)
    tokens, at = [], 0
    while at < len(plain):
        if plain[at] == " ":
            at += 1
            continue
        found = _LEXIQUE.match(plain, at)
        if not found or not found.lastgroup:
            raise _DoubtError
        tokens.append((found.lastgroup, found[0]))
        at = found.end()
    return tokens


class _Sentence:
    """Read the tokens from left to right, without ever going back over an accepted group."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0
        self.found = _Reading()

    def peek(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead][0] if self.at + ahead < len(self.tokens) else ""

    def take(self, *kinds: str) -> str:
        """Take the next token if it is of one of these kinds; give its text, or ''."""
        if self.peek() not in kinds or not kinds:
            return ""
        self.at += 1
        return self.tokens[self.at - 1][1]

    def need(self, *kinds: str) -> str:
        if found := self.take(*kinds):
            return found
        raise _DoubtError

    def read(self) -> _Reading:
        while self.take("OUVERT", "DEUX_POINTS"):
            pass
        if self.take("TOUJOURS"):
            self.found.week = {(jour, 0): [Plage(0, MINUIT)] for jour in range(7)}
        elif self.peek() in {"HEURE", "NOMBRE", "DE"}:
            hours = self.hours()  # « de 9h à 12h, du lundi au vendredi »: one group only
            self.take("VIRGULE")
            self.note(self.days(), hours)
        else:
            self.group()
        while self.at < len(self.tokens):
            apart = self.peek() == "POINT"
            if self.take("POINT", "VIRGULE", "BARRE", "ET") and self.at == len(self.tokens):
                if apart:
                    break
                raise _DoubtError
            if not apart and self.found.groups > 1 and self.peek() in _PORTEE:
                raise _DoubtError  # of all that precedes, or of the last group only?
            self.next()
        return self.found

    def next(self) -> None:
        """Read what follows a group: a holiday, a parity, a closed day, another group."""
        if self.take("PAS_VACANCES"):
            self.holidays("SH")
        elif self.take("PAS_FERIES"):
            self.holidays("PH")
        elif self.take("FERME"):
            self.holidays("SH" if self.need("VACANCES", "FERIES").startswith("v") else "PH")
        elif self.take("FERME_JOUR"):
            self.found.ferme |= {jour for jour, rang in self.days() if not rang}
        elif word := self.take("PAIRES", "IMPAIRES"):
            if self.found.parite or self.found.groups > 1:
                raise _DoubtError
            self.found.parite = "week 01-53/2 " if "impair" in word else "week 02-52/2 "
        elif self.peek():
            if self.found.parite:
                raise _DoubtError  # would the parity hold for this group too?
            self.group()

    def holidays(self, first: str) -> None:
        self.found.feries.add(first)
        while word := self.take("ET_VACANCES", "ET_FERIES"):
            self.found.feries.add("SH" if "vacances" in word else "PH")

    def group(self) -> None:
        days = self.days()
        self.take("DEUX_POINTS", "VIRGULE")
        self.take("DEUX_POINTS")
        self.note(days, self.hours())

    def note(self, days: list[tuple[int, int]], hours: list[Plage]) -> None:
        self.found.groups += 1
        for day in days:
            held = self.found.week.setdefault(day, [])
            if held and hours[0].debut < held[-1].fin:
                raise _DoubtError
            held += hours

    # ---- days

    def days(self) -> list[tuple[int, int]]:
        if self.take("TOUS"):
            return [(jour, 0) for jour in range(7)]
        found = self.some_days()
        while self.peek() in {"VIRGULE", "ET", "BARRE"} and self.is_day(1):
            self.at += 1
            found += self.some_days()
        if len(set(found)) < len(found):
            raise _DoubtError
        if any(rang for _, rang in found):
            self.need("DU_MOIS")
            if not all(rang for _, rang in found):
                raise _DoubtError
        return found

    def is_day(self, ahead: int) -> bool:
        if self.peek(ahead) in {"LE", "DU"}:
            ahead += 1
        return self.peek(ahead) in {"JOUR", "RANG"}

    def some_days(self) -> list[tuple[int, int]]:
        du = bool(self.take("DU"))
        if not du:
            self.take("LE")
        rangs = self.ranks()
        first = _NUMERO[self.need("JOUR")[:2]]
        if rangs:
            if du:
                raise _DoubtError
            return [(first, rang) for rang in rangs]
        ranged = self.peek() in ({"AU"} if du else {"AU", "A", "TIRET"}) and self.peek(1) == "JOUR"
        if not ranged:
            if du:
                raise _DoubtError
            return [(first, 0)]
        self.at += 1
        last = _NUMERO[self.need("JOUR")[:2]]
        if last <= first:
            raise _DoubtError
        return [(jour, 0) for jour in range(first, last + 1)]

    def ranks(self) -> list[int]:
        found = []
        while word := self.take("RANG"):
            found.append(-1 if word.startswith("d") and not word.startswith("deux") else _RANGS.get(word[0], 2))
            after = self.peek(2) if self.peek(1) == "LE" else self.peek(1)
            if self.peek() in {"ET", "VIRGULE"} and after == "RANG":
                self.at += 1
                self.take("LE")
        return found

    # ---- hours

    def hours(self) -> list[Plage]:
        found = [self.span()]
        while True:
            before = self.at
            self.take("VIRGULE", "ET", "BARRE")
            if self.take("VIRGULE", "ET", "BARRE") and self.peek() not in {"DE", "HEURE", "NOMBRE"}:
                raise _DoubtError
            if self.peek() not in {"DE", "HEURE", "NOMBRE", *_MOMENTS} or self.at == before:
                self.at = before
                break
            found.append(self.span())
        if any(b.debut < a.fin for a, b in pairwise(found)):
            raise _DoubtError
        return found

    def span(self) -> Plage:
        low, high = _MOMENTS.get(self.peek(), (0, MINUIT))
        self.take(*_MOMENTS)
        self.take("DEUX_POINTS")
        between = self.take("DE") == "entre"
        debut = _minute(self.need("HEURE", "NOMBRE"))
        self.need("ET") if between else self.need("TIRET", "A")
        fin = _minute(self.need("HEURE"), fin=True)
        if not max(_PREMIERE_HEURE, low) <= debut < fin <= high:
            raise _DoubtError
        return Plage(debut, fin)


def _minute(word: str, *, fin: bool = False) -> int:
    if word == "midi":
        return 12 * 60
    if word == "minuit":
        if fin:
            return MINUIT
        raise _DoubtError
    numbers = [int(n) for n in re.findall(r"\d+", word)]
    if numbers[0] > 24 or (len(numbers) > 1 and numbers[1] > 59):
        raise _DoubtError
    return numbers[0] * 60 + (numbers[1] if len(numbers) > 1 else 0)


def _written(found: _Reading) -> str:
    """Write what was read: the days that share their hours together, in the order of the week."""
    if not found.week or any((jour, 0) in found.week for jour in found.ferme):
        raise _DoubtError
    if any(rang for _, rang in found.week) and (found.parite or any(not rang for _, rang in found.week)):
        raise _DoubtError
    groups: dict[tuple[Plage, ...], list[tuple[int, int]]] = {}
    for day in sorted(found.week):
        groups.setdefault(tuple(found.week[day]), []).append(day)
    clauses = []
    for plages, days in groups.items():
        if days == [(jour, 0) for jour in range(7)] and plages == (Plage(0, MINUIT),):
            clauses.append("24/7")
            continue
        hours = ",".join(f"{_clock(p.debut)}-{_clock(p.fin)}" for p in plages)
        clauses.append(f"{found.parite}{_days(days)} {hours}")
    clauses += [f"{ferie} off" for ferie in sorted(found.feries, reverse=True)]
    return "; ".join(clauses)


def _days(days: list[tuple[int, int]]) -> str:
    words: list[str] = []
    ranked: dict[int, list[int]] = {}
    for jour, rang in days:
        if rang:
            ranked.setdefault(jour, []).append(rang)
    plain = [jour for jour, rang in days if not rang]
    while plain:
        run = 1
        while run < len(plain) and plain[run] == plain[0] + run:
            run += 1
        run = run if run > 2 else 1
        words.append(JOURS[plain[0]] if run == 1 else f"{JOURS[plain[0]]}-{JOURS[plain[run - 1]]}")
        plain = plain[run:]
    words += [f"{JOURS[jour]}[{','.join(map(str, sorted(rangs, key=_from_start)))}]" for jour, rangs in ranked.items()]
    return ",".join(words)


def _from_start(rang: int) -> int:
    return rang if rang > 0 else 10 + rang


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
