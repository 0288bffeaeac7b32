"""The lines of the matrix of rights for accounts, teams, administrators and invitations."""

from types import SimpleNamespace

from django.utils import timezone

from structures.actions import inviter
from tests.outils.roles import (
    ADMIN_FEDERATION,
    EQUIPE_DU_LIEN,
    FERME,
    FERME_SANS_ECRIRE,
    INVALIDE,
    PERSONNE_N_ECRIT,
    RENVOYE,
    RESPONSABLES_DU_LIEN,
    ROLES,
    SIGNE_DEJA,
    M,
)

GERENT = RESPONSABLES_DU_LIEN | dict.fromkeys(("amina", "fede"), 302)
COMPTES = {
    # Somebody signed in already goes to their account.
    "comptes:connexion": ("/connexion/", SIGNE_DEJA, SIGNE_DEJA | {"personne": 422}),
    "comptes:lien": ("/connexion/lien/", dict.fromkeys(ROLES, 410), dict.fromkeys(ROLES, 410)),
    "comptes:confirmer": ("/connexion/confirmer/", FERME | M, RENVOYE),
    "comptes:deconnexion": ("/deconnexion/", FERME | M, RENVOYE),
    "comptes:nom": ("/compte/nom/", FERME | M, RENVOYE),
    "comptes:mot_de_passe": ("/compte/mot-de-passe/", FERME, INVALIDE),
    "comptes:sessions": ("/compte/sessions/", FERME | M, RENVOYE),
    "comptes:verification": ("/compte/verification/", RENVOYE, RENVOYE),
    "comptes:second_facteur": ("/compte/second-facteur/", FERME, INVALIDE),
    "comptes:codes": ("/compte/second-facteur/codes/", FERME | M, RENVOYE),
    "comptes:retirer_second_facteur": ("/compte/second-facteur/retirer/", FERME | M, RENVOYE),
    "espace:equipe": (
        "/espace/{structure.uid}/equipe/",
        EQUIPE_DU_LIEN,
        RESPONSABLES_DU_LIEN | dict.fromkeys(("amina", "fede"), 422),
    ),
    # The last person responsible stays, whoever asks.
    "espace:quitter": (
        "/espace/{structure.uid}/equipe/quitter/",
        FERME_SANS_ECRIRE,
        dict.fromkeys(ROLES, "0") | {"personne": "c", "amina": 302, "bruno": 302},
    ),
    "espace:changer_role": ("/espace/equipe/{membre.pk}/role/", FERME_SANS_ECRIRE, GERENT),
    "espace:retirer_membre": ("/espace/equipe/{membre.pk}/retirer/", FERME_SANS_ECRIRE, GERENT),
    "espace:renvoyer_invitation": ("/espace/invitations/{invitee.pk}/renvoyer/", FERME_SANS_ECRIRE, GERENT),
    "espace:annuler_invitation": ("/espace/invitations/{invitee.pk}/annuler/", FERME_SANS_ECRIRE, GERENT),
    "espace:administrateurs": (
        "/f/val-de-marne/administrateurs/",
        ADMIN_FEDERATION,
        ADMIN_FEDERATION | {"fede": 422},
    ),
    "espace:exigence": (
        "/f/val-de-marne/administrateurs/second-facteur/",
        FERME_SANS_ECRIRE,
        ADMIN_FEDERATION | {"fede": 302},
    ),
    "espace:retirer_administrateur": (
        "/f/val-de-marne/administrateurs/{administrateur.pk}/retirer/",
        FERME_SANS_ECRIRE,
        ADMIN_FEDERATION | {"fede": 302},
    ),
    "espace:invitation": ("/invitation/", dict.fromkeys(ROLES, 410), dict.fromkeys(ROLES, 410)),
    "espace:supprimer_compte": ("/compte/supprimer/", FERME, INVALIDE),
    "espace:compte": ("/compte/", FERME, PERSONNE_N_ECRIT | {"personne": "c"}),
    # Only where all is invented and mails are files.
    "espace:courrier_demo": ("/demo/courrier/", dict.fromkeys(ROLES, "0"), PERSONNE_N_ECRIT),
}


def peupler(distribution: SimpleNamespace) -> None:
    """Add what these addresses name: a member, an administrator, an invitation."""
    distribution.membre = distribution.structure.membres.get(utilisateur=distribution.amina)
    distribution.administrateur = distribution.fede.administrations.get()
    distribution.invitee = inviter(
        cible=distribution.structure,
        courriel="invitee@example.org",
        role="equipe",
        by=distribution.amina,
        now=timezone.now(),
    )
