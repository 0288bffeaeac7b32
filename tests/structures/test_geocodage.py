"""The geocoder is somebody else's: whatever it does, the client answers, in time, and tells nobody what was asked."""

import json
import logging
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from structures.communes import charger_livrees
from structures.geocodage import ECHECS, LIMITE, Reponse, commune_citee, geocoder, ressemble_a_une_adresse
from tests.outils.geocodeur import PLACE_DE_LA_PAIX, RUE_DE_LA_PAIX, collection, geocodeur_factice

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEXTE = "12 rue de la Paix, Orly"


@pytest.fixture
def geocodeur(settings, monkeypatch):
    for nom in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(nom, raising=False)
    with geocodeur_factice() as faux:
        settings.GEOCODEUR_URL = faux.base
        yield faux


def changer(objet, chemin, valeur):
    """Return a copy of a feature where one value is another."""
    copie = json.loads(json.dumps(objet))
    *noms, dernier = chemin.split(".")
    cible = copie
    for nom in noms:
        cible = cible[nom]
    cible[dernier] = valeur
    return copie


# --- It answers ---------------------------------------------------------------------------------
def test_an_address_is_found_with_its_codes(geocodeur):
    reponse = geocoder(TEXTE, now=NOW)
    premiere = reponse.adresses[0]
    assert not reponse.muet
    assert (premiere.label, premiere.genre, premiere.nom) == (
        "12 Rue de la Paix 94310 Orly",
        "housenumber",
        "12 Rue de la Paix",
    )
    assert (premiere.code_postal, premiere.code_insee, premiere.commune) == ("94310", "94054", "Orly")
    assert (premiere.latitude, premiere.longitude, premiere.score) == (48.744213, 2.400187, 0.95)


def test_only_the_documented_parameters_are_sent(geocodeur):
    geocoder("  12  rue de la Paix,\n Orly ", autour=(48.7646, 2.4187), now=NOW)
    assert geocodeur.demandes == [{"q": TEXTE, "limit": str(LIMITE), "lat": "48.76", "lon": "2.42"}]
    entetes = geocodeur.entetes[0]
    assert entetes["User-Agent"].startswith("Au-bon-endroit")
    assert not {"Cookie", "Referer"} & set(entetes)


def test_an_answer_is_kept_and_case_and_accents_do_not_matter(geocodeur):
    premiere = geocoder("12 allée des Érables, Orly", now=NOW)
    seconde = geocoder("12 ALLEE DES ERABLES, orly", now=NOW + timedelta(hours=3))
    assert premiere == seconde
    assert len(geocodeur.demandes) == 1


def test_nothing_found_is_not_silence_and_is_kept_too(geocodeur):
    geocodeur.corps = collection()
    assert geocoder(TEXTE, now=NOW) == Reponse((), muet=False)
    assert geocoder(TEXTE, now=NOW) == Reponse((), muet=False)
    assert len(geocodeur.demandes) == 1


@pytest.mark.parametrize("texte", ["", "  ", "a", ",;", "…!?", "\ud800", "x\x00"])
def test_a_text_that_says_nothing_is_not_sent(geocodeur, texte):
    assert geocoder(texte, now=NOW) == Reponse()
    assert geocodeur.demandes == []


def test_a_long_text_is_cut(geocodeur):
    geocoder("rue " * 500, now=NOW)
    assert len(geocodeur.textes[0]) <= 120


# --- It does not --------------------------------------------------------------------------------
@pytest.mark.parametrize("statut", [400, 404, 422])
def test_a_text_that_it_refuses_is_not_a_failure(geocodeur, statut):
    geocodeur.statut = statut
    for numero in range(ECHECS + 1):
        assert geocoder(f"{numero} rue de la Paix", now=NOW) == Reponse()
    assert len(geocodeur.demandes) == ECHECS + 1


@pytest.mark.parametrize("statut", [204, 429, 500, 503])
def test_an_error_is_silence_and_is_not_kept(geocodeur, statut):
    geocodeur.statut = statut
    if statut == 204:
        geocodeur.corps = b""
    assert geocoder(TEXTE, now=NOW) == Reponse(muet=True)
    geocodeur.statut = 200
    geocodeur.corps = collection(RUE_DE_LA_PAIX)
    assert len(geocoder(TEXTE, now=NOW).adresses) == 1


