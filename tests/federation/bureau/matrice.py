"""Lines of the rights matrix about the federation's workspace: an administrator of another one reaches nothing."""

from django.utils import timezone

from espace.models import CampagneReseau
from tests.outils.roles import ADMIN_FEDERATION, FERME_SANS_ECRIRE, ROLES

_LE_FAIT = dict.fromkeys(ROLES, "0") | {"personne": "c", "fede": 302}

BUREAU = {
    "bureau:accueil": ("/f/val-de-marne/bureau/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:journal": ("/f/val-de-marne/journal/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    # Nothing is posted: refused, and shown again (422), to those who may.
    "bureau:federation": ("/f/val-de-marne/federation/", ADMIN_FEDERATION, ADMIN_FEDERATION | {"fede": 422}),
    "bureau:campagnes": ("/f/val-de-marne/campagnes/", ADMIN_FEDERATION, ADMIN_FEDERATION | {"fede": 422}),
    "bureau:campagne": ("/f/val-de-marne/campagnes/{campagne.pk}/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:relancer_campagne": ("/f/val-de-marne/campagnes/{campagne.pk}/relancer/", FERME_SANS_ECRIRE, _LE_FAIT),
    "bureau:clore_campagne": ("/f/val-de-marne/campagnes/{campagne.pk}/clore/", FERME_SANS_ECRIRE, _LE_FAIT),
    "bureau:partenariats": ("/f/val-de-marne/partenariats/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
}


def travailler(distribution) -> None:
    """Open a campaign in the federation."""
    distribution.campagne = CampagneReseau.objects.create(
        federation=distribution.federation, nom="Été", ouverte_a=timezone.now()
    )
