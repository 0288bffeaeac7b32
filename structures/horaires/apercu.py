"""Lay out the sessions to come, with the days that fall: what somebody reads before saving hours."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from structures.horaires.mots import INSECABLE, JOURS, date_en_francais, plage
from structures.horaires.occurrences import UN_JOUR, Journee, days, of_day
from structures.horaires.valeurs import Regle

Genre = Literal["seance", "tombe", "a_confirmer"]
_HORIZON = 400
_PAR = 28


@dataclass(frozen=True)
class Ligne:
    """One line of the preview: a day that opens, or a run of days that do not although the week says so."""

    genre: Genre
    debut: date
    fin: date
    heures: tuple[str, ...] = ()
    raison: str = ""

    @property
    def quand(self) -> str:
        """Write « mardi 8 septembre 2026 », or « du mardi 22 au mardi 29 décembre 2026 »."""
        if self.debut == self.fin:
            return _day(self.debut)
        same = (self.debut.year, self.debut.month) == (self.fin.year, self.fin.month)
        first = f"{JOURS[self.debut.weekday()]} {_number(self.debut)}" if same else _day(self.debut)
        return f"du {first} au {_day(self.fin)}"

    @property
    def texte(self) -> str:
        """Write the whole line, in one sentence without its full stop."""
        if self.genre == "seance":
            said = f"{self.quand}, {' et '.join(self.heures)}"
            return f"{said} ({self.raison})" if self.raison else said
        quand = self.quand if self.quand.startswith("du ") else f"le {self.quand}"
        return f"{'à confirmer' if self.genre == 'a_confirmer' else 'pas de séance'} {quand}{INSECABLE}: {self.raison}"


def apercu(regle: Regle, today: date, combien: int = 8) -> list[Ligne]:
    """Give the next days that open, in order, and between them those that fall; at most 400 days ahead.

    Days that fall after the last session shown are not told: they say nothing of it.
    """
    usual = replace(regle, fermetures=(), ouvertures=())
    found: list[Ligne] = []
    opened = 0
    first = max(d for d in (today, regle.periode_debut, regle.ancre) if d)
    # An exceptional opening may come before the period.
    first = min([first, *(max(today, o.debut) for o in regle.ouvertures if o.fin >= today)])
    for start in range(0, _HORIZON, _PAR):
        if start > (date.max - first).days - 2 * _PAR:
            break
        debut = first + start * UN_JOUR
        fin = debut + (_PAR - 1) * UN_JOUR
        for day, ordinary in zip(days(regle, debut, fin), days(usual, debut, fin), strict=True):
            line = _line(day, ordinary)
            if line is None:
                continue
            if found and line.genre != "seance" and (found[-1].genre, found[-1].raison) == (line.genre, line.raison):
                found[-1] = replace(found[-1], fin=line.fin)
            else:
                found.append(line)
            opened += line.genre == "seance"
            if opened == combien:
                return found
    return found


def _line(day: Journee, ordinary: Journee) -> Ligne | None:
    """Tell what to say of a day; nothing of one that the week itself leaves closed."""
    if openings := of_day(day):
        heures = tuple(plage(i, court=True) for i in openings)
        return Ligne("seance", day.jour, day.jour, heures, "ouverture exceptionnelle" if day.ouverture else "")
    if day.raison == "fermeture" and (ordinary.plages or ordinary.a_confirmer):
        motif = day.fermeture.motif.strip() if day.fermeture else ""
        return Ligne("tombe", day.jour, day.jour, (), f"fermeture ({motif})" if motif else "fermeture annoncée")
    if day.a_confirmer:
        return Ligne("a_confirmer", day.jour, day.jour, (), "les vacances scolaires ne sont pas encore connues")
    if day.raison in {"ferie", "vacances"}:
        return Ligne("tombe", day.jour, day.jour, (), "jour férié" if day.raison == "ferie" else "vacances scolaires")
    return None


def _day(jour: date) -> str:
    return f"{JOURS[jour.weekday()]} {date_en_francais(jour)}"


def _number(jour: date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)
