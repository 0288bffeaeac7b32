"""What the site stands on is gone for a moment: the database does not answer, the disk is full.

Nothing is half-written: each gesture is a transaction. The person is told so, and what to do; the log has the rest.
"""

import errno
import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

JOURNAL = logging.getLogger(__name__)
PLEIN = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
ATTENTE = 60  # seconds before one tries again


def est_une_panne(erreur: BaseException | None) -> bool:
    """Tell whether an exception is the machine's, and may pass: the same request would then succeed."""
    if isinstance(erreur, OSError):
        return erreur.errno in PLEIN
    return isinstance(erreur, (OperationalError, InterfaceError))


class DirePannes:
    """Answer 503 in French, with a time to try again, when a view fails for want of its database or of room."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, erreur: Exception) -> HttpResponse | None:
        """Say the failure; leave every other exception alone."""
        return _dire(request, erreur) if est_une_panne(erreur) else None


def erreur(request: HttpRequest) -> HttpResponse:
    """Django's handler of what nobody caught: the same answer when it is before a view that the database is gone."""
    cause = sys.exc_info()[1]
    return _dire(request, cause) if cause is not None and est_une_panne(cause) else server_error(request)


def _dire(request: HttpRequest, cause: BaseException) -> HttpResponse:
    JOURNAL.error("panne : %s", type(cause).__name__, exc_info=cause)
    reponse: HttpResponse
    if request.path.startswith("/api/"):
        phrase = "Le site est en panne pour un moment : redemandez dans une minute."
        reponse = JsonResponse({"erreur": phrase}, status=503, json_dumps_params={"ensure_ascii": False})
    else:
        # No context: what fills it may be what is gone.
        contexte = {"ecriture": request.method not in ("GET", "HEAD")}
        reponse = HttpResponse(render_to_string("503.html", contexte), status=503)
    reponse["Retry-After"] = str(ATTENTE)
    reponse["Cache-Control"] = "no-store"
    return reponse
