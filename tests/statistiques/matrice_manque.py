"""The rights matrix of « Où manque-t-il une permanence ? »."""

from tests.outils.roles import ADMIN_FEDERATION, FERME_SANS_ECRIRE

MANQUE = {
    "statistiques:ou_manque": ("/f/val-de-marne/ou-manque/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "statistiques:ou_manque, en tableau": (
        "/f/val-de-marne/ou-manque/?km=2&format=xlsx",
        ADMIN_FEDERATION,
        FERME_SANS_ECRIRE,
    ),
}
