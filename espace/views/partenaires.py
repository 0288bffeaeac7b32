"""Partners of a structure: added, described, taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ateliers.actions import enregistrer_lot
from core.voies import Voie
from espace.forms.partenaires import PartenariatForm
from espace.views.pages import operation_faite
from espace.views.retraits import retirer_de
from partenaires.models import Partenariat
from structures.models import Structure


def connues_de(structure: Structure) -> QuerySet[Structure]:
    """Return the structures that this one may name as a partner: those of its federation, itself left out."""
    return Structure.objects.active().managed_by(structure.federation).exclude(pk=structure.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def partenaires(request: HttpRequest, uid: str, pk: int | None = None) -> HttpResponse:
    """What a structure says of its partners, and the form to add one, or to change the one named in the address."""
    structure = get_object_or_404(Structure.objects.editable_by(request.user).select_related("federation"), uid=uid)
    siens = Partenariat.objects.filter(centre=structure).select_related("partenaire").order_by("partenaire__nom_plie")
    objet = get_object_or_404(siens, pk=pk) if pk else Partenariat(centre=structure)
    envoye = request.POST if request.method == "POST" else None
    form = PartenariatForm(envoye, instance=objet, connues=connues_de(structure))
    if request.method == "POST" and form.is_valid():
        if operation := _ecrire(request, form):
            messages.success(request, "C’est enregistré.")
            return HttpResponseRedirect(f"{reverse('espace:partenaires', args=[uid])}?fait={operation}")
        if not pk and any(form.dit_comme(autre) for autre in siens):
            messages.info(request, "C’était déjà enregistré : ce partenaire est dans votre liste.")
            return HttpResponseRedirect(reverse("espace:partenaires", args=[uid]))
    contexte: dict[str, Any] = {
        "structure": structure,
        "form": form,
        "partenariats": list(siens),
        "modifie": objet if pk else None,
        "connues": list(connues_de(structure).values_list("nom", flat=True)[:1000]),
        "fait": operation_faite(request),
        "retour": reverse("espace:partenaires", args=[uid]),
        "page_active": "espace",
    }
    return render(request, "espace/partenaires.html", contexte, status=422 if form.errors else 200)


def _ecrire(request: HttpRequest, form: PartenariatForm) -> Any:
    try:
        with transaction.atomic():
            objet = form.save(commit=False)
            objet.validate_unique()
            objet.validate_constraints()
            return enregistrer_lot([objet], by=request.user, voie=Voie.ECRAN, now=timezone.now())
    except (ValidationError, IntegrityError) as erreur:
        textes = erreur.messages if isinstance(erreur, ValidationError) else ["Ce partenariat existe déjà."]
        for texte in textes:
            form.add_error(None, texte)
        return None


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a partner off the list; undone in one click."""
    siennes = Structure.objects.editable_by(request.user)
    return retirer_de(request, Partenariat, pk, hote="centre", parmi=siennes, page="espace:partenaires")
