"""The lines of the matrix of rights for reports, people and the year's figures."""

from types import SimpleNamespace

from django.utils import timezone

from ateliers.models import Intervenant
from espace.models import Signalement
from tests.outils.roles import (
    A_CORRIGER,
    EQUIPE_DU_LIEN,
    FERME_SANS_ECRIRE,
    MEMBRES_DU_LIEN,
    OUVERT,
    PERSONNE_N_ECRIT,
    RESPONSABLES_DU_LIEN,
    RIEN,
    ROLES,
)

SUIVI = {
    "espace:signaler_lieu": ("/lieux/{lieu.uid}/signaler/", OUVERT, A_CORRIGER),
    "espace:signaler_lieu, brouillon": (
        "/lieux/{brouillon.uid}/signaler/",
        MEMBRES_DU_LIEN,
        dict.fromkeys(ROLES, "0") | dict.fromkeys(("amina", "bruno", "fede"), 422),
    ),
    "espace:signaler_offre": ("/offres/{offre.uid}/signaler/", OUVERT, A_CORRIGER),
    "espace:signalements": (
        "/espace/{structure.uid}/signalements/",
        EQUIPE_DU_LIEN,
        FERME_SANS_ECRIRE,
    ),
    "espace:signalement": (
        "/espace/signalements/{signalement.pk}/",
        EQUIPE_DU_LIEN,
        RIEN | {"amina": 422, "fede": 422},
    ),
    "espace:personnes": (
        "/espace/{structure.uid}/personnes/",
        RESPONSABLES_DU_LIEN,
        FERME_SANS_ECRIRE,
    ),
    "espace:ajouter_personne": (
        "/espace/{structure.uid}/personnes/ajouter/",
        RESPONSABLES_DU_LIEN,
        RIEN | {"amina": 422, "fede": 422},
    ),
    "espace:personne": (
        "/espace/{structure.uid}/personnes/{intervenant.uid}/",
        RESPONSABLES_DU_LIEN,
        RIEN | {"amina": 422, "fede": 422},
    ),
    "espace:prenom": (
        "/espace/{structure.uid}/personnes/{intervenant.uid}/prenom/",
        PERSONNE_N_ECRIT | {"personne": "c"},
        RIEN | {"amina": 302, "fede": 302},
    ),
    "espace:retirer_personne": (
        "/espace/{structure.uid}/personnes/{intervenant_retire.uid}/retirer/",
        PERSONNE_N_ECRIT | {"personne": "c"},
        RIEN | {"amina": 302},
    ),
    "espace:chiffres_du_moment": (
        "/espace/{structure.uid}/chiffres/",
        EQUIPE_DU_LIEN | dict.fromkeys(("amina", "bruno", "fede"), 302),
        FERME_SANS_ECRIRE,
    ),
    "espace:chiffres": (
        "/espace/{structure.uid}/chiffres/2026/",
        EQUIPE_DU_LIEN,
        FERME_SANS_ECRIRE,
    ),
    "espace:chiffres, à venir": ("/espace/{structure.uid}/chiffres/2999/", RIEN, PERSONNE_N_ECRIT | {"personne": "c"}),
    "espace:chiffres, en tableau": (
        "/espace/{structure.uid}/chiffres/2026/?format=xlsx",
        EQUIPE_DU_LIEN,
        FERME_SANS_ECRIRE,
    ),
    "espace:saisir_chiffres": (
        "/espace/{structure.uid}/chiffres/2026/saisir/",
        RESPONSABLES_DU_LIEN,
        RIEN | {"amina": 302, "fede": 302},
    ),
}


def suivre(distribution: SimpleNamespace) -> None:
    """Add a report, and somebody whom the structure employs, to be taken off its list."""
    distribution.signalement = Signalement.objects.create(
        lieu=distribution.lieu, motifs=2, texte="Fermé le jeudi.", cree_a=timezone.now()
    )
    distribution.intervenant_retire = Intervenant.objects.create(
        employeur=distribution.structure, metier="ecrivain_public"
    )
