"""A geocoder on this machine, with the shape of the public one's answers, and every way of failing it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


def trait(
    label: str,
    longitude: float,
    latitude: float,
    *,
    genre: str = "housenumber",
    code_postal: str = "94310",
    code_insee: str = "94054",
    commune: str = "Orly",
    score: float = 0.95,
) -> dict[str, Any]:
    """Return one feature, as Géoplateforme gives it (with properties that we do not read)."""
    nom = label.removesuffix(f" {code_postal} {commune}")
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            "label": label,
            "score": score,
            "id": f"{code_insee}_7080_00012",
            "banId": "5d2f0c6e-0000-4000-8000-000000000000",
            "name": nom,
            "postcode": code_postal,
            "citycode": code_insee,
            "x": 654321.12,
            "y": 6852345.67,
            "city": commune,
            "context": "94, Val-de-Marne, Île-de-France",
            "type": genre,
            "importance": 0.61,
            "_type": "address",
        },
    }


RUE_DE_LA_PAIX = trait("12 Rue de la Paix 94310 Orly", 2.400187, 48.744213)
PLACE_DE_LA_PAIX = trait("12 Place de la Paix 94000 Créteil", 2.461, 48.781, code_postal="94000",
                         code_insee="94028", commune="Créteil", score=0.71)  # fmt: skip


def collection(*traits: dict[str, Any]) -> bytes:
    """Return the body of an answer."""
    return json.dumps({"type": "FeatureCollection", "features": traits, "query": "…"}).encode()


class GeocodeurFactice:
    """What the server answers (change it at will) and what it was asked."""

    def __init__(self) -> None:
        self.base = ""
        self.corps = collection(RUE_DE_LA_PAIX, PLACE_DE_LA_PAIX)
        self.statut = 200
        self.attente = 0.0  # seconds before the answer
        self.goutte = 0.0  # seconds between two bytes of the answer
        self.redirection = ""
        self.demandes: list[dict[str, str]] = []
        self.entetes: list[dict[str, str]] = []

    @property
    def textes(self) -> list[str]:
        """What was searched, in order."""
        return [d["q"] for d in self.demandes]


def _poignee(faux: GeocodeurFactice) -> type[BaseHTTPRequestHandler]:
    class Poignee(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            adresse = urlsplit(self.path)
            faux.demandes.append({nom: valeurs[0] for nom, valeurs in parse_qs(adresse.query).items()})
            faux.entetes.append(dict(self.headers.items()))
            time.sleep(faux.attente)
            try:
                self._repondre(adresse.path)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the client did not wait: that is what is tried

        def _repondre(self, chemin: str) -> None:
            statut = faux.statut if chemin.endswith("/search") else 404
            self.send_response(statut)
            if faux.redirection:
                self.send_header("Location", faux.redirection)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            if not faux.goutte:
                self.wfile.write(faux.corps)
                return
            for octet in faux.corps:
                self.wfile.write(bytes([octet]))
                self.wfile.flush()
                time.sleep(faux.goutte)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    return Poignee


@contextmanager
def geocodeur_factice(prefixe: str = "/geocodage") -> Iterator[GeocodeurFactice]:
    """Serve on 127.0.0.1 for the length of the block; `base` goes into settings.GEOCODEUR_URL."""
    faux = GeocodeurFactice()
    serveur = ThreadingHTTPServer(("127.0.0.1", 0), _poignee(faux))
    serveur.daemon_threads = True
    serveur.block_on_close = False  # a handler may be asleep on purpose
    faux.base = f"http://127.0.0.1:{serveur.server_port}{prefixe}"
    fil: threading.Thread = threading.Thread(target=_servir(serveur), daemon=True)
    fil.start()
    try:
        yield faux
    finally:
        serveur.shutdown()
        fil.join(5)
        serveur.server_close()


def _servir(serveur: ThreadingHTTPServer) -> Callable[[], None]:
    return lambda: serveur.serve_forever(poll_interval=0.02)
