"""Create, renew and revoke the accesses of those without an account."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from ateliers.models import Intervenant, Offre
from espace.models import LienPermanences, Poste
from structures.models import Structure


@transaction.atomic
def creer_poste(poste: Poste, *, by: Any, now: datetime, secret: str = "") -> str:
    """Write a valid new desk and return its secret, that nobody can show again; IntegrityError when its name is taken.

    The secret is drawn, unless it is given.
    """
    if secret:
        poste.garder(secret)
    else:
        secret = poste.tirer_secret()
    poste.cree_par, poste.cree_a = by, now
    poste.save()
    return secret


def revoquer(acces: Poste | LienPermanences, *, now: datetime) -> bool:
    """Close an access at once, and tell whether it was still open; what it did stays in the history."""
    if acces.revoque_a is not None:
        return False
    acces.revoque_a = now
    acces.save(update_fields=["revoque_a"])
    return True


@transaction.atomic
def nouveau_lien(*, intervenant: Intervenant, by: Any, now: datetime) -> str:
    """Give somebody their private link and return its secret; the one they had opens nothing any more."""
    for ancien in LienPermanences.objects.valid().filter(intervenant=intervenant).select_for_update():
        revoquer(ancien, now=now)
    lien = LienPermanences(intervenant=intervenant, cree_par=by, cree_a=now)
    jeton = lien.tirer_secret()
    lien.save()
    return jeton


def intervenants_de(structure: Structure) -> QuerySet[Intervenant]:
    """Return who receives at a structure's activities or is employed by it: those it may give a link to."""
    une = Structure.objects.filter(pk=structure.pk)
    offres = Offre.objects.of_structures(une).in_use().order_by().values("pk")
    return (
        Intervenant.objects.filter(Q(employeur=structure) | Q(offres__in=offres))
        .distinct()
        .order_by("metier", "prenom", "pk")
    )
