"""The daily job of the top floor: keep no longer than needed (rule 14 of the architecture)."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt

from comptes.models import Courriel, Federation, Session
from core import limites
from core.models import LienConsomme, Passage, Travail
from core.registre import quotidien
from core.textes import accord
from federation.bureau.doublons import retenir

COURRIELS = timedelta(days=90)
LIENS = timedelta(days=31)  # an action link lives thirty days
JOURNAUX = timedelta(days=365)


@quotidien("doublons")
def comparer_les_fiches(now: datetime) -> str:
    """Look for possible duplicates in each network, so that no first page waits for it."""
    paires = sum(retenir(federation, now) for federation in Federation.objects.order_by("pk"))
    return f"{accord(paires, 'paire')} à regarder"


@quotidien("ménage")
def faire_le_menage(now: datetime) -> str:
    """Erase old mails, spent links, ended sessions and old reports; return how many."""
    courriels, _ = Courriel.objects.filter(
        etat__in=[Courriel.Etat.ENVOYE, Courriel.Etat.ECHEC], ecrit_a__lt=now - COURRIELS
    ).delete()
    liens, _ = LienConsomme.objects.filter(consomme_a__lt=now - LIENS).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    # Wrong passwords count for a quarter of an hour; axes also notes the browser, which nobody needs afterwards.
    essais, _ = AccessAttempt.objects.filter(attempt_time__lt=now - limites.CONSERVATION).delete()
    essais += limites.purger(now)
    passages, _ = Passage.objects.filter(debut__lt=now - JOURNAUX).delete()
    travaux, _ = Travail.objects.filter(
        etat__in=[Travail.Etat.FAIT, Travail.Etat.ECHEC], demande_a__lt=now - JOURNAUX
    ).delete()
    return (
        f"{courriels} courriels, {liens} liens, {sessions} sessions, {essais} compteurs, "
        f"{passages + travaux} lignes de journal effacés"
    )
