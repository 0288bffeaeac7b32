"""Accounts and the outbox."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from comptes.actions import ecrire_courriel
from comptes.envoi import ESSAIS_MAX, envoyer_courriels
from comptes.models import Courriel, Utilisateur
from tests.distribution import creer_compte

pytestmark = pytest.mark.django_db


def test_one_address_is_one_account():
    compte = creer_compte("  Amina@Example.org ")
    assert compte.courriel == "amina@example.org"
    assert Utilisateur.objects.get_by_natural_key("AMINA@example.ORG") == compte
    with pytest.raises(IntegrityError), transaction.atomic():
        creer_compte("amina@example.org")


def test_public_pages_set_no_cookie(client):
    for page in ("/", "/?tout=1", "/aide/", "/ecrivains-publics/"):
        assert not client.get(page).cookies, page


def test_anonymised_account_is_inactive():
    compte = creer_compte("x@example.org")
    compte.anonymise_a = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        compte.save()


def test_a_mail_is_sent_once_with_its_own_message_id():
    now = timezone.now()
    courriel = ecrire_courriel(a="amina@example.org", sujet="Bonjour\nà vous", texte="Texte", now=now)
    assert not mail.outbox
    envoyer_courriels(now)
    envoyer_courriels(now)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == courriel.message_id
    assert mail.outbox[0].subject == "Bonjour à vous"
    courriel.refresh_from_db()
    assert courriel.etat == Courriel.Etat.ENVOYE


def test_a_killed_worker_leaves_a_mail_to_check_never_sent_twice():
    now = timezone.now()
    courriel = ecrire_courriel(a="amina@example.org", sujet="x", texte="y", now=now)
    Courriel.objects.filter(pk=courriel.pk).update(etat=Courriel.Etat.PRIS, pris_a=now)
    envoyer_courriels(now + timedelta(hours=1))
    courriel.refresh_from_db()
    assert courriel.etat == Courriel.Etat.A_VERIFIER
    assert not mail.outbox


def test_a_refused_mail_is_tried_again_later_then_given_up(monkeypatch):
    def refuser(self, messages):
        raise ConnectionRefusedError("fermé")

    monkeypatch.setattr(EmailBackend, "send_messages", refuser)
    now = timezone.now()
    courriel = ecrire_courriel(a="amina@example.org", sujet="x", texte="y", now=now)
    envoyer_courriels(now)
    courriel.refresh_from_db()
    assert courriel.etat == Courriel.Etat.A_ENVOYER
    assert courriel.prochain_essai_a > now
    assert envoyer_courriels(now) == 0
    for essai in range(1, ESSAIS_MAX):
        envoyer_courriels(now + timedelta(days=essai))
    courriel.refresh_from_db()
    assert courriel.etat == Courriel.Etat.ECHEC


def test_a_cut_connection_is_to_check_since_the_server_may_have_taken_it(monkeypatch):
    def couper(self, messages):
        raise smtplib.SMTPServerDisconnected("coupé")

    monkeypatch.setattr(EmailBackend, "send_messages", couper)
    now = timezone.now()
    courriel = ecrire_courriel(a="amina@example.org", sujet="x", texte="y", now=now)
    envoyer_courriels(now)
    courriel.refresh_from_db()
    assert courriel.etat == Courriel.Etat.A_VERIFIER


def test_a_server_out_of_reach_is_tried_again_since_nothing_has_left(monkeypatch):
    def attendre(self):
        raise TimeoutError("pas de réponse")

    monkeypatch.setattr(EmailBackend, "open", attendre)
    now = timezone.now()
    courriel = ecrire_courriel(a="amina@example.org", sujet="x", texte="y", now=now)
    envoyer_courriels(now)
    courriel.refresh_from_db()
    assert courriel.etat == Courriel.Etat.A_ENVOYER
    monkeypatch.undo()
    envoyer_courriels(now + timedelta(days=1))
    courriel.refresh_from_db()
    assert courriel.etat == Courriel.Etat.ENVOYE
