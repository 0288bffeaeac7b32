"""The paper to hand over, its living page, what is recorded without anyone's identity."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ateliers.models import Offre
from comptes.context_processors import du_site
from core.etiquettes import etiquetee as core_etiquetee
from orientations.langues import LANGUES, langue_demandee
from orientations.papier import FORMATS
from orientations.papier import papier as faire_papier
from orientations.vivant import disparition, fut_publiee, offre_du_papier
from orientations.vivant import vivant as faire_vivant
from recherche.fiches import est_brouillon, visible_pour
from recherche.presentation import fermetures_utiles

etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)


@login_not_required
@require_safe
@etiquetee
def papier(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """The paper to hand over: two clicks from any activity, no account, nothing about the person is sent."""
    now = timezone.now()
    offres = Offre.objects.select_related("structure__federation", "lieu__structure", "lieu__commune", "fusionne_dans")
    offre = get_object_or_404(offres.prefetch_related(fermetures_utiles(now)), uid=uid)
    if offre.fusionne_dans:
        return HttpResponseRedirect(reverse("orientations:papier", args=[offre.fusionne_dans.uid, ""]))
    if not visible_pour(offre, request.user):
        raise Http404
    langue = langue_demandee(request.GET.get("langue"))
    format_ = request.GET.get("format", "")
    format_ = format_ if format_ in FORMATS else "a4"
    contexte = {
        "papier": faire_papier(offre, langue, format_, now=now),
        "langues": LANGUES.values(),
        "page_active": "",
    }
    return render(request, "orientations/papier.html", contexte)


@login_not_required
@require_safe
@etiquetee
def vivant(request: HttpRequest, uid: str) -> HttpResponse:
    """The living page of a QR code: what was once published answers 200, whatever has become of it."""
    now = timezone.now()
    langue = langue_demandee(request.GET.get("langue"))
    offre, fusionnee = offre_du_papier(uid, now=now)
    if offre is None or est_brouillon(offre):
        if not fut_publiee(uid):
            raise Http404
        page = disparition(langue, now=now)
    else:
        page = faire_vivant(offre, langue, fusionnee=fusionnee, now=now)
    return render(request, "orientations/vivant.html", {"page": page, "uid": uid, "langues": LANGUES.values()})
