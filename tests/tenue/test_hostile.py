"""Whatever is sent: no 5xx, a clear answer, the same protection on every answer. Both engines, since PostgreSQL
refuses what SQLite swallows (NUL, lone surrogates, numbers beyond 64 bits)."""

import os
import re
from types import SimpleNamespace
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.core.signals import request_started
from django.db import close_old_connections, connection, transaction
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.models import Compteur
from federation.wsgi import application
from recherche.filters import formulaire
from recherche.models import RechercheVaine
from tests.distribution import MOT_DE_PASSE
from tests.outils.hostiles import TYPES_ICI, VALEURS, VALEURS_ICI
from tests.test_droits import MATRICE, PERSONNE_N_ECRIT, chemin_vers, completer

PROTECTIONS = ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")

ICI = re.compile(r"/(?![/\\\s])")  # what a browser takes for a path of this site
METHODES = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "INVENTEE")
COMPTES = ("courriel", "username", "password", "jeton", "nom", "actuel", "nouveau", "code", "cle", "session", "role")
AUTRES = ("km", "ordre", "tout", "page", "note", "federation", "du", "next", "retour", "theme", "commune")
ESPACE = (
    *("motifs", "texte", "merci", "etat", "reponse", "confirmer", "employeur", "habilitations", "prenom"),
    *("accord", "activites", "vu", "personnes_accueillies", "personnes_ateliers"),
)
GESTES = ("dispo", "jusqu_au", "jour", "debut_h", "fin_h", "metier", "en_cours_d_annee", "fait", "suite")
ACTIVITES = ("modele", "ou", "etendue", "communes", "geste", "adresse", "code_postal", "commune_nom")
ORIENTER = ("o", "langue", "format", "canal", "public", "vide", "script")
ENTRE_NOUS = (
    "sens",
    "genre",
    "titre",
    "au_nom_de",
    "annee",
    "url",
    "licence",
    "themes",
    "raison",
    "jour_fin",
    "places",
)
INTEGRER = ("quoi", "recherche", "hauteur", "sites_integrant")
TABLEAU = ("vue", "fraicheur", "completude", "adhesion", "responsable", "qpv", "tri", "ligne", "requete", "vus")
CHAMPS = (
    *formulaire({}).fields,
    *ENTRE_NOUS,
    *AUTRES,
    *COMPTES,
    *ACTIVITES,
    *GESTES,
    *ESPACE,
    *ORIENTER,
    *TABLEAU,
    *INTEGRER,
)


@pytest.fixture
def reels(distribution):
    return completer(distribution)


def demander(client: Client, methode: str, chemin: str, corps: bytes = b"", **plus) -> SimpleNamespace:
    """Ask as no browser would, and hold every answer to what all of them owe."""
    plus.setdefault("content_type", "application/x-www-form-urlencoded")
    brut = {"QUERY_STRING": plus.pop("question").encode().decode("latin-1")} if "question" in plus else {}
    reponse = client.generic(methode, chemin, corps, **brut, **plus)
    quoi = f"{methode} {chemin[:200]} {plus} {str(brut)[:200]} {corps[:200]!r}: {reponse.status_code}"
    assert reponse.status_code < 500, quoi
    # A page made for other sites' frames says so in its policy, which the older header cannot.
    cadre = "frame-ancestors 'self'" in reponse.headers.get("Content-Security-Policy", "")
    assert not cadre or "/integrer/" in chemin, quoi
    assert not [e for e in PROTECTIONS if e not in reponse.headers and not (cadre and e == "X-Frame-Options")], quoi
    assert all("\n" not in v and "\r" not in v for v in reponse.headers.values()), quoi
    if reponse.status_code >= 400 and methode != "HEAD":
        # A refusal is a page in French with a way out, not a blank one; to a program, a sentence in French.
        page = re.search(r'lang="fr".*<h1\b', reponse.text, re.DOTALL)
        programme = any(p in chemin for p in ("/api/", "/carte/"))
        assert page or (programme and '{"erreur": "' in reponse.text), quoi
    # A file is not read as text.
    if reponse.headers.get("Content-Type", "").startswith("text/") and "<html" in reponse.text[:200]:
        assert not re.search(r'<script>alert|<svg onload|(?:href|src|action)="\s*javascript:', reponse.text), quoi
    return reponse


def comme_le_serveur(methode: str, chemin: str, corps: bytes = b"", **environ: str) -> int:
    """Ask as gunicorn does: the tests' own client builds its requests elsewhere."""
    environ = RequestFactory().generic(methode, chemin, corps).environ | environ
    statuts: list[int] = []
    request_started.disconnect(close_old_connections)  # the test's own transaction is in it
    try:
        application(environ, lambda statut, *_: statuts.append(int(statut[:3])))
    finally:
        request_started.connect(close_old_connections)
    return statuts[0]


