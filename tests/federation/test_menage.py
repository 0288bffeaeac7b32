"""Nothing is kept longer than needed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comptes.actions import ecrire_courriel
from comptes.models import Courriel, Session
from core import limites
from core.limites import Limite
from core.models import LienConsomme, Passage
from federation.entretien import faire_le_menage

pytestmark = pytest.mark.django_db


def test_old_traces_go_and_recent_ones_stay():
    now = timezone.now()
    for jours in (1, 100, 400):
        passe = now - timedelta(days=jours)
        courriel = ecrire_courriel(a="amina@example.org", sujet="x", texte="y", now=passe)
        Courriel.objects.filter(pk=courriel.pk).update(etat="envoye", envoye_a=passe)
        LienConsomme.objects.create(empreinte=f"{jours}", consomme_a=passe)
        Passage.objects.create(tache="x", debut=passe, fin=passe, reussi=True, rapport="")
        fin = now + timedelta(days=5 - jours)
        Session.objects.create(session_key=f"s{jours}", session_data="", expire_date=fin, cree_a=passe, vu_a=passe)
        limites.passe(Limite("x", 1, timedelta(minutes=1)), "x", now=passe)
    ecrire_courriel(a="amina@example.org", sujet="jamais parti", texte="y", now=now - timedelta(days=400))
    assert faire_le_menage(now) == "2 courriels, 2 liens, 2 sessions, 3 compteurs, 1 lignes de journal effacés"
    assert Courriel.objects.count() == 2
    assert LienConsomme.objects.get().empreinte == "1"
    assert Session.objects.get().session_key == "s1"
    assert Passage.objects.count() == 2
    assert faire_le_menage(now).startswith("0 courriels, 0 liens, 0 sessions, 0")
