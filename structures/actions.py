"""Who belongs to a structure or administers a federation: invite, join, change, leave.

A structure that has somebody responsible never loses the last one, nor a federation its last administrator: the row of
the structure (or of the federation) is locked before they are counted, so that two departures at once do not both
believe that the other stays.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode

from comptes.actions import ecrire_courriel
from comptes.models import Administrateur, Courriel, Federation, Utilisateur, plier_courriel
from comptes.second_facteur import retirer as retirer_second_facteur
from core.limites import Limite, passe
from core.travailleur import PARIS
from core.uid import nouvel_uid
from structures.models import Invitation, Membre, Structure
from structures.models.invitations import DUREE
from structures.nomenclature import Role

PAR_PERSONNE = Limite("invitations, auteur", 60, timedelta(days=1))
PAR_FEDERATION = Limite("invitations, réseau", 1000, timedelta(days=1))
PAR_ADRESSE = Limite("invitations, adresse", 8, timedelta(days=1))
AUSSITOT = timedelta(minutes=2)
SUJET = "Invitation : {cible}"
TEXTE = """Bonjour,

{auteur} vous invite sur « Au bon endroit » : {cible}, {role}.

Pour accepter, ouvrez cette page :

{lien}

L’invitation vaut jusqu’au {jour} et ne sert qu’une fois. Elle est pour cette adresse : ne la transférez pas.
Vous ne connaissez pas cette personne ? Ne faites rien.
"""
ROLES = {
    "responsable": "comme responsable",
    "equipe": "dans l’équipe",
    "administrateur": "pour administrer le réseau",
}


class Refus(Exception):
    """What was asked cannot be; `str()` says why in French."""


class DernierePersonne(Refus):
    """A structure or a federation would be left without anybody."""

    def __init__(self, cible: Structure | Federation) -> None:
        role = "responsable de" if isinstance(cible, Structure) else "à administrer"
        super().__init__(f"C’est la dernière personne {role} « {cible} ». Invitez-en d’abord une autre.")


# ------------------------------------------------------------------------------------ invitations
def empreinte(jeton: str) -> str:
    """Return what is kept of a token: the link itself is only in the mail."""
    return hashlib.sha256(jeton.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def inviter(
    *,
    cible: Structure | Federation,
    courriel: str,
    role: str,
    by: Utilisateur,
    now: datetime,
    limite: Limite = PAR_PERSONNE,
) -> Invitation | None:
    """Invite an address; one that already waits gets a new link and this role. None when it is asked too often.

    The same asked again at once (a form sent twice) writes no second mail, whose link would close the first one's.

    `limite` is how often this author may: who administers a network invites it whole.
    """
    courriel = plier_courriel(courriel)
    if not _permis(by, courriel, now, limite):
        return None
    ou = {"structure": cible} if isinstance(cible, Structure) else {"federation": cible}
    _verrouiller(cible)  # the same address invited twice at once waits here, then finds the first
    invitation = Invitation.objects.unanswered().filter(courriel=courriel, **ou).first() or Invitation(
        courriel=courriel, **ou
    )
    la_meme = invitation.pk and (invitation.role, invitation.invitee_par_id) == (role, by.pk)
    if la_meme and now - invitation.cree_a < AUSSITOT:
        return invitation
    invitation.role = role
    return _envoyer(invitation, by=by, now=now)


@transaction.atomic
def renvoyer(invitation: Invitation, *, by: Utilisateur, now: datetime) -> Invitation | None:
    """Send a new link; the former one no longer leads anywhere. None when it is asked too often."""
    invitation = _en_cours(invitation.pk)
    return _envoyer(invitation, by=by, now=now) if _permis(by, invitation.courriel, now) else None


@transaction.atomic
def annuler(invitation: Invitation, *, now: datetime) -> None:
    """Withdraw an invitation: its link no longer leads anywhere."""
    invitation = _en_cours(invitation.pk)
    invitation.annulee_a = now
    invitation.save(update_fields=["annulee_a"])


def _en_cours(pk: int) -> Invitation:
    """Return the row, locked; Refus when it has been answered or withdrawn meanwhile."""
    invitation = Invitation.objects.select_for_update().get(pk=pk)
    if invitation.acceptee_a or invitation.annulee_a:
        raise Refus("Cette invitation n’attend plus de réponse.")
    return invitation


def _permis(by: Utilisateur, courriel: str, now: datetime, limite: Limite = PAR_PERSONNE) -> bool:
    return all([passe(limite, str(by.pk), now=now), passe(PAR_ADRESSE, courriel, now=now)])


def _envoyer(invitation: Invitation, *, by: Utilisateur, now: datetime) -> Invitation:
    jeton = secrets.token_urlsafe(32)
    invitation.empreinte, invitation.invitee_par = empreinte(jeton), by
    invitation.cree_a, invitation.expire_a = now, now + DUREE
    invitation.save()
    jour = invitation.expire_a.astimezone(PARIS)
    texte = TEXTE.format(
        auteur=by.nom or by.courriel,
        cible=invitation.cible,
        role=ROLES[invitation.role],
        lien=f"{settings.SITE_URL}{reverse('espace:invitation')}?{urlencode({'jeton': jeton})}",
        jour=date_format(jour, "j F Y"),
    )
    ecrire_courriel(a=invitation.courriel, sujet=SUJET.format(cible=invitation.cible), texte=texte, now=now)
    return invitation


def trouver(jeton: str) -> Invitation | None:
    """Return the invitation that a link speaks of, whatever its state."""
    invitations = Invitation.objects.select_related("structure", "federation", "invitee_par")
    return invitations.filter(empreinte=empreinte(jeton)).first()


@transaction.atomic
def accepter(invitation: Invitation, *, compte: Utilisateur | None, nom: str, now: datetime) -> Utilisateur:
    """Give the role to the invited person, create their account if they have none, and return it.

    `compte` is who is signed in, whose address must be the invited one. Somebody who has an account signs in first: the
    link of an invitation lives too long to open one that exists.
    """
    invitation = _en_cours(invitation.pk)
    if invitation.expire_a <= now:
        raise Refus("Cette invitation a expiré.")
    if compte is None:
        if Utilisateur.objects.filter(courriel=invitation.courriel).exists():
            raise Refus("Vous avez déjà un compte : connectez-vous d’abord.")
        compte = Utilisateur.objects.create_user(invitation.courriel, nom=nom)
    elif compte.courriel != invitation.courriel:
        raise Refus("Cette invitation est pour une autre adresse.")
    if invitation.federation is not None:
        Administrateur.objects.get_or_create(federation=invitation.federation, utilisateur=compte)
    else:
        assert invitation.structure is not None  # noqa: S101  a constraint of the table
        membre, _ = Membre.objects.get_or_create(
            structure=invitation.structure, utilisateur=compte, defaults={"role": invitation.role}
        )
        if invitation.role == Role.RESPONSABLE and membre.role != Role.RESPONSABLE:
            membre.role = Role.RESPONSABLE
            membre.save(update_fields=["role"])
    invitation.acceptee_a = now
    invitation.save(update_fields=["acceptee_a"])
    return compte


# ------------------------------------------------------------------------------------ members
@transaction.atomic
def changer_role(membre: Membre, *, role: str) -> None:
    """Give a member another role."""
    _verrouiller(membre.structure)
    membre = Membre.objects.get(pk=membre.pk)
    if role != Role.RESPONSABLE:
        _exiger_un_autre(membre)
    membre.role = role
    membre.save(update_fields=["role"])


@transaction.atomic
def retirer(membre: Membre) -> None:
    """Take a member out of a structure, or let them leave."""
    _verrouiller(membre.structure)
    _exiger_un_autre(Membre.objects.get(pk=membre.pk))
    membre.delete()


def _exiger_un_autre(membre: Membre) -> None:
    """Raise DernierePersonne when nobody else who can sign in is responsible for the structure."""
    if membre.role != Role.RESPONSABLE:
        return
    autres = Membre.objects.filter(structure=membre.structure, role=Role.RESPONSABLE, utilisateur__is_active=True)
    if membre.utilisateur.is_active and not autres.exclude(pk=membre.pk).exists():
        raise DernierePersonne(membre.structure)


@transaction.atomic
def retirer_administrateur(administrateur: Administrateur) -> None:
    """Take an administrator out of a federation, or let them leave."""
    federation = administrateur.federation
    _verrouiller(federation)
    autres = Administrateur.objects.filter(federation=federation, utilisateur__is_active=True)
    if administrateur.utilisateur.is_active and not autres.exclude(pk=administrateur.pk).exists():
        raise DernierePersonne(federation)
    administrateur.delete()


def _verrouiller(cible: Structure | Federation) -> None:
    """Hold the row until the end of the transaction; SQLite holds the whole database, from its first word."""
    type(cible)._default_manager.select_for_update().get(pk=cible.pk)


# ------------------------------------------------------------------------------------ the account itself
@transaction.atomic
def supprimer_compte(compte: Utilisateur, *, now: datetime) -> None:
    """Anonymise an account in place: history still refers to it, and says nothing of anybody.

    Raises DernierePersonne, and changes nothing, when a structure or a federation would be left without anybody.
    """
    for membre in Membre.objects.filter(utilisateur=compte).select_related("structure").order_by("structure_id"):
        retirer(membre)
    administrations = Administrateur.objects.filter(utilisateur=compte).select_related("federation")
    for administrateur in administrations.order_by("federation_id"):
        retirer_administrateur(administrateur)
    anonyme = f"compte-{nouvel_uid()}@anonyme.invalid"
    Invitation.objects.unanswered().filter(courriel=compte.courriel).update(annulee_a=now)
    Invitation.objects.filter(courriel=compte.courriel).update(courriel=anonyme)
    # Sent mails would keep the address for three months more.
    Courriel.objects.filter(destinataire=compte.courriel, etat=Courriel.Etat.ENVOYE).delete()
    retirer_second_facteur(compte)
    compte.courriel, compte.nom = anonyme, ""
    compte.is_active = compte.is_staff = compte.is_superuser = False
    compte.anonymise_a = now
    compte.set_unusable_password()
    compte.save()
    compte.sessions.all().delete()