def chemin_de(nom: str, reels) -> str:
    return chemin_vers(MATRICE[nom][0], reels)


def is_resolved(chemin: str) -> bool:
    try:
        resolve(RequestFactory().get(chemin).path_info)
    except Resolver404:
        return False
    return True


def routes(resolver=None, debut=""):
    """Yield the route of every address but Django's own admin, with its `<converters>`."""
    for motif in (resolver or get_resolver()).url_patterns:
        if isinstance(motif, URLResolver) and motif.namespace != "admin":
            yield from routes(motif, debut + str(motif.pattern))
        elif isinstance(motif, URLPattern):
            yield debut + str(motif.pattern)


# ------------------------------------------------------------------------------------ every address
ENTIERES = ("recherche:accueil", "recherche:federation", "recherche:points")
TOUT = os.environ.get("HOSTILES") == "tout"
# The cast is made once for each part of the matrix, and what an address wrote is taken back before the next.
PARTS = 24 if TOUT else 12


def sa_part(valeurs, nom, pas):
    """Return one value in `pas`, at least one, not the same from one address to the next; all of them on demand."""
    pas = 1 if TOUT else min(pas, len(valeurs))
    return list(valeurs)[list(MATRICE).index(nom) % pas :: pas]


def adresses(part, reels):
    """Yield the names of a part of the matrix with their paths."""
    for nom in list(MATRICE)[part::PARTS]:
        avant = transaction.savepoint()
        yield nom, chemin_de(nom, reels).split("?")[0]
        transaction.savepoint_rollback(avant)
        cache.clear()


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_parameters(client, reels, part):
    """Every parameter that the site reads, in the address and in the body; signed in where it counts.

    The search is asked every value. The others share them out, not the same from one address to the next: one in
    twenty-four where it answers; one where it only sends to sign in. HOSTILES=tout asks everything of everybody.
    """
    questions = ["&".join(f"{champ}={valeur}" for champ in CHAMPS) for valeur in VALEURS_ICI.values()]
    for nom, chemin in adresses(part, reels):
        get, post = MATRICE[nom][1:]
        for qui in ("personne", "fede") if get["personne"] != get["fede"] else ("personne",):
            client.logout()
            ferme = qui == "personne" and get["personne"] != get["fede"]
            for question in sa_part(questions, nom, 1 if nom in ENTIERES else len(questions) if ferme else 24):
                if qui != "personne" and SESSION_KEY not in client.session:
                    client.force_login(reels.fede)  # again: one of these addresses signs out
                demander(client, "GET", chemin, question=question)
                if post != PERSONNE_N_ECRIT:
                    demander(client, "POST", chemin, question.encode("latin-1"))
        for methode in sa_part(METHODES, nom, 6):
            demander(client, methode, chemin, b"a" * 100, question="q=%FF&page=0")


def test_hostile_paths(client, reels):
    """Every value in the place of what an address names, shared out among the routes."""
    client.force_login(reels.fede)
    inconnues = set()
    pas = 1 if TOUT else 8
    for numero, route in enumerate(sorted(set(routes()))):
        for valeur in list(VALEURS.values())[numero % pas :: pas] if "<" in route else ():
            chemin = "/" + re.sub(r"<[^>]+>", valeur.replace("\\", r"\\"), route)
            if not is_resolved(chemin):
                # No view reads it: the page that says so is the same for every route.
                if valeur in inconnues:
                    continue
                inconnues.add(valeur)
            # The other views read what the address names in the same way for both.
            if demander(client, "GET", chemin).status_code == 405:
                demander(client, "POST", chemin)
        demander(client, "GET", f"//evil.example/{route}")
        demander(client, "GET", f"/{route}%00")
        demander(client, "GET", f"/{route}..%2f..%2fetc")


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_headers(client, reels, part):
    for nom, chemin in adresses(part, reels):
        client.logout()
        hostile_headers(client, nom, chemin)


