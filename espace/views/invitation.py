"""Answer an invitation, from the link of its mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comptes.connexion import ouvrir_session
from comptes.models import Federation, Utilisateur
from espace.forms.equipe import AccepterForm
from structures import actions
from structures.models import Invitation

# What to say when it is too late, by state.
TROP_TARD = {
    Invitation.Etat.EXPIREE: "Elle a expiré. Demandez à la personne qui vous a invité·e de la renvoyer.",
    Invitation.Etat.ANNULEE: "Elle a été annulée. Demandez-en une autre à la personne qui vous a invité·e.",
    Invitation.Etat.ACCEPTEE: "Elle a déjà été acceptée. Il ne reste qu’à vous connecter.",
}
INCONNUE = (
    "Ce lien n’est pas, ou n’est plus, celui d’une invitation. S’il a été renvoyé, prenez celui du dernier message."
)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Show who invites to what, with a button; the POST accepts."""
    now = timezone.now()
    jeton = (request.POST if request.method == "POST" else request.GET).get("jeton", "")
    invitee = actions.trouver(jeton)
    if invitee is None or invitee.etat(now) != Invitation.Etat.ATTENTE:
        raison = TROP_TARD[invitee.etat(now)] if invitee else INCONNUE
        return render(request, "espace/invitation_refusee.html", {"raison": raison, "page_active": ""}, status=410)
    connecte = request.user if request.user.is_authenticated else None
    existe = Utilisateur.objects.filter(courriel=invitee.courriel).first()
    contexte = {
        "invitation": invitee,
        "jeton": jeton,
        "autre": connecte is not None and connecte.courriel != invitee.courriel,
        "a_un_compte": connecte is None and existe is not None and existe.is_active,
        "ferme": existe is not None and not existe.is_active,
        "suite": f"{request.path}?jeton={jeton}",
        "page_active": "",
    }
    empechee = contexte["autre"] or contexte["a_un_compte"] or contexte["ferme"]
    form = AccepterForm(request.POST if request.method == "POST" and not empechee else None)
    if form.is_valid():
        return _accepter(request, invitee, connecte, form.cleaned_data["nom"])
    contexte["form"] = form
    status = 409 if contexte["autre"] or contexte["ferme"] else 422 if form.errors else 200
    return render(request, "espace/invitation.html", contexte, status=status)


def _accepter(request: HttpRequest, invitee: Invitation, connecte: Utilisateur | None, nom: str) -> HttpResponse:
    now = timezone.now()
    try:
        compte = actions.accepter(invitee, compte=connecte, nom=nom, now=now)
    except actions.Refus as refus:
        contexte = {"raison": str(refus), "page_active": ""}
        return render(request, "espace/invitation_refusee.html", contexte, status=410)
    if connecte is None:
        ouvrir_session(request, compte, now=now)
    messages.success(request, f"Bienvenue ! Vous faites maintenant partie de « {invitee.cible} ».")
    if isinstance(invitee.cible, Federation):
        return redirect("espace:administrateurs", invitee.cible.slug)
    return redirect("espace:structure", invitee.cible.uid)
