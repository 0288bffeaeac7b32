"""Write a mail to the outbox, and send what waits there; only the worker sends."""

import logging
import smtplib
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from comptes.models import Courriel

journal = logging.getLogger(__name__)

ESSAIS_MAX = 5
OUBLI = timedelta(minutes=10)


def ecrire_courriel(*, a: str, sujet: str, texte: str, now: datetime) -> Courriel:
    """Put a mail in the outbox, in the caller's transaction; its Message-ID is drawn now and never changes."""
    domaine = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip("<> ") or "localhost"
    return Courriel.objects.create(
        message_id=make_msgid(domain=domaine),
        destinataire=a,
        sujet=" ".join(sujet.split())[:200],
        texte=texte,
        ecrit_a=now,
    )


def envoyer_courriels(now: datetime) -> int:
    """Send one batch of waiting mails and return how many were handled.

    A mail is claimed and committed first. Killed between claim and answer, it is nobody's guess whether it left:
    it becomes « à vérifier » and is never sent again by itself.
    """
    Courriel.objects.filter(etat=Courriel.Etat.PRIS, pris_a__lt=now - OUBLI).update(
        etat=Courriel.Etat.A_VERIFIER, erreur="Le travailleur s’est arrêté pendant l’envoi."
    )
    attente = Courriel.objects.filter(etat=Courriel.Etat.A_ENVOYER).exclude(prochain_essai_a__gt=now)
    lot = list(attente.order_by("ecrit_a", "pk")[:20])
    for courriel in lot:
        prises = Courriel.objects.filter(pk=courriel.pk, etat=Courriel.Etat.A_ENVOYER).update(
            etat=Courriel.Etat.PRIS, pris_a=now, essais=F("essais") + 1
        )
        if prises:
            courriel.essais += 1
            _envoyer(courriel, now=now)
    return len(lot)


def _envoyer(courriel: Courriel, *, now: datetime) -> None:
    suivi = Courriel.objects.filter(pk=courriel.pk)
    connexion = get_connection()
    message = EmailMessage(
        subject=courriel.sujet,
        body=courriel.texte,
        to=[courriel.destinataire],
        headers={"Message-ID": courriel.message_id},
        connection=connexion,
    )
    confie = False
    try:
        # Apart: while the server is not reached, nothing has left, however it fails.
        connexion.open()
        confie = True
        message.send()
    except (OSError, smtplib.SMTPException) as erreur:
        if confie and isinstance(erreur, smtplib.SMTPServerDisconnected | TimeoutError):
            # The server may have taken it: sending again could reach the person twice.
            suivi.update(etat=Courriel.Etat.A_VERIFIER, erreur=str(erreur)[:300])
            return
        dernier = courriel.essais >= ESSAIS_MAX or isinstance(erreur, smtplib.SMTPRecipientsRefused)
        suivi.update(
            etat=Courriel.Etat.ECHEC if dernier else Courriel.Etat.A_ENVOYER,
            prochain_essai_a=None if dernier else now + timedelta(minutes=5 * 2**courriel.essais),
            erreur=str(erreur)[:300],
        )
        journal.warning("Courriel %s non envoyé : %s", courriel.pk, erreur)
    else:
        suivi.update(etat=Courriel.Etat.ENVOYE, envoye_a=timezone.now(), erreur="")
    finally:
        # Its good-bye decides nothing of the mail.
        with suppress(OSError, smtplib.SMTPException):
            connexion.close()
