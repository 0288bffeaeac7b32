"""Who receives: the one table that holds people's first names, and what may be done with them.

It has no history. A name leaves every page at once: pages are kept by data version, bumped in the same transaction.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from ateliers.actions import enregistrer_lot
from ateliers.models import Intervenant, Offre
from ateliers.nomenclature import METIERS
from core.models import Version
from structures.models import Structure


def personnes_de(structures: Iterable[Structure]) -> models.QuerySet[Intervenant]:
    """Return who works for these structures or receives in their activities, by function."""
    structures = list(structures)
    return (
        Intervenant.objects.filter(
            Q(employeur__in=structures)
            | Q(offres__structure__in=structures)
            | Q(offres__lieu__structure__in=structures)
        )
        .select_related("employeur")
        .distinct()
        .order_by("metier", "prenom", "pk")
    )


def enregistrer_personne(
    personne: Intervenant,
    *,
    offres: Iterable[Offre],
    parmi: Iterable[Offre],
    by: Any,
    voie: str,
    now: datetime,
) -> Intervenant:
    """Write somebody and the activities in which they receive; those outside `parmi` are left alone.

    A first name without the date of its agreement raises IntegrityError. An activity says at least the functions of
    those who receive in it; when a function is corrected, the one that nobody else holds there goes.
    """
    with transaction.atomic():
        avant = Intervenant.objects.filter(pk=personne.pk).values_list("metier", flat=True).first()
        personne.save()
        choisies, miennes = {o.pk for o in offres}, {o.pk for o in parmi}
        actuelles = set(personne.offres.values_list("pk", flat=True))
        personne.offres.remove(*((actuelles & miennes) - choisies))
        personne.offres.add(*((choisies & miennes) - actuelles))
        _dire_les_fonctions(personne, avant=avant or personne.metier, by=by, voie=voie, now=now)
        Version.avancer()
    return personne


def _dire_les_fonctions(personne: Intervenant, *, avant: str, by: Any, voie: str, now: datetime) -> None:
    """Bring the functions that activities announce in line with those of the people attached to them."""
    changees = []
    for offre in personne.offres.prefetch_related("intervenants").order_by("pk"):
        metiers = offre.metiers
        if avant != personne.metier and avant not in {i.metier for i in offre.intervenants.all()}:
            metiers &= ~METIERS[avant].masque
        metiers |= METIERS[personne.metier].masque
        if metiers != offre.metiers:
            offre.metiers = metiers
            changees.append(offre)
    if changees:
        enregistrer_lot(changees, by=by, voie=voie, now=now)


def effacer_prenom(personne: Intervenant) -> None:
    """Erase a first name, everywhere, now; nothing keeps it."""
    with transaction.atomic():
        Intervenant.objects.filter(pk=personne.pk).update(prenom="", prenom_accorde_a=None)
        Version.avancer()


def retirer_personne(personne: Intervenant, *, parmi: Iterable[Offre], a_nous: bool) -> bool:
    """Take somebody out of these activities; forget them, and return True, when they receive nowhere else.

    `a_nous` says that nobody else describes them: somebody whom another structure employs stays on its list.
    """
    with transaction.atomic():
        personne.offres.remove(*parmi)
        oubliee = a_nous and not personne.offres.exists()
        if oubliee:
            Intervenant.objects.filter(pk=personne.pk).delete()
        Version.avancer()
    return oubliee
