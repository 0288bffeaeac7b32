"""Answer « nothing has changed » without doing the work again: ETags and whole pages, for people not signed in.

A page is named by the data version (read before the data, bumped last by every write), the quarter-hour (pages say
« ouvert », « demain »), what was asked, and the code that drew it. Nothing is kept of anybody: whoever holds a session
always gets a fresh page, but of what is the same for all.
"""

import gzip
import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition

from core import replique
from core.models import Version
from core.travailleur import PARIS

QUART_D_HEURE = 15 * 60

Vue = Callable[..., HttpResponse]

# The version that this request has read: read once, whatever asks for it.
version_lue: ContextVar[int | None] = ContextVar("version_lue", default=None)


@lru_cache(maxsize=1)
def empreinte_du_code() -> str:
    """Return what changes when the templates or the styles do: a deployment must not be answered « unchanged ».

    It is read from what the files say, a third of a second once a process: two machines with the same code, that
    answer the same browser and share a cache, must agree.
    """
    code = hashlib.sha256()
    for dossier in ("templates", "static", "recherche", "orientations", "echanges", "locale"):
        for fichier in sorted(Path(settings.BASE_DIR, dossier).rglob("*")):
            if fichier.suffix in (".html", ".css", ".js", ".py", ".svg", ".mo"):
                code.update(fichier.read_bytes())
    return code.hexdigest()[:16]


def quart_d_heure(now: datetime) -> object:
    """Return the quarter of an hour: what pages that say « ouvert » depend on."""
    return int(now.timestamp()) // QUART_D_HEURE


def jour_a_paris(now: datetime) -> object:
    """Return the day: what calendars and printed pages depend on."""
    return now.astimezone(PARIS).date().isoformat()


def etiquette(request: HttpRequest, *, instant: object, version: int, question: bool = True) -> str:
    """Return the strong ETag of what this request asks for, quotes included; `question`: the query is read."""
    htmx = [request.headers.get(nom, "") for nom in ("HX-Request", "HX-History-Restore-Request", "HX-Boosted")]
    adresse = request.get_full_path() if question else request.path
    nom = (version, instant, request.method, request.get_host(), adresse, htmx, empreinte_du_code())
    return f'"{hashlib.sha256(repr(nom).encode()).hexdigest()[:32]}"'


def etiquetee(
    vue: Vue,
    *,
    lire: Callable[[HttpRequest], int] = lambda _request: Version.lire(),
    instant: Callable[[datetime], object] = quart_d_heure,
    pour_tous: bool = False,
    question: bool = True,
) -> Vue:
    """Give a public page its ETag, and keep its body for a quarter of an hour under the same name.

    `lire` reads the data version; a floor above may read it together with what every page needs. `instant` gives how
    much of the clock the page shows. What is the same for everybody (`pour_tous`: it reads neither the account nor the
    session) is kept for who is signed in too, and read where they write. A page whose path says all (`question` false)
    is the same whatever query is added to it.
    """

    @wraps(vue)
    def etiquetee_(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        connu = settings.SESSION_COOKIE_NAME in request.COOKIES
        if pour_tous and connu and request.method in ("GET", "HEAD"):
            return nommee(request, *args, **kwargs)
        if connu or request.method not in ("GET", "HEAD"):
            reponse = vue(request, *args, **kwargs)
            patch_cache_control(reponse, private=True, no_cache=True)
            patch_vary_headers(reponse, ["Cookie"])
            return reponse
        return replique.repondre(request, lambda: nommee(request, *args, **kwargs))

    def nommee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = lire(request)
        jeton = version_lue.set(version)
        try:
            nom = etiquette(request, instant=instant(timezone.now()), version=version, question=question)

            def fraiche(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                return _gardee(
                    nom,
                    "gzip" in request.headers.get("Accept-Encoding", ""),
                    lambda: vue(request, *args, **kwargs),
                )

            reponse = condition(etag_func=lambda *_, **__: nom)(fraiche)(request, *args, **kwargs)
        finally:
            version_lue.reset(jeton)
        patch_cache_control(reponse, no_cache=True)
        patch_vary_headers(reponse, ["Accept-Encoding", "Cookie", "HX-Request", "HX-History-Restore-Request"])
        return reponse

    return etiquetee_


def _gardee(nom: str, accepte_gzip: bool, faire: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the page kept under this name, or draw it and keep it, compressed; only whole answers are kept."""
    gardee = cache.get(f"page:{nom}")
    if gardee is None:
        reponse = faire()
        # A page with a token is somebody's: its cookie is only set later, by the middleware.
        if (
            reponse.status_code != 200
            or reponse.streaming
            or reponse.cookies
            or b"csrfmiddlewaretoken" in reponse.content
        ):
            return reponse
        gardee = (gzip.compress(reponse.content, compresslevel=6, mtime=0), reponse["Content-Type"])
        cache.set(f"page:{nom}", gardee, QUART_D_HEURE)
    corps, genre = gardee
    if not accepte_gzip:
        return HttpResponse(gzip.decompress(corps), content_type=genre)
    return HttpResponse(corps, content_type=genre, headers={"Content-Encoding": "gzip"})
