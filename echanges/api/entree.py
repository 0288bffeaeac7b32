"""The door of the API: open to everybody and to every site, a number of times a minute, in JSON whatever happens."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import HttpError, ValidationError

from core.etiquettes import etiquetee
from core.limites import Compte, Limite, client, compter
from echanges.api.curseurs import CurseurIllisible
from echanges.api.operations import api

MINUTE = timedelta(minutes=1)
METHODES = "GET, HEAD, OPTIONS"
LUS = "ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
INCONNU = "Cette adresse n’existe pas, ou ce qu’elle nomme n’est pas publié."
METHODE = "Cette adresse ne fait que lire : demandez-la par GET."
TROP = "Trop de demandes en une minute. Attendez un instant."
ATTENDUS = {
    "int_parsing": "un nombre entier est attendu",
    "greater_than_equal": "le nombre est trop petit",
    "less_than_equal": "le nombre est trop grand",
    "date_parsing": "une date AAAA-MM-JJ est attendue",
    "date_from_datetime_parsing": "une date AAAA-MM-JJ est attendue",
    "date_from_datetime_inexact": "une date AAAA-MM-JJ est attendue",
}

Vue = Callable[..., HttpResponse]


def erreur(texte: str, statut: int) -> JsonResponse:
    """Return a refusal: one sentence for a person."""
    return JsonResponse({"erreur": texte}, status=statut, json_dumps_params={"ensure_ascii": False})


def ouverte(vue: Vue) -> Vue:
    """Open a view of the API: no session, no cookie; limited, kept and named by the data version as the pages are."""
    gardee = etiquetee(vue)

    @wraps(vue)
    def entree(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Whoever asks, the answer is the same, and may be kept.
        request.COOKIES.clear()
        request.META.pop("HTTP_COOKIE", None)
        if request.method == "OPTIONS":
            reponse = HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Allow": METHODES})
        elif request.method not in ("GET", "HEAD"):
            reponse = erreur(METHODE, HTTPStatus.METHOD_NOT_ALLOWED)
            reponse["Allow"] = METHODES
        else:
            now = timezone.now()
            compte = compter(Limite("api", settings.API_PAR_MINUTE, MINUTE), client(request), now=now)
            # Ninja knows GET only; the server leaves out the body of an answer to HEAD.
            methode, request.method = request.method, "GET"
            reponse = gardee(request, *args, **kwargs) if compte.passe else erreur(TROP, HTTPStatus.TOO_MANY_REQUESTS)
            request.method = methode
            _dire(reponse, compte, max(1, round((compte.fin - now).total_seconds())))
        reponse["Access-Control-Allow-Origin"] = "*"
        reponse["Access-Control-Allow-Methods"] = METHODES
        reponse["Access-Control-Allow-Headers"] = "If-None-Match"
        reponse["Access-Control-Expose-Headers"] = LUS
        reponse["Cross-Origin-Resource-Policy"] = "cross-origin"
        return reponse

    return csrf_exempt(login_not_required(entree))


def _dire(reponse: HttpResponse, compte: Compte, secondes: int) -> None:
    reponse["RateLimit-Limit"] = str(compte.maximum)
    reponse["RateLimit-Remaining"] = str(compte.reste)
    reponse["RateLimit-Reset"] = str(secondes)
    if not compte.passe:
        reponse["Retry-After"] = str(secondes)
        patch_cache_control(reponse, no_store=True)


@ouverte
def inconnue(request: HttpRequest, reste: str = "") -> HttpResponse:
    """Answer, in JSON too, that an address of the API does not exist."""
    return erreur(INCONNU, HTTPStatus.NOT_FOUND)


@api.exception_handler(CurseurIllisible)
def _curseur(request: HttpRequest, exc: Any) -> HttpResponse:
    texte = "Ce curseur n’est pas lisible : reprenez celui que la page d’avant a donné, avec la même question."
    return erreur(texte, HTTPStatus.UNPROCESSABLE_ENTITY)


@api.exception_handler(ValidationError)
def _invalide(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    premiere = exc.errors[0]
    attendu = ATTENDUS.get(premiere["type"], "cette valeur n’est pas lisible")
    return erreur(f"Paramètre « {premiere['loc'][-1]} » : {attendu}.", HTTPStatus.UNPROCESSABLE_ENTITY)


@api.exception_handler(Http404)
def _inconnu(request: HttpRequest, exc: Any) -> HttpResponse:
    return erreur(INCONNU, HTTPStatus.NOT_FOUND)


@api.exception_handler(HttpError)
def _refus(request: HttpRequest, exc: HttpError) -> HttpResponse:
    return erreur(str(exc), exc.status_code)