ENTETES = (
    {"HTTP_COOKIE": r'sessionid="\000\000\000\000\000\000\000\000\000"; messages="\000"; csrftoken="\000"'},
    {"HTTP_COOKIE": "sessionid=" + "x" * 4000 + "; messages=W10:1:2; csrftoken=é; =;;=; a"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://["},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_BOOSTED": "true", "HTTP_HX_TARGET": "%ff", "HTTP_HX_PROMPT": "\xff"},
    {"HTTP_HX_REQUEST": "\xff", "HTTP_HX_CURRENT_URL": "%00", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true"},
    {"HTTP_ORIGIN": "http://[", "HTTP_REFERER": "http://[", "HTTP_ACCEPT": "\xff", "HTTP_RANGE": "bytes=9-1,-"},
    {"HTTP_ACCEPT_ENCODING": "zip;q=x, , *", "HTTP_IF_MODIFIED_SINCE": "0", "HTTP_IF_NONE_MATCH": 'W/"'},
    {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "\xff", "HTTP_X_FORWARDED_FOR": "a"},
)


def hostile_headers(client, nom, chemin):
    """Types, lengths and headers, shared out: what reads them is the same in front of every view."""
    corps = b"q=%2B2AA-&commune=94022&theme=+2AA-&x=%80"
    question = "tout=1&q=%2B2AA-%5Cud800+2AA-\\x00&depuis=+2AA-2AA&federation=\\ud800"
    for type_ in sa_part(TYPES_ICI, nom, 12):
        quoi = {"CONTENT_TYPE": type_, "QUERY_STRING": question}
        assert comme_le_serveur("GET", chemin, **quoi) < 500, type_
        if MATRICE[nom][2] != PERSONNE_N_ECRIT:
            assert comme_le_serveur("POST", chemin, corps, **quoi) < 500, type_
    for longueur in sa_part(("-1", "beaucoup", "²", "9" * 20, "9" * 5000), nom, 5):
        for type_ in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            quoi = {"CONTENT_TYPE": type_, "CONTENT_LENGTH": longueur}
            assert comme_le_serveur("POST", chemin, corps, **quoi) < 500, longueur
    if connection.vendor != "sqlite":
        return  # what follows never reaches the database
    for entetes in sa_part(ENTETES, nom, 8):
        for methode in ("GET", "POST"):
            reponse = demander(client, methode, chemin, b"a=b", **entetes)
            assert "evil.example" not in reponse.text + reponse.headers.get("Location", "")


@pytest.mark.parametrize(
    "hote", ["evil.example", "a b", "[::1", "127.0.0.1:x", "", "127.0.0.1@evil.example", "é", ".."]
)
def test_another_host_is_refused(client, db, hote):
    """No answer, cached or mailed, is ever made with a name that is not ours."""
    for chemin in ("/", "/aide", "/connexion/", "/compte/", "/carte/communes.json", "/rien"):
        reponse = demander(client, "GET", chemin, HTTP_HOST=hote, SERVER_NAME=hote)
        assert reponse.status_code == 400


# ------------------------------------------------------------------------------------ the search
@pytest.mark.parametrize("champ", formulaire({}).fields)
def test_every_field_with_every_value(client, reels, champ):
    """One field at a time: what is wrong is dropped and said, what is asked beside it holds."""
    for nom, valeur in VALEURS.items():
        form = formulaire(QueryDict(f"gratuit=on&{champ}={valeur}".encode("latin-1")))
        assert champ == "gratuit" or form.criteres().gratuit
        # A choice that is not in its list is refused before it is used: its page is the same whatever it was.
        if form.is_valid() or nom in {"long", "script", "javascript", "SQL"}:
            reponse = demander(client, "GET", "/", question=f"tout=1&{champ}={valeur}")
            assert reponse.status_code == 200, (nom, champ)
            assert 'id="resultats"' in reponse.text


def test_a_thousand_repetitions(client, reels):
    """A repeated parameter costs neither time nor a page that grows with its square."""
    themes = ("demarches", "courrier", "emploi", "inconnu")
    for question in (
        "&".join(f"theme={themes[i % 3]}" for i in range(1000)),
        "&".join(f"theme={themes[i % 4]}" for i in range(1000)),
        "&".join(f"q=mot{i}" for i in range(1000)),
        "&".join(f"gratuit=o{i}" for i in range(1000)),
        "&".join(f"avant=2026-12-{1 + i % 28:02}" for i in range(1000)),
        "&".join(f"pres={i:05}" for i in range(1000)),
    ):
        reponse = demander(client, "GET", "/", question=question)
        assert reponse.status_code == 200
        assert len(reponse.content) < 300_000
    assert demander(client, "GET", "/", question="q=a&" * 1500).status_code == 413


def _brut():
    texte = st.text(st.characters(codec=None), max_size=30).map(lambda t: quote(t, errors="surrogatepass"))
    octets = st.binary(max_size=30).map(quote)
    dates = st.dates().map(str)
    nombres = st.one_of(st.integers(), st.floats()).map(str)
    points = st.tuples(st.floats(-999, 999), st.floats(-999, 999)).map(lambda p: f"{p[0]:.5f},{p[1]:.5f}")
    choix = [str(c) for f in formulaire({}).fields.values() for c, _ in getattr(f, "choices", ())]
    return st.one_of(texte, octets, dates, nombres, points, st.sampled_from([*choix, *VALEURS.values()]))


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(CHAMPS), _brut()), max_size=8))
@example([("avant", "0001-01-01")])
@example([("avant", "0001-01-31"), ("pres", "90,0")])
def test_any_question_is_answered(client, reels, paires):
    question = "&".join(f"{champ}={valeur}" for champ, valeur in paires)
    zone = "zoom=6&sud=41&nord=52&ouest=-6&est=10"
    for chemin, demandee in (("/", ""), ("/carte/points.json", ""), ("/carte/amas.json", f"{zone}&")):
        reponse = demander(client, "GET", chemin, question=demandee + question)
        assert "%00" in question or reponse.status_code == 200


