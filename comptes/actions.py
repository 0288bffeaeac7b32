"""Write a mail to the outbox; `comptes.envoi` sends it, in the worker."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import make_msgid
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, QuerySet, Value
from django.db.models.functions import Coalesce

from comptes.models import Courriel


def ecrire_courriel(
    *,
    a: str,
    sujet: str,
    texte: str,
    now: datetime,
    entetes: Mapping[str, str] | None = None,
    pas_avant: datetime | None = None,
) -> Courriel:
    """Put a mail in the outbox, in the caller's transaction; its Message-ID is drawn now and never changes.

    It leaves at once, or not before `pas_avant`.
    """
    return _deposer(
        destinataire=a, sujet=sujet, texte=texte, now=now, entetes=dict(entetes or {}), prochain_essai_a=pas_avant
    )


def ecrire_courriel_differe(*, source: str, sujet: str, texte: str, now: datetime) -> Courriel:
    """Put a mail in the outbox without its address: `source` (« name:reference ») tells it when the mail leaves."""
    return _deposer(destinataire_de=source, sujet=sujet, texte=texte, now=now)


def _deposer(*, sujet: str, texte: str, now: datetime, **champs: Any) -> Courriel:
    domaine = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip("<> ") or "localhost"
    return Courriel.objects.create(
        message_id=make_msgid(domain=domaine),
        sujet=" ".join(sujet.split())[:200],
        texte=texte,
        ecrit_a=now,
        **champs,
    )


def renvoyer(courriels: QuerySet[Courriel]) -> int:
    """Let mails leave again, as somebody asks who has checked; the Message-ID stays: a server may see the twin."""
    return courriels.filter(etat__in=[Courriel.Etat.A_VERIFIER, Courriel.Etat.ECHEC]).update(
        etat=Courriel.Etat.A_ENVOYER, essais=0, prochain_essai_a=None, erreur=""
    )


def tenir_pour_partis(courriels: QuerySet[Courriel], *, now: datetime) -> int:
    """Close what was uncertain: somebody has checked that it left."""
    return courriels.filter(etat=Courriel.Etat.A_VERIFIER).update(
        etat=Courriel.Etat.ENVOYE, envoye_a=Coalesce("pris_a", Value(now, output_field=DateTimeField())), erreur=""
    )
