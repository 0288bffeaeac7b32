"""Who keeps a structure: members, roles, invitations."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comptes.models import Federation, Utilisateur
from espace import equipes
from espace.forms.equipe import InvitationForm, RoleForm
from structures import actions
from structures.models import Invitation, Membre, Structure

TROP = "Trop d’invitations aujourd’hui : recommencez demain."


@require_http_methods(["GET", "HEAD", "POST"])
def equipe(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the team to all of it; those who may edit the structure invite."""
    permises = Structure.objects.updatable_by(request.user)
    if request.method == "POST":
        permises = Structure.objects.editable_by(request.user)
    structure = get_object_or_404(permises, uid=uid)
    form = InvitationForm(request.POST if request.method == "POST" else None, cible=structure)
    if inviter(request, form):
        return redirect("espace:equipe", uid)
    personnes = equipes.membres(structure, request.user)
    gere = Structure.objects.editable_by(request.user).filter(pk=structure.pk).exists()
    contexte = {
        "structure": structure,
        "gere": gere,
        "personnes": personnes,
        "membre": any(p.moi for p in personnes),
        "invitations": equipes.invitations(structure, timezone.now()),
        "form": form,
        "page_active": "espace",
    }
    return render(request, "espace/equipe.html", contexte, status=422 if form.errors else 200)


def inviter(request: HttpRequest, form: InvitationForm) -> bool:
    """Send the invitation of a valid form, and say so; False when the page is to be shown instead."""
    if not form.is_valid():
        return False
    courriel = form.cleaned_data["courriel"]
    faite = actions.inviter(
        cible=form.cible,
        courriel=courriel,
        role=form.role_choisi,
        by=cast("Utilisateur", request.user),
        now=timezone.now(),
    )
    if faite is None:
        form.add_error(None, TROP)
        return False
    messages.success(request, f"L’invitation est partie à {courriel}.")
    return True


@require_POST
def changer_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the role of a member."""
    membre = _membre(request, pk)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            actions.changer_role(membre, role=form.cleaned_data["role"])
            messages.success(request, f"Le rôle de {membre.utilisateur} est changé.")
        except actions.Refus as refus:
            messages.error(request, str(refus))
    return vers_la_page(request, membre.structure)


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a member out of the team."""
    membre = _membre(request, pk)
    try:
        actions.retirer(membre)
        messages.success(request, f"{membre.utilisateur} ne fait plus partie de l’équipe.")
    except actions.Refus as refus:
        messages.error(request, str(refus))
    return vers_la_page(request, membre.structure)


@require_POST
def quitter(request: HttpRequest, uid: str) -> HttpResponse:
    """Leave a team."""
    miens = Membre.objects.filter(utilisateur=cast("Utilisateur", request.user)).select_related("structure")
    membre = get_object_or_404(miens, structure__uid=uid)
    try:
        actions.retirer(membre)
        messages.success(request, f"Vous ne faites plus partie de l’équipe de {membre.structure}.")
    except actions.Refus as refus:
        messages.error(request, str(refus))
    return vers_la_page(request, membre.structure)


@require_POST
def renvoyer(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again, by a new link."""
    invitation = get_object_or_404(Invitation.objects.manageable_by(request.user), pk=pk)
    try:
        faite = actions.renvoyer(invitation, by=cast("Utilisateur", request.user), now=timezone.now())
    except actions.Refus as refus:
        messages.error(request, str(refus))
    else:
        partie = f"L’invitation est repartie à {invitation.courriel}. Le lien précédent ne sert plus."
        messages.success(request, partie) if faite else messages.error(request, TROP)
    return vers_la_page(request, invitation.cible)


@require_POST
def annuler(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = get_object_or_404(Invitation.objects.manageable_by(request.user), pk=pk)
    try:
        actions.annuler(invitation, now=timezone.now())
        messages.success(request, f"L’invitation de {invitation.courriel} est annulée.")
    except actions.Refus as refus:
        messages.error(request, str(refus))
    return vers_la_page(request, invitation.cible)


def _membre(request: HttpRequest, pk: int) -> Membre:
    """Return a member of a structure that this person may edit, or answer 404."""
    membres = Membre.objects.select_related("structure", "utilisateur")
    return get_object_or_404(membres, pk=pk, structure__in=Structure.objects.editable_by(request.user))


def vers_la_page(request: HttpRequest, cible: Structure | Federation) -> HttpResponse:
    """Go back to the team, or to one's account when one is no longer part of it."""
    if isinstance(cible, Federation):
        encore = Federation.objects.administered_by(request.user).filter(pk=cible.pk).exists()
        return redirect("espace:administrateurs", cible.slug) if encore else redirect("espace:compte")
    if Structure.objects.updatable_by(request.user).filter(pk=cible.pk).exists():
        return redirect("espace:equipe", cible.uid)
    return redirect("espace:compte")
