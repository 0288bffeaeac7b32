"""Ask for the monthly letter, or stop it: signed in, or by the link at its foot."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comptes.models import Utilisateur
from core.liens import LienRefuse
from reseau.lettre import choisir, lire_jeton, recoit
from reseau.views.commun import membre


@require_http_methods(["GET", "HEAD", "POST"])
def lettre(request: HttpRequest) -> HttpResponse:
    """Signed in."""
    membre(request)
    return _choix(request, get_object_or_404(Utilisateur, pk=request.user.pk))


@login_not_required
@csrf_exempt  # the token is the proof; mail software posts here without a page (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def lettre_lien(request: HttpRequest, jeton: str) -> HttpResponse:
    """By the link of a letter; a GET changes nothing, since scanners open it."""
    try:
        utilisateur = lire_jeton(jeton)
    except LienRefuse as refus:
        return render(request, "espace/lien_refuse.html", {"raison": str(refus), "page_active": ""}, status=403)
    return _choix(request, utilisateur)


def _choix(request: HttpRequest, utilisateur: Utilisateur) -> HttpResponse:
    if request.method == "POST":
        choisir(utilisateur, recevoir=request.POST.get("choix") == "recevoir", now=timezone.now())
        return HttpResponseRedirect(request.path, status=303)
    contexte = {"recoit": recoit(utilisateur), "adresse": request.path, "page_active": "entre_nous"}
    return render(request, "reseau/lettre.html", contexte)
