"""What a mail's link opens: no account needed, one thing to do, and only a POST does it."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ateliers.gestes import verifier_offre, verifier_structure
from ateliers.models import Offre
from espace.a_jour import dit_de
from espace.forms.place import PlaceForm
from espace.liens import Action, But
from espace.place import DEJA, avec_lieu, carte_place, operation_dite
from espace.porteurs import Porteur
from espace.views.seances import seances


@require_http_methods(["GET", "HEAD", "POST"])
def agir(request: HttpRequest, porteur: Porteur) -> HttpResponse:
    """Show what the link is for; do it on POST only, since mail scanners open every link."""
    action = porteur.action
    if action is None:
        raise ValueError("A mail's link has an action.")
    if action.but == But.A_JOUR:
        return _a_jour(request, porteur, action)
    if action.offre is None:
        raise ValueError("Room and sessions are those of an activity.")
    if action.but == But.SEANCES:
        return seances(request, porteur, uid=action.offre.uid)
    return _place(request, porteur, action.offre)


def _place(request: HttpRequest, porteur: Porteur, objet: Offre) -> HttpResponse:
    """One tap, « ?dispo= », then one confirmation."""
    now = timezone.now()
    offre = get_object_or_404(avec_lieu(porteur.offres), pk=objet.pk)
    form = PlaceForm(request.POST if request.method == "POST" else None, offre=offre, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            operation = form.faire(porteur, now=now) or DEJA
        except ValidationError:
            pass
        else:
            return HttpResponseRedirect(f"{porteur.url('')}?fait={operation}", status=303)
    demandee = request.POST.get("dispo", "") if request.method == "POST" else request.GET.get("dispo", "")
    connues = dict([*form.choix, *([form.choix_date] if form.choix_date else [])])
    contexte = {
        "carte": carte_place(
            offre, porteur, now=now, form=form, operation=operation_dite(request.GET.get("fait", ""), offre)
        ),
        "demandee": demandee if demandee in connues else "",
        "libelle": connues.get(demandee, ""),
        "avec_date": bool(form.choix_date and form.choix_date[0] == demandee),
        "page_active": "",
    }
    return render(request, "espace/agir_place.html", contexte, status=422 if form.errors else 200)


def _a_jour(request: HttpRequest, porteur: Porteur, action: Action) -> HttpResponse:
    """All that the public pages say, and one button."""
    now = timezone.now()
    if request.method == "POST":
        options: dict[str, Any] = {"by": porteur.by, "voie": porteur.voie, "now": now}
        operation: uuid.UUID | None = None
        if action.offre:
            operation = verifier_offre(action.offre, **options)
        elif action.structure:
            operation = verifier_structure(action.structure, **options)
        return HttpResponseRedirect(f"{porteur.url('')}?fait={operation or DEJA}", status=303)
    contexte = {
        "nom": str(action.offre or action.structure),
        "lignes": dit_de(action.offre or action.structure, now=now),
        "fait": "deja" if request.GET.get("fait") == DEJA else "oui" if request.GET.get("fait") else "",
        "page_active": "",
    }
    return render(request, "espace/agir_a_jour.html", contexte)
