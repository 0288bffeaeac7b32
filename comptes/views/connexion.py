"""Sign in: by a link, or by password; follow the link."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from comptes.connexion import (
    connexion_recente,
    demander_lien,
    lire_lien,
    ouvrir_session,
    suite_sure,
    suivre_lien,
)
from comptes.forms import ConnexionForm, LienForm
from comptes.verrouillage import repondre
from core.liens import LienRefuse
from core.limites import Limite, client, passe

ACCUEIL = "espace:compte"
MOTS_DE_PASSE = Limite("mot de passe, poste", 60, timedelta(minutes=15))


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connexion(request: HttpRequest) -> HttpResponse:
    """Offer a link by mail, and a password to those who have one; somebody signed in already goes on."""
    suite = suite_sure(request)
    if request.user.is_authenticated:
        return redirect(suite or ACCUEIL)
    if request.method == "POST":
        return _par_mot_de_passe(request, suite) if "password" in request.POST else _par_lien(request, suite)
    return _page(request, suite)


def _page(
    request: HttpRequest,
    suite: str,
    lien: LienForm | None = None,
    mot_de_passe: ConnexionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    contexte = {
        "lien": lien or LienForm(),
        "mot_de_passe": mot_de_passe or ConnexionForm(request),
        "ouvert": mot_de_passe is not None,
        "suite": suite,
        "page_active": "connexion",
    }
    return render(request, "comptes/connexion.html", contexte, status=status)


def _par_lien(request: HttpRequest, suite: str) -> HttpResponse:
    form = LienForm(request.POST)
    if not form.is_valid():
        return _page(request, suite, lien=form, status=422)
    courriel = form.cleaned_data["courriel"]
    permis = demander_lien(courriel=courriel, suite=suite, poste=client(request), now=timezone.now())
    contexte = {"courriel": courriel, "trop": not permis, "page_active": "connexion"}
    return render(request, "comptes/lien_envoye.html", contexte, status=200 if permis else 429)


def _par_mot_de_passe(request: HttpRequest, suite: str) -> HttpResponse:
    now = timezone.now()
    if not passe(MOTS_DE_PASSE, client(request), now=now):
        return repondre(request, None, None)
    form = ConnexionForm(request, request.POST)
    if not form.is_valid():
        return _page(request, suite, mot_de_passe=form, status=422)
    ouvrir_session(request, form.get_user(), now=now)
    return redirect(suite or ACCUEIL)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lien(request: HttpRequest) -> HttpResponse:
    """Show a button for the link of a mail: scanners follow links, they press no button; the POST signs in."""
    jeton = (request.POST if request.method == "POST" else request.GET).get("jeton", "")
    try:
        if request.method == "POST":
            compte, suite = suivre_lien(jeton, now=timezone.now())
            ouvrir_session(request, compte, now=timezone.now())
            return redirect(suite or ACCUEIL)
        compte, suite = lire_lien(jeton)
    except LienRefuse as refus:
        contexte = {"raison": str(refus), "lien": LienForm(), "page_active": "connexion"}
        return render(request, "comptes/lien_refuse.html", contexte, status=410)
    contexte = {"compte": compte, "jeton": jeton, "page_active": "connexion"}
    return render(request, "comptes/lien.html", contexte)


@require_POST
def confirmer(request: HttpRequest) -> HttpResponse:
    """Send somebody signed in a new link, to come back with a fresh session to what asks for one."""
    now, suite = timezone.now(), suite_sure(request)
    if connexion_recente(request, now):
        return redirect(suite or resolve_url(ACCUEIL))
    courriel = request.user.get_username()
    permis = demander_lien(courriel=courriel, suite=suite, poste=client(request), now=now)
    contexte = {"courriel": courriel, "trop": not permis, "page_active": "compte"}
    return render(request, "comptes/lien_envoye.html", contexte, status=200 if permis else 429)
