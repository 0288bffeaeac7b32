"""What every page knows about the installation."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Subquery
from django.http import HttpRequest

from comptes.models import Federation
from core.models import Version


@dataclass
class Site:
    """The installation as the pages name it; the database is read only when a template asks."""

    nom: str = "Au bon endroit"

    @cached_property
    def federations(self) -> list[Federation]:
        # One query for what every page needs: the federations, and the version of what they hold.
        version = Version.objects.filter(pk=1).values("numero")[:1]
        return list(Federation.objects.annotate(version=Subquery(version)))

    @property
    def version(self) -> int:
        """The data version, read with the federations: before anything else that a page shows."""
        return self.federations[0].version if self.federations else Version.lire()  # type: ignore[attr-defined]

    @property
    def demonstration(self) -> bool:
        return any(f.demonstration for f in self.federations)

    @property
    def territoire(self) -> str:
        return self.federations[0].territoire if len(self.federations) == 1 else ""


def du_site(request: HttpRequest) -> Site:
    """Return the request's one Site, so that a page reads the federations once."""
    if not hasattr(request, "_site"):
        request._site = Site()  # type: ignore[attr-defined]
    return request._site  # type: ignore[attr-defined]


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": du_site(request)}
