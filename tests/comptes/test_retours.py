"""Bounces are seen: refused at once by the server, or returned later; whatever comes in, nothing breaks."""

import io
import smtplib
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptes.actions import ecrire_courriel
from comptes.adresses import confirmer_adresse, refusees
from comptes.envoi import envoyer_courriels
from comptes.models import AdresseRefusee, Courriel
from comptes.retours import appliquer_retour, lire_retour

AVIS = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: ne-pas-repondre@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <avis-1@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4ABC

Final-Recipient: rfc822; {destinataire}
Original-Recipient: rfc822;{destinataire}
Action: {action}
Status: {statut}
Diagnostic-Code: smtp; 550 {statut} <{destinataire}>: Recipient
    address rejected: User unknown

--=_b
Content-Type: {cite}

From: Au bon endroit <ne-pas-repondre@example.org>
To: {destinataire}
Subject: Bonjour
{entete}: {message_id}

{corps}
--=_b--
"""


def avis(message_id, **champs) -> bytes:
    defauts = {
        "destinataire": "paula@example.org",
        "action": "failed",
        "statut": "5.1.1",
        "cite": "message/rfc822",
        "entete": "Message-ID",
        "corps": "Bonjour",
    }
    return AVIS.format(message_id=message_id, **(defauts | champs)).replace("\n", "\r\n").encode()


@pytest.fixture
def parti(db):
    """A mail that has left."""
    courriel = ecrire_courriel(a="Paula@example.org", sujet="Bonjour", texte="x", now=timezone.now())
    envoyer_courriels(timezone.now())
    return courriel


@pytest.mark.parametrize(
    ("champs", "etat", "marquee"),
    [
        ({}, "echec", True),
        ({"cite": "text/rfc822-headers", "corps": ""}, "echec", True),
        ({"entete": "Message-Id"}, "echec", True),
        ({"statut": "5.2.1"}, "echec", True),
        ({"statut": "5.0.0"}, "echec", True),
        ({"statut": "5.7.1"}, "echec", False),  # a policy, not the address
        ({"statut": "5.3.4"}, "echec", False),  # too big
        ({"action": "delayed", "statut": "4.4.1"}, "envoye", False),
        ({"action": "delivered", "statut": "2.0.0"}, "envoye", False),
        ({"action": "failed", "statut": "4.4.7"}, "envoye", False),
    ],
)
def test_a_returned_mail_is_marked_and_so_is_its_address_when_it_is_to_blame(parti, champs, etat, marquee):
    appliquer_retour(avis(parti.message_id, **champs), now=timezone.now())
    parti.refresh_from_db()
    assert parti.etat == etat
    assert bool(refusees(["paula@EXAMPLE.org"])) is marquee


def test_the_command_reads_its_standard_input(parti, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(avis(parti.message_id))))
    call_command("retours")
    assert "revenu (5.1.1)" in capsys.readouterr().out
    refus = AdresseRefusee.objects.get()
    assert (refus.courriel, "User unknown" in refus.raison) == ("paula@example.org", True)
    # Read a second time, nothing more happens.
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(avis(parti.message_id))))
    call_command("retours")
    assert AdresseRefusee.objects.count() == 1
    assert confirmer_adresse("PAULA@example.org")
    assert not AdresseRefusee.objects.exists()


def test_whoever_writes_here_marks_no_address_of_their_choice(parti):
    faux = avis("<invente@example.org>", destinataire="amina@example.org")
    assert "aucun courriel d’ici" in appliquer_retour(faux, now=timezone.now())
    # The right mail, another recipient: ours is the one that we wrote to.
    appliquer_retour(avis(parti.message_id, destinataire="amina@example.org"), now=timezone.now())
    assert AdresseRefusee.objects.get().courriel == "paula@example.org"


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_garbage_breaks_it(data):
    """Random bytes; a true notification cut, doubled, with bytes replaced; hostile fields."""
    base = avis("<x@example.org>")
    genre = data.draw(st.sampled_from(["hasard", "coupe", "abime", "champs"]))
    if genre == "hasard":
        brut = data.draw(st.binary(max_size=2000))
    elif genre == "coupe":
        debut, fin = (data.draw(st.integers(0, len(base))) for _ in range(2))
        brut = base[debut:] + base[:fin]
    elif genre == "abime":
        brut = bytearray(base)
        for place in data.draw(st.lists(st.integers(0, len(base) - 1), max_size=30)):
            brut[place] = data.draw(st.integers(0, 255))
        brut = bytes(brut)
    else:
        hostile = st.text(st.characters(codec="utf-8"), max_size=400)
        champs = {c: data.draw(hostile) for c in ("destinataire", "statut", "action", "entete", "cite")}
        brut = avis(data.draw(hostile), **champs)
    assert appliquer_retour(brut, now=timezone.now())


@pytest.mark.parametrize(
    "brut",
    [
        b"",
        b"\0" * 5000,
        b"Content-Type: multipart/report; boundary=\xff\xfe\r\n\r\n",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n" * 3000,
        b"Content-Type: message/delivery-status\r\n\r\n" + b"Action: failed\r\n\r\n" * 20_000,
        b"Subject: " + b"x" * 3_000_000,
        avis("<a@b>").replace(b"boundary", b"charset=rot13; boundary"),
        avis("<" + "x" * 5000 + "@example.org>"),
        avis("<\0@example.org>"),
    ],
)
def test_known_horrors(brut):
    assert lire_retour(brut) is None or lire_retour(brut).message_id


class Refuse:
    """A mail server that says no to some."""

    def __init__(self):
        self.reponses = {}
        self.pris = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if reponse := self.reponses.get(address):
            return reponse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.pris += 1
        return self.reponses.get("DATA", "250 pris")


@pytest.fixture
def serveur(settings):
    refuse = Refuse()
    with socket.create_server(("127.0.0.1", 0)) as libre:
        port = libre.getsockname()[1]
    controller = Controller(refuse, hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield refuse
    controller.stop()


@pytest.mark.django_db
def test_refusals_of_a_real_server(serveur):
    now = timezone.now()
    serveur.reponses = {"non@example.org": "550 5.1.1 no such user", "plus-tard@example.org": "451 4.7.1 greylisted"}
    for qui in ("oui", "non", "plus-tard"):
        ecrire_courriel(a=f"{qui}@example.org", sujet="x", texte="y", now=now)
    envoyer_courriels(now)
    etats = dict(Courriel.objects.values_list("destinataire", "etat"))
    assert etats == {"oui@example.org": "envoye", "non@example.org": "echec", "plus-tard@example.org": "a_envoyer"}
    assert list(AdresseRefusee.objects.values_list("courriel", "raison")) == [
        ("non@example.org", "550 5.1.1 no such user")
    ]
    serveur.reponses = {}
    envoyer_courriels(now + timedelta(hours=1))
    assert serveur.pris == 2


@pytest.mark.django_db
def test_a_refused_content_blames_no_address_and_ends_after_a_day(serveur):
    now = timezone.now()
    serveur.reponses = {"DATA": "554 5.7.1 looks like spam"}
    ecrire_courriel(a="oui@example.org", sujet="x", texte="y", now=now)
    for heures in range(60):
        envoyer_courriels(now + timedelta(hours=heures))
    courriel = Courriel.objects.get()
    assert (courriel.etat, courriel.erreur) == ("echec", "554 5.7.1 looks like spam")
    assert 1 < serveur.pris <= 8
    assert not AdresseRefusee.objects.exists()


@pytest.mark.django_db
def test_a_server_down_for_a_week_loses_nothing(serveur, settings):
    settings.EMAIL_PORT, bon = 1, settings.EMAIL_PORT
    now = timezone.now()
    for n in range(30):
        ecrire_courriel(a=f"p{n}@example.org", sujet="x", texte="y", now=now)
    for heures in range(0, 24 * 7, 5):
        assert envoyer_courriels(now + timedelta(hours=heures)) == 0
    assert set(Courriel.objects.values_list("etat", "essais")) == {("a_envoyer", 0)}
    settings.EMAIL_PORT = bon
    for minutes in range(3):
        envoyer_courriels(now + timedelta(days=8, minutes=minutes))
    assert serveur.pris == 30


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_stops_none_of_the_others(monkeypatch):
    now = timezone.now()
    mauvais = ecrire_courriel(a="p@example.org", sujet="x", texte="y", now=now, entetes={"X-Deux": "a\nb: c"})
    bon = ecrire_courriel(a="q@example.org", sujet="x", texte="y", now=now, entetes={"X-Un": "un"})
    envoyer_courriels(now)
    mauvais.refresh_from_db()
    bon.refresh_from_db()
    assert (mauvais.etat, bon.etat) == ("echec", "envoye")


@pytest.mark.django_db
def test_a_word_that_comes_too_late_does_not_undo_what_somebody_decided(monkeypatch):
    """Found uncertain by another, then « c’est parti »: the slow worker's failure no longer counts."""
    from django.core.mail.backends.locmem import EmailBackend

    courriel = ecrire_courriel(a="p@example.org", sujet="x", texte="y", now=timezone.now())

    def lent(self, messages):
        Courriel.objects.filter(pk=courriel.pk).update(etat="envoye", envoye_a=timezone.now())
        raise smtplib.SMTPDataError(451, b"later")

    monkeypatch.setattr(EmailBackend, "send_messages", lent)
    envoyer_courriels(timezone.now())
    courriel.refresh_from_db()
    assert courriel.etat == "envoye"
