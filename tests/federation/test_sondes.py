"""What an operator's tools see: the probes, the metrics, one line a request."""

import json
import logging
import re
import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as settings_
from django.db import DatabaseError
from django.test import Client, override_settings
from django.utils import timezone

from core import journaux, replique, travailleur
from core.journaux import LigneJson, SansCle
from core.models import Passage, Presence, Travail
from core.travailleur import DUREE_ENTRETIEN, battre, prendre_verrou, se_montrer
from federation.sondes import controles, etat

JETON = "un-jeton-de-metriques-pour-les-tests"


# ------------------------------------------------------------------------------------ ready or not
@pytest.mark.django_db
def test_ready_says_each_thing_and_is_never_kept(client):
    se_montrer(timezone.now())
    reponse = client.get("/sante/pret")
    assert reponse.status_code == 200
    assert reponse.json() == {
        "base": "joignable",
        "migrations": "à jour",
        "travailleur": "à l’œuvre",
        "disque": "écriture possible",
    }
    for chemin in ("/sante", "/sante/pret"):
        assert "no-store" in client.get(chemin)["Cache-Control"]


@pytest.mark.django_db
def test_a_late_worker_is_said_and_visitors_still_come(client):
    assert client.get("/sante/pret").json()["travailleur"] == "jamais vu"
    maintenant = timezone.now()
    se_montrer(maintenant - timedelta(minutes=12))
    reponse = client.get("/sante/pret")
    assert (reponse.status_code, reponse.json()["travailleur"]) == (200, "pas vu depuis 12 min")


@pytest.mark.django_db
def test_a_worker_that_dies_under_a_long_job_is_told_within_minutes(client):
    def dit():
        return client.get("/sante/pret").json()["travailleur"]

    with time_machine.travel(timezone.now(), tick=False) as heure:
        se_montrer(timezone.now())
        Travail.objects.create(nom="import", etat=Travail.Etat.COURS, demande_a=timezone.now(), pris_a=timezone.now())
        assert dit() == "à l’œuvre"
        heure.shift(timedelta(minutes=12))
        se_montrer(timezone.now())  # as its thread does each minute
        assert dit() == "occupé depuis 12 min"
        heure.shift(timedelta(minutes=5))
        assert dit() == "pas vu depuis 5 min"


@pytest.mark.django_db
def test_the_night_s_work_is_a_long_job_too(client):
    maintenant = timezone.now()
    se_montrer(maintenant)
    prendre_verrou("entretien", now=maintenant - timedelta(minutes=7), duree=DUREE_ENTRETIEN)
    assert client.get("/sante/pret").json()["travailleur"] == "occupé depuis 7 min"


@pytest.mark.django_db(transaction=True)  # the thread has a connection of its own
def test_it_shows_itself_while_it_works(monkeypatch):
    monkeypatch.setattr(travailleur, "BATTEMENT", timedelta(milliseconds=5))

    def vu():
        return Presence.objects.values_list("vu_a", flat=True).first()

    fin = time.monotonic() + 10
    with battre():
        while (premier := vu()) is None and time.monotonic() < fin:
            time.sleep(0.005)
        while vu() == premier and time.monotonic() < fin:
            time.sleep(0.005)
    assert premier is not None
    assert vu() > premier
    assert not [f for f in threading.enumerate() if f.name == "battement"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raison", "dit"),
    [
        ("", "lue"),
        ("injoignable : connection to server at 10.0.0.7 failed", "laissée de côté, injoignable"),
        ("en retard de 400 s", "laissée de côté, en retard de 400 s"),
    ],
)
def test_a_replica_that_is_gone_is_said_and_visitors_still_come(client, monkeypatch, raison, dit):
    monkeypatch.setattr(replique, "REPLIQUE", "default")
    monkeypatch.setattr(replique, "_regarder", lambda: raison)
    monkeypatch.setattr(replique, "_etat", replique._Etat())
    reponse = client.get("/sante/pret")
    assert (reponse.status_code, reponse.json()["replique"]) == (200, dit)
    assert "10.0.0.7" not in reponse.text


