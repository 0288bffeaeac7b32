"""Who administers a federation, and what it asks of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comptes.models import Administrateur, Federation
from comptes.second_facteur import verifie
from core.tableur import format_demande, reponse_tableau, telechargements
from espace import equipes
from espace.forms.equipe import ExigenceForm, InvitationForm
from espace.tableaux import table_des_administrateurs
from espace.views.equipe import inviter, vers_la_page
from structures import actions


@require_http_methods(["GET", "HEAD", "POST"])
def administrateurs(request: HttpRequest, slug: str) -> HttpResponse:
    """Show those who administer the federation; invite another."""
    federation = _federation(request, slug)
    personnes = equipes.administrateurs(federation, request.user)
    if request.method != "POST" and (format_ := format_demande(request)):
        return reponse_tableau(table_des_administrateurs(federation, personnes, timezone.localdate()), format_)
    form = InvitationForm(request.POST if request.method == "POST" else None, cible=federation)
    if inviter(request, form):
        return redirect("espace:administrateurs", slug)
    contexte = {
        "federation": federation,
        "personnes": personnes,
        "telecharger": telechargements(request),
        "invitations": equipes.invitations(federation, timezone.now()),
        "form": form,
        "exigence": ExigenceForm(instance=federation),
        "verifie": verifie(request),
        "page_active": "espace",
    }
    return render(request, "espace/administrateurs.html", contexte, status=422 if form.errors else 200)


@require_POST
def retirer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an administrator out of the federation."""
    federation = _federation(request, slug)
    lignes = Administrateur.objects.filter(federation=federation).select_related("utilisateur", "federation")
    qui = get_object_or_404(lignes, pk=pk)
    try:
        actions.retirer_administrateur(qui)
        messages.success(request, f"{qui.utilisateur} n’administre plus le réseau.")
    except actions.Refus as refus:
        messages.error(request, str(refus))
    return vers_la_page(request, federation)


@require_POST
def exigence(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a second factor of the administrators, or no longer; who asks for it has one first."""
    federation = _federation(request, slug)
    form = ExigenceForm(request.POST, instance=federation)
    if not verifie(request):
        messages.error(request, "Mettez d’abord en place votre propre second facteur, dans « Mon compte ».")
    elif form.is_valid():
        form.save()
        messages.success(request, "C’est enregistré.")
    return redirect("espace:administrateurs", slug)


def _federation(request: HttpRequest, slug: str) -> Federation:
    return get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
