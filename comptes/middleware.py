"""What stands between a session and the views: when it was last seen, and the second factor."""

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from comptes.second_facteur import attendu, verifie
from comptes.sessions import SessionStore
from core.middleware import envoyer, vers_avec_suite

Reponse = Callable[[HttpRequest], HttpResponse]
LIBRES = {"comptes:verification", "comptes:second_facteur", "comptes:deconnexion"}


def suivre_la_session(get_response: Reponse) -> Reponse:
    """Note once an hour that a signed-in session is in use, for its owner's list."""

    def middleware(request: HttpRequest) -> HttpResponse:
        reponse = get_response(request)
        session = cast("SessionStore", request.session)
        # A page that has not looked at the session must not be made to read it.
        if session.accessed and not session.modified and request.user.is_authenticated:
            session.vue(timezone.now())
        return reponse

    return middleware


class SecondFacteurMiddleware:
    """Send whoever owes a second factor to give it, before any page that is not public.

    Rights are querysets that know the person, not the session: so it is here, in front of every closed view, that a
    session without its second factor is one without rights.
    """

    def __init__(self, get_response: Reponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, vue: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not getattr(vue, "login_required", True) or not request.user.is_authenticated:
            return None
        if request.resolver_match is not None and request.resolver_match.view_name in LIBRES:
            return None
        if verifie(request) or not attendu(request.user):
            return None
        return envoyer(request, vers_avec_suite(request, reverse("comptes:verification")))
