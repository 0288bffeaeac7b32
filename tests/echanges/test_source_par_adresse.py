"""The API of data·inclusion as a source: page after page, whole or nothing; what it no longer gives goes in a month."""

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.management import CommandError, call_command

from ateliers.actions import enregistrer_lot
from ateliers.models import Offre
from core.voies import Voie
from echanges.annulation import annuler, defaire
from echanges.disparues import fermer_les_disparues
from echanges.inclusion import entree
from echanges.models import Import
from structures.models import Lieu, Source
from tests.echanges.conftest import NOW
from tests.echanges.test_inclusion import SERVICE, STRUCTURE

APRES = NOW + timedelta(days=31)


class Api:
    """What the source gives (change it at will), how it fails, and what it was asked."""

    def __init__(self):
        self.listes = {"structures": [], "services": []}
        self.pannes = []  # statuses of the next answers
        self.corps = None
        self.redirection = ""
        self.demandes = []
        self.jetons = set()

    def remplir(self, nombre):
        self.listes = {
            "structures": [STRUCTURE | {"id": f"essai--{n}", "nom": f"Maison {n}"} for n in range(nombre)],
            "services": [
                SERVICE | {"id": f"essai--s{n}", "structure_id": f"essai--{n}", "nom": f"Atelier {n}"}
                for n in range(nombre)
            ],
        }


@contextmanager
def servir(api):
    class Poignee(BaseHTTPRequestHandler):
        def do_GET(self):
            adresse = urlsplit(self.path)
            question = {nom: v[0] for nom, v in parse_qs(adresse.query).items()}
            quoi = adresse.path.rpartition("/")[2]
            api.demandes.append((quoi, question))
            api.jetons.add(self.headers.get("Authorization", ""))
            statut = api.pannes.pop(0) if api.pannes else 302 if api.redirection else 200
            self.send_response(statut)
            if api.redirection:
                self.send_header("Location", api.redirection)
            self.end_headers()
            page, taille = int(question["page"]), int(question["size"])
            objets = api.listes[quoi]
            contenu = {
                "items": objets[(page - 1) * taille : page * taille],
                "total": len(objets),
                "page": page,
                "size": taille,
                "pages": -(-len(objets) // taille),
            }
            self.wfile.write(json.dumps(contenu).encode() if api.corps is None else api.corps)

        def log_message(self, *_):
            """Say nothing."""

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Poignee)
    fil = threading.Thread(target=lambda: serveur.serve_forever(poll_interval=0.02), daemon=True)
    fil.start()
    try:
        yield f"http://127.0.0.1:{serveur.server_port}/api/v1?code_departement=94"
    finally:
        serveur.shutdown()
        fil.join(5)
        serveur.server_close()


@pytest.fixture
def api(federation, settings, monkeypatch):
    settings.JETON_DATA_INCLUSION = "jeton-d-essai"
    monkeypatch.setattr(entree, "PAR_PAGE", 2)
    monkeypatch.setattr(entree, "ATTENTES", (0, 0, 0))
    api = Api()
    with servir(api) as api.adresse:
        yield api


def lancer(api, *, now=NOW, appliquer=True):
    sortie = StringIO()
    with time_machine.travel(now, tick=False):
        arguments = ["--appliquer"] if appliquer else []
        call_command("importer", api.adresse, "--federation", "fdcs94", *arguments, stdout=sortie)
    return sortie.getvalue()


def etats():
    lieux = dict(Lieu.objects.order_by("nom").values_list("nom", "etat"))
    return lieux | dict(Offre.objects.order_by("nom").values_list("nom", "etat"))


def test_every_page_is_read_and_a_second_time_changes_nothing(api):
    api.remplir(5)
    assert "5" in lancer(api)
    assert (Lieu.objects.count(), Offre.objects.count()) == (5, 5)
    assert [d for d in api.demandes if d[0] == "structures"] == [
        ("structures", {"code_departement": "94", "page": str(n), "size": "2"}) for n in (1, 2, 3)
    ]
    assert api.jetons == {"Bearer jeton-d-essai"}
    # Loaded again in between, a page gives what another one gave: it is one row.
    api.listes["structures"].append(api.listes["structures"][0])
    lancer(api, now=NOW + timedelta(hours=1))
    assert (Lieu.objects.count(), Offre.objects.count()) == (5, 5)
    assert set(etats().values()) == {"publie"}
    assert Import.objects.latest("pk").options["adresse"] == api.adresse.partition("?")[0]
    assert "jeton" not in json.dumps(list(Import.objects.values("options", "rapport", "fichier", "source")))


@pytest.mark.parametrize(
    ("panne", "mots"),
    [
        ({"pannes": [503, 429, 500, 502]}, "ne répond pas"),
        ({"pannes": [401]}, "jeton"),
        ({"pannes": [404]}, "adresse"),
        ({"corps": b"<html>"}, "data·inclusion"),
        ({"corps": b'{"items": [1], "total": 1, "pages": 1}'}, "data·inclusion"),
        ({"corps": b'{"items": [], "total": 0, "pages": 999999}'}, "département"),
        ({"redirection": "http://localhost:9/ailleurs"}, "autre serveur"),
        ({"listes": {"structures": [], "services": []}}, "aucune structure"),
    ],
)
def test_half_a_source_is_never_imported(api, panne, mots):
    api.remplir(3)
    for nom, valeur in panne.items():
        setattr(api, nom, valeur)
    with pytest.raises(CommandError, match=mots):
        lancer(api)
    assert not Lieu.objects.exists()
    assert not Import.objects.exists()


