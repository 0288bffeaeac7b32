"""What a federation says of itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from comptes.models import Federation
from federation.bureau.forms.federation import FederationForm


@require_http_methods(["GET", "HEAD", "POST"])
def federation(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the name, the territory and the texts of a federation."""
    objet = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    form = FederationForm(request.POST if request.method == "POST" else None, instance=objet)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, "C’est enregistré.")
        return redirect("bureau:federation", slug)
    # A refused form has changed the object that it was given: the page is the stored federation's.
    contexte = {"federation": Federation.objects.get(pk=objet.pk), "form": form, "page_active": "espace"}
    return render(request, "bureau/federation.html", contexte, status=422 if form.errors else 200)
