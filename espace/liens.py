"""Action links: what a mail lets somebody do without signing in (rule 4 of the architecture).

One person × one object × one purpose, thirty days. The token says who and what; whether this person may still do it is
asked of the database at each use. Reading a link changes nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from ateliers.models import Offre
from comptes.models import Utilisateur
from core.liens import Genre, LienRefuse, lire, signer
from structures.models import Structure


class But(StrEnum):
    """What a link is for."""

    PLACE = "place"  # one activity: say its room
    SEANCES = "seances"  # one activity: cancel, move, replace a session
    A_JOUR = "a_jour"  # one activity, or a structure with all of its own: « tout est à jour »


PLUS_LE_DROIT = "Ce lien ne vous donne plus accès à cette page. Demandez à votre responsable, ou à votre fédération."


@dataclass(frozen=True, slots=True)
class Action:
    """A link that has been read and whose rights hold now; one of `offre` and `structure` is None."""

    utilisateur: Utilisateur
    but: But
    offre: Offre | None
    structure: Structure | None


def lien_action(utilisateur: Utilisateur, objet: Offre | Structure, but: str) -> str:
    """Return the whole address, to write in a mail, that lets this person do this to this object for 30 days.

    `but` is one of `But`; a structure only takes « a_jour ». To offer one choice of room at once, append
    « ?dispo=cette_semaine » (a code of Dispo): the page then only asks to confirm it.
    """
    voulu = But(but)
    if isinstance(objet, Structure) and voulu != But.A_JOUR:
        raise ValueError(f"{voulu} is not said of a structure.")
    charge = {"u": utilisateur.pk, "n": type(objet).__name__.lower(), "o": objet.uid, "b": voulu.value}
    return settings.SITE_URL + reverse("espace:agir", args=[signer(Genre.ACTION, **charge)])


def lire_action(jeton: str) -> Action:
    """Return what a link lets somebody do now, or raise LienRefuse with the reason in French."""
    charge = lire(Genre.ACTION, jeton)
    try:
        but, noun, uid, pk = But(charge["b"]), charge["n"], charge["o"], charge["u"]
    except (KeyError, ValueError, TypeError) as erreur:
        raise LienRefuse("Ce lien n’est pas valable. Vérifiez qu’il est entier.") from erreur
    utilisateur = Utilisateur.objects.filter(pk=pk, is_active=True).first()
    if utilisateur is None:
        raise LienRefuse(PLUS_LE_DROIT)
    if noun == "offre":
        offre = Offre.objects.updatable_by(utilisateur).in_use().filter(uid=uid).first()
        structure = None
    else:
        offre = None
        structure = Structure.objects.updatable_by(utilisateur).active().filter(uid=uid).first()
    if offre is None and structure is None:
        raise LienRefuse(PLUS_LE_DROIT)
    return Action(utilisateur, but, offre, structure)
