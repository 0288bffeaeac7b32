"""The worker is killed again and again: no mail arrives twice, none is lost, what is uncertain is listed."""

import email
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from django.utils import timezone

from comptes.actions import ecrire_courriel, renvoyer, tenir_pour_partis
from comptes.models import Courriel, Utilisateur
from core import registre
from core.models import Passage
from tests.comptes.travailleur_a_tuer import POINTS

KILLS = int(os.environ.get("TUER", "10"))  # each starts a process: TUER=20 asks for more than each run can afford
MAILS = 20 + 6 * KILLS
ICI = Path(settings.BASE_DIR)


class Boite:
    """What the mail server has taken: the Message-ID of each, in order."""

    def __init__(self):
        self.recus = []

    async def handle_DATA(self, server, session, envelope):
        self.recus.append(email.message_from_bytes(envelope.content)["Message-ID"])
        return "250 pris"


@pytest.fixture
def serveur():
    boite = Boite()
    with socket.create_server(("127.0.0.1", 0)) as libre:
        boite.port = libre.getsockname()[1]
    controller = Controller(boite, hostname="127.0.0.1", port=boite.port, ready_timeout=30)
    controller.start()
    yield boite
    controller.stop()


def base_url():
    """Return the address of the test database, for another process."""
    base = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{base['NAME']}"
    hote = base["OPTIONS"].get("host") or base["HOST"]
    mot = f":{quote(base['PASSWORD'])}" if base["PASSWORD"] else ""
    return f"postgres://{base['USER']}{mot}@/{base['NAME']}?host={hote}" + (
        f"&port={base['PORT']}" if base["PORT"] else ""
    )


@pytest.fixture
def lancer(serveur, tmp_path, transactional_db):
    """Give `lancer(*command)`: a process of the real project, on the test database and the test mail server."""
    environ = os.environ | {
        "DATABASE_URL": base_url(),
        "DATA_DIR": str(tmp_path),
        "EMAIL_URL": f"smtp://127.0.0.1:{serveur.port}",
        "DJANGO_SETTINGS_MODULE": "federation.settings",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
    }
    # The night's work has been done: only mails are tried here.
    now = timezone.now()
    Passage.objects.bulk_create(
        Passage(tache=nom, debut=now, fin=now, reussi=True, rapport="") for nom in registre.quotidiens
    )

    @contextmanager
    def lance(*command):
        with subprocess.Popen(
            [sys.executable, *command],
            cwd=ICI,
            env=environ,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as processus:
            try:
                yield processus
            finally:
                processus.kill()

    return lance


def etats():
    return Counter(Courriel.objects.values_list("etat", flat=True))


TRAVAILLER = ("manage.py", "travailler", "--pause", "0.05")


def test_kills_no_mail_twice_none_lost(serveur, lancer, client):
    hasard = random.Random(20)
    for n in range(MAILS):
        ecrire_courriel(a=f"p{n}@example.org", sujet=f"N° {n}", texte="Bonjour\n" * 20, now=timezone.now())
    tous = set(Courriel.objects.values_list("message_id", flat=True))
    for kill in range(KILLS):
        if kill % 2:
            point = POINTS[kill // 2 % len(POINTS)]
            with lancer("-m", "tests.comptes.travailleur_a_tuer", point, str(hasard.randint(1, 3))) as processus:
                assert processus.wait(timeout=20) == -9, point
        else:
            with lancer(*TRAVAILLER) as processus:
                assert processus.stdout.readline() == "Le travailleur attend.\n"
                time.sleep(hasard.uniform(0, 0.06))
    assert etats()["a_envoyer"], "the kills must all fall while there is work"
    with lancer(*TRAVAILLER):
        fin = time.monotonic() + 20
        while etats()["a_envoyer"] + etats()["pris"] and time.monotonic() < fin:
            time.sleep(0.05)

    assert [m for m, fois in Counter(serveur.recus).items() if fois > 1] == []
    assert set(etats()) <= {"envoye", "a_verifier"}
    assert etats()["a_verifier"] <= KILLS
    envoyes = set(Courriel.objects.filter(etat="envoye").values_list("message_id", flat=True))
    douteux = Courriel.objects.filter(etat="a_verifier")
    assert envoyes <= set(serveur.recus)
    assert set(serveur.recus) <= tous
    assert tous - set(serveur.recus) <= set(douteux.values_list("message_id", flat=True))
    # At these points it is really uncertain: some had left, some had not.
    assert {m in serveur.recus for m in douteux.values_list("message_id", flat=True)} == {True, False}

    # What is uncertain is listed, and somebody decides.
    assert client.get("/sante").json()["courriels"] == f"{douteux.count()} à vérifier"
    client.force_login(Utilisateur.objects.create_superuser("installe@example.org", "x"))
    page = client.get("/admin/comptes/courriel/?etat__exact=a_verifier").content.decode()
    assert all(c.destinataire in page for c in douteux[:50])
    perdus = douteux.exclude(message_id__in=serveur.recus)
    assert tenir_pour_partis(douteux.filter(message_id__in=serveur.recus), now=timezone.now())
    assert renvoyer(perdus)
    with lancer("manage.py", "travailler", "--une-fois") as processus:
        processus.wait(timeout=20)
    assert Counter(serveur.recus) == dict.fromkeys(tous, 1)
    assert client.get("/sante").json()["courriels"] == "à jour"


def test_a_second_worker_waits_and_takes_the_place_of_the_killed_one(serveur, lancer):
    with lancer(*TRAVAILLER) as premier:
        assert premier.stdout.readline() == "Le travailleur attend.\n"
        with lancer(*TRAVAILLER) as second:
            assert "attend son tour" in second.stdout.readline()
            with lancer("manage.py", "travailler", "--une-fois") as troisieme:
                assert "Un autre travailleur" in troisieme.stdout.readline()
                assert troisieme.wait(timeout=20) == 0
            premier.kill()
            assert second.stdout.readline() == "Le travailleur attend.\n"
            ecrire_courriel(a="p@example.org", sujet="x", texte="y", now=timezone.now())
            fin = time.monotonic() + 10
            while not serveur.recus and time.monotonic() < fin:
                time.sleep(0.05)
            assert len(serveur.recus) == 1
            second.terminate()
            assert second.stdout.readline() == "Le travailleur s’est arrêté.\n"
            assert second.wait(timeout=10) == 0
