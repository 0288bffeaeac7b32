"""« L’annuaire à imprimer »: choose, and the document."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.context_processors import du_site
from core.etiquettes import etiquetee as core_etiquetee
from core.etiquettes import jour_a_paris
from core.travailleur import PARIS
from echanges.annuaire.choix import AnnuaireForm
from echanges.annuaire.decoupes import decouper
from echanges.annuaire.document import ACTIVITES_MAX, document, taille, titre

# What is printed says a day, never an hour.
du_jour = partial(core_etiquetee, lire=lambda request: du_site(request).version, instant=jour_a_paris)


@login_not_required
@require_safe
@du_jour
def choisir(request: HttpRequest) -> HttpResponse:
    """Choose the network, a commune, a need; say how many pages that is, or into what it may be cut."""
    form = AnnuaireForm(request.GET)
    choix = form.choix()
    today = timezone.localdate(timezone.now(), PARIS)
    mesure = None if form.errors else taille(choix, today=today)
    contexte = {
        "form": form,
        "plusieurs": len(du_site(request).federations) > 1,
        "taille": mesure,
        "decoupes": decouper(choix, today=today) if mesure and mesure.trop else None,
        "maximum": ACTIVITES_MAX,
        "question": choix.parametres,
        "quoi": titre(choix, du_site(request).federations),
        "page_active": "",
    }
    return render(request, "echanges/annuaire/choisir.html", contexte)


@login_not_required
@require_safe
@du_jour
def imprimer(request: HttpRequest) -> HttpResponse:
    """Show the document; what is too long, or not understood, goes back to the choice, which says why."""
    form = AnnuaireForm(request.GET)
    choix = form.choix()
    today = timezone.localdate(timezone.now(), PARIS)
    if form.errors or taille(choix, today=today).trop:
        return HttpResponseRedirect(f"{reverse('echanges:annuaire')}?{request.GET.urlencode()}")
    federations = du_site(request).federations
    contexte = {
        "document": document(choix, today=today),
        "quoi": titre(choix, federations),
        "reseaux": [choix.federation] if choix.federation else federations,
        "jour": today,
        "question": choix.parametres,
        "page_active": "",
    }
    return render(request, "echanges/annuaire/document.html", contexte)
