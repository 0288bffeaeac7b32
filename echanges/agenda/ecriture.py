"""Events as iCalendar (RFC 5545, and 7986 for the calendar's own name): the only module that knows the format."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vDuration, vText

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, Mode, Tarif
from ateliers.seances import PARIS
from echanges.agenda.entrees import Agenda, Entree
from recherche.phrases import NBSP, TARIFS, conditions_de, date_courte, note_de_seance, telephone_de

PRODUIT = "-//Au bon endroit//Agenda//FR"
FRAICHEUR = timedelta(hours=6)
# The two rules of Paris since 1996: every reader knows them, and none has to guess.
EUROPE_PARIS = b"""BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
DEBUT, FIN, FIN_DU_CALENDRIER = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n"
_CONTROLES = re.compile(r"[\x00-\x1f\x7f]+")


def ecrire(agenda: Agenda, *, nom: str, url: str, now: datetime) -> bytes:
    """Return a calendar: `nom` as people see it in theirs, `url` of the page that says the same."""
    calendrier = Calendar()
    calendrier.add("prodid", PRODUIT)
    calendrier.add("version", "2.0")
    calendrier.add("method", "PUBLISH")
    for cle in ("name", "x-wr-calname"):
        calendrier.add(cle, vText(_ligne(nom)))
    for cle in ("description", "x-wr-caldesc"):
        calendrier.add(cle, vText(_presentation(agenda, now)))
    calendrier.add("url", settings.SITE_URL + url)
    calendrier.add("x-wr-timezone", "Europe/Paris")
    calendrier.add("refresh-interval", FRAICHEUR, parameters={"VALUE": "DURATION"})
    calendrier.add("x-published-ttl", vDuration(FRAICHEUR))
    calendrier.add_component(Timezone.from_ical(EUROPE_PARIS))
    # What holds for every session of an activity, most of an event, is written once.
    dites: dict[int, list[str]] = {}
    fixes: dict[tuple[int, bool, str], bytes] = {}
    today = now.astimezone(PARIS).date()
    evenements = []
    for entree in agenda.entrees:
        pk = entree.offre.pk
        if pk not in dites:
            dites[pk] = list(_toujours(entree.offre))
        note = note_de_seance(entree.seance, today) if entree.seance else ""
        if (quoi := (pk, entree.annule, note)) not in fixes:
            fixes[quoi] = _dedans(_de_toutes(entree, note, dites[pk]))
        evenements.append(DEBUT + _dedans(_de_celle_ci(entree)) + fixes[quoi] + FIN)
    return calendrier.to_ical().removesuffix(FIN_DU_CALENDRIER) + b"".join(evenements) + FIN_DU_CALENDRIER


def _dedans(evenement: Event) -> bytes:
    """Return the lines of an event, without the two that hold them."""
    return evenement.to_ical().removeprefix(DEBUT).removesuffix(FIN)


def _presentation(agenda: Agenda, now: datetime) -> str:
    today = now.astimezone(PARIS).date()
    phrases = ["Téléphonez avant d’envoyer quelqu’un : une séance peut encore changer."]
    if agenda.jusqu_au:
        phrases.append(
            f"Les séances vont jusqu’au {date_courte(agenda.jusqu_au, today)}{NBSP}: il y en a trop ensuite."
        )
    if agenda.activites_tues:
        phrases.append("Seules les premières activités de la recherche sont là : ajoutez un critère.")
    return " ".join(phrases)


def _de_celle_ci(e: Entree) -> Event:
    """Write what is a session's own: its name for ever, its hours, what was done to it."""
    entree = Event()
    hote = urlsplit(settings.SITE_URL).hostname or "au-bon-endroit"
    entree.add("uid", f"{e.offre.uid}-{re.sub(r'[-:]', '', e.origine)}@{hote}")
    entree.add("dtstamp", e.change_a.astimezone(UTC).replace(microsecond=0))
    entree.add("last-modified", e.change_a.astimezone(UTC).replace(microsecond=0))
    entree.add("sequence", e.revision)
    debut, fin = _moments(e.debut, e.fin)
    entree.add("dtstart", debut)
    entree.add("dtend", fin)
    return entree


def _de_toutes(e: Entree, note: str, toujours: Iterable[str]) -> Event:
    """Write what all the sessions of an activity say that have the same note."""
    offre, lieu = e.offre, e.offre.lieu
    entree = Event()
    # Most calendars do not show the status.
    entree.add("summary", _ligne(f"Annulée{NBSP}: {offre.nom}" if e.annule else offre.nom))
    entree.add("status", "CANCELLED" if e.annule else "CONFIRMED")
    entree.add("description", "\n".join(map(_ligne, _lignes(e, note, toujours))))
    entree.add("url", settings.SITE_URL + offre.get_absolute_url())
    if lieu and offre.mode == Mode.SUR_PLACE:
        entree.add("location", _ligne(", ".join([lieu.nom, *lieu.adresse_lignes])))
        entree.add("geo", (round(lieu.latitude, 5), round(lieu.longitude, 5)))
    # What a centre proposes takes nobody's time.
    entree.add("transp", "TRANSPARENT")
    return entree


def _moments(debut: datetime, fin: datetime) -> tuple[datetime, datetime]:
    """Return both ends as Paris says them, or in UTC when Paris says one of them twice and the second is meant."""
    locaux = debut.astimezone(PARIS), fin.astimezone(PARIS)
    return (debut.astimezone(UTC), fin.astimezone(UTC)) if any(m.fold for m in locaux) else locaux


def _lignes(e: Entree, note: str, toujours: Iterable[str]) -> Iterable[str]:
    if note:
        yield note[0].upper() + note[1:]
    if e.annule:
        yield "Cette séance est annulée."
    yield from toujours


def _toujours(offre: Offre) -> Iterable[str]:
    """Say what holds for every session of an activity."""
    lieu = offre.lieu
    if offre.mode != Mode.SUR_PLACE:
        yield Mode(offre.mode).label
    comment = ACCES.labels(offre.acces)
    if comment:
        yield ", ".join(comment)
    prix = [TARIFS[Tarif(offre.tarif)].capitalize()] if offre.tarif else []
    if prix or conditions_de(offre):
        yield " · ".join([*prix, *conditions_de(offre)])
    telephone, _ = telephone_de(
        offre.telephone, *((lieu.telephone, lieu.structure.telephone) if lieu else ()), offre.structure.telephone
    )
    if telephone:
        yield f"Téléphone{NBSP}: {telephone}"
    yield settings.SITE_URL + offre.get_absolute_url()


def _ligne(texte: str) -> str:
    """Return a text on one line, without what no calendar may hold; commas and the rest are the library's to escape."""
    return _CONTROLES.sub(" ", texte)
