"""The second factor: give its code, start it, stop it, take new recovery codes."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comptes import second_facteur as facteur
from comptes.connexion import connexion_recente, suite_sure
from comptes.forms import CodeForm
from comptes.models import Utilisateur

COMPTE = "espace:compte"
FAUX = "Ce code n’est pas le bon. Prenez celui qui s’affiche maintenant."
ATTENDRE = "Trop d’essais : attendez un peu avant le suivant."
PERIME = "Ce code n’est pas le bon, ou la page est trop ancienne. Prenez celui qui s’affiche maintenant."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """Ask for the code after signing in; without a telephone yet, go and get one."""
    compte, suite = cast("Utilisateur", request.user), suite_sure(request)
    if facteur.verifie(request):
        return redirect(suite or COMPTE)
    if facteur.telephone_de(compte) is None:
        return redirect("comptes:second_facteur" if facteur.attendu(compte) else COMPTE)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        resultat = facteur.verifier(request, compte, form.cleaned_data["code"])
        if resultat.juste:
            request.session.cycle_key()
            return redirect(suite or COMPTE)
        form.add_error("code", ATTENDRE if resultat.attendre else FAUX)
    contexte = {"form": form, "suite": suite, "page_active": "compte"}
    return render(request, "comptes/verification.html", contexte, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_facteur(request: HttpRequest) -> HttpResponse:
    """Show how to start, or what is in place; the POST starts, with a first code that proves the telephone."""
    compte = cast("Utilisateur", request.user)
    if facteur.telephone_de(compte) is not None:
        # Whoever has only the first factor must not be able to replace the second.
        return _en_place(request, compte) if facteur.verifie(request) else redirect("comptes:verification")
    recente = connexion_recente(request, timezone.now())
    form = CodeForm(request.POST if request.method == "POST" and recente else None)
    signee = request.POST.get("cle", "")
    if form.is_valid():
        codes = facteur.activer(request, compte, signee=signee, code="".join(form.cleaned_data["code"].split()))
        if codes:
            request.session.cycle_key()
            return _codes(request, codes, "Le second facteur est en place.")
        form.add_error("code", PERIME)
    contexte = {
        "form": form,
        "cle": facteur.proposer(compte, signee),
        "recente": recente,
        "exige_par": facteur.exige_par(compte),
        "page_active": "compte",
    }
    return render(request, "comptes/second_facteur.html", contexte, status=422 if form.errors else 200)


def _en_place(request: HttpRequest, compte: Utilisateur) -> HttpResponse:
    contexte = {
        "restants": facteur.codes_restants(compte),
        "exige_par": facteur.exige_par(compte),
        "page_active": "compte",
    }
    return render(request, "comptes/second_facteur_en_place.html", contexte)


def _codes(request: HttpRequest, codes: list[str], mot: str) -> HttpResponse:
    contexte = {"codes": codes, "mot": mot, "page_active": "compte"}
    return render(request, "comptes/codes.html", contexte)


@never_cache
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """Replace the recovery codes and show the new ones, once."""
    compte = cast("Utilisateur", request.user)
    if not facteur.verifie(request):
        return redirect("comptes:second_facteur")
    return _codes(request, facteur.renouveler_codes(compte), "Les anciens codes ne valent plus rien.")


@require_POST
def retirer(request: HttpRequest) -> HttpResponse:
    """Stop the second factor, unless a federation wants it."""
    compte = cast("Utilisateur", request.user)
    exige = facteur.exige_par(compte)
    if exige is not None:
        messages.error(request, f"{exige} demande un second facteur à ses administrateur·rices.")
    elif facteur.verifie(request):
        facteur.retirer(compte)
        messages.success(request, "Le second facteur est retiré.")
    return redirect(COMPTE)
