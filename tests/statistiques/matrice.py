"""The lines of the matrix of rights for the figures of a network: its administrators, nobody else."""

from tests.outils.roles import ADMIN_FEDERATION, FERME_SANS_ECRIRE

FIGURES = {
    "statistiques:etat": ("/f/val-de-marne/etat-des-lieux/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "statistiques:etat, en tableau": (
        "/f/val-de-marne/etat-des-lieux/?format=xlsx",
        ADMIN_FEDERATION,
        FERME_SANS_ECRIRE,
    ),
    "statistiques:livret": ("/f/val-de-marne/etat-des-lieux/livret/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "statistiques:communes": ("/f/val-de-marne/etat-des-lieux/communes/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "statistiques:indicateur": ("/f/val-de-marne/etat-des-lieux/atelier/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "statistiques:indicateur, en tableau": (
        "/f/val-de-marne/etat-des-lieux/atelier/?format=csv",
        ADMIN_FEDERATION,
        FERME_SANS_ECRIRE,
    ),
}
