"""Sheets to share: the list, one of them, its file, sharing it, archiving it."""

from typing import cast

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.une_fois import une_fois
from reseau.actions.fiches import publier_fiche
from reseau.actions.publications import archiver as archiver_
from reseau.actions.publications import desarchiver
from reseau.fichiers import FORMATS
from reseau.forms.experiences import FiltreThemeForm
from reseau.forms.fiches import FicheForm
from reseau.models import Fiche
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
    """What the structures share, by theme and by word."""
    membre(request)
    form = FiltreThemeForm(request.GET)
    fiches, filtre = parmi(Fiche.objects.shown_to(request.user), form, request.user)
    contexte = {
        "form": form,
        "filtre": filtre,
        "page": page_de(request, fiches.with_names().latest_first()),
        "question": sans_page(request),
        "page_active": "entre_nous",
    }
    return render(request, "reseau/fiches.html", contexte)


@require_safe
def fiche(request: HttpRequest, uid: str) -> HttpResponse:
    """One sheet."""
    membre(request)
    objet = visible(Fiche, request, uid)
    contexte = {
        "fiche": objet,
        "peut_modifier": Fiche.objects.editable_by(request.user).filter(pk=objet.pk).exists(),
        "retrait": retrait_possible(request, objet),
        "page_active": "entre_nous",
    }
    return render(request, "reseau/fiche.html", contexte)


@require_safe
def fichier(request: HttpRequest, uid: str) -> HttpResponse:
    """Hand the file over, to members only: always saved, never opened by the browser as a page of ours."""
    membre(request)
    objet = visible(Fiche, request, uid)
    if not objet.fichier or not default_storage.exists(objet.fichier):
        raise Http404
    with default_storage.open(objet.fichier) as garde:
        reponse = HttpResponse(garde.read(), content_type=FORMATS[objet.fichier_format].type)
    reponse["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=objet.fichier_nom)
    reponse["Cache-Control"] = "private, no-store"
    reponse["Content-Security-Policy"] = "sandbox; default-src 'none'"
    reponse["X-Content-Type-Options"] = "nosniff"
    return reponse


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(Fiche, ou=sa_page)
def nouvelle(request: HttpRequest, *, nouveau: str) -> HttpResponse:
    """Share a sheet."""
    return _ecrire(request, membre(request), Fiche(uid=nouveau))


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, uid: str) -> HttpResponse:
    """Change a sheet, or its file."""
    objet = get_object_or_404(modifiables(Fiche, request), uid=uid)
    return _ecrire(request, membre(request), objet)


def _ecrire(request: HttpRequest, voix: list[Voix], objet: Fiche) -> HttpResponse:
    now, poste = timezone.now(), request.method == "POST"
    form = FicheForm(request.POST if poste else None, request.FILES if poste else None, instance=objet, voix=voix)
    if poste and accepte(request, form, now):
        publier_fiche(cast("Fiche", form.remplir()), fichier=form.recu, by=request.user, now=now)
        dire(request, "C’est partagé : les membres du réseau la trouvent.")
        return redirect(objet)
    contexte = {"form": form, "fiche": objet, "page_active": "entre_nous"}
    return render(request, "reseau/fiche_ecrire.html", contexte, status=422 if form.errors else 200)


@require_POST
def archiver(request: HttpRequest, uid: str) -> HttpResponse:
    """Leave it out of the list, or put it back."""
    objet = get_object_or_404(modifiables(Fiche, request), uid=uid)
    if request.POST.get("geste") == "remettre":
        desarchiver(objet)
        dire(request, "De nouveau dans la liste.")
    else:
        archiver_(objet, now=timezone.now())
        dire(request, "Archivée : elle n’est plus dans la liste, sa page reste.")
    return redirect(objet)
