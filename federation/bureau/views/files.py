"""What waits for an administrator: all the queues with their counts, and each one line by line."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comptes.models import Federation
from espace.views.pages import operation_faite
from federation.bureau.files.gestes import GESTES
from federation.bureau.files.pages import PAGES
from federation.bureau.files.registre import PAR_CLE, compter

PAR_PAGE = 25


@require_safe
def a_traiter(request: HttpRequest, slug: str) -> HttpResponse:
    """Every queue, and how much waits in it."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    contexte = {"federation": federation, "files": compter(federation, timezone.now()), "page_active": "espace"}
    return render(request, "bureau/a_traiter.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, slug: str, cle: str) -> HttpResponse:
    """One queue: its lines, and what is done of one of them."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    if cle not in PAGES:
        raise Http404
    now, statut, en_cause = timezone.now(), 200, ""
    if request.method == "POST":
        if cle not in GESTES:
            raise Http404
        fait = GESTES[cle](federation, request.POST, request.user, now)
        if not fait.refus:
            messages.success(request, fait.dit)
            suite = f"?{urlencode({'fait': fait.operation})}" if fait.operation else ""
            return HttpResponseRedirect(f"{request.path}{suite}")
        messages.error(request, fait.refus)
        statut, en_cause = 422, request.POST.get("ligne", "")
    numero = request.GET.get("page", "")
    page = Paginator(PAGES[cle].lignes(federation, now), PAR_PAGE).get_page(numero if len(numero) < 6 else 1)
    contexte = {
        "federation": federation,
        "file": PAR_CLE[cle],
        "gabarit": PAGES[cle].gabarit,
        "vide": PAGES[cle].vide,
        "page": page,
        "lignes": PAGES[cle].lire(list(page.object_list), now),
        "fait": operation_faite(request),
        "retour": request.path,
        "en_cause": en_cause,
        "reponse": request.POST.get("reponse", "") if en_cause else "",
        "page_active": "espace",
    }
    return render(request, "bureau/file.html", contexte, status=statut)
