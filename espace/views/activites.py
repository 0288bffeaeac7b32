"""Begin an activity from a model, copy one, begin a place."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ateliers.actions import enregistrer
from ateliers.etats import dupliquer as dupliquer_offre
from ateliers.modeles import MODELES, par_besoin
from ateliers.models import Offre
from core.une_fois import une_fois
from core.voies import Voie
from espace.forms.activites import ActiviteNouvelleForm, CopieForm, LieuNouveauForm, ModeleForm
from structures.cycle import Etat
from structures.models import Lieu, Structure

COMMENCEE = "C’est un brouillon : dites ce qui manque, puis publiez."


def _page_commencee(nom: str) -> Callable[..., str]:
    """Return the address of what has just been begun, with its undo as long as nothing else was done."""

    def page(objet: Lieu | Offre, **_: Any) -> str:
        adresse = reverse(nom, args=[objet.uid])
        creation = objet.history.order_by("history_date", "history_id").values_list("operation", flat=True).first()
        return f"{adresse}?fait={creation}" if objet.etat == Etat.BROUILLON else adresse

    return page


def _jete(objet: Lieu | Offre) -> bool:
    return objet.etat == Etat.ARCHIVE


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(Offre, ou=_page_commencee("espace:offre"), jete=_jete)
def nouvelle(request: HttpRequest, uid: str, *, nouveau: str) -> HttpResponse:
    """Choose a model (GET), then a name and where (`?modele=`); POST writes a draft and opens its page."""
    structure = get_object_or_404(Structure.objects.editable_by(request.user).select_related("federation"), uid=uid)
    contexte: dict[str, Any] = {"structure": structure, "page_active": "espace"}
    choix = ModeleForm(request.POST if request.method == "POST" else request.GET)
    if not choix.is_valid():
        contexte |= {"besoins": par_besoin().items(), "refus": "modele" in choix.data}
        return render(
            request, "espace/activite_modeles.html", contexte, status=422 if request.method == "POST" else 200
        )
    code = choix.cleaned_data["modele"]
    modele = MODELES.get(code)
    form = ActiviteNouvelleForm(request.POST if request.method == "POST" else None, structure=structure, modele=modele)
    form.instance.uid = nouveau
    if request.method == "POST" and form.is_valid() and (operation := _ecrire(form, request)):
        messages.success(request, COMMENCEE)
        return HttpResponseRedirect(f"{reverse('espace:offre', args=[form.instance.uid])}?fait={operation}")
    contexte |= {"form": form, "modele": modele, "code": code}
    return render(request, "espace/activite_nouvelle.html", contexte, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def dupliquer(request: HttpRequest, uid: str) -> HttpResponse:
    """Copy an activity into a draft under another name."""
    offre = get_object_or_404(Offre.objects.editable_by(request.user).select_related("structure", "lieu"), uid=uid)
    form = CopieForm(
        request.POST if request.method == "POST" else None,
        initial={"nom": f"{offre.nom} (copie)"[:160]},
        label_suffix="",
    )
    if request.method == "POST" and form.is_valid():
        copie, operation = dupliquer_offre(
            offre, form.cleaned_data["nom"], by=request.user, voie=Voie.ECRAN, now=timezone.now()
        )
        if operation is None:
            messages.info(request, "Cette copie était déjà faite : la voici. Pour une autre, donnez un autre nom.")
            return HttpResponseRedirect(reverse("espace:offre", args=[copie.uid]))
        messages.success(request, "La copie est un brouillon. Sa disponibilité et sa vérification restent à dire.")
        return HttpResponseRedirect(f"{reverse('espace:offre', args=[copie.uid])}?fait={operation}")
    contexte = {"offre": offre, "form": form, "page_active": "espace"}
    return render(request, "espace/activite_copie.html", contexte, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(Lieu, ou=_page_commencee("espace:lieu"), jete=_jete)
def nouveau_lieu(request: HttpRequest, uid: str, *, nouveau: str) -> HttpResponse:
    """Begin a place of the structure: a draft, at the centre of its commune until its pin is set."""
    structure = get_object_or_404(Structure.objects.editable_by(request.user), uid=uid)
    form = LieuNouveauForm(request.POST if request.method == "POST" else None, structure=structure)
    form.instance.uid = nouveau
    if request.method == "POST" and form.is_valid() and (operation := _ecrire(form, request)):
        messages.success(request, COMMENCEE)
        return HttpResponseRedirect(f"{reverse('espace:lieu', args=[form.instance.uid])}?fait={operation}")
    contexte = {"structure": structure, "form": form, "page_active": "espace"}
    return render(request, "espace/lieu_nouveau.html", contexte, status=422 if form.errors else 200)


def _ecrire(form: ModelForm, request: HttpRequest) -> uuid.UUID | None:
    """Write what the form holds; what the database would refuse is said in the form, and nothing is written."""
    operation = uuid.uuid4()
    try:
        with transaction.atomic():
            form.instance.validate_constraints()
            enregistrer(form, by=request.user, voie=Voie.ECRAN, now=timezone.now(), operation=operation)
    except (ValidationError, IntegrityError) as erreur:
        textes = erreur.messages if isinstance(erreur, ValidationError) else ["Ces valeurs ne vont pas ensemble."]
        form.add_error(None, list(textes))
        return None
    return operation
