"""Say room, and « tout est à jour »: the same views for an account, a desk and a private link."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ateliers.annulation import AnnulationRefusee, annuler
from ateliers.gestes import verifier_offre, verifier_structure
from ateliers.models import Offre
from core.htmx import render_page, veut_fragment
from core.voies import Voie
from espace.annulation import dite_par
from espace.forms.place import PlaceForm
from espace.place import DEJA, avec_lieu, carte_place, operation_dite
from espace.porteurs import Porteur
from espace.retours import ou_revenir
from structures.models import Structure

A_JOUR = "C’est noté : vérifié aujourd’hui."


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, porteur: Porteur, uid: str) -> HttpResponse:
    """Say whether there is room: the card of one activity, alone for htmx, on a page of its own without."""
    now = timezone.now()
    offre = get_object_or_404(avec_lieu(porteur.offres), uid=uid)
    carte = carte_place(offre, porteur, now=now, operation=operation_dite(request.GET.get("fait", ""), offre))
    statut = 200
    if request.method == "POST":
        form = PlaceForm(request.POST, offre=offre, now=now)
        try:
            operation = (form.faire(porteur, now=now) or DEJA) if form.is_valid() else None
        except ValidationError:
            operation = None
        if operation and not veut_fragment(request):
            return HttpResponseRedirect(f"{carte.action}?fait={operation}", status=303)
        offre = get_object_or_404(avec_lieu(porteur.offres), uid=uid)
        carte = carte_place(offre, porteur, now=now, operation=operation, form=None if operation else form)
        statut = 200 if operation else 422
    contexte = {"carte": carte, "retour": porteur.accueil, "page_active": porteur.page_active}
    return render_page(request, "espace/place.html", "composants/dire_la_place.html", contexte, status=statut)


@require_POST
def offre_a_jour(request: HttpRequest, uid: str) -> HttpResponse:
    """Say that all of an activity is still true, and go back where the button was pressed."""
    offre = get_object_or_404(Offre.objects.updatable_by(request.user).in_use(), uid=uid)
    operation = verifier_offre(offre, by=request.user, voie=Voie.ECRAN)
    messages.success(request, A_JOUR if operation else "C’était déjà noté aujourd’hui.")
    return HttpResponseRedirect(ou_revenir(request, fait=operation))


@require_POST
def structure_a_jour(request: HttpRequest, uid: str) -> HttpResponse:
    """Say that the places and activities of a structure are all still true."""
    structure = get_object_or_404(Structure.objects.updatable_by(request.user).active(), uid=uid)
    operation = verifier_structure(structure, by=request.user, voie=Voie.ECRAN)
    messages.success(request, A_JOUR if operation else "C’était déjà noté aujourd’hui.")
    return HttpResponseRedirect(ou_revenir(request, fait=operation))


@require_POST
def defaire(request: HttpRequest, porteur: Porteur, operation: uuid.UUID) -> HttpResponse:
    """Undo a gesture that this very access made, and go back to its first page."""
    offre = dite_par(porteur, operation)
    if offre is None:
        raise Http404
    try:
        annuler(operation, by=porteur.by, voie=porteur.voie, now=timezone.now())
    except AnnulationRefusee as refus:
        contexte = {"raison": str(refus), "retour": porteur.url(""), "page_active": ""}
        return render(request, "espace/defaire_refuse.html", contexte, status=409)
    if porteur.famille == "agir_":
        return redirect(porteur.url(""))
    return redirect(porteur.url("place", offre.uid))
