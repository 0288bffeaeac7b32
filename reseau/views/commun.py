"""What the views of every room share."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest

from reseau.actions.publications import peut_publier
from reseau.voix import Voix, voix_de

PAR_PAGE = 20
TROP = "Vous avez beaucoup publié aujourd’hui : recommencez demain."


def membre(request: HttpRequest) -> list[Voix]:
    """Return the voices of whoever asks; 404 when they have none, for they are not of any network."""
    if voix := voix_de(request.user):
        return voix
    raise Http404


def federations_des(voix: list[Voix]) -> list[Any]:
    """Return the federations of these voices, each once."""
    return list({v.federation.pk: v.federation for v in voix}.values())


def page_de(request: HttpRequest, lignes: models.QuerySet) -> Page:
    """Return the page that is asked for, or the nearest."""
    numero = request.GET.get("page", "")
    return Paginator(lignes, PAR_PAGE).get_page(numero if len(numero) < 6 else 1)


def sans_page(request: HttpRequest) -> str:
    """Return the question of the address without its page, to write the links to the others."""
    question = request.GET.copy()
    question.pop("page", None)
    return question.urlencode()[:1000]


def accepte(request: HttpRequest, form: Any, now: Any) -> bool:
    """Tell whether a form may be saved: it is valid, and this account has not published too much today."""
    if not form.is_valid():
        return False
    if form.instance.pk or peut_publier(request.user, now):
        return True
    form.add_error(None, TROP)
    return False


def dire(request: HttpRequest, texte: str) -> None:
    messages.success(request, texte)
