"""Announce somebody, follow the answer, answer without an account, export, erase."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ateliers.models import Offre
from core.liens import Genre, LienRefuse, lire
from core.une_fois import une_fois
from orientations.models import AccueilRelation, MiseEnRelation
from orientations.relations.actions import (
    JOURS_AVANT_EFFACEMENT,
    ReponseRefusee,
    accueil_de,
    effacer,
    prevenir,
    repondre,
)
from orientations.relations.chiffrement import disponible
from orientations.relations.forms import AccueilRelationForm, PrevenirForm, ReponseForm
from orientations.relations.queries import demande_lue, tout_ce_qui_est_garde
from structures.models import Structure

PERSONNE = ("prenom", "telephone", "courriel")
DEJA_ENVOYE = "C’était déjà envoyé : le lieu n’est prévenu qu’une fois."


def _mes_structures(user: Any) -> Any:
    return Structure.objects.updatable_by(user).active()


@never_cache
@sensitive_post_parameters(*PERSONNE)
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(MiseEnRelation, ou=lambda envoyee, **_: envoyee.get_absolute_url(), dit=DEJA_ENVOYE)
def prevenir_le_lieu(request: HttpRequest, uid: str, *, nouveau: str) -> HttpResponse:
    """Announce somebody to the place of an activity, from a structure of one's own."""
    now = timezone.now()
    structures = _mes_structures(request.user)
    if not structures.exists():
        raise Http404
    offre = get_object_or_404(
        Offre.objects.published(timezone.localdate(now)).select_related(
            "structure", "lieu__structure", "lieu__commune"
        ),
        uid=uid,
    )
    accueil = accueil_de(offre) if disponible() else None
    envoye = request.POST if request.method == "POST" else None
    form = PrevenirForm(envoye, offre=offre, structures=structures, now=now)
    if accueil and request.method == "POST" and form.is_valid():
        relation = prevenir(
            offre,
            form.personne,
            de=form.cleaned_data["de"],
            seance_a=form.seance_a,
            by=request.user,
            now=now,
            uid=nouveau,
        )
        messages.success(request, "C’est envoyé. Vous recevrez la réponse par courriel.")
        return HttpResponseRedirect(relation.get_absolute_url())
    contexte = {
        "offre": offre,
        "accueil": accueil,
        "form": form,
        "receveur": accueil.structure.nom if accueil else "",
        "jours": JOURS_AVANT_EFFACEMENT,
        "page_active": "espace",
    }
    return render(request, "orientations/relations/prevenir.html", contexte, status=422 if form.errors else 200)


@never_cache
@require_safe
def demandes(request: HttpRequest) -> HttpResponse:
    """The requests that one's structures sent and received, the open ones first."""
    now = timezone.now()
    structures = _mes_structures(request.user)
    visibles = MiseEnRelation.objects.with_subject()
    ordre = ("close_a", "-cree_a", "-pk")
    recues = visibles.received_by(structures).order_by(*ordre)[:60]
    envoyees = visibles.filter(de__in=structures).order_by(*ordre)[:60]
    contexte = {
        "recues": [demande_lue(r, now=now, avec_personne=False) for r in recues],
        "envoyees": [demande_lue(r, now=now, avec_personne=False) for r in envoyees],
        "reglages": list(Structure.objects.editable_by(request.user).active()),
        "page_active": "espace",
    }
    return render(request, "orientations/relations/demandes.html", contexte)


def _la_mienne(request: HttpRequest, uid: str) -> tuple[MiseEnRelation, bool]:
    """Return a request that this person sent or receives, and whether they receive it; else 404."""
    relation = get_object_or_404(MiseEnRelation.objects.visible_to(request.user).with_subject(), uid=uid)
    recoit = MiseEnRelation.objects.received_by(_mes_structures(request.user)).filter(pk=relation.pk).exists()
    return relation, recoit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def relation(request: HttpRequest, uid: str) -> HttpResponse:
    """One request: where it stands; the place answers here too."""
    objet, recoit = _la_mienne(request, uid)
    if request.method == "POST" and not recoit:
        raise Http404
    return _page(request, objet, by=request.user, recoit=recoit, action=objet.get_absolute_url())


