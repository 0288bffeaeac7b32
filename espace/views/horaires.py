"""Say what hours would be, before anybody saves them."""

import re

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from ateliers.models import Offre
from core.converters import UidConverter
from core.htmx import render_page
from espace.forms.horaires import HorairesLieuForm, HorairesOffreForm
from structures.models import Lieu, Structure


@require_POST
def apercu_horaires(request: HttpRequest) -> HttpResponse:
    """Show the sentence and the sessions of a grid; what is wrong with it is an answer too, not a refusal."""
    context = {"apercu": _form(request).apercu, "page_active": ""}
    return render_page(request, "espace/apercu_horaires.html", "composants/apercu_horaires.html", context)


def _form(request: HttpRequest) -> HorairesLieuForm | HorairesOffreForm:
    """Build the form that the page has posted, on a place or an activity that this person keeps, or on none."""
    prefixe = request.GET.get("prefixe") or None
    uid = request.GET.get("uid", "")
    if uid and not re.fullmatch(UidConverter.regex, uid):
        raise Http404
    siennes = Structure.objects.updatable_by(request.user)
    if request.GET.get("genre") == "lieu":
        lieux = Lieu.objects.filter(structure__in=siennes).select_related("commune")
        lieu = get_object_or_404(lieux, uid=uid) if uid else Lieu()
        return HorairesLieuForm(request.POST, instance=lieu, prefix=prefixe)
    offres = Offre.objects.filter(Q(structure__in=siennes) | Q(lieu__structure__in=siennes))
    offre = get_object_or_404(offres.select_related("lieu__commune"), uid=uid) if uid else Offre()
    return HorairesOffreForm(request.POST, instance=offre, prefix=prefixe)
