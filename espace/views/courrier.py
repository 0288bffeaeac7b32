"""The mail of the demonstration: nothing is sent there, so a newcomer reads here what would have been."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comptes.context_processors import du_site
from comptes.models import Courriel

NOMBRE = 30


@login_not_required
@never_cache
@require_safe
def courrier_demo(request: HttpRequest) -> HttpResponse:
    """List the last mails, sign-in links included: only where all is invented and mails are files."""
    if not du_site(request).courrier_visible:
        raise Http404
    courriels = Courriel.objects.order_by("-ecrit_a", "-pk")[:NOMBRE]
    return render(request, "espace/courrier_demo.html", {"courriels": courriels, "page_active": ""})
