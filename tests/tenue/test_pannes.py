"""The disk is full, the database is gone: each answer says so in French, nothing is lost, and it works again by itself.

What else may fail has its tests beside what it serves: mail (tests/comptes), geocoder and tiles (tests/navigateur,
tests/structures), cache (test_replica.py), backups restored (tests/federation).
"""

import errno
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from ateliers.models import Offre
from echanges.models import Import
from tests.echanges.test_assistant import DEPOSER
from tests.espace.outils import permanence


class Panne:
    """Make every statement that begins by one of `verbes` fail as a database does."""

    def __init__(self, message, *verbes):
        self.message, self.verbes = message, verbes

    def __call__(self, execute, sql, params, many, context):
        if not self.verbes or sql.lstrip().startswith(self.verbes):
            raise OperationalError(self.message)
        return execute(sql, params, many, context)


@pytest.fixture
def visiteur():
    """A browser that is shown what fails, as on the real site."""
    return Client(raise_request_exception=False)


def dite(reponse):
    assert reponse.status_code == 503
    assert reponse["Retry-After"] == "60"
    assert "Content-Security-Policy" in reponse.headers
    assert "Traceback" not in reponse.text
    return reponse.text


@pytest.fixture
def geste(distribution, visiteur):
    """Give `geste(note)`: amina says that her activity is full."""
    offre = permanence(distribution.lieux["Le Lien"])
    visiteur.force_login(distribution.amina)

    def dire(note):
        dans = timezone.localdate() + timedelta(days=14)
        donnees = {"dispo": "complet", "jusqu_au": dans.isoformat(), "note": note}
        return visiteur.post(f"/espace/offres/{offre.uid}/place/", donnees)

    dire.offre = offre
    return dire


def note_de(offre):
    return Offre.objects.values_list("dispo_note", flat=True).get(pk=offre.pk)


def test_a_full_disk_writes_nothing_says_so_and_then_works_again(geste, visiteur):
    with connection.execute_wrapper(Panne("database or disk is full", "INSERT", "UPDATE", "DELETE")):
        texte = dite(geste("pendant"))
        assert "n’a pas été enregistré" in texte
        assert "votre saisie y est encore" in texte
        # The directory is still read.
        assert Client().get("/").status_code == 200
    assert note_de(geste.offre) == ""
    assert geste("après").status_code == 303
    assert note_de(geste.offre) == "après"


@pytest.mark.django_db(transaction=True)
def test_without_its_database_each_address_says_the_failure_in_french(geste, visiteur):
    with connection.execute_wrapper(Panne("server closed the connection unexpectedly")):
        assert "Attendez une minute, puis rechargez la page" in dite(Client(raise_request_exception=False).get("/"))
        assert "n’a pas été enregistré" in dite(geste("pendant"))  # its session is read before any view
        api = Client(raise_request_exception=False).get("/api/v1/lieux")
        assert (api.status_code, api.json()["erreur"][:24]) == (503, "Le site est en panne pou")
        assert Client().get("/sante").status_code == 503
    assert Client().get("/").status_code == 200
    assert geste("après").status_code == 303


def test_a_file_that_the_disk_cannot_hold_leaves_nothing(distribution, visiteur, monkeypatch):
    visiteur.force_login(distribution.fede)
    adresse = DEPOSER.replace("fdcs94", "val-de-marne")
    fichier = SimpleUploadedFile("lieux.csv", "nom;ville\nMaison du Parc;Créteil\n".encode())

    def plein(chemin, octets):
        with chemin.open("wb") as moitie:
            moitie.write(octets[:5])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disque:
        disque.setattr("pathlib.Path.write_bytes", plein)
        assert "n’a pas été enregistré" in dite(visiteur.post(adresse, {"fichier": fichier}))
    assert not Import.objects.exists()
    dossier = Import(operation=uuid.uuid4()).chemin.parent
    assert not [f for f in dossier.glob("*") if f.stat().st_size == 5]
    fichier.seek(0)
    assert visiteur.post(adresse, {"fichier": fichier}).status_code == 302
    assert Import.objects.count() == 1
