"""Experiences worth telling: the list, one of them, writing it, archiving it."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.une_fois import une_fois
from reseau.actions.publications import archiver as archiver_
from reseau.actions.publications import desarchiver, publier
from reseau.forms.experiences import ExperienceForm, FiltreThemeForm
from reseau.models import Experience
from reseau.views.commun import (
    accepte,
    dire,
    membre,
    modifiables,
    page_de,
    parmi,
    retrait_possible,
    sa_page,
    sans_page,
    visible,
)
from reseau.voix import Voix


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """What the structures have told, by theme and by word."""
    membre(request)
    form = FiltreThemeForm(request.GET)
    experiences, filtre = parmi(Experience.objects.shown_to(request.user), form, request.user)
    contexte = {
        "form": form,
        "filtre": filtre,
        "page": page_de(request, experiences.with_names().latest_first()),
        "question": sans_page(request),
        "page_active": "entre_nous",
    }
    return render(request, "reseau/experiences.html", contexte)


@require_safe
def experience(request: HttpRequest, uid: str) -> HttpResponse:
    """One project."""
    membre(request)
    objet = visible(Experience, request, uid)
    contexte = {
        "experience": objet,
        "peut_modifier": Experience.objects.editable_by(request.user).filter(pk=objet.pk).exists(),
        "retrait": retrait_possible(request, objet),
        "page_active": "entre_nous",
    }
    return render(request, "reseau/experience.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(Experience, ou=sa_page)
def nouvelle(request: HttpRequest, *, nouveau: str) -> HttpResponse:
    """Tell a project."""
    return _ecrire(request, membre(request), Experience(uid=nouveau))


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, uid: str) -> HttpResponse:
    """Tell it better."""
    objet = get_object_or_404(modifiables(Experience, request), uid=uid)
    return _ecrire(request, membre(request), objet)


def _ecrire(request: HttpRequest, voix: list[Voix], objet: Experience) -> HttpResponse:
    now = timezone.now()
    donnees = request.POST if request.method == "POST" else None
    form = ExperienceForm(donnees, instance=objet, voix=voix, today=timezone.localdate())
    if donnees is not None and accepte(request, form, now):
        publier(cast("Experience", form.remplir()), by=request.user, now=now)
        dire(request, "C’est publié : les membres du réseau le lisent.")
        return redirect(objet)
    contexte = {"form": form, "experience": objet, "page_active": "entre_nous"}
    return render(request, "reseau/experience_ecrire.html", contexte, status=422 if form.errors else 200)


@require_POST
def archiver(request: HttpRequest, uid: str) -> HttpResponse:
    """Leave it out of the list, or put it back."""
    objet = get_object_or_404(modifiables(Experience, request), uid=uid)
    if request.POST.get("geste") == "remettre":
        desarchiver(objet)
        dire(request, "De nouveau dans la liste.")
    else:
        archiver_(objet, now=timezone.now())
        dire(request, "Archivée : elle n’est plus dans la liste, sa page reste.")
    return redirect(objet)