INSENSES = [
    b"",
    b"<html>maintenance</html>",
    b"\xff\xfe\x00",
    b"null",
    b"[]",
    b'{"features": null}',
    b'{"features": {"0": 1}}',
    b"[" * 200_000,
    collection(RUE_DE_LA_PAIX)[:-20],
    collection("x"),
    collection(changer(RUE_DE_LA_PAIX, "geometry", None)),
    collection(changer(RUE_DE_LA_PAIX, "geometry.type", "Polygon")),
    collection(changer(RUE_DE_LA_PAIX, "geometry.coordinates", [2.4])),
    collection(changer(RUE_DE_LA_PAIX, "geometry.coordinates", ["2.4", "48.7"])),
    collection(changer(RUE_DE_LA_PAIX, "geometry.coordinates", [48.7, 248.7])),
    collection(changer(RUE_DE_LA_PAIX, "geometry.coordinates", [float("nan"), 48.7])),
    collection(changer(RUE_DE_LA_PAIX, "geometry.coordinates", [True, 48.7])),
    collection(changer(RUE_DE_LA_PAIX, "properties", [])),
    collection(changer(RUE_DE_LA_PAIX, "properties.label", "")),
    collection(changer(RUE_DE_LA_PAIX, "properties.label", 12)),
    collection(changer(RUE_DE_LA_PAIX, "properties.label", "Orly\nSet-Cookie: a=b")),
    collection(changer(RUE_DE_LA_PAIX, "properties.label", "x" * 5000)),
    collection(changer(RUE_DE_LA_PAIX, "properties.type", "planet")),
    collection(changer(RUE_DE_LA_PAIX, "properties.score", "élevé")),
    collection(changer(RUE_DE_LA_PAIX, "properties.score", 10**400)),
    collection(changer(RUE_DE_LA_PAIX, "properties.citycode", 94054)),
    collection(changer(RUE_DE_LA_PAIX, "properties.postcode", "9431O")),
    collection(RUE_DE_LA_PAIX, changer(PLACE_DE_LA_PAIX, "properties.type", None)),
]


@pytest.mark.parametrize("corps", INSENSES, ids=range(len(INSENSES)))
def test_garbage_is_silence(geocodeur, corps):
    geocodeur.corps = corps
    assert geocoder(TEXTE, now=NOW) == Reponse(muet=True)


def test_codes_that_it_does_not_give_are_empty(geocodeur):
    sans = changer(changer(RUE_DE_LA_PAIX, "properties.postcode", None), "properties.citycode", None)
    geocodeur.corps = collection(sans)
    adresse = geocoder(TEXTE, now=NOW).adresses[0]
    assert (adresse.code_postal, adresse.code_insee) == ("", "")


def test_an_endless_answer_is_dropped(geocodeur):
    geocodeur.corps = b'{"features": [' + b" " * 3_000_000 + b"]}"
    assert geocoder(TEXTE, now=NOW).muet


@pytest.mark.parametrize("maniere", ["attente", "goutte"])
def test_a_slow_service_holds_a_page_two_seconds_at_most(geocodeur, maniere):
    setattr(geocodeur, maniere, 6.0 if maniere == "attente" else 0.05)
    debut = time.monotonic()
    assert geocoder(TEXTE, now=NOW) == Reponse(muet=True)
    assert 1.5 < time.monotonic() - debut < 2.8


def test_nobody_at_the_address_is_silence(settings):
    settings.GEOCODEUR_URL = "http://127.0.0.1:9/geocodage"
    assert geocoder(TEXTE, now=NOW).muet


@pytest.mark.parametrize("base", ["", "file:///etc", "ftp://127.0.0.1/x", "javascript:1"])
def test_an_installation_without_geocoder_asks_nothing(settings, base):
    settings.GEOCODEUR_URL = base
    assert geocoder(TEXTE, now=NOW).muet


def test_another_host_is_never_followed(geocodeur):
    with geocodeur_factice() as tiers:
        geocodeur.statut = 302
        geocodeur.redirection = f"{tiers.base}/search?q=suite"
        assert geocoder(TEXTE, now=NOW).muet
        assert tiers.demandes == []


