"""What stands before every view."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

Reponse = Callable[[HttpRequest], HttpResponse]


def refuser_octets_nuls(get_response: Reponse) -> Reponse:
    """Answer 400 to a NUL byte in a path, a parameter or a cookie.

    PostgreSQL refuses it with an error, SQLite does not. A cookie holds one when it says `"\\000"`, in octal.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        brut = request.META.get("QUERY_STRING", "").encode("utf-8", "replace")
        nul = "\x00" in request.path or b"\x00" in unquote_to_bytes(brut)
        nul = nul or any("\x00" in valeur for valeur in request.COOKIES.values())
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
        return reponse

    return middleware


class FermeParDefautMiddleware(LoginRequiredMiddleware):
    """Close every view that does not say `@login_not_required`.

    A page redirects to the sign-in page, an htmx fragment asks the browser to go there (a login form must not be
    swapped into a card), the API answers 401.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:  # type: ignore[override]
        if request.path.startswith("/api/"):
            return HttpResponse(status=401)
        if getattr(request, "htmx", False):
            reponse = HttpResponse(status=204)
            reponse["HX-Redirect"] = resolve_url(self.get_login_url(view_func))
            return reponse
        return super().handle_no_permission(request, view_func)
