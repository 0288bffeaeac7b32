"""What was merged lately in a network, and can still be undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from comptes.models import Federation
from espace.journal import quand_en_francais
from structures.models import Fusion, Lieu, Structure

DEPUIS = timedelta(days=365)
COMBIEN = 10


@dataclass(frozen=True, slots=True)
class Recente:
    pk: int
    genre: str
    gardee: str
    absorbee: str
    qui: str
    quand: str


def recentes(federation: Federation, now: datetime) -> list[Recente]:
    """Return the last merges that nobody has undone, the latest first; three queries."""
    fusions = list(
        Fusion.objects.filter(federation=federation, defaite_a__isnull=True, faite_a__gte=now - DEPUIS)
        .select_related("faite_par")
        .defer("changements")
        .order_by("-faite_a", "-pk")[:COMBIEN]
    )
    noms = _noms(Structure, fusions, Fusion.Noun.STRUCTURE) | _noms(Lieu, fusions, Fusion.Noun.LIEU)
    return [
        Recente(
            f.pk,
            f.get_noun_display(),
            noms.get(f.gardee, f.gardee),
            noms.get(f.absorbee, f.absorbee),
            str(f.faite_par or "la fédération"),
            quand_en_francais(f.faite_a, now),
        )
        for f in fusions
    ]


def _noms(modele: type[models.Model], fusions: list[Fusion], noun: str) -> dict[str, str]:
    uids: set[Any] = {u for f in fusions if f.noun == noun for u in (f.gardee, f.absorbee)}
    if not uids:
        return {}
    return dict(modele._default_manager.filter(uid__in=uids).order_by("pk").values_list("uid", "nom"))
