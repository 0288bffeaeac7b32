"""Say what is open at one moment, and lay out one week. The moment is an argument."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from structures.horaires.calendrier import en_phrase, jour_ferie, vacances
from structures.horaires.ecriture import programme
from structures.horaires.mots import INSECABLE, date_en_francais
from structures.horaires.occurrences import UN_JOUR, Journee, days, intervalles, of_day
from structures.horaires.valeurs import PARIS, Intervalle, Regle

HORIZON = timedelta(days=14)
A_CONFIRMER = "à confirmer"


@dataclass(frozen=True)
class Etat:
    """What to say now. `ouvert` is None when hours are not stated or are « à confirmer ».

    `fin`: closes at (None when it never does); `prochaine`: opens next, within 14 days.
    `motif` is ready to be read: « fermé pour la Toussaint », « fermé : travaux », « à confirmer ».
    """

    ouvert: bool | None
    fin: datetime | None = None
    prochaine: datetime | None = None
    motif: str = ""


@dataclass(frozen=True)
class JourTable:
    """One row of a week's table."""

    jour: date
    intervalles: tuple[Intervalle, ...] = ()
    note: str = ""


def etat(regle: Regle, now: datetime) -> Etat:
    """Say whether it is open at `now` (aware)."""
    moment = now.astimezone(UTC)
    today = now.astimezone(PARIS).date()
    # Two days before: an opening that runs past midnight starts on the eve.
    found = intervalles(regle, today - 2 * UN_JOUR, today + HORIZON)
    for one in found:
        if one.debut.astimezone(UTC) <= moment < one.fin.astimezone(UTC):
            endless = one.fin.date() > today + HORIZON
            return Etat(ouvert=True, fin=None if endless else one.fin)
    following = next((i.debut for i in found if moment < i.debut.astimezone(UTC) <= moment + HORIZON), None)
    journee = days(regle, today, today)[0]
    if not regle.osm and journee.raison != "fermeture":
        return Etat(ouvert=None, prochaine=following)
    if journee.a_confirmer:
        return Etat(ouvert=None, prochaine=following, motif=A_CONFIRMER)
    return Etat(ouvert=False, prochaine=following, motif=_why(regle, journee))


def _why(regle: Regle, journee: Journee) -> str:
    """Say what closes a day, out of the ordinary."""
    if journee.plages:
        return ""
    match journee.raison:
        case "fermeture":
            motif = journee.fermeture.motif.strip() if journee.fermeture else ""
            return f"fermé{INSECABLE}: {motif}" if motif else "fermeture exceptionnelle"
        case "ferie":
            return f"fermé pour {en_phrase(jour_ferie(journee.jour, regle.departement) or '')}"
        case "vacances":
            return f"fermé pendant {en_phrase(vacances(journee.jour, regle.zone_scolaire) or '')}"
        case "avant":
            start = max(d for d in (regle.periode_debut, regle.ancre) if d)
            return f"à partir du {date_en_francais(start, annee=start.year != journee.jour.year)}"
        case "apres" if regle.periode_fin:
            end = regle.periode_fin
            return f"terminé depuis le {date_en_francais(end, annee=end.year != journee.jour.year)}"
    return ""


def table_semaine(regle: Regle, lundi: date) -> list[JourTable]:
    """Give the seven rows of the week that starts on that Monday, each with its openings and its note."""
    return [
        JourTable(journee.jour, tuple(of_day(journee)), _note(regle, journee))
        for journee in days(regle, lundi, lundi + 6 * UN_JOUR)
    ]


def _note(regle: Regle, journee: Journee) -> str:
    """Say what is not ordinary on that day: « férié : Toussaint », « vacances scolaires », « fermé : motif »."""
    if journee.ouverture:
        return _with_reason("ouverture exceptionnelle", journee.ouverture.motif)
    if journee.raison == "fermeture" and journee.fermeture:
        return _with_reason("fermé", journee.fermeture.motif)
    if journee.a_confirmer:
        return A_CONFIRMER
    if journee.raison in {"avant", "apres"}:
        return _why(regle, journee)
    if ferie := jour_ferie(journee.jour, regle.departement):
        return f"férié{INSECABLE}: {ferie[0].upper()}{ferie[1:]}"
    depends = bool(regle.osm) and programme(regle.osm).mentions("SH")
    return "vacances scolaires" if depends and vacances(journee.jour, regle.zone_scolaire) else ""


def _with_reason(text: str, motif: str) -> str:
    return f"{text}{INSECABLE}: {motif.strip()}" if motif.strip() else text
