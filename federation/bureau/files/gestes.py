"""What is done of a line of a queue, in its place: each gesture says what it did, in French."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ateliers.actions import enregistrer_lot
from comptes.models import Federation
from core.voies import Voie
from espace.forms.signalements import TraiterForm
from espace.signalements import traiter
from federation.bureau.files import attente
from structures import actions
from structures.models import Lieu, PositionConfirmee


@dataclass(frozen=True, slots=True)
class Fait:
    """What a gesture did; `refus` says why it did not, `operation` is what undoes it."""

    dit: str = ""
    refus: str = ""
    operation: uuid.UUID | None = None


Geste = Callable[[Federation, Mapping[str, str], Any, datetime], Fait]
DEJA = Fait(dit="Rien à faire : c’était déjà réglé.")


def _numero(envoye: Mapping[str, str]) -> int:
    """Return the key of the line that was posted; 0, that no line has, for anything else."""
    texte = envoye.get("ligne", "")
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 18 else 0


def traiter_signalement(federation: Federation, envoye: Mapping[str, str], by: Any, now: datetime) -> Fait:
    """Close a report with an answer."""
    signalement = attente.signalements(federation).filter(pk=_numero(envoye)).first()
    if signalement is None:
        return DEJA
    form = TraiterForm(envoye)
    if not form.is_valid():
        return Fait(refus=" ".join(str(e) for erreurs in form.errors.values() for e in erreurs))
    donnees = form.cleaned_data
    traite = traiter(signalement, etat=donnees["etat"], reponse=donnees["reponse"], confirmer=False, by=by, now=now)
    if traite is None:
        return DEJA
    suite = " La personne qui a signalé recevra votre réponse." if traite.courriel else ""
    return Fait(dit=f"C’est noté pour « {traite.objet} ».{suite}")


def confirmer_position(federation: Federation, envoye: Mapping[str, str], by: Any, now: datetime) -> Fait:
    """Remember that a point is where it should be."""
    lieu = Lieu.objects.filter(structure__federation=federation, pk=_numero(envoye)).first()
    if lieu is None:
        return DEJA
    PositionConfirmee.objects.update_or_create(
        lieu=lieu,
        defaults={"latitude": lieu.latitude, "longitude": lieu.longitude, "dit_a": now, "dit_par": by},
    )
    return Fait(dit=f"C’est noté : « {lieu.nom} » est bien là.")


def tenir_pour_precisee(federation: Federation, envoye: Mapping[str, str], by: Any, now: datetime) -> Fait:
    """Say that an imported activity is right as it is."""
    offre = attente.a_preciser(federation).filter(pk=_numero(envoye)).first()
    if offre is None:
        return DEJA
    offre.a_preciser = False
    operation = enregistrer_lot([offre], by=by, voie=Voie.ECRAN, now=now)
    return Fait(dit=f"C’est noté : « {offre.nom} » est bien décrite.", operation=operation)


def suivre_invitation(federation: Federation, envoye: Mapping[str, str], by: Any, now: datetime) -> Fait:
    """Send an invitation again, or withdraw it."""
    invitation = attente.invitations(federation).filter(pk=_numero(envoye)).first()
    if invitation is None:
        return DEJA
    try:
        if envoye.get("geste") == "annuler":
            actions.annuler(invitation, now=now)
            return Fait(dit=f"L’invitation de {invitation.courriel} est annulée.")
        if actions.renvoyer(invitation, by=by, now=now) is None:
            return Fait(refus="Trop d’invitations aujourd’hui : recommencez demain.")
    except actions.Refus as refus:
        return Fait(refus=str(refus))
    return Fait(dit=f"L’invitation est repartie à {invitation.courriel}. Le lien précédent ne sert plus.")


GESTES: dict[str, Geste] = {
    "signalements": traiter_signalement,
    "positions": confirmer_position,
    "a-preciser": tenir_pour_precisee,
    "invitations": suivre_invitation,
}
