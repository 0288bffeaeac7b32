"""Report an error (anybody), read and close reports (those who keep the page)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ateliers.models import Offre
from core.limites import client
from core.tableur import format_demande, reponse_tableau, telechargements
from espace.forms.signalements import SignalerForm, TraiterForm
from espace.models import Signalement
from espace.signalements import signaler_une_fois, traiter, trop_de_signalements
from espace.tableaux import table_des_signalements
from recherche.fiches import visible_pour
from recherche.views import etiquetee
from structures.models import Lieu, Structure

PAR_PAGE = 20


@login_not_required
@csrf_exempt  # public pages set no cookie; what this writes changes no page, and names nobody who does not wish it
@require_http_methods(["GET", "HEAD", "POST"])
@etiquetee
def signaler_lieu(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """Say what is wrong on the page of a place."""
    lieu = get_object_or_404(Lieu.objects.select_related("structure__federation", "fusionne_dans"), uid=uid)
    if lieu.fusionne_dans:
        return HttpResponsePermanentRedirect(reverse("espace:signaler_lieu", args=[lieu.fusionne_dans.uid, ""]))
    return _signaler(request, Signalement(lieu=lieu))


@login_not_required
@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@etiquetee
def signaler_offre(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """Say what is wrong on the page of an activity."""
    offre = get_object_or_404(
        Offre.objects.select_related("structure__federation", "lieu__structure__federation", "fusionne_dans"), uid=uid
    )
    if offre.fusionne_dans:
        return HttpResponsePermanentRedirect(reverse("espace:signaler_offre", args=[offre.fusionne_dans.uid, ""]))
    return _signaler(request, Signalement(offre=offre))


def _signaler(request: HttpRequest, signalement: Signalement) -> HttpResponse:
    objet, now = signalement.objet, timezone.now()
    if not visible_pour(objet, request.user):
        raise Http404
    form = SignalerForm(request.POST if request.method == "POST" else None, instance=signalement)
    contexte = {
        "form": form,
        "objet": objet,
        "lieu": signalement.offre.lieu if signalement.offre else None,
        "url": objet.get_absolute_url(),
        "merci": "merci" in request.GET,
        "trop": False,
        "page_active": "",
    }
    if request.method != "POST":
        return render(request, "espace/signaler.html", contexte)
    if not form.est_un_robot:
        if not form.is_valid():
            return render(request, "espace/signaler.html", contexte, status=422)
        if trop_de_signalements(client=client(request), objet=objet, now=now):
            return render(request, "espace/signaler.html", contexte | {"trop": True}, status=429)
        signaler_une_fois(objet, **form.valeurs(), now=now)
    # A robot is thanked too: it need not know.
    return redirect(f"{request.path}?merci=1")


@require_safe
def signalements(request: HttpRequest, uid: str) -> HttpResponse:
    """The reports about a structure's pages: those that wait first, then the latest."""
    structure = get_object_or_404(Structure.objects.updatable_by(request.user), uid=uid)
    tous = Signalement.objects.about([structure]).with_subject()
    if format_ := format_demande(request):
        en_ordre = tous.order_by("-cree_a", "-pk").iterator(chunk_size=500)
        return reponse_tableau(table_des_signalements(structure, en_ordre, timezone.localdate()), format_)
    numero = request.GET.get("page", "")
    traites = Paginator(tous.exclude(etat=Signalement.Etat.OUVERT).order_by("-traite_a", "-pk"), PAR_PAGE)
    contexte = {
        "structure": structure,
        "ouverts": tous.open().order_by("cree_a", "pk"),
        "page": traites.get_page(numero if len(numero) < 6 else 1),
        "telecharger": telechargements(request),
        "page_active": "espace",
    }
    return render(request, "espace/signalements.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def signalement(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: the équipe reads, a responsable closes it with an answer."""
    objet = get_object_or_404(
        Signalement.objects.about(Structure.objects.updatable_by(request.user)).with_subject(), pk=pk
    )
    siennes = {s.pk for s in objet.structures}
    peut_traiter = Structure.objects.editable_by(request.user).filter(pk__in=siennes).exists()
    form = TraiterForm(request.POST if request.method == "POST" else None, initial={"etat": "corrige"})
    statut = 200
    if request.method == "POST":
        if not peut_traiter:
            raise Http404
        if form.is_valid():
            return _traite(request, objet, form)
        statut = 422
    mienne = Structure.objects.updatable_by(request.user).filter(pk__in=siennes).order_by("nom_plie", "pk").first()
    contexte = {
        "signalement": objet,
        "objet": objet.objet,
        "structure": mienne,
        "form": form if peut_traiter and objet.ouvert else None,
        "page_active": "espace",
    }
    return render(request, "espace/signalement.html", contexte, status=statut)


def _traite(request: HttpRequest, objet: Signalement, form: TraiterForm) -> HttpResponse:
    donnees = form.cleaned_data
    confirmer = donnees["confirmer"] and donnees["etat"] == Signalement.Etat.CORRIGE
    traite = traiter(
        objet,
        etat=donnees["etat"],
        reponse=donnees["reponse"],
        confirmer=confirmer,
        by=request.user,
        now=timezone.now(),
    )
    if traite is None:
        messages.warning(request, "Ce signalement est déjà traité : votre réponse n’a pas été gardée.")
    elif traite.courriel:
        messages.success(request, "C’est noté. La personne qui a signalé recevra votre réponse.")
    else:
        messages.success(request, "C’est noté. Personne à prévenir : aucune adresse n’a été laissée.")
    return redirect(objet)
