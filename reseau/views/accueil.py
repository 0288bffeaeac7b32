"""The first page of « Entre nous », and what an administrator withdraws."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reseau.actions.publications import remettre, retirer
from reseau.forms.publications import RetraitForm
from reseau.lettre import recoit
from reseau.queries import SALLES, nouveautes
from reseau.voix import voix_de


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """The rooms, and what is new in each; somebody of no structure is told how to come in."""
    voix = voix_de(request.user)
    contexte = {
        "membre": bool(voix),
        "salles": nouveautes(request.user, timezone.now()) if voix else [],
        "lettre": recoit(request.user),
        "page_active": "entre_nous",
    }
    return render(request, "reseau/accueil.html", contexte)


@require_POST
def moderer(request: HttpRequest, salle: str, uid: str) -> HttpResponse:
    """Withdraw something with its reason, or show it again."""
    if salle not in SALLES:
        raise Http404
    objet = get_object_or_404(SALLES[salle].objects.moderated_by(request.user).with_names(), uid=uid)
    if request.POST.get("geste") == "remettre":
        remettre(objet)
        messages.success(request, "C’est de nouveau visible pour les membres.")
        return redirect(objet)
    form = RetraitForm(request.POST)
    if form.is_valid():
        retirer(objet, raison=form.cleaned_data["raison"], by=request.user, now=timezone.now())
        messages.success(request, "C’est retiré. La personne qui a publié est prévenue.")
    else:
        messages.error(request, " ".join(str(e) for erreurs in form.errors.values() for e in erreurs))
    return redirect(objet)
