"""Closures and exceptional openings: announced and taken back, by the équipe too."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ateliers.actions import enregistrer_lot
from core.voies import Voie
from espace.forms.fermetures import FermetureForm
from espace.views.pages import operation_faite
from espace.views.retraits import retirer_de
from structures.models import Fermeture, Lieu


@require_http_methods(["GET", "HEAD", "POST"])
def fermetures(request: HttpRequest, uid: str) -> HttpResponse:
    """What a place has announced, and the form to announce more."""
    lieu = get_object_or_404(Lieu.objects.updatable_by(request.user).select_related("structure"), uid=uid)
    form = FermetureForm(
        request.POST if request.method == "POST" else None, instance=Fermeture(lieu=lieu), label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                Lieu.objects.select_for_update(of=("self",)).get(pk=lieu.pk)  # the second of two clicks waits
                form.refuser_un_double()
                operation = enregistrer_lot(
                    [form.save(commit=False)], by=request.user, voie=Voie.ECRAN, now=timezone.now()
                )
        except ValidationError as erreur:
            form.add_error("debut", erreur)
        except IntegrityError:
            form.add_error(None, "Ces valeurs ne vont pas ensemble.")
        else:
            messages.success(request, "C’est annoncé sur la page du lieu.")
            return HttpResponseRedirect(f"{reverse('espace:fermetures', args=[uid])}?fait={operation}")
    contexte: dict[str, Any] = {
        "lieu": lieu,
        "structure": lieu.structure,
        "form": form,
        "annoncees": list(lieu.fermetures.filter(fin__gte=timezone.localdate())),
        "fait": operation_faite(request),
        "retour": request.path,
        "page_active": "espace",
    }
    return render(request, "espace/fermetures.html", contexte, status=422 if form.errors else 200)


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was announced; undone in one click."""
    lieux = Lieu.objects.updatable_by(request.user)
    return retirer_de(request, Fermeture, pk, hote="lieu", parmi=lieux, page="espace:fermetures")