@login_not_required
@never_cache
@csrf_exempt  # the address itself is the secret, and a public page sets no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def repondre_par_lien(request: HttpRequest, jeton: str) -> HttpResponse:
    """Answer without an account, by the link of the mail, until the request closes."""
    try:
        uid = str(lire(Genre.MISE_EN_RELATION, jeton).get("r", ""))
    except LienRefuse as refus:
        return _refuser(request, str(refus))
    objet = MiseEnRelation.objects.with_subject().filter(uid=uid).first()
    if objet is None:
        return _refuser(request, "Cette demande n’existe plus.")
    return _page(request, objet, by=None, recoit=True, action=reverse("orientations:repondre", args=[jeton]))


def _refuser(request: HttpRequest, raison: str, status: int = 410) -> HttpResponse:
    contexte = {"raison": raison, "page_active": ""}
    return render(request, "orientations/relations/refus.html", contexte, status=status)


def _page(request: HttpRequest, objet: MiseEnRelation, *, by: Any, recoit: bool, action: str) -> HttpResponse:
    now = timezone.now()
    if not objet.ouverte and by is None and not (request.method == "GET" and "ok" in request.GET):
        return _refuser(request, "Cette demande est close. Il n’y a plus rien à répondre.")
    form = ReponseForm(request.POST if request.method == "POST" else None, relation=objet)
    statut, refus = 200, ""
    if request.method == "POST":
        if form.is_valid():
            donnees = form.cleaned_data
            try:
                repondre(
                    objet,
                    etat=donnees["etat"],
                    numero=donnees["numero"],
                    motif=donnees["motif"],
                    rendez_vous_a=donnees.get("rendez_vous_a"),
                    by=by,
                    now=now,
                )
            except ReponseRefusee as erreur:
                statut, refus = 409, str(erreur)
            else:
                return _repondu(request, action, by)
            objet = MiseEnRelation.objects.with_subject().get(pk=objet.pk)
            form = ReponseForm(relation=objet)
        else:
            statut = 422
    contexte = {
        "demande": demande_lue(objet, now=now, avec_personne=by is not None or objet.ouverte),
        "form": form if recoit and objet.ouverte else None,
        "action": action,
        "avec_compte": by is not None,
        "refus": refus,
        "jours": JOURS_AVANT_EFFACEMENT,
        "repondu": "ok" in request.GET,
        "page_active": "espace" if by else "",
    }
    return render(request, "orientations/relations/relation.html", contexte, status=statut)


def _repondu(request: HttpRequest, action: str, by: Any) -> HttpResponse:
    if by is not None:
        messages.success(request, "C’est noté. Le centre qui a écrit est prévenu.")
        return HttpResponseRedirect(action)
    return HttpResponseRedirect(f"{action}?ok")


@never_cache
@require_safe
def exporter(request: HttpRequest, uid: str) -> JsonResponse:
    """All that is held about one request, for the person who asks."""
    objet, _ = _la_mienne(request, uid)
    reponse = JsonResponse(tout_ce_qui_est_garde(objet), json_dumps_params={"ensure_ascii": False, "indent": 2})
    reponse["Content-Disposition"] = f'attachment; filename="demande-{objet.uid}.json"'
    return reponse


@require_POST
def effacer_la_personne(request: HttpRequest, uid: str) -> HttpResponse:
    """Erase at once who the resident was, as they ask."""
    objet, _ = _la_mienne(request, uid)
    effacer(objet, by=request.user, now=timezone.now())
    messages.success(request, "C’est effacé, partout et pour tout le monde.")
    return HttpResponseRedirect(objet.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def reglage(request: HttpRequest, uid: str) -> HttpResponse:
    """Accept to be told of people, at an address; or stop."""
    structure = get_object_or_404(Structure.objects.editable_by(request.user), uid=uid)
    accord = AccueilRelation.objects.filter(structure=structure).first()
    envoye = request.POST if request.method == "POST" else None
    form = AccueilRelationForm(envoye, instance=accord or AccueilRelation(structure=structure))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["courriel"]:
            form.instance.accepte_a, form.instance.accepte_par = timezone.now(), request.user
            form.save()
            messages.success(request, "C’est noté : on pourra vous prévenir.")
        else:
            AccueilRelation.objects.filter(structure=structure).delete()
            messages.success(request, "C’est noté : on ne vous préviendra plus.")
        return HttpResponseRedirect(reverse("orientations:demandes"))
    contexte = {
        "structure": structure,
        "form": form,
        "accord": accord,
        "jours": JOURS_AVANT_EFFACEMENT,
        "page_active": "espace",
    }
    return render(request, "orientations/relations/reglage.html", contexte, status=422 if form.errors else 200)
