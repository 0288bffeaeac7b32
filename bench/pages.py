"""Rows about the CPU of a page, against the least that a WSGI application can do.

Every way goes through gunicorn's own reading of the request and writing of the response, over a socket that is no
socket: what a worker does, without the network. Time is the process's CPU time.
"""

import gzip
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any
from urllib.parse import urlencode

from gunicorn.config import Config
from gunicorn.http.parser import RequestParser
from gunicorn.http.wsgi import create

from bench import urls
from bench.bases import ouverte
from bench.mesure import entrelacer, repete
from bench.recherche import question, villes
from bench.tableau import Ligne

Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]


class Prise:
    """What a socket is to gunicorn's response: it keeps what is sent."""

    def __init__(self) -> None:
        self.recu = bytearray()

    def sendall(self, donnees: bytes) -> None:
        self.recu += donnees


class Serveur:
    """Serve one request after the other, as a worker does."""

    def __init__(self) -> None:
        self.reglages = Config()

    def repondre(self, application: Application, requete: bytes) -> bytes:
        """Return the bytes of the response."""
        prise = Prise()
        lue = next(RequestParser(self.reglages, iter([requete]), ("127.0.0.1", 40000)))
        reponse, environ = create(lue, prise, ("127.0.0.1", 40000), ("127.0.0.1", 8000), self.reglages)
        corps = application(environ, reponse.start_response)
        try:
            for morceau in corps:
                reponse.write(morceau)
            reponse.close()
        finally:
            if hasattr(corps, "close"):
                corps.close()
        return bytes(prise.recu)


def requete(chemin: str, **entetes: str) -> bytes:
    """Return the request of a browser."""
    lignes = {
        "Host": "127.0.0.1:8000",
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0",
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Encoding": "gzip, deflate, br",
        "Accept-Language": "fr-FR,fr;q=0.9",
        **{nom.replace("_", "-"): valeur for nom, valeur in entetes.items()},
    }
    return (f"GET {chemin} HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in lignes.items()) + "\r\n").encode()


def statut_et_corps(reponse: bytes) -> tuple[int, dict[str, str], bytes]:
    """Return the status, the headers and the body of a response."""
    tete, _, corps = reponse.partition(b"\r\n\r\n")
    premiere, *lignes = tete.decode("latin-1").split("\r\n")
    entetes = {nom.lower(): valeur for nom, _, valeur in (ligne.partition(": ") for ligne in lignes)}
    if entetes.get("transfer-encoding") == "chunked":
        corps = _rassembler(corps)
    return int(premiere.split(" ")[1]), entetes, corps


def _rassembler(morceaux: bytes) -> bytes:
    corps, place = b"", 0
    while True:
        fin = morceaux.index(b"\r\n", place)
        taille = int(morceaux[place:fin], 16)
        if not taille:
            return corps
        corps += morceaux[fin + 2 : fin + 2 + taille]
        place = fin + 4 + taille


def brute(corps: bytes) -> Application:
    """Return the least application: these bytes, with the headers that they need."""
    entetes = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", str(len(corps))),
    ]

    def application(environ: dict[str, Any], start_response: Callable) -> list[bytes]:
        start_response("200 OK", entetes)
        return [corps]

    return application


def processeur(base: str, *, tours: int) -> list[Ligne]:
    """Measure the results page of a town of middle density: uncached, not modified, cached."""
    from django.core.cache import cache

    from federation.wsgi import application as site

    serveur = Serveur()
    with ouverte(base):
        origine = villes()[4]
        chemin = "/?" + urlencode(question(origine))
        statut, entetes, corps = statut_et_corps(serveur.repondre(site, requete(chemin)))
        assert statut == 200, statut
        assert entetes["content-encoding"] == "gzip"
        page = gzip.decompress(corps)
        urls.CORPS["nue"] = corps
        seule = brute(corps)
        fois_brut, fois_nu = 40, 10

        jamais = _jamais_demandees(chemin)

        def sans_cache() -> None:
            serveur.repondre(site, requete(next(jamais)))

        def rien_de_garde() -> None:
            cache.clear()
            sans_cache()

        durees = entrelacer(
            {
                "page": sans_cache,
                "premiere": rien_de_garde,
                "brute": repete(lambda: serveur.repondre(seule, requete(chemin)), fois_brut),
                "nue": repete(lambda: serveur.repondre(site, requete("/bench/nue/")), fois_nu),
            },
            tours=tours,
            chrono=time.process_time,
        )
        brut, nu = durees["brute"] / fois_brut, durees["nue"] / fois_nu
        detail = (
            f"{durees['page'] * 1000:.1f} ms ; brute {brut * 1e6:.0f} µs, vue nue {nu * 1e6:.0f} µs ; "
            f"{len(page) / 1000:.0f} ko, {len(corps) / 1000:.0f} compressés"
        )
        ms = {nom: round(d * 1000, 3) for nom, d in (("page", durees["page"]), ("brute", brut), ("nue", nu))}
        premiere = f"{durees['premiere'] * 1000:.1f} ms, la première du quart d’heure ou après une écriture"
        return [
            Ligne("CPU, page sans cache, contre WSGI brut", durees["page"] / brut, "×", "≤", 150, detail, ms),
            Ligne("CPU, page sans cache, contre vue Django nue", durees["page"] / nu, "×", "≤", 30, "", ms),
            Ligne("CPU, page dont rien n’est gardé, contre WSGI brut", durees["premiere"] / brut, "×", detail=premiere),
            *_deja_vue(site, seule, chemin, etag=entetes.get("etag", ""), tours=tours),
        ]


def _jamais_demandees(chemin: str) -> Iterator[str]:
    """Yield addresses of the same page that nobody has asked for yet: what is kept of whole pages does not serve."""
    for n in count():
        yield f"{chemin}&inconnu={n}"


def _deja_vue(site: Application, seule: Application, chemin: str, *, etag: str, tours: int) -> list[Ligne]:
    """Measure the page when nothing has changed: asked again with its ETag, and served from the cache."""
    noms = ("CPU, 304, contre WSGI brut", "CPU, page en cache, contre WSGI brut")
    if not etag:
        return [Ligne(nom, None, "×", "≤", 10, "la page n’a pas d’ETag") for nom in noms]
    serveur = Serveur()
    connue = requete(chemin, If_None_Match=etag)
    assert statut_et_corps(serveur.repondre(site, connue))[0] == 304
    fois = {"brute": 40, "inchangee": 10, "en_cache": 10}
    durees = entrelacer(
        {
            "brute": repete(lambda: serveur.repondre(seule, requete(chemin)), fois["brute"]),
            "inchangee": repete(lambda: serveur.repondre(site, connue), fois["inchangee"]),
            "en_cache": repete(lambda: serveur.repondre(site, requete(chemin)), fois["en_cache"]),
        },
        tours=tours,
        chrono=time.process_time,
    )
    par_fois = {nom: d / fois[nom] for nom, d in durees.items()}
    return [
        Ligne(nom, par_fois[cle] / par_fois["brute"], "×", "≤", 10, f"{par_fois[cle] * 1e6:.0f} µs")
        for nom, cle in zip(noms, ("inchangee", "en_cache"), strict=True)
    ]
