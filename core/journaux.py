"""What the site writes about itself: one line a request, and nothing in it that says who, from where, or by which key.

A key may be in the path (docs/adr/0011): the free part of an address is never written.
"""

import json
import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

ENTETE = "X-Request-ID"
BIEN_FORME = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
ACCES = logging.getLogger("acces")
_LIBRE = re.compile(r"<(?:str:)?(\w+)>")
_demande: ContextVar[str] = ContextVar("demande", default="")


def identifier(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request a number, the proxy's when it has one, say it in the answer and write the request's line."""

    def middleware(request: HttpRequest) -> HttpResponse:
        recu = request.headers.get(ENTETE, "")
        numero = recu if BIEN_FORME.fullmatch(recu) else uuid4().hex
        jeton = _demande.set(numero)
        debut = time.perf_counter()
        try:
            reponse = get_response(request)
            reponse.headers[ENTETE] = numero
            ACCES.info(
                "request",
                extra={
                    "acces": {
                        "method": str(request.method)[:10],
                        "path": chemin_sans_cle(request),
                        "status": reponse.status_code,
                        "ms": round((time.perf_counter() - debut) * 1000, 1),
                    }
                },
            )
        finally:
            _demande.reset(jeton)
        return reponse

    return middleware


def chemin_sans_cle(request: HttpRequest) -> str:
    """Return the path of a request, « … » where it could hold a key: closed unless the address says what it takes.

    Of an address that nobody answers, only the first part is kept: it may be a key with a letter missing.
    """
    chemin = request.path
    if request.resolver_match is None:
        debut, barre, reste = chemin.lstrip("/").partition("/")
        if chemin.startswith(settings.STATIC_URL) or (not reste and len(debut) < 24):
            return chemin[:300]
        return f"/{debut}/…" if barre and len(debut) < 24 else "/…"
    for nom in _LIBRE.findall(request.resolver_match.route):
        valeur = str(request.resolver_match.kwargs.get(nom, ""))
        chemin = chemin.replace(valeur, "…", 1) if valeur else chemin
    return chemin[:300]


class SansCle(logging.Filter):
    """Take the keys out of what Django itself says of a request (« Not Found: /poste/… »)."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            # Django writes what is not ASCII in an escaped form.
            chemins = (request.path, request.path.encode("unicode_escape").decode("ascii"))
            record.args = tuple(chemin_sans_cle(request) if arg in chemins else arg for arg in record.args)
        return True


class LigneJson(logging.Formatter):
    """One line of JSON a record, with the number of the request under way."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; ASCII only, so that no terminal and no collector stumbles on it."""
        ligne = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if _demande.get():
            ligne["request_id"] = _demande.get()
        ligne |= getattr(record, "acces", {})
        if record.exc_info:
            ligne["exception"] = self.formatException(record.exc_info)
        return json.dumps(ligne)
