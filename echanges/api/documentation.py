"""The page that tells the API to whoever will use it: made from the document, on the site, without a script."""

import re
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptes.context_processors import du_site
from core.etiquettes import etiquetee as core_etiquetee
from echanges.api.entree import ouverte
from echanges.api.operations import api
from echanges.api.referentiels import tous

etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)


@dataclass(frozen=True, slots=True)
class Operation:
    """One address, what it answers, and what it takes."""

    chemin: str
    titre: str
    parametres: list[dict[str, Any]]
    exemple: str

    @property
    def morceaux(self) -> list[str]:
        """Return the address in the parts between which a narrow screen may break it."""
        return re.findall(r"/[^/?.]*|[?.][^/?.]*", self.chemin)


RACINE = "/api/v1/"


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return dict(api.get_openapi_schema(path_prefix=RACINE))


@ouverte
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the document that describes the API to machines."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@cache
def operations() -> dict[str, list[Operation]]:
    """Return the operations of the document by theme, in its order."""
    par_theme: dict[str, list[Operation]] = {}
    for chemin, methodes in document()["paths"].items():
        operation = methodes["get"]
        parametres = [{"nom": p["name"], "texte": p["description"]} for p in operation.get("parameters", ())]
        exemple = chemin + "?theme=demarches&pres=94600" if chemin.endswith("recherche") else chemin
        par_theme.setdefault(operation["tags"][0], []).append(
            Operation(chemin, operation["description"], parametres, "" if "{" in chemin else exemple)
        )
    return par_theme


@login_not_required
@require_safe
@etiquetee
def page(request: HttpRequest) -> HttpResponse:
    """Tell each address of the API, its parameters and the lists of values."""
    contexte = {
        "themes": operations(),
        "listes": tous(),
        "par_minute": settings.API_PAR_MINUTE,
        "page_active": "",
    }
    return render(request, "echanges/api/documentation.html", contexte)
