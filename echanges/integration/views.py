"""The pages that other sites show in a frame: public, without a cookie, and no one else's than who is allowed."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.context_processors import du_site
from comptes.models import Federation
from comptes.origines import est_origine
from core.etiquettes import etiquetee as core_etiquetee
from core.travailleur import PARIS
from echanges.integration.cadre import CARTE, LISTE, Demande, cadre, de_la_recherche, de_la_structure, du_lieu
from recherche import points
from recherche.fiches import est_brouillon
from recherche.queries import trouver
from structures.models import Lieu, Structure

etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)


def montrable(reponse: HttpResponse, federation: Federation | None) -> HttpResponse:
    """Let the sites that a federation names show this answer in a frame; no site, when it names none.

    Ours is always one of them: the page that builds the code shows a preview. What is stored was checked when it was
    written; it is again here, since a header is made of it.
    """
    sites = federation.sites_integrant if federation else []
    reponse._csp_replace = {"frame-ancestors": ["'self'", *filter(est_origine, sites)]}  # type: ignore[attr-defined]
    reponse.xframe_options_exempt = True
    return reponse


@login_not_required
@require_safe
def structure(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what a structure proposes."""
    objet = get_object_or_404(Structure.objects.select_related("federation", "fusionnee_dans"), uid=uid)
    if objet.fusionnee_dans:
        return _ailleurs(request, "echanges:integrer_structure", objet.fusionnee_dans.uid)
    return montrable(_structure(request, objet), objet.federation)


@login_not_required
@require_safe
def lieu(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what happens at a place."""
    objet = _lieu_ou_404(uid)
    if objet.fusionne_dans:
        return _ailleurs(request, "echanges:integrer_lieu", objet.fusionne_dans.uid)
    return montrable(_page(request, du_lieu(objet)), objet.structure.federation)


@login_not_required
@require_safe
def recherche(request: HttpRequest) -> HttpResponse:
    """Show what a search finds; `federation` names whose places, and whose sites may show them."""
    slug = request.GET.get("federation", "")
    federation = get_object_or_404(Federation, slug=slug[:50]) if slug else None
    return montrable(_page(request, de_la_recherche(request.GET, federation)), federation)


@login_not_required
@require_safe
@etiquetee
def points_json(request: HttpRequest, genre: str, uid: str) -> HttpResponse:
    """Give the points of a structure or of a place, for the map of its frame."""
    if genre == "lieu":
        criteres = du_lieu(_lieu_ou_404(uid)).criteres
    elif genre != "structure":
        raise Http404
    else:
        objet = get_object_or_404(Structure.objects.select_related("federation"), uid=uid)
        criteres = de_la_structure(objet, []).criteres
    return JsonResponse(points.charge(trouver(criteres, now=timezone.now(), lieux_seuls=True)))


def _lieu_ou_404(uid: str) -> Lieu:
    objet = get_object_or_404(Lieu.objects.select_related("structure__federation", "fusionne_dans"), uid=uid)
    if est_brouillon(objet):
        raise Http404
    return objet


def _ailleurs(request: HttpRequest, nom: str, uid: str) -> HttpResponse:
    vue = LISTE if request.GET.get("vue") != CARTE else CARTE
    return HttpResponseRedirect(f"{reverse(nom, args=[uid])}?vue={vue}")


@etiquetee
def _structure(request: HttpRequest, objet: Structure) -> HttpResponse:
    today = timezone.localdate(timezone.now(), PARIS)
    lieux = objet.lieux.published(today).order_by("-principal", "pk")[:2]
    return _dessiner(request, de_la_structure(objet, list(lieux)))


@etiquetee
def _page(request: HttpRequest, demande: Demande) -> HttpResponse:
    return _dessiner(request, demande)


def _dessiner(request: HttpRequest, demande: Demande) -> HttpResponse:
    contexte = {
        "cadre": cadre(demande, now=timezone.now()),
        "carte": request.GET.get("vue") == CARTE,
    }
    return render(request, "echanges/integration/cadre.html", contexte)
