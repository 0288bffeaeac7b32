"""What stands before every view."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from core.saisie_gardee import redonner

Reponse = Callable[[HttpRequest], HttpResponse]


def refuser_octets_nuls(get_response: Reponse) -> Reponse:
    """Answer 400 to a NUL byte in a path, a parameter or a cookie.

    PostgreSQL refuses it with an error, SQLite does not. A cookie holds one when it says `"\\000"`, in octal.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        brut = request.META.get("QUERY_STRING", "").encode("utf-8", "replace")
        nul = "\x00" in request.path or b"\x00" in unquote_to_bytes(brut)
        nul = nul or any("\x00" in valeur for valeur in request.COOKIES.values())
        if nul and request.path.startswith("/api/"):
            return JsonResponse({"erreur": "Cette demande contient un caractère interdit."}, status=400)
        if nul:
            return HttpResponseBadRequest(render_to_string("400.html"))
        return get_response(request)

    return middleware


def dire_les_refus(get_response: Reponse) -> Reponse:
    """Give a method that an address does not take a page with a way out; Django's own answer is blank."""

    def middleware(request: HttpRequest) -> HttpResponse:
        reponse = get_response(request)
        if reponse.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not reponse.content:
            reponse.content = render_to_string("405.html")
            reponse["Content-Length"] = str(len(reponse.content))  # it was already counted, when there was nothing
        return reponse

    return middleware


class FermeParDefautMiddleware(LoginRequiredMiddleware):
    """Close every view that does not say `@login_not_required`.

    A page redirects to the sign-in page, an htmx fragment asks the browser to go there (a login form must not be
    swapped into a card), the API answers 401. Both come back where the person was.
    """

    def process_view(self, request: HttpRequest, view_func: Callable, *args: Any) -> HttpResponseBase | None:
        # An open view does not make its reader's session be read.
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, *args)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:  # type: ignore[override]
        if request.path.startswith("/api/"):
            return HttpResponse(status=401)
        if getattr(request, "htmx", False):
            suite = vers_avec_suite(request, resolve_url(self.get_login_url(view_func)))
            return redonner(request, suite) or envoyer(request, suite)
        if request.method not in ("GET", "HEAD"):
            # What an address takes by POST, it may not show: one does not come back to it after signing in.
            suite = vers_avec_suite(request, resolve_url(self.get_login_url(view_func)))
            return redonner(request, suite) or redirect(suite)
        return super().handle_no_permission(request, view_func)


def envoyer(request: HttpRequest, ou: str) -> HttpResponse:
    """Send the person to another page: by a redirect, or by htmx for the whole window when a fragment was asked."""
    if not getattr(request, "htmx", False):
        return redirect(ou)
    reponse = HttpResponse(status=204)
    reponse["HX-Redirect"] = ou
    return reponse


def vers_avec_suite(request: HttpRequest, ou: str) -> str:
    """Return an address of ours that comes back afterwards to the page in view; a POST is not repeated."""
    if getattr(request, "htmx", False):
        page = page_de_htmx(request)
    else:
        page = request.get_full_path() if request.method in ("GET", "HEAD") else page_d_avant(request)
    return f"{ou}?{urlencode({'next': page})}" if page else ou


def page_de_htmx(request: HttpRequest) -> str:
    """Return the path of the page that holds the fragment, "" when it is not ours; its host is never followed."""
    return _chemin_d_ici(request, request.headers.get("HX-Current-URL", ""))


def page_d_avant(request: HttpRequest) -> str:
    """Return the path of the page whose form was sent, as the browser tells it, "" when it is not ours."""
    return _chemin_d_ici(request, request.headers.get("Referer", ""))


def _chemin_d_ici(request: HttpRequest, adresse: str) -> str:
    try:
        page = urlsplit(adresse)
        ici = page.netloc == request.get_host()
    except ValueError:  # « http://[ »
        return ""
    chemin = page.path + (f"?{page.query}" if page.query else "")
    sur = url_has_allowed_host_and_scheme(chemin, allowed_hosts=None)
    return chemin if ici and chemin.startswith("/") and sur else ""
