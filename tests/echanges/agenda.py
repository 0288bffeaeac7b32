"""A small reader of iCalendar, that shares nothing with what writes it: lines, properties, the zone by dateutil."""

import io
import re
from datetime import UTC, datetime
from typing import NamedTuple

from dateutil.tz import tzical

LIGNE = re.compile(r'(?P<nom>[A-Z0-9-]+)(?P<parametres>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^;:"]*))*):(?P<valeur>.*)', re.DOTALL)


class Lu(NamedTuple):
    """One VEVENT: its moments in UTC, its texts without escapes."""

    debut: datetime
    fin: datetime
    textes: dict[str, str]

    @property
    def annule(self) -> bool:
        return self.textes["STATUS"] == "CANCELLED"


def lire(octets: bytes) -> tuple[dict[str, str], list[Lu]]:
    """Return the properties of a calendar and its events; fail on what RFC 5545 refuses."""
    lignes = octets.split(b"\r\n")
    assert lignes.pop() == b""
    assert all(len(ligne) <= 75 and b"\n" not in ligne for ligne in lignes)
    texte = octets.decode().replace("\r\n ", "")
    zone = tzical(io.StringIO(texte[texte.index("BEGIN:VTIMEZONE") : texte.index("END:VTIMEZONE") + 15])).get()
    entete, evenements, ouvertes = {}, [], []
    for ligne in texte.split("\r\n")[:-1]:
        trouve = LIGNE.fullmatch(ligne)
        assert trouve, ligne
        nom, parametres, valeur = trouve["nom"], trouve["parametres"], trouve["valeur"]
        if nom == "BEGIN":
            ouvertes.append(valeur)
            proprietes: dict[str, str] = {}
        elif nom == "END":
            assert ouvertes.pop() == valeur
            if valeur == "VEVENT":
                evenements.append(_lu(proprietes, zone))
        elif ouvertes == ["VCALENDAR"]:
            entete[nom] = _sans_echappement(valeur)
        elif ouvertes == ["VCALENDAR", "VEVENT"]:
            assert nom not in proprietes, nom
            proprietes[nom] = f"{parametres}:{valeur}" if nom in ("DTSTART", "DTEND") else _sans_echappement(valeur)
    assert ouvertes == []
    assert entete["VERSION"] == "2.0"
    return entete, evenements


def _lu(p: dict[str, str], zone) -> Lu:
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE"} <= set(p)
    assert re.fullmatch(r"\d{8}T\d{6}Z", p["DTSTAMP"])
    return Lu(_moment(p["DTSTART"], zone), _moment(p["DTEND"], zone), p)


def _moment(propriete: str, zone) -> datetime:
    parametres, valeur = propriete.split(":")
    if valeur.endswith("Z"):
        return datetime.strptime(valeur, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert parametres == ";TZID=Europe/Paris"
    # The first of two, as RFC 5545 says of an hour that a clock shows twice.
    return datetime.strptime(valeur, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)


def _sans_echappement(valeur: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], valeur)
