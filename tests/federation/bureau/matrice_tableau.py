"""The lines of the matrix of rights for the table of structures and places."""

from tests.outils.roles import ADMIN_FEDERATION, FERME_SANS_ECRIRE

TABLEAU = {
    "bureau:structures": ("/f/val-de-marne/structures/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:structures, lieux": ("/f/val-de-marne/structures/?vue=lieux", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:structures, fichier": ("/f/val-de-marne/structures/?format=xlsx", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
}