def test_a_failure_that_passes_is_not_seen(api):
    api.remplir(3)
    api.pannes = [503, 429]
    lancer(api)
    assert Lieu.objects.count() == 3


@pytest.mark.parametrize(
    ("adresse", "mots"),
    [
        ("https://[", "mal écrite"),
        ("https://", "mal écrite"),
        ("https://hote:x/api", "mal écrite"),
        ("https://hôte.example/a b", "mal écrite"),
        ("https://moi:secret@hote.example/api/v1", "mot de passe"),
    ],
)
def test_an_address_that_cannot_be_asked_is_said(api, adresse, mots):
    api.adresse = adresse
    with pytest.raises(CommandError, match=mots):
        lancer(api)


def test_only_a_safe_address_is_asked(api):
    api.adresse = "http://ailleurs.example/api/v1"
    with pytest.raises(CommandError, match="https"):
        lancer(api)
    api.adresse = "https://127.0.0.1:1/api/v1"
    with pytest.raises(CommandError, match="ne répond pas"):
        lancer(api)


def test_what_is_gone_stays_a_month_then_closes_and_opens_again_when_it_comes_back(api, client):
    api.remplir(4)
    lancer(api)
    tout = {quoi: list(objets) for quoi, objets in api.listes.items()}
    for objets in api.listes.values():
        objets.pop(0)
    lancer(api, now=NOW + timedelta(days=1))
    assert fermer_les_disparues(NOW + timedelta(days=30)) == "0\u00a0fiche fermée"
    assert set(etats().values()) == {"publie"}

    assert fermer_les_disparues(APRES) == "2\u00a0fiches fermées"
    assert {nom for nom, etat in etats().items() if etat == "clos"} == {"Maison 0", "Atelier 0"}
    assert fermer_les_disparues(APRES) == "0\u00a0fiche fermée"
    # Closed, not deleted: the paper that somebody holds says so.
    page = client.get(Offre.objects.get(nom="Atelier 0").get_absolute_url())
    assert page.status_code in (200, 410)
    assert "n’existe plus" in page.text

    api.listes = tout
    lancer(api, now=APRES + timedelta(days=1))
    assert set(etats().values()) == {"publie"}
    # And its undoing closes them again.
    dernier = Import.objects.latest("pk")
    annuler(dernier, by=None, now=APRES + timedelta(days=2))
    defaire(dernier, by=None, now=APRES + timedelta(days=2))
    assert {nom for nom, etat in etats().items() if etat == "clos"} == {"Maison 0", "Atelier 0"}


def test_what_somebody_here_confirmed_or_closed_is_theirs(api):
    api.remplir(4)
    lancer(api)
    tout = {quoi: list(objets) for quoi, objets in api.listes.items()}
    for objets in api.listes.values():
        del objets[:2]
    lancer(api, now=NOW + timedelta(days=1))
    tenue, close = Offre.objects.get(nom="Atelier 0"), Offre.objects.get(nom="Atelier 1")
    tenue.verifie_le, tenue.verifie_voie = (NOW + timedelta(days=9)).date(), Voie.ECRAN
    close.etat = "clos"
    enregistrer_lot([tenue, close], by=None, voie=Voie.ECRAN, now=NOW + timedelta(days=9))
    fermer_les_disparues(APRES)
    # The place of an activity that goes on is not closed either.
    assert (etats()["Atelier 0"], etats()["Maison 0"], etats()["Maison 1"]) == ("publie", "publie", "clos")
    api.listes = tout
    lancer(api, now=APRES + timedelta(days=1))
    assert (etats()["Atelier 1"], etats()["Maison 1"]) == ("clos", "publie")


def test_many_that_come_back_are_opened_in_slices(api, monkeypatch):
    api.remplir(9)
    lancer(api)
    tout = {quoi: list(objets) for quoi, objets in api.listes.items()}
    for objets in api.listes.values():
        del objets[:4]
    lancer(api, now=NOW + timedelta(days=1))
    fermer_les_disparues(APRES)
    assert list(etats().values()).count("clos") == 8
    monkeypatch.setattr("echanges.disparues.TRANCHE", 3)
    monkeypatch.setattr("echanges.cadence.SOUFFLE", 0)
    tranches = []

    def ecrire(objets, **options):
        tranches.append(len(objets))
        return enregistrer_lot(objets, **options)

    monkeypatch.setattr("echanges.disparues.enregistrer_lot", ecrire)
    api.listes = tout
    lancer(api, now=APRES + timedelta(days=1))
    assert set(etats().values()) == {"publie"}
    assert tranches == [3, 3, 2]


def test_a_source_that_loses_most_of_itself_closes_nothing(api):
    api.remplir(5)
    lancer(api)
    for objets in api.listes.values():
        del objets[1:]
    lancer(api, now=NOW + timedelta(days=1))
    assert "rien n’est fermé" in fermer_les_disparues(APRES)
    assert set(etats().values()) == {"publie"}


def test_a_file_may_be_an_extract(importer, csv_de):
    importer(csv_de({"id": "a"}, {"id": "b", "nom": "Autre"}, {"id": "c", "nom": "Encore"}))
    importer(csv_de({"id": "b", "nom": "Autre"}, {"id": "c", "nom": "Encore"}), now=NOW + timedelta(days=1))
    assert Source.objects.filter(disparue_a__isnull=False).exists()
    assert fermer_les_disparues(APRES) == "0\u00a0fiche fermée"
    assert set(etats().values()) == {"publie"}
