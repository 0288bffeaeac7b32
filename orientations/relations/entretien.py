"""Each night: remind, close what nobody answered, erase on time, turn the keys."""

from datetime import datetime, timedelta

from django.db.models import Q

from core.registre import quotidien
from orientations.models import Identite, MiseEnRelation
from orientations.relations.actions import (
    JOURS_AVANT_EFFACEMENT,
    SANS_DECISION,
    clore_sans_reponse,
    expire,
    relancer,
)
from orientations.relations.chiffrement import tourner


@quotidien("mises en relation")
def suivre_les_demandes(now: datetime) -> str:
    """Do what the days that pass ask; idempotent."""
    rappels = expirees = 0
    for relation in MiseEnRelation.objects.open().with_subject():
        if expire(relation, now):
            clore_sans_reponse(relation, now=now)
            expirees += 1
        elif _a_rappeler(relation, now):
            relancer(relation, now=now)
            rappels += 1
    effacees = effacer_a_temps(now)
    tournees = tourner_les_cles()
    return f"{rappels} rappels, {expirees} demandes closes, {effacees} identités effacées, {tournees} clés tournées"


def _a_rappeler(relation: MiseEnRelation, now: datetime) -> bool:
    silencieuse = relation.etat in SANS_DECISION and relation.relance_a is None
    return silencieuse and relation.a_rappeler_a <= now


def effacer_a_temps(now: datetime) -> int:
    """Erase who the residents were, thirty days after their requests closed; return how many."""
    limite = now - timedelta(days=JOURS_AVANT_EFFACEMENT)
    closes = Q(relation__close_a__lte=limite)
    return Identite.objects.filter(closes).delete()[0]


def tourner_les_cles() -> int:
    """Write again under the first key what an older one had written; return how many rows changed hands."""
    tournees = 0
    for identite in Identite.objects.order_by("pk").iterator(chunk_size=200):
        # None: already under the first key, or no key opens it; that one is left as it is, and erased on its day.
        if (neuf := tourner(identite.secret)) is not None:
            Identite.objects.filter(pk=identite.pk, secret=identite.secret).update(secret=neuf)
            tournees += 1
    return tournees
