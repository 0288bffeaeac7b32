"""What the pages of a team show: who is in it, who is invited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from comptes.adresses import refusees
from comptes.models import Administrateur, Federation
from structures.models import Invitation, Membre, Structure
from structures.nomenclature import Role

ANCIENNES = 10


@dataclass(frozen=True, slots=True)
class Personne:
    """A member or an administrator, as the page lists them."""

    pk: int
    nom: str
    courriel: str
    role: str
    role_label: str
    moi: bool
    ferme: bool
    sourde: bool  # mail servers refuse this address

    @property
    def responsable(self) -> bool:
        return self.role == Role.RESPONSABLE


@dataclass(frozen=True, slots=True)
class Invitee:
    """An invitation, with its state now."""

    pk: int
    courriel: str
    role_label: str
    etat: Invitation.Etat
    par: str
    cree_a: datetime
    expire_a: datetime

    @property
    def en_cours(self) -> bool:
        return self.etat in (Invitation.Etat.ATTENTE, Invitation.Etat.EXPIREE)


def membres(structure: Structure, user: Any) -> list[Personne]:
    """Return the members of a structure, those who are responsible for it first."""
    lignes = list(
        Membre.objects.filter(structure=structure)
        .select_related("utilisateur")
        .order_by("-role", "utilisateur__nom", "utilisateur__courriel")
    )
    sourdes = refusees(m.utilisateur.courriel for m in lignes)
    return [
        Personne(
            pk=m.pk,
            nom=m.utilisateur.nom,
            courriel=m.utilisateur.courriel,
            role=m.role,
            role_label=m.get_role_display(),
            moi=m.utilisateur_id == user.pk,
            ferme=not m.utilisateur.is_active,
            sourde=m.utilisateur.courriel in sourdes,
        )
        for m in lignes
    ]


def administrateurs(federation: Federation, user: Any) -> list[Personne]:
    """Return those who administer a federation."""
    lignes = list(
        Administrateur.objects.filter(federation=federation)
        .select_related("utilisateur")
        .order_by("utilisateur__nom", "utilisateur__courriel")
    )
    sourdes = refusees(a.utilisateur.courriel for a in lignes)
    return [
        Personne(
            pk=a.pk,
            nom=a.utilisateur.nom,
            courriel=a.utilisateur.courriel,
            role="administrateur",
            role_label="Administre le réseau",
            moi=a.utilisateur_id == user.pk,
            ferme=not a.utilisateur.is_active,
            sourde=a.utilisateur.courriel in sourdes,
        )
        for a in lignes
    ]


def invitations(cible: Structure | Federation, now: datetime) -> list[Invitee]:
    """Return the invitations that wait for an answer, then the last of those that have had one."""
    toutes = Invitation.objects.filter(
        **({"structure": cible} if isinstance(cible, Structure) else {"federation": cible})
    ).select_related("invitee_par")
    attendues = list(toutes.unanswered())
    finies = list(toutes.exclude(pk__in=[i.pk for i in attendues])[:ANCIENNES])
    return [
        Invitee(
            pk=i.pk,
            courriel=i.courriel,
            role_label=i.get_role_display(),
            etat=i.etat(now),
            par=str(i.invitee_par),
            cree_a=i.cree_a,
            expire_a=i.expire_a,
        )
        for i in [*attendues, *finies]
    ]
