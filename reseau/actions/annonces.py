"""Close announcements, answer them without showing addresses, end those whose day has passed."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from comptes.actions import ecrire_courriel
from comptes.models import Utilisateur
from core.limites import Limite, passe
from reseau.actions.publications import correspondant, publier
from reseau.courriers import texte_de_fin_prochaine, texte_du_message
from reseau.models import Annonce, Message
from reseau.nomenclature import Issue
from reseau.voix import Voix

MESSAGES = Limite("reseau:message", 15, timedelta(days=1))
PAR_ANNONCE = Limite("reseau:message:annonce", 4, timedelta(days=1))
RAPPEL = timedelta(days=7)
MESSAGES_GARDES = timedelta(days=90)


def publier_annonce(annonce: Annonce, *, by: Any, now: datetime) -> Annonce:
    """Publish an announcement, or change it: with a new day, it waits again and its end will be told again."""
    annonce.close_a, annonce.issue, annonce.rappelee_a = None, "", None
    return publier(annonce, by=by, now=now)


def clore(annonce: Annonce, *, issue: str, now: datetime) -> bool:
    """Close an announcement that is open; False when it was closed meanwhile."""
    ouvertes = Annonce.objects.filter(pk=annonce.pk, close_a__isnull=True)
    return bool(ouvertes.update(close_a=now, issue=issue))


def trop_de_messages(user: Any, annonce: Annonce, now: datetime) -> bool:
    """Count one more message of this account, and tell whether it is one too many."""
    return not (passe(PAR_ANNONCE, f"{user.pk}:{annonce.uid}", now=now) and passe(MESSAGES, str(user.pk), now=now))


def voix_pour(annonce: Annonce, voix: list[Voix]) -> Voix | None:
    """Return in whose name somebody answers: a voice of the announcement's federation, None without any."""
    return next((v for v in voix if v.federation == annonce.federation), None)


@transaction.atomic
def ecrire_message(
    *,
    uid: str,
    annonce: Annonce,
    texte: str,
    adresse_jointe: bool,
    by: Utilisateur,
    voix: Voix,
    now: datetime,
    suite_de: Message | None = None,
) -> Message | None:
    """Keep a message and write it by mail to whom it is for; None when nobody is left to read it.

    A `uid` that was taken raises IntegrityError, and nothing leaves.
    """
    pour = suite_de.auteur if suite_de else correspondant(annonce)
    if pour is None or not pour.is_active:
        return None
    message = Message.objects.create(
        uid=uid,
        annonce=annonce,
        auteur=by,
        destinataire=pour,
        structure=voix.structure,
        texte=texte,
        adresse_jointe=adresse_jointe,
        suite_de=suite_de,
        cree_a=now,
    )
    ecrire_courriel(
        a=pour.courriel,
        sujet=f"Réponse : {annonce}",
        texte=texte_du_message(message),
        now=now,
        entetes={"Reply-To": by.courriel} if adresse_jointe else None,
    )
    return message


def rappeler_les_fins(now: datetime, today: date) -> int:
    """Write, once, to those whose announcement ends within a week; return how many mails."""
    proches = Annonce.objects.open(today).filter(
        jusqu_au__lte=today + RAPPEL, rappelee_a__isnull=True, retiree_a__isnull=True
    )
    ecrits = 0
    for annonce in proches.with_names().select_related("auteur").order_by("pk"):
        with transaction.atomic():
            if not Annonce.objects.filter(pk=annonce.pk, rappelee_a__isnull=True).update(rappelee_a=now):
                continue
            # Written for a few days only: its author knows its end.
            if annonce.jusqu_au - (annonce.modifie_a or annonce.cree_a).date() <= RAPPEL:
                continue
            if qui := correspondant(annonce):
                ecrire_courriel(
                    a=qui.courriel,
                    sujet=f"Bientôt la fin de votre annonce : {annonce}",
                    texte=texte_de_fin_prochaine(annonce),
                    now=now,
                )
                ecrits += 1
    return ecrits


def clore_les_expirees(now: datetime, today: date) -> int:
    """Close what has passed its day, and return how many."""
    return Annonce.objects.filter(close_a__isnull=True, jusqu_au__lt=today).update(close_a=now, issue=Issue.EXPIREE)


def oublier_les_messages(now: datetime) -> int:
    """Erase old messages and those of closed accounts, and return how many."""
    return Message.objects.to_forget(now - MESSAGES_GARDES).delete()[0]
