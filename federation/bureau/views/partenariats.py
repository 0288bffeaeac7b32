"""The partnerships of a network."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.models import Federation
from core.tableur import format_demande, reponse_tableau, telechargements
from federation.bureau.forms.partenariats import PartenariatsForm
from federation.bureau.partenariats import partenariats as trouver
from federation.bureau.partenariats import table

PAR_PAGE = 50


@require_safe
def partenariats(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who works with whom, for what, paid by whom, until when."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    form = PartenariatsForm(request.GET, label_suffix="")
    trouves = trouver(federation, form.criteres(), timezone.localdate())
    if format_ := format_demande(request):
        return reponse_tableau(table(federation, trouves, timezone.localdate()), format_)
    page = Paginator(trouves, PAR_PAGE).get_page(request.GET.get("page"))
    adresse = QueryDict(mutable=True)
    adresse.update({nom: request.GET[nom] for nom in form.fields if request.GET.get(nom)})
    contexte = {
        "federation": federation,
        "form": form,
        "page": page,
        "parametres": adresse.urlencode(),
        "cherche": bool(adresse),
        "telecharger": telechargements(request),
        "page_active": "espace",
    }
    return render(request, "bureau/partenariats.html", contexte)
