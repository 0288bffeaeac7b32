"""The network's agenda as an iCalendar feed (RFC 5545), by a private signed address that its owner closes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse
from icalendar import Calendar, Event

from core.travailleur import PARIS
from reseau.models import Evenement, LienAgenda

SEL = "reseau.agenda"
RECUL = timedelta(days=90)  # what is over stays in sight for a while
MAXIMUM = 500


def jeton_de(lien: LienAgenda) -> str:
    """Return what opens the feed; nobody makes one without the site's key, nor uses one whose row is gone."""
    return signing.Signer(salt=SEL).sign(lien.uid)


def adresse_de(lien: LienAgenda) -> str:
    """Return the address to give to a calendar."""
    return settings.SITE_URL + reverse("reseau:agenda_ics", args=[jeton_de(lien)])


def lien_de(jeton: str) -> LienAgenda | None:
    """Return whose feed a token opens, None when it opens nothing."""
    try:
        uid = signing.Signer(salt=SEL).unsign(jeton)
    except signing.BadSignature:
        return None
    return LienAgenda.objects.select_related("utilisateur").filter(uid=uid, utilisateur__is_active=True).first()


def evenements_pour(lien: LienAgenda, now: datetime) -> list[Evenement]:
    """Return what this person's calendar shows: what they may read today."""
    visibles = Evenement.objects.shown_to(lien.utilisateur).with_names()
    return list(visibles.filter(fin__gte=now - RECUL).order_by("debut", "pk")[:MAXIMUM])


def en_ical(evenements: Iterable[Evenement], *, nom: str) -> bytes:
    """Return the calendar, in Paris time with the definition of its zone; it names nobody who comes."""
    calendrier = Calendar()
    calendrier.add("prodid", "-//Au bon endroit//Entre nous//FR")
    calendrier.add("version", "2.0")
    calendrier.add("x-wr-calname", nom)
    for evenement in evenements:
        calendrier.add_component(_evenement(evenement))
    calendrier.add_missing_timezones()
    return calendrier.to_ical()


def _evenement(evenement: Evenement) -> Event:
    composant, url = Event(), settings.SITE_URL + evenement.get_absolute_url()
    composant.add("uid", f"{evenement.uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    composant.add("dtstamp", evenement.modifie_a or evenement.cree_a)
    composant.add("dtstart", evenement.debut.astimezone(PARIS))
    composant.add("dtend", evenement.fin.astimezone(PARIS))
    composant.add("summary", _lisible(evenement.titre))
    composant.add("location", _lisible(evenement.ou))
    composant.add("description", _lisible(f"{evenement.voix}\n\n{evenement.texte[:1500]}\n\n{url}"))
    composant.add("url", url)
    composant.add("categories", [evenement.get_genre_display()])
    composant.add("status", "CANCELLED" if evenement.annule_a else "CONFIRMED")
    composant.add("sequence", evenement.revision)
    return composant


def _lisible(texte: str) -> str:
    """Return a text without what no calendar holds: of the control characters, only the line's end is left."""
    return "".join(c for c in texte.replace("\r\n", "\n") if c == "\n" or c.isprintable())
