"""What one changes of one's own account: name, password, sessions."""

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from comptes.connexion import connexion_recente, fermer_sessions
from comptes.forms import MotDePasseForm, NomForm
from comptes.models import Utilisateur
from comptes.queries import sessions_de
from core.limites import Limite, passe

ESSAIS = Limite("mot de passe actuel", 6, timedelta(minutes=15))
COMPTE = "espace:compte"


@require_POST
def nom(request: HttpRequest) -> HttpResponse:
    """Change the displayed name."""
    form = NomForm(request.POST, instance=cast("Utilisateur", request.user))
    if form.is_valid():
        form.save()
        messages.success(request, "Votre nom est enregistré.")
    else:
        messages.error(request, "Ce nom est trop long : 120 caractères au plus.")
    return redirect(COMPTE)


@sensitive_post_parameters("actuel", "nouveau")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mot_de_passe(request: HttpRequest) -> HttpResponse:
    """Choose, change or remove the password; a found session cannot, it has to say the current one."""
    compte = cast("Utilisateur", request.user)
    now = timezone.now()
    recente, a_un_mot_de_passe = connexion_recente(request, now), compte.has_usable_password()
    if request.method != "POST":
        form = MotDePasseForm(compte=compte, demander_l_actuel=not recente)
    elif not recente and (not a_un_mot_de_passe or not passe(ESSAIS, str(compte.pk), now=now)):
        return redirect("comptes:mot_de_passe")  # the page says what to do
    elif "retirer" in request.POST and recente:
        return _changer(request, compte, None, "Votre mot de passe est retiré : vous vous connecterez par un lien.")
    else:
        form = MotDePasseForm(request.POST, compte=compte, demander_l_actuel=not recente)
        if form.is_valid():
            return _changer(request, compte, form.cleaned_data["nouveau"], "Votre mot de passe est enregistré.")
    contexte = {
        "form": form,
        "recente": recente,
        "a_un_mot_de_passe": a_un_mot_de_passe,
        "page_active": "compte",
    }
    return render(request, "comptes/mot_de_passe.html", contexte, status=422 if form.errors else 200)


def _changer(request: HttpRequest, compte: Utilisateur, nouveau: str | None, mot: str) -> HttpResponse:
    """Keep this session, close the others: whoever knew the former password is out."""
    compte.set_password(nouveau)
    compte.save(update_fields=["password"])
    update_session_auth_hash(request, compte)
    fermees = fermer_sessions(compte, sauf=request.session.session_key)
    messages.success(request, f"{mot} Vos autres sessions sont fermées." if fermees else mot)
    return redirect(COMPTE)


@require_POST
def fermer(request: HttpRequest) -> HttpResponse:
    """Close one of one's sessions, or all but this one."""
    compte = cast("Utilisateur", request.user)
    if "toutes" in request.POST:
        fermer_sessions(compte, sauf=request.session.session_key)
        messages.success(request, "Vos autres sessions sont fermées.")
        return redirect(COMPTE)
    voulue = request.POST.get("session", "")
    for session in sessions_de(compte, request.session.session_key, timezone.now()):
        if session.code == voulue and not session.ici:
            session.fermer()
            messages.success(request, "Cette session est fermée.")
    return redirect(COMPTE)
