"""What every page knows about the installation."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest

from comptes.models import Federation
from core.models import Version
from core.replique import lecture, ou_lire

CHAMPS = ("id", "slug", "nom", "territoire", "dans_le_territoire", "demonstration")
# Asked before every page, even one that is kept: by hand, a third of what the ORM's query costs.
_LIRE = (
    f"SELECT (SELECT numero FROM core_version WHERE id = 1), {', '.join(CHAMPS)} "  # noqa: S608  our own words only
    "FROM comptes_federation ORDER BY nom, id"
)


@dataclass
class Site:
    """The installation as the pages name it; the database is read only when something is asked of it."""

    nom: str = "Au bon endroit"
    base: str = ""  # the database that was read

    @cached_property
    def _lignes(self) -> list[tuple]:
        """One query for what every page needs: the federations, and the version of what they hold."""
        self.base = ou_lire()
        with lecture().cursor() as curseur:
            curseur.execute(_LIRE)
            return curseur.fetchall()

    @cached_property
    def federations(self) -> list[Federation]:
        """The federations by name; the fields that no page shows are left to be read when asked for."""
        return [Federation.from_db(self.base, CHAMPS, ligne[1:]) for ligne in self._lignes]

    @property
    def version(self) -> int:
        """The data version, read with the federations: before anything else that a page shows."""
        return (self._lignes[0][0] if self._lignes else None) or Version.lire()

    @property
    def demonstration(self) -> bool:
        return any(f.demonstration for f in self.federations)

    @property
    def courrier_visible(self) -> bool:
        """Tell whether anybody may read the mails: all is invented, and the mail server is a folder."""
        fichiers = settings.EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend"
        return fichiers and bool(self.federations) and all(f.demonstration for f in self.federations)

    @property
    def ou(self) -> str:
        """Where the places are, as a sentence says it (« dans le Val-de-Marne »); empty for several federations."""
        return self.federations[0].dans_le_territoire if len(self.federations) == 1 else ""


def du_site(request: HttpRequest) -> Site:
    """Return the request's one Site, so that a page reads the federations once.

    Its version names what is read after it: read on the primary, it would be too new for what the replica holds.
    """
    deja = getattr(request, "_site", None)
    if deja is None or (deja.base == DEFAULT_DB_ALIAS != ou_lire()):
        request._site = Site()  # type: ignore[attr-defined]
    return request._site  # type: ignore[attr-defined]


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": du_site(request)}