@pytest.mark.django_db
def test_not_ready_before_the_migrations(client, monkeypatch):
    monkeypatch.setattr(etat, "_attendues", lambda: frozenset({("core", "9999_de_demain")}))
    reponse = client.get("/sante/pret")
    assert (reponse.status_code, reponse.json()["migrations"]) == (503, "1 à appliquer")


def test_not_ready_without_the_database_nor_the_disk(client, db, monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "disparu"
    reponse = client.get("/sante/pret")
    assert (reponse.status_code, reponse.json()["disque"]) == (503, "écriture impossible")

    def injoignable(base="default"):
        raise DatabaseError("connection to server at 10.0.0.1, user au_bon_endroit")

    monkeypatch.setattr(etat, "migrations_manquantes", injoignable)
    reponse = client.get("/sante/pret")
    assert (reponse.status_code, reponse.json()) == (503, {"base": "injoignable", "ecriture": "arrêtée"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raison", "de_la_replique", "attendu"),
    [
        ("", 0, (200, {"replique": "lue"})),
        ("", 2, (503, {"replique": "lue", "migrations": "2 à appliquer"})),
        ("", DatabaseError("10.0.0.1 : connection lost"), (503, {"replique": "laissée de côté, injoignable"})),
        ("injoignable : 10.0.0.1", 0, (503, {"replique": "laissée de côté, injoignable"})),
    ],
)
def test_without_the_primary_a_replica_that_is_read_still_receives_visitors(
    client, monkeypatch, raison, de_la_replique, attendu
):
    """That it then shows them every public page is tried with a real one (tests/tenue/test_replica.py)."""

    def manquantes(base="default"):
        if base == "default" or isinstance(de_la_replique, DatabaseError):
            raise DatabaseError("connection to server at 10.0.0.1, user au_bon_endroit")
        return de_la_replique

    monkeypatch.setattr(replique, "REPLIQUE", "replique")
    monkeypatch.setitem(settings_.DATABASES, "replique", settings_.DATABASES["default"])
    monkeypatch.setattr(replique, "_regarder", lambda: raison)
    monkeypatch.setattr(replique, "_etat", replique._Etat())
    monkeypatch.setattr(etat, "migrations_manquantes", manquantes)
    reponse = client.get("/sante/pret")
    statut, dit = attendu
    assert reponse.status_code == statut
    assert reponse.json() == {"base": "injoignable", "ecriture": "arrêtée"} | dit
    assert "10.0.0.1" not in reponse.text


@override_settings(SECURE_SSL_REDIRECT=True)
def test_probes_are_asked_in_plain_http_and_nothing_else_is(client, db):
    assert client.get("/sante/pret").status_code == 200
    assert client.get("/aide/").status_code == 301


# ------------------------------------------------------------------------------------ metrics
@pytest.mark.django_db
def test_metrics_do_not_exist_without_the_token(client, settings):
    bon = {"Authorization": f"Bearer {JETON}"}
    for jeton in ("", JETON):
        settings.METRIQUES_JETON = jeton
        for entetes in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Basic {JETON}"}):
            assert client.get("/sante/metriques", headers=entetes).status_code == 404
    assert client.get("/sante/metriques", headers=bon).status_code == 200
    settings.METRIQUES_JETON = "court"
    assert [faute.id for faute in controles.jeton_long(None)] == ["federation.E001"]


@pytest.mark.django_db
def test_metrics_are_what_prometheus_reads(client, settings):
    settings.METRIQUES_JETON = JETON
    maintenant = timezone.now()
    se_montrer(maintenant)
    for reussi in (True, False):
        Passage.objects.create(tache="ménage", debut=maintenant, fin=maintenant, reussi=reussi, rapport="")
    reponse = client.get("/sante/metriques", headers={"Authorization": f"Bearer {JETON}"})
    assert reponse["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "no-store" in reponse["Cache-Control"]
    lignes = reponse.text.splitlines()
    valeur = re.compile(r'aubonendroit_[a-z_]+(\{etat="[a-z_]+"\})? [0-9.e+-]+')
    assert all(ligne.startswith(("# HELP ", "# TYPE ")) or valeur.fullmatch(ligne) for ligne in lignes)
    lues = dict(ligne.rsplit(" ", 1) for ligne in lignes if not ligne.startswith("#"))
    assert lues["aubonendroit_entretien_en_echec"] == "1"
    assert lues['aubonendroit_courriels{etat="a_verifier"}'] == "0"
    assert float(lues["aubonendroit_travailleur_vu"]) == pytest.approx(maintenant.timestamp(), abs=1)
    assert "@" not in reponse.text


# ------------------------------------------------------------------------------------ one line a request
@pytest.fixture
def lignes(monkeypatch):
    """Give the lines that LOG_FORMAT=json writes."""
    ecrites: list[str] = []
    poignee = logging.Handler()
    poignee.emit = lambda record: ecrites.append(poignee.format(record))
    poignee.setFormatter(LigneJson())
    poignee.addFilter(SansCle())
    monkeypatch.setattr(journaux.ACCES, "level", logging.INFO)
    monkeypatch.setattr(journaux.ACCES, "handlers", [poignee])
    monkeypatch.setattr(logging.getLogger("django.request"), "handlers", [poignee])
    journaux.ACCES.manager._clear_cache()
    yield lambda: [json.loads(ligne) for ligne in ecrites]
    monkeypatch.undo()
    journaux.ACCES.manager._clear_cache()


def test_a_request_is_one_line_without_question_person_or_address(client, distribution, lignes):
    client.force_login(distribution.amina)
    client.get("/aide/?q=mon+adresse&commune=94028", REMOTE_ADDR="203.0.113.7")
    (ligne,) = lignes()
    assert set(ligne) == {"time", "level", "logger", "message", "request_id", "method", "path", "status", "ms"}
    assert (ligne["method"], ligne["path"], ligne["status"]) == ("GET", "/aide/", 200)
    assert not re.search(r"amina|adresse|94028|203\.0\.113", json.dumps(ligne))


@pytest.mark.django_db
def test_the_number_of_a_request_is_the_proxy_s_when_it_is_one(client, lignes):
    reponse = client.get("/sante", headers={"X-Request-ID": "0af7651916cd43dd-8448"})
    assert reponse["X-Request-ID"] == lignes()[0]["request_id"] == "0af7651916cd43dd-8448"
    for faux in ("", "court", "a" * 65, 'x"}{"level":"x', "éééééééééé", "../../../etc/passwd"):
        fait = client.get("/sante", headers={"X-Request-ID": faux})["X-Request-ID"]
        assert re.fullmatch("[0-9a-f]{32}", fait)
        assert lignes()[-1]["request_id"] == fait


@pytest.mark.django_db
def test_keys_that_are_in_paths_are_not_written(client, lignes):
    cle = "Xy12" * 8
    chemins = (f"/poste/{cle}/", f"/agir/{cle}/", f"/rappels/{cle}/", f"/r/{cle}/", f"/entre-nous/agenda/{cle}.ics")
    for chemin in (
        *chemins,
        f"/agir/{cle}/seances/1/fait-de-travers/",
        f"/poste/{cle}",
        f"/{cle}{cle}",
        f"/poste/{cle}é/",
    ):
        client.get(chemin)
        assert cle not in json.dumps(lignes()), chemin
    ecrits = {ligne.get("path") for ligne in lignes()}
    assert {"/poste/…/", "/r/…/", "/entre-nous/agenda/….ics", "/agir/…"} <= ecrits


def test_a_failure_is_told_with_the_number_of_its_request(db, lignes, monkeypatch):
    from recherche import views

    def casser(*_, **__):
        raise RuntimeError("exprès")

    monkeypatch.setattr(views, "render_page", casser)
    numero = Client(raise_request_exception=False).get("/?q=secret")["X-Request-ID"]
    erreur, ligne = lignes()
    assert erreur["request_id"] == ligne["request_id"] == numero
    assert "RuntimeError: exprès" in erreur["exception"]
    assert ligne["status"] == 500
    assert "secret" not in json.dumps(lignes())


def test_the_worker_shows_itself(db, monkeypatch):
    from django.core.management import call_command

    from core import registre

    monkeypatch.setattr(registre, "quotidiens", {})
    call_command("travailler", "--une-fois")
    assert timezone.now() - Presence.objects.get().vu_a < timedelta(minutes=1)
