"""Read a delivery status notification (RFC 3464): which of our mails came back, and why."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from django.db import transaction

from comptes.adresses import noter_refus
from comptes.models import Courriel

TAILLE_MAX = 2_000_000  # bytes; a notification quotes the mail, and ours are short
# RFC 3463: what says nothing of the address itself: the message (5.6), its size (5.3.4), a policy (5.7).
_PAS_L_ADRESSE = re.compile(r"5\.(6|7)\.|5\.3\.4")
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s\x00]{1,190}>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Retour:
    """A mail that came back for good."""

    message_id: str
    statut: str
    raison: str

    @property
    def de_l_adresse(self) -> bool:
        return not _PAS_L_ADRESSE.match(self.statut)


def lire_retour(brut: bytes) -> Retour | None:
    """Return what a notification says, or None when this is none, or only tells of a delay. Never raises."""
    try:
        parties = list(message_from_bytes(brut[:TAILLE_MAX]).walk())
        echec = _echec(parties)
        message_id = _message_id_cite(parties, brut[:TAILLE_MAX])
    except Exception:  # noqa: BLE001  anybody may write to this address, and parsers of mail fail in many ways
        return None
    if echec is None or not message_id:
        return None
    return Retour(message_id, *echec)


def _echec(parties: list[Message]) -> tuple[str, str] | None:
    """Return the status code and the reason of the first recipient that failed."""
    for partie in parties:
        if partie.get_content_type() != "message/delivery-status":
            continue
        # The parser gives one message per block of fields: the first is about the mail, the others about recipients.
        blocs = partie.get_payload()
        for bloc in blocs if isinstance(blocs, list) else []:
            if not isinstance(bloc, Message):
                continue
            statut = _champ(bloc, "Status")
            if _champ(bloc, "Action").lower() == "failed" and not statut.startswith(("2", "4")):
                return statut, _champ(bloc, "Diagnostic-Code") or statut
    return None


def _champ(bloc: Message, nom: str) -> str:
    return " ".join(str(bloc.get(nom, "")).replace("\0", "").encode("utf-8", "replace").decode().split())


def _message_id_cite(parties: list[Message], brut: bytes) -> str:
    """Return the Message-ID of the mail that is quoted, whole or by its headers only: the last one of the text."""
    if not any(p.get_content_type() in ("message/rfc822", "text/rfc822-headers") for p in parties):
        return ""
    trouves = _MESSAGE_ID.findall(brut)
    return trouves[-1].decode("ascii", "replace") if trouves else ""


def appliquer_retour(brut: bytes, *, now: datetime) -> str:
    """Mark the mail that came back, and its address when it is to blame; return one French line for the log.

    The mail is found by its Message-ID, which nobody can guess: whoever writes here marks no address of their choice.
    """
    retour = lire_retour(brut)
    if retour is None:
        return "Ce n’est pas un avis d’échec : rien à faire."
    with transaction.atomic():
        courriel = Courriel.objects.filter(message_id=retour.message_id).first()
        if courriel is None:
            return "Cet avis ne parle d’aucun courriel d’ici."
        Courriel.objects.filter(pk=courriel.pk).update(
            etat=Courriel.Etat.ECHEC,
            # A server's words quote the address: not here when the outbox does not keep it.
            erreur=f"Revenu : {retour.raison if courriel.destinataire else retour.statut}"[:300],
            prochain_essai_a=None,
        )
        if retour.de_l_adresse and courriel.destinataire:
            noter_refus(courriel.destinataire, raison=retour.raison, now=now)
    return f"Courriel {courriel.pk} revenu ({retour.statut or 'sans code'})."
