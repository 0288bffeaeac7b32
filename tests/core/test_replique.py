"""What a replica and a shared cache change, and what they must not; tests/tenue/test_replica.py has real ones."""

import pickle
import socket
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.db import OperationalError, ProgrammingError
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from core import cache_partage, replique, verifications
from core.models import Version
from tests.distribution import creer_lieu

POSTGRESQL = {"ENGINE": "django.db.backends.postgresql", "NAME": "annuaire", "OPTIONS": {}}


# ------------------------------------------------------------------------------------------ the replica
@pytest.fixture
def _lue(monkeypatch):
    """A replica that is always well: the only database of the tests, under another role."""
    monkeypatch.setattr(replique, "REPLIQUE", "default")
    monkeypatch.setattr(replique, "_regarder", lambda: "")
    monkeypatch.setattr(replique, "_etat", replique._Etat())


@pytest.mark.django_db
@pytest.mark.usefixtures("_lue")
@pytest.mark.parametrize("panne", [Http404(), OperationalError("gone"), ProgrammingError("no such column"), None])
def test_what_the_replica_cannot_answer_the_primary_does(panne):
    essais = []

    def page():
        essais.append(1)
        if len(essais) > 1:
            return HttpResponse("là")
        if panne is None:
            return HttpResponse("inconnue", status=404)
        raise panne

    assert replique.repondre(RequestFactory().get("/"), page).content == "là".encode()
    assert len(essais) == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("_lue")
def test_what_the_primary_does_not_know_either_does_not_exist():
    def page():
        raise Http404

    with pytest.raises(Http404):
        replique.repondre(RequestFactory().get("/"), page)


@pytest.mark.django_db
@pytest.mark.usefixtures("_lue")
@pytest.mark.parametrize(("avance", "lue"), [(0, True), (1, False)])
def test_the_replica_answers_who_wrote_once_it_has_the_number(avance, lue):
    reponse = HttpResponse()
    creer_lieu()
    replique._donner(reponse)
    demande = RequestFactory().get("/")
    demande.COOKIES[replique.COOKIE] = reponse.cookies[replique.COOKIE].value
    Version.objects.update(numero=Version.lire() - avance)  # what the replica has
    assert replique._a_ce_qui_fut_ecrit(demande) is lue
    demande.COOKIES[replique.COOKIE] = "999999999:forged"
    assert replique._a_ce_qui_fut_ecrit(demande)


@pytest.mark.django_db
@pytest.mark.usefixtures("_lue")
def test_only_who_changes_the_directory_takes_a_number_away():
    suivre = replique.suivre_ses_ecritures(lambda request: HttpResponse())
    assert not suivre(RequestFactory().get("/")).cookies

    def ecrire(request):
        replique.Routeur().db_for_write(Version)
        return HttpResponse()

    cookie = replique.suivre_ses_ecritures(ecrire)(RequestFactory().post("/")).cookies[replique.COOKIE]
    assert cookie["httponly"]
    assert cookie["max-age"] == replique.DUREE_DU_COOKIE > replique.RETARD_MAX


def test_without_a_replica_nothing_is_asked_nor_given(client, db):
    reponse = client.post("/rien-trouve/", {"theme": "demarches"})
    assert replique.COOKIE not in reponse.cookies


@pytest.mark.parametrize(
    ("bases", "erreurs"),
    [
        ({"default": POSTGRESQL}, []),
        ({"default": POSTGRESQL, "replique": POSTGRESQL | {"HOST": "ailleurs"}}, []),
        ({"default": POSTGRESQL, "replique": POSTGRESQL}, ["core.E002"]),
        ({"default": POSTGRESQL | {"ENGINE": "django.db.backends.sqlite3"}, "replique": POSTGRESQL}, ["core.E001"]),
    ],
)
def test_a_replica_that_could_not_be_one_is_refused(monkeypatch, bases, erreurs):
    monkeypatch.setattr(verifications, "settings", SimpleNamespace(DATABASES=bases))
    assert [e.id for e in verifications.replique(None)] == erreurs


# ------------------------------------------------------------------------------------------ the shared cache
@pytest.fixture
def muet(monkeypatch):
    """The shared cache at an address where nothing listens."""
    monkeypatch.setattr(cache_partage.CachePartage, "_reprise", 0.0)
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        port = libre.getsockname()[1]
    return cache_partage.CachePartage(f"redis://127.0.0.1:{port}/0", {})


def test_without_redis_each_process_remembers_by_itself(muet, caplog):
    muet.clear()
    muet.set("un", 1)
    muet.set_many({"deux": 2})
    assert muet.get_many(["un", "deux", "trois"]) == {"un": 1, "deux": 2}
    assert muet.incr("un") == 2
    assert muet.get("trois") is None
    assert muet.add("trois", 3)
    assert "trois" in muet
    assert muet.touch("trois")
    assert muet.delete("trois")
    muet.delete_many(["un"])
    assert muet.get("un", "rien") == "rien"
    muet.clear()
    # Said once, not at each page.
    assert len([r for r in caplog.records if "cache partagé muet" in r.message]) == 1


def test_what_another_version_of_the_code_has_kept_is_forgotten(monkeypatch, muet):
    illisible = pickle.dumps(replique._Etat._noter).replace(b"_noter", b"_parti")

    def lu(*arguments):
        return cache_partage.Serialiseur().loads(illisible)

    monkeypatch.setattr(muet, "_essayer", lu)
    assert muet.get("cle", "rien") == "rien"
    assert muet.get_many(["cle"]) == {}


@pytest.mark.parametrize(("adresse", "erreurs"), [("", []), ("rediss://h/0", []), ("http://h", ["core.E003"])])
def test_a_cache_that_is_no_redis_is_refused(settings, adresse, erreurs):
    settings.CACHE_URL = adresse
    assert [e.id for e in run_checks(tags=["caches"]) if e.id.startswith("core.")] == erreurs