# ------------------------------------------------------------------------------------ what is written
def test_an_unmet_need_is_recorded_whatever_comes_with_it(client, db):
    for valeur in VALEURS.values():
        for charge in (valeur, f"{valeur}%00"):
            corps = f"theme={charge}&commune={charge}&retour={charge}".encode("latin-1")
            reponse = demander(client, "POST", "/rien-trouve/", corps)
            assert reponse.status_code == 302
            assert ICI.match(reponse["Location"])
    assert RechercheVaine.objects.count() == 2 * len(VALEURS)


AILLEURS = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\x08//evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "/%0d%0aLocation:%20https://evil.example",
    "/\r\nLocation: https://evil.example",
    "//127.0.0.1@evil.example",
    "/?" + "a" * 5000,
)


def test_nobody_is_sent_elsewhere(client, reels):
    for retour in AILLEURS:
        rien = demander(client, "POST", "/rien-trouve/", urlencode({"retour": retour}).encode())
        assert rien.status_code == 302
        assert ICI.match(rien["Location"])
        Compteur.objects.all().delete()
        connu = {"username": "amina@example.org", "password": MOT_DE_PASSE, "next": retour}
        for chemin in ("/connexion/", f"/connexion/?{urlencode({'next': retour})}"):
            client.logout()
            entre = demander(client, "POST", chemin, urlencode(connu).encode())
            assert entre.status_code == 302, chemin
            assert ICI.match(entre["Location"])
        sorti = demander(client, "POST", "/deconnexion/", urlencode({"next": retour}).encode())
        assert ICI.match(sorti["Location"])


@pytest.mark.parametrize("suite", ["/connexion/", "/connexion/?next=/connexion/", "/deconnexion/"])
def test_signing_in_never_turns_in_circles(client, reels, suite):
    """« next » is the sign-in page itself when two tabs expire together."""
    client.force_login(reels.amina)
    reponse = demander(client, "GET", "/connexion/", question=urlencode({"next": suite}))
    assert reponse["Location"] == "/compte/"


def test_a_draft_is_nobody_s_desk(client, reels):
    question = {"tout": "1", "depuis": reels.brouillon.uid}
    page = client.get("/", question).text
    assert "Le lieu de départ n’existe plus" in page
    assert reels.brouillon.nom not in page
    assert client.get("/carte/points.json", question).json()["origine"] is None


def test_public_answers_set_no_cookie(client, reels):
    for nom in MATRICE:
        chemin = chemin_de(nom, reels)
        if nom not in ("comptes:connexion", "comptes:lien"):  # their forms carry a token
            assert not client.get(chemin).cookies, nom
    assert not demander(client, "GET", "/rien").cookies
    assert not demander(client, "GET", "/", question="q=%00").cookies


def test_a_failure_is_a_page_in_french_with_the_same_protection(db, monkeypatch):
    from recherche import views

    def echouer(*_, **__):
        raise RuntimeError("exprès")

    monkeypatch.setattr(views, "render_page", echouer)
    reponse = Client(raise_request_exception=False).get("/")
    assert reponse.status_code == 500
    assert not [e for e in PROTECTIONS if e not in reponse.headers]
    assert "<h1>" in reponse.text
    assert "exprès" not in reponse.text


def test_a_form_without_its_token_is_refused_in_french(db):
    severe = Client(enforce_csrf_checks=True)
    for cookie in ("", "csrftoken=é", 'csrftoken="\\000"', "csrftoken=" + "x" * 4000):
        reponse = demander(severe, "POST", "/connexion/", b"username=a&csrfmiddlewaretoken=%FF", HTTP_COOKIE=cookie)
        assert reponse.status_code in (400, 403)
