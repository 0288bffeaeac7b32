"""`manage.py cles`: after a key has been turned, write again what the old one had signed or encrypted."""

from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.core import signing
from django.core.management.base import BaseCommand
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.formats import date_format

from comptes.models import Session
from comptes.sessions import SessionStore
from core.liens import Genre
from core.textes import accord
from core.travailleur import PARIS
from orientations.models import Identite, MiseEnRelation
from orientations.relations.chiffrement import dechiffrer
from orientations.relations.entretien import tourner_les_cles
from reseau.models import LienAgenda


class Command(BaseCommand):
    help = (
        "Après un changement de SECRET_KEY ou de CLES_IDENTITES : récrit sous la nouvelle clé ce que l’ancienne avait "
        "signé ou chiffré, et dit ce qui tient encore à l’ancienne. Peut être relancé sans dommage."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tournees = tourner_les_cles()
        fermees = sum(dechiffrer(secret) is None for secret in Identite.objects.values_list("secret", flat=True))
        self.stdout.write(f"{accord(tournees, 'identité')} sous la première de CLES_IDENTITES.")
        if fermees:
            self.stdout.write(f"{accord(fermees, 'identité')} qu’aucune clé n’ouvre : effacées à leur date.")
        elif len(settings.CLES_IDENTITES) > 1:
            self.stdout.write("Les autres CLES_IDENTITES peuvent être retirées.")
        ouvertes = Session.objects.filter(expire_date__gt=timezone.now()).select_related("utilisateur")
        self.stdout.write(f"{accord(reprendre_les_sessions(ouvertes), 'session')} sous SECRET_KEY.")
        if settings.SECRET_KEY_FALLBACKS:
            self._dire_ce_qui_reste()

    def _dire_ce_qui_reste(self) -> None:
        """What is in people's mails and calendars cannot be written again."""
        jour = timezone.now().astimezone(PARIS) + (Genre.ACTION.duree or timedelta())
        self.stdout.write(
            "SECRET_KEY_FALLBACKS peut être retirée trente jours après le changement de clé (le "
            f"{date_format(jour, 'j F Y')} s’il date d’aujourd’hui) : les liens des courriels auront fini de servir."
        )
        demandes, agendas = MiseEnRelation.objects.open().count(), LienAgenda.objects.count()
        if demandes or agendas:
            self.stdout.write(
                f"Plus tôt, ou pour {accord(demandes, 'demande ouverte', 'demandes ouvertes')} et "
                f"{accord(agendas, 'adresse d’agenda', 'adresses d’agenda')} plus anciennes : la demande se traite en "
                "se connectant, l’adresse d’agenda se refait depuis sa page."
            )


def reprendre_les_sessions(sessions: QuerySet[Session]) -> int:
    """Sign again, under today's key, the sessions that a former one had signed; return how many."""
    magasin, reprises = SessionStore(), 0
    for session in sessions.order_by("pk").iterator(chunk_size=200):
        signe = session.session_data
        if _a_jour(magasin, signe):
            continue
        donnees = magasin.decode(signe)  # {} when no key opens it: left as it is, and the person signs in again
        if not donnees:
            continue
        compte = session.utilisateur
        if compte is not None and HASH_SESSION_KEY in donnees:
            # The password has not changed meanwhile: a former key gives what the session holds.
            anciennes = cast("list[str]", list(compte.get_session_auth_fallback_hash()))
            if any(constant_time_compare(donnees[HASH_SESSION_KEY], ancienne) for ancienne in anciennes):
                donnees[HASH_SESSION_KEY] = compte.get_session_auth_hash()
        neuf = magasin.encode(donnees)
        reprises += Session.objects.filter(pk=session.pk, session_data=signe).update(session_data=neuf)
    return reprises


def _a_jour(magasin: SessionStore, signe: str) -> bool:
    try:
        signing.loads(signe, salt=magasin.key_salt, serializer=magasin.serializer, fallback_keys=[])
    except signing.BadSignature:
        return False
    return True
