"""The files of open data of a large network: written by the night, given as they are, gone when they are old."""

import errno
import gzip
import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core import registre
from core.models import Travail
from core.travailleur import faire_un_travail
from echanges import ouverts
from structures.models import Lieu
from tests.distribution import creer_federation, creer_lieu, creer_offre, ecrire, faire_structure

CSV = "/opendata/lieux-mediation-numerique.csv"
JSON = ("/opendata/data-inclusion-structures.json", "/opendata/data-inclusion-services.json")
TOUT = {"Accept-Encoding": "gzip"}


@pytest.fixture
def reseau(db, settings, tmp_path):
    """Two federations, in a directory of their own."""
    settings.DATA_DIR = tmp_path
    ailleurs = creer_federation("ailleurs")
    creer_offre(creer_lieu(nom="Ici"), nom="Été, « CV »", horaires="Mo-Fr 09:00-12:00")
    creer_lieu(nom="Là", structure=faire_structure(federation=ailleurs))
    creer_federation("vide")
    return tmp_path


@pytest.fixture
def grand(reseau, monkeypatch):
    """The same, as if it were large."""
    monkeypatch.setattr(ouverts, "LIEUX_MAX", 1)
    return reseau


def nuit(now=None):
    return registre.quotidiens[ouverts.ECRIRE](now or timezone.now())


def lu(reponse) -> bytes:
    corps = reponse.getvalue()
    return gzip.decompress(corps) if reponse.get("Content-Encoding") == "gzip" else corps


def test_the_night_writes_what_one_would_have_been_given(client, reseau, monkeypatch):
    adresses = [a + q for a in (CSV, *JSON) for q in ("", "?federation=ailleurs", "?federation=vide")]
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        a_la_demande = {a: client.get(a).content for a in adresses}
        assert nuit() == "réseau petit : ses fichiers sont écrits à la demande"
        monkeypatch.setattr(ouverts, "LIEUX_MAX", 1)
        assert nuit() == "2\u00a0lieux, 2\u00a0structures, 3\u00a0activités"
        for adresse in adresses:
            for entetes in ({}, TOUT):
                reponse = client.get(adresse, headers=entetes)
                assert reponse.streaming
                assert ("Content-Encoding" in reponse) == bool(entetes)
                assert lu(reponse) == a_la_demande[adresse], adresse
                assert reponse["Content-Type"].startswith("text/csv" if CSV in adresse else "application/json")
    assert len(json.loads(a_la_demande[JSON[0] + "?federation=ailleurs"])) == 1
    assert json.loads(a_la_demande[JSON[1] + "?federation=vide"]) == []
    for hostile in ("inconnue", "%00", "../../donnees", "%C3%A9" * 3000, "1"):
        for adresse in (CSV, *JSON):
            assert client.get(f"{adresse}?federation={hostile}").status_code in {400, 404}, hostile
    assert client.post(CSV).status_code == 405


def test_who_has_it_already_is_told_so(client, grand):
    nuit()
    for entetes in ({}, TOUT):
        reponse = client.get(JSON[1], headers=entetes)
        lu(reponse)
        for question in (
            {"If-None-Match": reponse["ETag"]},
            {"If-Modified-Since": reponse["Last-Modified"]},
        ):
            rien = client.get(JSON[1], headers=entetes | question)
            assert (rien.status_code, rien.content) == (304, b"")
    assert client.head(JSON[1]).getvalue() == b""
    nuit(timezone.now() + timedelta(hours=1))
    assert lu(client.get(JSON[1], headers=TOUT | {"If-None-Match": reponse["ETag"]}))


def test_before_the_first_night_the_worker_is_asked_once(client, grand):
    for adresse in (CSV, *JSON, CSV):
        reponse = client.get(adresse)
        assert (reponse.status_code, reponse["Retry-After"], reponse["Cache-Control"]) == (503, "600", "no-store")
        assert "Ce fichier n’est pas encore prêt" in reponse.text
    assert "ne sont pas encore prêts" in client.get("/opendata/").text
    assert [t.nom for t in Travail.objects.all()] == [ouverts.ECRIRE]
    assert faire_un_travail(timezone.now())
    travail = Travail.objects.get()
    assert (travail.etat, travail.rapport) == ("fait", "2\u00a0lieux, 2\u00a0structures, 3\u00a0activités")
    for adresse in (CSV, *JSON):
        assert lu(client.get(adresse))
    assert Travail.objects.count() == 1
    with time_machine.travel(timezone.now() + ouverts.PERIME + timedelta(minutes=1)):
        assert client.get(CSV).status_code == 503
        assert Travail.objects.count() == 2


def test_what_is_withdrawn_is_gone_after_the_night_or_with_the_file(client, grand):
    nuit()
    page = client.get("/opendata/").text
    assert "écrits chaque nuit" in page
    assert "aujourd’hui n’y sera plus demain" in page
    retire = Lieu.objects.get(nom="Là")
    retire.etat = "brouillon"
    ecrire(retire)
    creer_lieu(nom="Plus tard")
    assert "Là" in lu(client.get(CSV)).decode()
    demain = timezone.now() + timedelta(hours=24)
    with time_machine.travel(demain):
        nuit()
        assert "Là" not in lu(client.get(CSV)).decode()
    # The worker is dead: nobody is given what may have been withdrawn since.
    with time_machine.travel(demain + ouverts.PERIME + timedelta(minutes=1)):
        assert [client.get(a).status_code for a in (CSV, *JSON)] == [503] * 3
        assert "ne sont pas encore prêts" in client.get("/opendata/").text


def test_a_night_that_fails_leaves_the_files_of_the_one_before(client, grand, monkeypatch):
    nuit()
    avant = lu(client.get(JSON[1]))
    creer_lieu(nom="De trop")

    def plein(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as m:
        m.setattr(ouverts.os, "utime", plein)
        with pytest.raises(OSError, match="No space"):
            nuit()
    assert lu(client.get(JSON[1])) == avant
    assert not list(ouverts.dossier().glob("*.provisoire"))


def test_what_a_killed_worker_left_is_swept_and_a_gone_federation_s_file_too(client, grand):
    nuit()
    (ouverts.dossier() / "services.provisoire").write_bytes(b"moitie")
    (ouverts.dossier() / "services.999999.gz").write_bytes(b"d'une federation disparue")
    en_cours = client.get(JSON[1], headers=TOUT)
    nuit(timezone.now() + timedelta(minutes=1))
    noms = {f.name for f in ouverts.dossier().iterdir()}
    assert len(noms) == 3 * 4  # all, and three federations
    assert not noms & {"services.provisoire", "services.999999.gz"}
    assert json.loads(lu(en_cours))  # whoever was reading reads to the end


def test_two_never_write_at_once(grand):
    ouverts.dossier().mkdir()
    with ouverts.prendre_place(grand / "opendata.verrou"):
        assert nuit() == ouverts.DEJA


def test_a_network_that_shrinks_keeps_no_old_file(client, grand, monkeypatch):
    nuit()
    monkeypatch.setattr(ouverts, "LIEUX_MAX", 500)
    nuit()
    assert not list(ouverts.dossier().iterdir())
    assert not client.get(CSV).streaming


def test_as_many_queries_whatever_the_number(grand, client, compte_requetes):
    def agrandir():
        for n in range(6):
            creer_offre(creer_lieu(nom=f"Lieu {n}"), nom=f"Plus {n}", horaires="Tu 09:00-12:00")

    compte_requetes(nuit, agrandir, maximum=20)
    compte_requetes(lambda: lu(client.get(CSV)), agrandir, maximum=1)
