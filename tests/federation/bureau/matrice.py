"""Lines of the rights matrix about the federation's workspace: an administrator of another one reaches nothing."""

from tests.outils.roles import ADMIN_FEDERATION, FERME_SANS_ECRIRE

BUREAU = {
    "bureau:accueil": ("/f/val-de-marne/bureau/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:journal": ("/f/val-de-marne/journal/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    # Nothing is posted: refused, and shown again (422), to those who may.
    "bureau:federation": ("/f/val-de-marne/federation/", ADMIN_FEDERATION, ADMIN_FEDERATION | {"fede": 422}),
    "bureau:partenariats": ("/f/val-de-marne/partenariats/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
}
