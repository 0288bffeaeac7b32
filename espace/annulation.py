"""Undo a gesture just made, for each kind of bearer. Who has an account undoes by `espace:annuler`."""

import uuid

from django.urls import reverse

from ateliers.annulation import touches
from ateliers.models import Offre
from espace.droits import CHAMPS_DE_L_EQUIPE
from espace.models import GesteSansCompte
from espace.porteurs import Porteur


def url_pour_annuler(porteur: Porteur, operation: uuid.UUID) -> str:
    """Return the address that undoes this operation by POST."""
    if porteur.avec_compte:
        return reverse("espace:annuler", args=[operation])
    return porteur.url("defaire", operation)


def dite_par(porteur: Porteur, operation: uuid.UUID) -> Offre | None:
    """Return the activity whose room this bearer said by this operation; None when it is not theirs to undo.

    Sessions are given back by their own gesture.
    """
    lignes = touches(operation)
    if len(lignes) != 1 or lignes[0].modele is not Offre or not set(lignes[0].champs) <= CHAMPS_DE_L_EQUIPE:
        return None
    if porteur.by is not None:
        la_sienne = lignes[0].apres.history_user_id == porteur.by.pk
    else:
        auteur = {"poste": porteur.poste} if porteur.poste else {"permanences": porteur.permanences}
        la_sienne = GesteSansCompte.objects.filter(operation=operation, **auteur).exists()
    return porteur.offres.filter(pk=lignes[0].pk).first() if la_sienne else None
