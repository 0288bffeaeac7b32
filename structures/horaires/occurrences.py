"""Say when a rule opens: days, then openings. Pure functions of the rule and of two dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from opening_hours import OpeningHours, State

from structures.horaires.calendrier import calendrier_connu, jour_ferie, vacances
from structures.horaires.ecriture import engines, programme
from structures.horaires.mots import de_minute, enumere
from structures.horaires.valeurs import (
    MINUIT,
    PARIS,
    Fermee,
    HorairesInvalides,
    Intervalle,
    Ouverture,
    Plage,
    Regle,
    merge,
)

UN_JOUR = timedelta(days=1)
Raison = Literal["", "fermeture", "ferie", "vacances", "avant", "apres", "alternance"]

_HEURES = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class Journee:
    """What a rule gives on one day. `raison` says what closes it, out of the ordinary."""

    jour: date
    plages: tuple[Plage, ...] = ()
    a_confirmer: bool = False
    raison: Raison = ""
    fermeture: Fermee | None = None
    ouverture: Ouverture | None = None


@dataclass(frozen=True)
class _Genre:
    """What the calendar says of a day: the days of one kind are evaluated together."""

    ph: bool
    sh: bool
    connu: bool


def days(regle: Regle, debut: date, fin: date) -> list[Journee]:
    """Give every day of [debut, fin], in order."""
    if fin < debut:
        return []
    read = programme(regle.osm) if regle.osm else None
    ph, sh = (read.mentions("PH"), read.mentions("SH")) if read else (False, False)
    found: list[Journee] = []
    for first, last, genre in _runs(regle, debut, fin, ph=ph, sh=sh) if read else ():
        found += _run(regle, first, last, genre)
    if not read:
        found = [_unstated(regle, debut + i * UN_JOUR) for i in range((fin - debut).days + 1)]
    if regle.ouvertures:
        found = [_with_openings(regle, journee) for journee in found]
    return found


def _runs(regle: Regle, debut: date, fin: date, *, ph: bool, sh: bool) -> Iterator[tuple[date, date, _Genre]]:
    """Cut [debut, fin] into stretches of days of one kind."""

    def genre(jour: date) -> _Genre:
        return _Genre(
            ph=ph and jour_ferie(jour, regle.departement) is not None,
            sh=sh and vacances(jour, regle.zone_scolaire) is not None,
            connu=not sh or calendrier_connu(jour, regle.zone_scolaire),
        )

    first, current = debut, genre(debut)
    if not ph and not sh:
        yield debut, fin, current
        return
    jour = debut
    while jour < fin:
        jour += UN_JOUR
        if (following := genre(jour)) != current:
            yield first, jour - UN_JOUR, current
            first, current = jour, following
    yield first, fin, current


def _run(regle: Regle, first: date, last: date, genre: _Genre) -> list[Journee]:
    held = _plages(regle.osm, first, last, ph=genre.ph, sh=genre.sh)
    usual = held
    if genre.ph or genre.sh:
        usual = _plages(regle.osm, first, last, ph=False, sh=False)
    otherwise = held if genre.connu else _plages(regle.osm, first, last, ph=genre.ph, sh=True)
    found = []
    for i, plages in enumerate(held):
        jour = first + i * UN_JOUR
        raison, fermeture = _reason(regle, jour)
        if raison:
            found.append(Journee(jour, raison=raison, fermeture=fermeture))
        elif plages != otherwise[i]:
            found.append(Journee(jour, a_confirmer=True))
        elif not plages and usual[i]:
            found.append(Journee(jour, raison="ferie" if genre.ph and not _open_on(regle, jour, genre) else "vacances"))
        else:
            found.append(Journee(jour, plages))
    return found


def _unstated(regle: Regle, jour: date) -> Journee:
    """Give a day whose hours nobody stated: only what closes it is known."""
    raison, fermeture = _reason(regle, jour)
    return Journee(jour, raison=raison, fermeture=fermeture)


def _open_on(regle: Regle, jour: date, genre: _Genre) -> bool:
    """Tell whether the public holiday alone would leave it open: then the school holidays close it."""
    return genre.sh and bool(_plages(regle.osm, jour, jour, ph=True, sh=False)[0])


def _reason(regle: Regle, jour: date) -> tuple[Raison, Fermee | None]:
    """Say what of the rule itself closes that day."""
    if regle.periode_debut and jour < regle.periode_debut:
        return "avant", None
    if regle.periode_fin and jour > regle.periode_fin:
        return "apres", None
    if regle.ancre:
        if jour < regle.ancre:
            return "avant", None
        if (_monday(jour) - _monday(regle.ancre)).days % 14:
            return "alternance", None
    for fermeture in regle.fermetures:
        if fermeture.debut <= jour <= fermeture.fin:
            return "fermeture", fermeture
    return "", None


def _monday(jour: date) -> date:
    return jour - timedelta(days=jour.weekday())


def _with_openings(regle: Regle, journee: Journee) -> Journee:
    held = [o for o in regle.ouvertures if o.debut <= journee.jour <= o.fin]
    if not held:
        return journee
    added = tuple(plage for o in held for plage in heures(o.heures))
    # What is announced for that very day settles it: nothing is left to confirm.
    return Journee(journee.jour, merge(journee.plages + added), ouverture=held[0])


@lru_cache(maxsize=1024)
def heures(texte: str) -> tuple[Plage, ...]:
    """Read the hours of an exceptional opening; raise HorairesInvalides."""
    plages = []
    for part in texte.split(","):
        found = _HEURES.fullmatch(part.strip())
        h1, m1, h2, m2 = (int(n) for n in found.groups()) if found else (0, 0, 0, 0)
        debut, fin = h1 * 60 + m1, h2 * 60 + m2
        fin += MINUIT if fin < debut else 0
        if not found or m1 > 59 or m2 > 59 or debut >= MINUIT or debut >= fin or fin > debut + MINUIT:
            raise HorairesInvalides(f"« {part.strip()[:40]} » : écrivez par exemple « 09:00-12:00,14:00-17:00 ».")
        plages.append(Plage(debut, fin))
    return merge(plages)


def heures_en_francais(texte: str) -> str:
    """Write the hours of an exceptional opening (« de 9 h à 12 h et de 14 h à 17 h »); '' when they cannot be read."""
    try:
        return enumere([f"de {de_minute(p.debut)} à {de_minute(p.fin, fin=True)}" for p in heures(texte)])
    except HorairesInvalides:
        return ""


@lru_cache(maxsize=2048)
def _plages(osm: str, first: date, last: date, *, ph: bool, sh: bool) -> tuple[tuple[Plage, ...], ...]:
    """Give the openings of each day of one kind, as a tuple by day."""
    today, late = engines(osm, ph=ph, sh=sh)
    found: list[list[Plage]] = [[] for _ in range((last - first).days + 1)]
    for day, plage in _evaluate(today, first, last):
        found[day].append(plage)
    for day, plage in _evaluate(late, first, last):
        found[day].append(Plage(plage.debut + MINUIT, plage.fin + MINUIT))
    return tuple(merge(plages) for plages in found)


def _evaluate(engine: OpeningHours | None, first: date, last: date) -> Iterator[tuple[int, Plage]]:
    """Cut what the library gives at each midnight; it reckons in plain local time, without a zone."""
    if engine is None:
        return
    origin = datetime.combine(first, time())
    for start, end, state, _ in engine.intervals(origin, datetime.combine(last + UN_JOUR, time())):
        if state != State.OPEN:
            continue
        a = round((start - origin).total_seconds()) // 60
        b = round((end - origin).total_seconds()) // 60
        while a < b:
            day = a // MINUIT
            cut = min(b, (day + 1) * MINUIT)
            yield day, Plage(a - day * MINUIT, cut - day * MINUIT)
            a = cut


def at(jour: date, minute: int) -> datetime:
    """Give an aware local datetime. An hour that the change of clocks skips is the one that exists after it."""
    return moment(jour + (minute // MINUIT) * UN_JOUR, time(minute % MINUIT // 60, minute % 60))


def moment(jour: date, heure: time) -> datetime:
    """Give the aware moment of an hour typed for a day; one that the change of clocks skips is the one after it.

    Two such moments compare as they follow one another; two hours of the clock would not, that night.
    """
    return datetime.combine(jour, heure, PARIS).astimezone(UTC).astimezone(PARIS)


def of_day(journee: Journee) -> list[Intervalle]:
    """Give the openings that start on that day, whatever the days around."""
    found = ((at(journee.jour, p.debut), at(journee.jour, p.fin)) for p in journee.plages)
    # Between two and three on the night in March, nothing is left.
    return [Intervalle(a, b) for a, b in found if a.timestamp() < b.timestamp()]


def intervalles(regle: Regle, debut: date, fin: date) -> list[Intervalle]:
    """Give the openings that start on a local day of [debut, fin]: sorted, apart, whole past midnight."""
    joined: list[Intervalle] = []
    for journee in days(regle, debut, fin):
        for found in of_day(journee):
            before = joined[-1] if joined else None
            if before and found.debut.timestamp() <= before.fin.timestamp():
                later = max(before.fin, found.fin, key=datetime.timestamp)
                joined[-1] = Intervalle(before.debut, later)
            else:
                joined.append(found)
    return joined


def a_confirmer(regle: Regle, jour: date) -> bool:
    """Tell whether that day depends on school holidays that are not known: it is then never open."""
    return days(regle, jour, jour)[0].a_confirmer
