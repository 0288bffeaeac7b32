"""The first page of a federation's workspace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.models import Federation
from federation.bureau.files.registre import compter
from federation.bureau.queries import apercu
from federation.bureau.rubriques import par_groupe


@require_safe
def accueil(request: HttpRequest, slug: str) -> HttpResponse:
    """The network at a glance, and the way to each section."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    contexte = {
        "federation": federation,
        "files": compter(federation, timezone.now()),
        "apercu": apercu(federation, timezone.localdate()),
        "groupes": [(nom, [(r, r.adresse(federation)) for r in rubriques]) for nom, rubriques in par_groupe()],
        "page_active": "espace",
    }
    return render(request, "bureau/accueil.html", contexte)
