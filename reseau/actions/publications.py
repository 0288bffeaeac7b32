"""Publish, change, withdraw: what holds for every room."""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction

from comptes.actions import ecrire_courriel
from comptes.models import Utilisateur
from core.limites import Limite, passe
from reseau.courriers import texte_du_retrait
from reseau.models.publications import Archivable, Publication

P = TypeVar("P", bound=Publication)

PUBLICATIONS = Limite("reseau:publier", 30, timedelta(days=1))


def peut_publier(user: Any, now: datetime) -> bool:
    """Count one more publication of this account today, and tell whether it is still allowed."""
    return passe(PUBLICATIONS, str(user.pk), now=now)


@transaction.atomic
def publier(objet: P, *, by: Any, now: datetime) -> P:
    """Save something new, or changed."""
    if not objet.pk:
        objet.auteur = by
    objet.dater(now)
    objet.deriver()
    objet.save()
    return objet


def correspondant(publication: Publication) -> Utilisateur | None:
    """Return who is written to about it: its author while they are of the structure, else a responsable, else an
    administrator; None when nobody is left."""
    actifs = Utilisateur.objects.filter(is_active=True)
    if publication.structure is not None:
        equipe = actifs.filter(appartenances__structure=publication.structure)
        candidats = [equipe.filter(pk=publication.auteur_id), equipe.filter(appartenances__role="responsable")]
    else:
        candidats = [actifs.filter(pk=publication.auteur_id, administrations__federation=publication.federation)]
    candidats.append(actifs.filter(administrations__federation=publication.federation))
    for comptes in candidats:
        if trouve := comptes.order_by("pk").first():
            return trouve
    return None


@transaction.atomic
def retirer(publication: Publication, *, raison: str, by: Any, now: datetime) -> None:
    """Withdraw something from the members' sight; its author reads why. Withdrawn twice, it is the same."""
    if publication.retiree_a is not None:
        return
    publication.retiree_a, publication.retiree_par, publication.raison = now, by, raison
    publication.save(update_fields=["retiree_a", "retiree_par", "raison"])
    qui = correspondant(publication)
    if qui is not None and qui != by:
        ecrire_courriel(a=qui.courriel, sujet=f"Retiré : {publication}", texte=texte_du_retrait(publication), now=now)


def remettre(publication: Publication) -> None:
    """Show again what was withdrawn."""
    publication.retiree_a, publication.retiree_par, publication.raison = None, None, ""
    publication.save(update_fields=["retiree_a", "retiree_par", "raison"])


def archiver(objet: Archivable, *, now: datetime) -> None:
    """Leave something out of the lists; its page stays."""
    objet.archivee_a = now
    objet.save(update_fields=["archivee_a"])


def desarchiver(objet: Archivable) -> None:
    """Put something back in the lists."""
    objet.archivee_a = None
    objet.save(update_fields=["archivee_a"])
