"""Send what waits in the outbox; only the worker does, and it may be killed at any point.

A mail is claimed, and that is committed, before a byte of it leaves. Killed after that, nobody can tell whether the
server has it: it becomes « à vérifier », is listed, and never leaves again by itself.
"""

import logging
import smtplib
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Min, Q
from django.utils import timezone

from comptes.adresses import noter_refus
from comptes.models import Courriel
from core.registre import adresse_de

journal = logging.getLogger(__name__)

ESSAIS_MAX = 8  # the last one about a day after the first
OUBLI = timedelta(minutes=10)
PANNE = timedelta(minutes=5)
LOT = 20


def envoyer_courriels(now: datetime) -> int:
    """Send one batch of waiting mails and return how many were handled."""
    _constater(now - OUBLI)
    attente = Courriel.objects.filter(etat=Courriel.Etat.A_ENVOYER).exclude(prochain_essai_a__gt=now)
    lot = list(attente.order_by("ecrit_a", "pk")[:LOT])
    for courriel in lot:
        connexion = get_connection()
        try:
            # Before the claim: while the server is not reached nothing has left, and no mail is in doubt.
            connexion.open()
        except (OSError, smtplib.SMTPException) as erreur:
            journal.warning("Serveur de courriels injoignable : %s", erreur)
            Courriel.objects.filter(pk__in=[c.pk for c in lot], etat=Courriel.Etat.A_ENVOYER).update(
                prochain_essai_a=now + PANNE, erreur=f"Serveur injoignable : {erreur}"[:300]
            )
            return 0
        try:
            if _prendre(courriel, now=now):
                _confier(courriel, connexion, now=now)
        finally:
            # Its good-bye decides nothing of the mail.
            with suppress(OSError, smtplib.SMTPException):
                connexion.close()
    return len(lot)


def etat_de_la_boite(now: datetime) -> str:
    """Return in words whether somebody must look at the outbox: what is uncertain, or waits for too long."""
    a_verifier = Courriel.objects.filter(etat=Courriel.Etat.A_VERIFIER).count()
    # What was written at night to leave in the morning is not late.
    dus = Q(prochain_essai_a=None) | Q(prochain_essai_a__lte=now) | ~Q(erreur="")
    ancien = Courriel.objects.filter(dus, etat=Courriel.Etat.A_ENVOYER).aggregate(m=Min("ecrit_a"))["m"]
    attente = int((now - ancien) // timedelta(hours=1)) if ancien else 0
    mots = [f"{a_verifier} à vérifier"] * bool(a_verifier) + [f"en attente depuis {attente} h"] * bool(attente)
    return ", ".join(mots) or "à jour"


def constater_interruptions(now: datetime) -> int:
    """List as uncertain all that a worker left claimed; only for a worker that knows itself alone."""
    return _constater(now)


def _constater(pris_avant: datetime) -> int:
    return Courriel.objects.filter(etat=Courriel.Etat.PRIS, pris_a__lte=pris_avant).update(
        etat=Courriel.Etat.A_VERIFIER, erreur="Le travailleur s’est arrêté pendant l’envoi."
    )


def _prendre(courriel: Courriel, *, now: datetime) -> bool:
    """Claim a mail; False when another worker has it."""
    prises = Courriel.objects.filter(pk=courriel.pk, etat=Courriel.Etat.A_ENVOYER).update(
        etat=Courriel.Etat.PRIS, pris_a=now, essais=F("essais") + 1
    )
    courriel.essais += 1
    courriel.pris_a = now
    return bool(prises)


def _confier(courriel: Courriel, connexion: Any, *, now: datetime) -> None:
    """Hand a claimed mail to the server and write what it answered."""
    adresse = courriel.destinataire or adresse_de(courriel.destinataire_de)
    if not adresse:
        _ecrire(courriel, etat=Courriel.Etat.ECHEC, erreur="Cette adresse a été effacée : rien n’est parti.")
        return
    message = EmailMessage(
        subject=courriel.sujet,
        body=courriel.texte,
        to=[adresse],
        headers={"Message-ID": courriel.message_id, **courriel.entetes},
        connection=connexion,
    )
    try:
        message.message()
    except (ValueError, UnicodeError) as erreur:
        _ecrire(
            courriel, etat=Courriel.Etat.ECHEC, erreur=_sans_adresse(courriel, f"Ce courriel ne s’écrit pas : {erreur}")
        )
        return
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refus:
        code, texte = next(iter(refus.recipients.values()), (550, b""))
        raison = _sans_adresse(courriel, f"{code} {_lisible(texte)}")
        if code >= 500 and courriel.destinataire:
            noter_refus(courriel.destinataire, raison=raison, now=now)
        _ecrire_refus(courriel, raison, definitif=code >= 500, now=now)
    except smtplib.SMTPResponseException as refus:
        raison = _sans_adresse(courriel, f"{refus.smtp_code} {_lisible(refus.smtp_error)}")
        _ecrire_refus(courriel, raison, definitif=False, now=now)
    except ConnectionRefusedError as erreur:
        _ecrire_refus(courriel, _sans_adresse(courriel, str(erreur)), definitif=False, now=now)
    except Exception as erreur:  # noqa: BLE001  cut off, too slow, or anything else: the server may have it
        raison = _sans_adresse(courriel, str(erreur))
        journal.warning("Courriel %s : on ne sait pas s’il est parti (%s)", courriel.pk, raison)
        _ecrire(courriel, etat=Courriel.Etat.A_VERIFIER, erreur=raison)
    else:
        _ecrire(courriel, etat=Courriel.Etat.ENVOYE, envoye_a=timezone.now(), erreur="")


def _sans_adresse(courriel: Courriel, raison: str) -> str:
    """Return what went wrong, or its number alone: a server’s words quote an address that must not stay here."""
    if courriel.destinataire:
        return raison
    debut = raison[:3]
    return f"Refus {debut}" if debut.isdigit() else "Envoi interrompu"


def _lisible(texte: object) -> str:
    """Return what a server answered as one line of text."""
    brut = texte.decode("utf-8", "replace") if isinstance(texte, bytes) else str(texte)
    return " ".join(brut.replace("\0", "").split())


def _ecrire_refus(courriel: Courriel, raison: str, *, definitif: bool, now: datetime) -> None:
    """Write a refusal: tried again later unless it is final, or the last try."""
    journal.warning("Courriel %s refusé : %s", courriel.pk, raison)
    if definitif or courriel.essais >= ESSAIS_MAX:
        _ecrire(courriel, etat=Courriel.Etat.ECHEC, prochain_essai_a=None, erreur=raison)
    else:
        essai = now + timedelta(minutes=5 * 2**courriel.essais)
        _ecrire(courriel, etat=Courriel.Etat.A_ENVOYER, prochain_essai_a=essai, erreur=raison)


def _ecrire(courriel: Courriel, *, erreur: str, **champs: Any) -> None:
    """Write the outcome of our own claim: somebody may have decided otherwise of one that was given up."""
    Courriel.objects.filter(
        Q(etat=Courriel.Etat.PRIS) | Q(etat=Courriel.Etat.A_VERIFIER), pk=courriel.pk, pris_a=courriel.pris_a
    ).update(erreur=erreur[:300], **champs)
