"""« Mes chiffres de l’année »: read, print, download; and the people, entered once."""

from datetime import date

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.tableur import format_demande, reponse_tableau, telechargements
from core.voies import Voie
from espace.chiffres import annee_possible, annees_offertes, bilan, saisir
from espace.forms.chiffres import ChiffresForm
from espace.tableaux import table_des_chiffres
from statistiques.models import ChiffresAnnee
from structures.models import Structure


def _structure(structures: models.QuerySet[Structure], uid: str, annee: int, today: date) -> Structure:
    if not annee_possible(annee, today):
        raise Http404
    return get_object_or_404(structures.select_related("centre"), uid=uid)


MOIS_DU_RAPPORT = 3  # until March, the year that people report on is the one just over


@require_safe
def chiffres_du_moment(request: HttpRequest, uid: str) -> HttpResponse:
    """The year that somebody comes for today."""
    structure = get_object_or_404(Structure.objects.updatable_by(request.user), uid=uid)
    today = timezone.localdate()
    return redirect("espace:chiffres", structure.uid, today.year - (today.month <= MOIS_DU_RAPPORT))


@require_safe
def chiffres(request: HttpRequest, uid: str, annee: int) -> HttpResponse:
    """A structure's year on a page to print, or as a file."""
    now = timezone.now()
    structure = _structure(Structure.objects.updatable_by(request.user), uid, annee, timezone.localdate(now))
    du_bilan = bilan(structure, annee, now=now)
    if format_ := format_demande(request):
        return reponse_tableau(table_des_chiffres(du_bilan, timezone.localdate(now)), format_)
    contexte = {
        "bilan": du_bilan,
        "plusieurs": len(du_bilan.a_confirmer) > 1,
        "annees": annees_offertes(structure, timezone.localdate(now)),
        "peut_saisir": Structure.objects.editable_by(request.user).filter(pk=structure.pk).exists(),
        "telecharger": telechargements(request),
        "edite_le": timezone.localdate(now),
        "page_active": "espace",
    }
    return render(request, "espace/chiffres.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def saisir_chiffres(request: HttpRequest, uid: str, annee: int) -> HttpResponse:
    """Say how many people came."""
    now = timezone.now()
    structure = _structure(Structure.objects.editable_by(request.user), uid, annee, timezone.localdate(now))
    objet = ChiffresAnnee.objects.filter(structure=structure, annee=annee).first()
    form = ChiffresForm(
        request.POST if request.method == "POST" else None,
        instance=objet or ChiffresAnnee(structure=structure, annee=annee),
        offres=[ligne.offre for ligne in bilan(structure, annee, now=now).lignes],
    )
    if request.method == "POST" and form.is_valid():
        saisir(form.instance, personnes=form.personnes, by=request.user, voie=Voie.ECRAN, now=now)
        messages.success(request, "C’est enregistré.")
        return redirect("espace:chiffres", structure.uid, annee)
    contexte = {"structure": structure, "annee": annee, "form": form, "page_active": "espace"}
    return render(request, "espace/chiffres_saisie.html", contexte, status=422 if request.method == "POST" else 200)
