"""One URL, one view: a whole page, or the fragment that htmx asked for."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request that went through django-htmx, for the type checker."""

    htmx: HtmxDetails


def veut_fragment(request: HttpRequest) -> bool:
    """Tell whether the answer is a fragment: an htmx request that does not restore its history."""
    details = cast("HtmxRequest", request).htmx
    return bool(details) and not details.history_restore_request and not details.boosted


def render_page(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render the page, or its fragment for htmx; caches keep the two apart."""
    reponse = render(request, fragment if veut_fragment(request) else page, context, status=status)
    patch_vary_headers(reponse, ["HX-Request", "HX-History-Restore-Request"])
    return reponse
