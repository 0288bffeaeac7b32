"""The pages of « Mon espace »: what needs somebody today, a structure, a place, an activity."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import Offre
from comptes.models import Federation
from core.travailleur import PARIS
from espace.a_faire import a_faire
from espace.actions import repondre_vacances
from espace.activites import etat_lu, groupes
from espace.cartes import cartes_de
from espace.droits import absorbante, de_mes_structures, mes_structures, sa_structure
from espace.forms.vacances import VacancesForm
from espace.journal import dernieres
from espace.place import CartePlace, a_dire
from espace.porteurs import porteur_du_compte
from espace.presentation import cartes_lues
from espace.retours import ou_revenir
from structures.models import Lieu, Structure


def operation_faite(request: HttpRequest) -> uuid.UUID | None:
    """Return the operation that the address says was just done, to offer its undo."""
    try:
        return uuid.UUID(request.GET.get("fait", ""))
    except ValueError:
        return None


def _commun(request: HttpRequest, **contexte: Any) -> dict[str, Any]:
    return {"page_active": "espace", "fait": operation_faite(request), "retour": request.path, **contexte}


def _cartes(genre: str, hote: Any) -> dict[str, Any]:
    """The cards of a page, and the styles and modules that they need once they are edited in place."""
    return {"cartes": cartes_lues(genre, hote), "tetes": [c.tete for c in cartes_de(genre, hote) if c.tete]}


def _places(request: HttpRequest, structures: list[Structure], now: datetime) -> list[CartePlace]:
    """The cards that say room in one tap, of these structures only."""
    porteur = porteur_du_compte(request.user)
    porteur = replace(porteur, offres=porteur.offres.of_structures([s.pk for s in structures]))
    return a_dire(porteur.offres, porteur=porteur, now=now)


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """What needs this person today, over all their structures; an administrator without one goes to the federation."""
    now = timezone.now()
    structures = list(mes_structures(request.user))
    attente = a_faire(structures, now.astimezone(PARIS).date())
    contexte = _commun(
        request,
        structures=structures,
        editables=set(Structure.objects.editable_by(request.user).values_list("pk", flat=True)),
        a_faire=attente,
        cartes_place=_places(request, structures, now),
        a_confirmer=structures,
        modifications=dernieres(structures, now=now, limite=8) if structures else [],
        federations=list(Federation.objects.administered_by(request.user)),
    )
    return render(request, "espace/accueil.html", contexte)


@require_safe
def structure(request: HttpRequest, uid: str) -> HttpResponse:
    """A structure: what waits there, its places, its activities, its cards for those who may edit them."""
    now = timezone.now()
    if neuve := absorbante(request.user, uid):
        return HttpResponseRedirect(reverse("espace:structure", args=[neuve.uid]))
    objet = get_object_or_404(Structure.objects.updatable_by(request.user), uid=uid)
    editable = Structure.objects.editable_by(request.user).filter(pk=objet.pk).exists()
    lieux = list(
        objet.lieux.select_related("commune")
        .exclude(etat__in=["archive", "fusionne"])
        .order_by("-principal", "nom_plie", "pk")
    )
    offres = list(de_mes_structures([objet]).exclude(etat__in=["archive", "fusionne"]))
    contexte = _commun(
        request,
        structure=objet,
        editable=editable,
        editables={objet.pk} if editable else set(),
        groupes=groupes(lieux, offres, now=now),
        cartes=cartes_lues("structures", objet) if editable else [],
        a_faire=a_faire([objet], now.astimezone(PARIS).date()),
        cartes_place=_places(request, [objet], now),
        a_confirmer=[objet],
        modifications=dernieres([objet], now=now),
    )
    return render(request, "espace/structure.html", contexte)


@require_safe
def lieu(request: HttpRequest, uid: str) -> HttpResponse:
    """The cards of a place."""
    objet = get_object_or_404(
        Lieu.objects.editable_by(request.user).select_related("structure__federation", "commune"), uid=uid
    )
    contexte = _commun(
        request,
        lieu=objet,
        structure=objet.structure,
        etat=etat_lu(objet, now=timezone.now()),
        **_cartes("lieux", objet),
    )
    return render(request, "espace/lieu.html", contexte)


@require_safe
def offre(request: HttpRequest, uid: str) -> HttpResponse:
    """The cards of an activity."""
    objet = get_object_or_404(
        Offre.objects.editable_by(request.user).select_related("structure", "lieu__structure", "lieu__commune"),
        uid=uid,
    )
    contexte = _commun(
        request,
        offre=objet,
        structure=sa_structure(request.user, objet),
        etat=etat_lu(objet, now=timezone.now()),
        **_cartes("offres", objet),
    )
    return render(request, "espace/offre.html", contexte)


@require_POST
def vacances(request: HttpRequest, uid: str) -> HttpResponse:
    """Answer « Fermez-vous pendant les vacances ? » with one tap."""
    objet = get_object_or_404(Lieu.objects.updatable_by(request.user), uid=uid)
    form = VacancesForm(request.POST)
    operation = None
    if form.is_valid():
        operation = repondre_vacances(
            objet,
            debut=form.cleaned_data["debut"],
            fin=form.cleaned_data["fin"],
            ferme=form.cleaned_data["reponse"] == "ferme",
            motif=form.cleaned_data["motif"],
            by=request.user,
            now=timezone.now(),
        )
    return HttpResponseRedirect(ou_revenir(request, fait=operation))
