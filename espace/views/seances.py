"""Cancel, move, replace or give back a session: the same views for every bearer."""

import uuid

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import Offre, Seance
from core.htmx import veut_fragment
from espace.forms.seances import GESTES, GesteForm
from espace.place import DEJA
from espace.porteurs import Porteur
from espace.seances import FAITS, ligne_seance, lignes_seances

PREMIERES = 12


def _page(
    request: HttpRequest,
    porteur: Porteur,
    offre: Offre,
    *,
    refuse: tuple[Seance, str, GesteForm] | None = None,
) -> HttpResponse:
    now = timezone.now()
    lignes = lignes_seances(offre.seances.all(), porteur, now=now)
    if refuse:
        seance, geste, form = refuse
        lignes = [
            ligne_seance(seance, porteur, now=now, refuse=(geste, form)) if ligne.pk == seance.pk else ligne
            for ligne in lignes
        ]
    # A daily activity has forty sessions: those of the next two weeks are what one comes for.
    montrees = lignes if refuse or "toutes" in request.GET else lignes[:PREMIERES]
    contexte = {
        "offre": offre,
        "seances": montrees,
        "autres": len(lignes) - len(montrees),
        "fait": FAITS.get(request.GET.get("fait", ""), ""),
        "retour": porteur.accueil,
        "url_place": porteur.url("place", offre.uid) if porteur.famille != "agir_" else "",
        "page_active": porteur.page_active,
    }
    return render(request, "espace/seances.html", contexte, status=422 if refuse else 200)


@require_safe
def seances(request: HttpRequest, porteur: Porteur, uid: str) -> HttpResponse:
    """The sessions to come of one activity, each with its gestures."""
    offre = get_object_or_404(porteur.offres.select_related("lieu"), uid=uid)
    return _page(request, porteur, offre)


@require_POST
def seance(request: HttpRequest, porteur: Porteur, pk: int, geste: str) -> HttpResponse:
    """Make one gesture on one session: its line alone for htmx, the page of its activity without."""
    now = timezone.now()
    objet = get_object_or_404(
        Seance.objects.filter(offre__in=porteur.offres).select_related("offre__lieu", "offre__structure"), pk=pk
    )
    form = GESTES[geste](request.POST, seance=objet, now=now)
    operation: uuid.UUID | str | None = None
    if form.is_valid():
        try:
            operation = form.faire(porteur) or DEJA
        except ValidationError:
            operation = None
    fait = DEJA if operation == DEJA else geste
    if veut_fragment(request):
        objet.refresh_from_db(from_queryset=Seance.objects.select_related("offre__lieu", "offre__structure"))
        ligne = ligne_seance(
            objet,
            porteur,
            now=now,
            avec_activite=bool(request.POST.get("avec_activite")),
            refuse=None if operation else (geste, form),
            fait=FAITS[fait] if operation else "",
        )
        statut = 200 if operation else 422
        return render(request, "composants/seance_gestes.html", {"seance": ligne}, status=statut)
    if not operation:
        return _page(request, porteur, objet.offre, refuse=(objet, geste, form))
    suite = porteur.url("seances", objet.offre.uid) if porteur.famille != "agir_" else porteur.url("")
    return HttpResponseRedirect(f"{suite}?fait={fait}&toutes=1#seance-{objet.pk}", status=303)