# --- The circuit --------------------------------------------------------------------------------
def test_after_three_failures_it_is_left_alone_for_a_minute(geocodeur):
    geocodeur.statut = 503
    for numero in range(ECHECS + 4):
        assert geocoder(f"{numero} rue de la Paix", now=NOW + timedelta(seconds=numero)).muet
    assert len(geocodeur.demandes) == ECHECS
    # Still down a minute later: one call finds out, and it is left alone again.
    for seconde in (70, 71, 72):
        geocoder(TEXTE, now=NOW + timedelta(seconds=seconde))
    assert len(geocodeur.demandes) == ECHECS + 1
    geocodeur.statut = 200
    assert not geocoder(TEXTE, now=NOW + timedelta(seconds=140)).muet


def test_a_success_forgets_the_failures(geocodeur):
    for numero in range(4):
        geocodeur.statut = 503
        for n in range(ECHECS - 1):
            geocoder(f"{numero}{n} rue de la Paix", now=NOW)
        geocodeur.statut = 200
        assert not geocoder(f"{numero} place de la Paix", now=NOW).muet


def test_what_is_known_is_given_while_it_is_silent(geocodeur):
    connue = geocoder(TEXTE, now=NOW)
    geocodeur.statut = 503
    for numero in range(ECHECS):
        geocoder(f"{numero} rue de la Paix", now=NOW)
    assert geocoder(TEXTE, now=NOW) == connue


# --- It tells nobody ----------------------------------------------------------------------------
@pytest.mark.parametrize("panne", ["statut", "corps", "attente", "redirection"])
def test_the_log_says_the_failure_and_never_the_address(geocodeur, caplog, panne):
    valeurs = {"statut": 500, "corps": b"rue de la Paix", "attente": 6.0, "redirection": "http://127.0.0.1:9/?q=Paix"}
    setattr(geocodeur, panne, valeurs[panne])
    if panne == "redirection":
        geocodeur.statut = 301
    with caplog.at_level(logging.DEBUG):
        geocoder(TEXTE, now=NOW)
    messages = "\n".join(r.getMessage() for r in caplog.records)
    assert re.fullmatch(r"géocodeur muet : (réponse 500|réponse illisible|timeout|réponse 301)", messages)


def test_the_keys_of_the_cache_do_not_tell_the_address(geocodeur):
    geocoder("12 rue de la Paix, Orly", now=NOW)
    cles = " ".join(cache._cache)
    assert "geocodeur:" in cles
    assert not re.search(r"paix|orly|rue", cles, re.IGNORECASE)


# --- What people type ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "texte",
    [
        "12 rue de la Paix",
        "12 rue de la Paix, Orly",
        "rue de la paix orly",
        "12 bis av du Général-Leclerc 94000 Créteil",
        "Résidence Les Lilas, Orly",
        "4 place Jean-Jaurès",
        "12 Grande Rue 94310",
        "quai 12",
        "BD DE STALINGRAD",
    ],
)
def test_an_address_is_seen(texte):
    assert ressemble_a_une_adresse(texte)


@pytest.mark.parametrize(
    "texte",
    ["", "Orly", "94310", "94310 Orly", "orly 94310", "Paris 13", "paris 13e", "Lyon 1er", "Le Perreux-sur-Marne",
     "St-Maur CEDEX", "943", "place", "48.744,2.400", "L’Haÿ-les-Roses"],
)  # fmt: skip
def test_a_commune_is_not_an_address(texte):
    assert not ressemble_a_une_adresse(texte)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("texte", "attendue"),
    [
        ("12 rue de la Paix, Orly", "Orly"),
        ("12 rue de la Paix Orly", "Orly"),
        ("12 rue de la Paix 94310 ORLY", "Orly"),
        ("12 rue de la Paix 94310", "Orly"),
        ("rue de Créteil, Orly", "Orly"),
        ("avenue de Paris Vincennes", "Vincennes"),
        ("3 avenue de la République à Choisy le Roi", "Choisy-le-Roi"),
        ("3 av. du Gal Leclerc, st maur des fosses", "Saint-Maur-des-Fossés"),
        ("1 place de l’Église, L'Haÿ les Roses", "L'Haÿ-les-Roses"),
        ("12 rue de Rivoli, Paris 4e", "Paris 4e Arrondissement"),
        ("12 rue de Créteil", None),
        ("rue de Choisy-le-Roi", None),
        ("12 rue de la Paix", None),
        ("12 rue de la Paix, Trifouillis-les-Oies", None),
        ("12 rue de la Paix 99999", None),
        ("", None),
        (",", None),
    ],
)
def test_the_commune_of_an_address(texte, attendue):
    charger_livrees()
    commune = commune_citee(texte)
    assert (commune.nom if commune else None) == attendue
