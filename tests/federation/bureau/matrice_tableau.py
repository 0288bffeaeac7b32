"""The lines of the matrix of rights for the table of structures and places."""

import uuid
from types import SimpleNamespace

from django.utils import timezone

from core.models import Travail
from federation.bureau.tableau.travaux import EN_NOMBRE
from tests.outils.roles import ADMIN_FEDERATION, FERME_SANS_ECRIRE, pour

TABLEAU = {
    "bureau:structures": ("/f/val-de-marne/structures/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:structures, lieux": ("/f/val-de-marne/structures/?vue=lieux", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:structures, fichier": ("/f/val-de-marne/structures/?format=xlsx", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    # Nothing is ticked: sent back to the table.
    "bureau:ensemble": ("/f/val-de-marne/structures/ensemble/", pour("fede", sinon=302), pour("fede", sinon=302)),
    # Nothing is posted: refused, and shown again (422), to those who may.
    "bureau:nouvelle": ("/f/val-de-marne/structures/nouvelle/", ADMIN_FEDERATION, pour("fede", sinon=422)),
    "bureau:corriger": (
        "/f/val-de-marne/structures/{structure.uid}/corriger/",
        ADMIN_FEDERATION,
        pour("fede", sinon=422),
    ),
    "bureau:travail": ("/f/val-de-marne/travaux/{travail_du_tableau.pk}/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    # The first who may, undoes it; it renamed one place.
    "bureau:defaire": (
        "/f/val-de-marne/operations/{operation}/annuler/",
        FERME_SANS_ECRIRE,
        pour("fede", sinon=302),
    ),
}


def confier(distribution: SimpleNamespace) -> None:
    """Add a long job of the network."""
    distribution.travail_du_tableau = Travail.objects.create(
        nom=EN_NOMBRE,
        arguments={"federation": distribution.federation.pk, "operation": str(uuid.uuid4())},
        demande_a=timezone.now(),
    )
