"""Lines of the rights matrix about what waits for an administrator: another network's reaches nothing."""

from types import SimpleNamespace

from django.utils import timezone

from structures.models import Fusion
from tests.outils.roles import ADMIN_FEDERATION, FERME_SANS_ECRIRE, PERSONNE_N_ECRIT, RIEN

SEULE_ELLE = RIEN | {"fede": 302}
FILES = {
    "bureau:a_traiter": ("/f/val-de-marne/a-traiter/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:file": ("/f/val-de-marne/a-traiter/signalements/", ADMIN_FEDERATION, SEULE_ELLE),
    "bureau:file, sans geste": ("/f/val-de-marne/a-traiter/recherches/", ADMIN_FEDERATION, RIEN),
    "bureau:file, inconnue": ("/f/val-de-marne/a-traiter/inconnue/", RIEN, RIEN),
    "bureau:doublons": ("/f/val-de-marne/doublons/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:autres_doublons": ("/f/val-de-marne/doublons/autres/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    # Nothing says what was seen: refused, and shown again (409).
    "bureau:comparer": (
        "/f/val-de-marne/doublons/structures/{structure.uid}/{voisin.uid}/",
        ADMIN_FEDERATION,
        ADMIN_FEDERATION | {"fede": 409},
    ),
    "bureau:comparer, d’un autre réseau": (
        "/f/autre/doublons/structures/{structure.uid}/{voisin.uid}/",
        RIEN,
        RIEN,
    ),
    "bureau:distincts": (
        "/f/val-de-marne/doublons/structures/{structure.uid}/{voisin.uid}/distincts/",
        PERSONNE_N_ECRIT | {"personne": "c"},
        SEULE_ELLE,
    ),
    "bureau:defaire_fusion": (
        "/f/val-de-marne/fusions/{fusion.pk}/defaire/",
        PERSONNE_N_ECRIT | {"personne": "c"},
        SEULE_ELLE,
    ),
    "bureau:defaire_fusion, d’un autre réseau": (
        "/f/autre/fusions/{fusion.pk}/defaire/",
        PERSONNE_N_ECRIT | {"personne": "c"},
        RIEN,
    ),
}


def faire_attendre(distribution: SimpleNamespace) -> None:
    """Name two structures that may be compared, and a merge of long ago that changed nothing more."""
    distribution.voisin = distribution.lieux["Le Voisin"].structure
    distribution.fusion = Fusion.objects.create(
        federation=distribution.federation,
        noun="structure",
        gardee=distribution.structure.uid,
        absorbee="zzzzzzzz",
        operation="00000000-0000-0000-0000-000000000001",
        faite_a=timezone.now(),
    )
