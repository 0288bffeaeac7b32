"""The site's addresses, and a bare view that returns bytes made beforehand."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

CORPS: dict[str, bytes] = {"nue": b""}


@login_not_required
def nue(_: HttpRequest) -> HttpResponse:
    """Return bytes that are already compressed: what Django itself costs."""
    return HttpResponse(CORPS["nue"], headers={"Content-Encoding": "gzip"})


urlpatterns = [path("bench/nue/", nue), path("", include("federation.urls"))]
