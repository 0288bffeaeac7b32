"""The two files, written row by row: what is read at once never exceeds a few hundred rows."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from ateliers.models import Offre
from comptes.models import Federation
from echanges.inclusion import lignes
from echanges.inclusion.conformite import conforme
from echanges.sortie import changes_le
from structures.models import Lieu, Structure

LOT = 400
FICHIERS = ("structures", "services")

Rangee = tuple[int, dict[str, Any]]  # the key of its federation, and the row


def fichier(quoi: str, *, today: date, federation: Federation | None = None) -> Iterator[str]:
    """Yield the pieces of « structures » or « services » as one JSON list."""
    yield "[\n"
    for n, (_, ligne) in enumerate(par_federation(quoi, today, federation)):
        yield (",\n" if n else "") + json.dumps(ligne, ensure_ascii=False)
    yield "\n]\n"


def par_federation(quoi: str, today: date, federation: Federation | None = None) -> Iterator[Rangee]:
    """Yield the rows of « structures » or « services », each with the key of the federation that manages it."""
    return _structures(today, federation) if quoi == "structures" else _services(today, federation)


def services(today: date, federation: Federation | None = None) -> Iterator[dict[str, Any]]:
    """Yield the published activities, in the order of their identifiers."""
    return (ligne for _, ligne in _services(today, federation))


def structures(today: date, federation: Federation | None = None) -> Iterator[dict[str, Any]]:
    """Yield the structures of which a place or an activity is published: each service has its own in the file."""
    return (ligne for _, ligne in _structures(today, federation))


def _services(today: date, federation: Federation | None) -> Iterator[Rangee]:
    entieres = Offre.objects.select_related("structure", "lieu__structure", "lieu__commune")
    for lot in _lots(_offres(today, federation), entieres.prefetch_related("lieu__fermetures")):
        yield from _lignes(lot, today)


def ligne_de(offre: Offre, *, today: date) -> dict[str, Any] | None:
    """Return the row of one activity, loaded with its structure and its place; None when it has none."""
    return next((ligne for _, ligne in _lignes([offre], today)), None)


def _lignes(offres: list[Offre], today: date) -> Iterator[Rangee]:
    changes = changes_le(Offre, [o.pk for o in offres if o.verifie_le is None])
    for offre in offres:
        le = offre.verifie_le or changes.get(offre.pk, today)
        if ligne := conforme("services", lignes.service(offre, modifie_le=le, today=today)):
            yield offre.structure.federation_id, ligne


def _structures(today: date, federation: Federation | None) -> Iterator[Rangee]:
    montrees = Q(pk__in=_offres(today, federation).values("structure"))
    montrees |= Q(pk__in=Lieu.objects.published(today).values("structure"))
    toutes = Structure.objects.active().filter(montrees)
    if federation is not None:
        toutes = toutes.filter(federation=federation)
    for lot in _lots(toutes, Structure.objects.select_related("centre")):
        principaux: dict[int, Lieu] = {}
        lieux = Lieu.objects.published(today).filter(structure__in=lot).select_related("commune")
        for lieu in lieux.order_by("-principal", "pk"):
            principaux.setdefault(lieu.structure_id, lieu)
        verifies = {pk: lieu.verifie_le for pk, lieu in principaux.items() if lieu.verifie_le}
        changes = changes_le(Structure, [s.pk for s in lot if s.pk not in verifies])
        for s in lot:
            le = verifies.get(s.pk) or changes.get(s.pk, today)
            membre = hasattr(s, "centre") and s.centre.adhesion_annee is not None
            ligne = lignes.structure(s, principaux.get(s.pk), membre=membre, modifie_le=le, today=today)
            if gardee := conforme("structures", ligne):
                yield s.federation_id, gardee


def _offres(today: date, federation: Federation | None) -> QuerySet[Offre]:
    offres = Offre.objects.published(today).filter(structure__in=Structure.objects.active())
    return offres if federation is None else offres.filter(structure__federation=federation)


def _lots(rangees: QuerySet, entieres: QuerySet) -> Iterator[list[Any]]:
    """Yield rows by lots, those of the beginning, in the order of their identifiers.

    What chooses them is asked once: at twenty thousand places, asked again with each lot it took four seconds of it.
    """
    cles = iter(list(rangees.order_by("uid").values_list("pk", flat=True)))
    while lot := list(islice(cles, LOT)):
        yield list(entieres.filter(pk__in=lot).order_by("uid"))
