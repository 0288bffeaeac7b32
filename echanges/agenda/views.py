"""The addresses of the calendars: what a telephone or another site asks again every few hours."""

from functools import partial
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.context_processors import du_site
from core.etiquettes import etiquetee as core_etiquetee
from core.etiquettes import jour_a_paris
from echanges.agenda import entrees
from echanges.agenda.ecriture import ecrire
from recherche.fiches import est_brouillon
from recherche.filters import formulaire
from recherche.resultats import nettoyer
from structures.models import Lieu

# Half a second to write: once for all, those who are signed in too.
etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version, pour_tous=True)
du_jour = partial(etiquetee, instant=jour_a_paris, question=False)


@login_not_required
@require_safe
@du_jour
def offre(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """Give the sessions of an activity; one that has ended keeps its address, and an empty calendar."""
    now = timezone.now()
    objet = get_object_or_404(entrees.offres(now), uid=uid)
    if objet.fusionne_dans:
        return HttpResponsePermanentRedirect(reverse("echanges:agenda_offre", args=[objet.fusionne_dans.uid, ""]))
    if est_brouillon(objet):
        raise Http404
    ou = f" ({objet.lieu.nom})" if objet.lieu else ""
    agenda = entrees.de_l_offre(objet, now=now)
    return _calendrier(ecrire(agenda, nom=f"{objet.nom}{ou}", url=objet.get_absolute_url(), now=now))


@login_not_required
@require_safe
@du_jour
def lieu(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """Give the sessions of a place."""
    now = timezone.now()
    objet = get_object_or_404(Lieu.objects.select_related("fusionne_dans"), uid=uid)
    if objet.fusionne_dans:
        return HttpResponsePermanentRedirect(reverse("echanges:agenda_lieu", args=[objet.fusionne_dans.uid, ""]))
    if est_brouillon(objet):
        raise Http404
    agenda = entrees.du_lieu(objet, now=now)
    return _calendrier(ecrire(agenda, nom=objet.nom, url=objet.get_absolute_url(), now=now))


@login_not_required
@require_safe
@etiquetee
def recherche(request: HttpRequest) -> HttpResponse:
    """Give the sessions of what a search finds, asked as on its page."""
    now = timezone.now()
    form = formulaire(request.GET)
    criteres = form.criteres(federation=request.GET.get("federation", "")[:50])
    agenda = entrees.de_la_recherche(criteres, now=now)
    url = f"{reverse('recherche:accueil')}?{nettoyer(cast('QueryDict', form.data), form).urlencode()}"
    return _calendrier(ecrire(agenda, nom="Au bon endroit : ma recherche", url=url, now=now))


def _calendrier(octets: bytes) -> HttpResponse:
    return HttpResponse(octets, content_type="text/calendar; charset=utf-8")
