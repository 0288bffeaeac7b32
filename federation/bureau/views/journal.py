"""The journal of a network: who did what."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.models import Federation
from federation.bureau.forms.journal import JournalForm
from federation.bureau.journal import operations


@require_safe
def journal(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who did what over twelve months, looked for by words, person, way and day."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    form = JournalForm(request.GET)
    page = operations(federation, form.criteres(request.GET.get("avant", "")), now=timezone.now())
    suite = ""
    if page.suite:
        adresse = QueryDict(mutable=True)
        adresse.update({nom: request.GET[nom] for nom in form.fields if request.GET.get(nom)})
        adresse["avant"] = page.suite.isoformat()
        suite = adresse.urlencode()
    contexte = {
        "federation": federation,
        "form": form,
        "modifications": page.modifications,
        "cherche": any(request.GET.get(nom) for nom in form.fields),
        "suite": suite,
        "retour": request.get_full_path(),
        "page_active": "espace",
    }
    return render(request, "bureau/journal.html", contexte)
