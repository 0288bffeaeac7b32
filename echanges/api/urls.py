"""The addresses of version 1: those of the operations, the document that describes them, and the page that tells it."""

from typing import cast

from django.urls import URLPattern, path, re_path

from echanges.api import entree
from echanges.api.documentation import openapi, page
from echanges.api.operations import api

app_name = "api"


def _operations() -> list[URLPattern]:
    """Return ninja's own addresses, behind the door; not its root, where the page is."""
    adresses = [a for a in api.urls[0] if isinstance(a, URLPattern) and a.name != "api-root"]
    for adresse in adresses:
        adresse.callback = entree.ouverte(cast("entree.Vue", adresse.callback))
    return adresses


urlpatterns = [
    path("", page, name="documentation"),
    path("openapi.json", openapi, name="openapi"),
    *_operations(),
    re_path(r"^(?P<reste>.*)$", entree.inconnue, name="inconnue"),
]
