"""What stands before every view."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

Reponse = Callable[[HttpRequest], HttpResponse]


def refuser_octets_nuls(get_response: Reponse) -> Reponse:
    """Answer 400 to a NUL byte in a path or a parameter: PostgreSQL refuses it with an error, SQLite does not."""

    def middleware(request: HttpRequest) -> HttpResponse:
        brut = request.META.get("QUERY_STRING", "").encode("utf-8", "replace")
        if "\x00" in request.path or b"\x00" in unquote_to_bytes(brut):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return get_response(request)

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
