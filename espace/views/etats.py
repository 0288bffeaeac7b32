"""Publish, suspend, close, reopen: a place or an activity, one operation each, with its undo."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ateliers.etats import GESTES, EtatRefuse, changer_etat, etat_du_jour, gestes_possibles
from ateliers.models import Offre
from core.htmx import render_page, veut_fragment
from core.travailleur import PARIS
from core.voies import Voie
from espace.activites import DEMANDENT, ce_que_cela_cache, etat_lu
from espace.droits import sa_structure
from espace.forms.activites import SuspensionForm
from espace.presentation import page_de
from structures.models import Lieu

GENRES: dict[str, Any] = {"lieux": Lieu, "offres": Offre}
FAITS = {
    "publier": "C’est publié : tout le monde peut trouver cette page.",
    "reprendre": "C’est de nouveau dans la recherche.",
    "suspendre": "C’est suspendu jusqu’à ce jour.",
    "clore": "C’est fermé. La page dit « n’existe plus », et montre ce qui est tout près.",
    "rouvrir": "C’est rouvert.",
    "archiver": "Le brouillon est jeté.",
}


def _objet(request: HttpRequest, genre: str, uid: str) -> Lieu | Offre:
    if genre not in GENRES:
        raise Http404
    lies = ("structure", "commune") if genre == "lieux" else ("structure", "lieu__structure")
    return get_object_or_404(GENRES[genre].objects.editable_by(request.user).select_related(*lies), uid=uid)


def _faire(request: HttpRequest, objet: Lieu | Offre, code: str, jusqu_au: date | None = None) -> HttpResponse:
    try:
        operation = changer_etat(objet, code, jusqu_au=jusqu_au, by=request.user, voie=Voie.ECRAN, now=timezone.now())
    except EtatRefuse as refus:
        messages.error(request, str(refus))
        return HttpResponseRedirect(page_de(objet))
    messages.success(request, FAITS[code])
    # A draft that is thrown away has no page to come back to.
    page = (
        reverse("espace:structure", args=[sa_structure(request.user, objet).uid])
        if code == "archiver"
        else page_de(objet)
    )
    return HttpResponseRedirect(f"{page}?fait={operation}")


@require_http_methods(["GET", "HEAD", "POST"])
def etat(request: HttpRequest, genre: str, uid: str) -> HttpResponse:
    """Do what one button says: publish, resume, reopen, throw away; what asks more has its own page.

    GET tells where the page stands, for what was just saved in it; by itself, it is the page.
    """
    objet = _objet(request, genre, uid)
    if request.method != "POST":
        if not veut_fragment(request):
            return HttpResponseRedirect(f"{page_de(objet)}#etat")
        contexte = {"etat": etat_lu(objet, now=timezone.now())}
        return render_page(request, "espace/_etat.html", "espace/_etat.html", contexte)
    code = request.POST.get("geste", "")
    if code not in GESTES or code in DEMANDENT:
        messages.error(request, "Choisissez ce que vous voulez faire.")
        return HttpResponseRedirect(page_de(objet))
    return _faire(request, objet, code)


@require_http_methods(["GET", "HEAD", "POST"])
def suspendre(request: HttpRequest, genre: str, uid: str) -> HttpResponse:
    """Ask for the day when it starts again."""
    objet = _objet(request, genre, uid)
    today = timezone.now().astimezone(PARIS).date()
    form = SuspensionForm(
        request.POST if request.method == "POST" else None, today=today, initial={"jusqu_au": objet.suspendu_jusqu_au}
    )
    if request.method == "POST" and form.is_valid():
        return _faire(request, objet, "suspendre", form.cleaned_data["jusqu_au"])
    return _page(request, objet, "suspendre", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def clore(request: HttpRequest, genre: str, uid: str) -> HttpResponse:
    """Say what closing does, and ask once."""
    objet = _objet(request, genre, uid)
    if request.method == "POST":
        return _faire(request, objet, "clore")
    return _page(request, objet, "clore")


def _page(request: HttpRequest, objet: Lieu | Offre, code: str, form: SuspensionForm | None = None) -> HttpResponse:
    today = timezone.now().astimezone(PARIS).date()
    contexte = {
        "objet": objet,
        "geste": GESTES[code],
        "possible": GESTES[code] in gestes_possibles(objet, today),
        "etat": etat_du_jour(objet, today),
        "est_lieu": isinstance(objet, Lieu),
        "cache": ce_que_cela_cache(objet, today),
        "url_page": page_de(objet),
        "form": form,
        "page_active": "espace",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "espace/etat.html", contexte, status=status)
