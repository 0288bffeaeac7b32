"""Open data: the page that presents the files, and the files."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.context_processors import du_site
from comptes.models import Federation
from core.etiquettes import etiquetee as core_etiquetee
from core.travailleur import PARIS
from echanges.changements.views import derniers
from echanges.inclusion.sortie import FICHIERS, fichier
from echanges.models import Releve
from echanges.sortie import dernier_changement, dire_comptes, resumes
from echanges.sortie import standard as ecrire_standard

etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)


@login_not_required
@require_safe
@etiquetee
def page(request: HttpRequest) -> HttpResponse:
    """Say which files there are, what they hold, and under which licence."""
    now = timezone.now()
    fichiers = resumes(timezone.localdate(now, PARIS))
    contexte = {
        "fichiers": fichiers,
        "contenu": dire_comptes(
            sum(f.lieux for f in fichiers), sum(f.structures for f in fichiers), sum(f.activites for f in fichiers)
        ),
        "verifie_le": max((f.verifie_le for f in fichiers if f.verifie_le), default=None),
        "change_a": dernier_changement(),
        "ecrit_a": now,
        "semaines": derniers(4),
        "premier": Releve.objects.order_by("semaine").first(),
        "page_active": "",
    }
    return render(request, "echanges/opendata.html", contexte)


@login_not_required
@require_safe
@etiquetee
def standard(request: HttpRequest) -> HttpResponse:
    """Give the published places in the national standard, of one federation when `?federation=` names it."""
    slug = request.GET.get("federation", "")
    federation = get_object_or_404(Federation, slug=slug) if slug else None
    sortie = ecrire_standard(today=timezone.localdate(timezone.now(), PARIS), federation=federation)
    return HttpResponse(sortie.octets, content_type="text/csv; charset=utf-8; header=present")


@login_not_required
@require_safe
@etiquetee
def inclusion(request: HttpRequest, quoi: str) -> HttpResponse:
    """Give the published structures, or activities, as data·inclusion v1; of one federation with `?federation=`."""
    if quoi not in FICHIERS:
        raise Http404
    slug = request.GET.get("federation", "")
    federation = get_object_or_404(Federation, slug=slug) if slug else None
    texte = "".join(fichier(quoi, today=timezone.localdate(timezone.now(), PARIS), federation=federation))
    return HttpResponse(texte, content_type="application/json; charset=utf-8")
