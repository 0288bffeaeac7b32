"""The network's agenda: what is to come, one event, coming to it, who comes; its calendar feed."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.models import Utilisateur
from core.une_fois import une_fois
from reseau.actions import agenda as actions
from reseau.calendrier import adresse_de, en_ical, evenements_pour, lien_de
from reseau.forms.agenda import EvenementForm, InscriptionForm
from reseau.models import Evenement, Inscription, LienAgenda
from reseau.views.commun import (
    accepte,
    dire,
    membre,
    modifiables,
    page_de,
    retrait_possible,
    sa_page,
    sans_page,
    visible,
)
from reseau.voix import Voix


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """What is to come, or what is over; and the address for one's calendar."""
    membre(request)
    now, passes = timezone.now(), "passes" in request.GET
    evenements = Evenement.objects.shown_to(request.user)
    evenements = evenements.over(now) if passes else evenements.to_come(now)
    lien = LienAgenda.objects.filter(utilisateur=request.user.pk).first()
    contexte = {
        "page": page_de(request, evenements.with_names().with_counts()),
        "question": sans_page(request),
        "passes": passes,
        "lien": adresse_de(lien) if lien else "",
        "page_active": "entre_nous",
    }
    return render(request, "reseau/agenda.html", contexte)


@require_safe
def evenement(request: HttpRequest, uid: str) -> HttpResponse:
    """One event."""
    voix = membre(request)
    return _montrer(request, visible(Evenement, request, uid), voix, None)


def _montrer(
    request: HttpRequest, objet: Evenement, voix: list[Voix], form: InscriptionForm | None, statut: int = 200
) -> HttpResponse:
    siennes = [v for v in voix if v.federation.pk == objet.federation_id]
    peut_modifier = Evenement.objects.editable_by(request.user).filter(pk=objet.pk).exists()
    inscriptions = objet.inscriptions.all()
    comptes = {"inscrits": inscriptions.filter(en_attente=False).count()}
    comptes["en_attente"] = inscriptions.filter(en_attente=True).count()
    contexte = {
        "evenement": objet,
        **comptes,
        "restantes": None if objet.places is None else max(0, objet.places - comptes["inscrits"]),
        "mienne": inscriptions.filter(utilisateur=request.user.pk).first(),
        "ouvert": objet.ouvert(timezone.now()),
        "passe": objet.fin < timezone.now(),
        "form": form or InscriptionForm(voix=siennes),
        "peut_modifier": peut_modifier,
        "retrait": retrait_possible(request, objet),
        "page_active": "entre_nous",
    }
    return render(request, "reseau/evenement.html", contexte, status=statut)


@require_POST
def inscription(request: HttpRequest, uid: str) -> HttpResponse:
    """Come, or give one's place back."""
    voix = membre(request)
    objet = visible(Evenement, request, uid)
    siennes = [v for v in voix if v.federation.pk == objet.federation_id]
    qui, now = cast("Utilisateur", request.user), timezone.now()
    if request.POST.get("geste") == "quitter":
        if actions.quitter(objet, by=qui, now=now):
            dire(request, "C’est noté : votre place est rendue.")
        return redirect(objet)
    form = InscriptionForm(request.POST, voix=siennes)
    if not form.is_valid():
        return _montrer(request, objet, voix, form, 422)
    fait = actions.inscrire(
        objet, by=qui, structure=form.choisie.structure, fonction=form.cleaned_data["fonction"], now=now
    )
    if fait is None:
        messages.warning(request, "Les inscriptions sont closes.")
    elif fait.en_attente:
        dire(request, "C’est complet pour l’instant : vous êtes sur la liste d’attente, un courriel vous préviendra.")
    else:
        dire(request, "Vous êtes inscrit·e.")
    return redirect(objet)


@require_safe
def inscrits(request: HttpRequest, uid: str) -> HttpResponse:
    """Who comes, by structure and function: for those who organise and those who administer."""
    membre(request)
    siens = Evenement.objects.visible_to(request.user).editable_by(request.user).with_names()
    objet = get_object_or_404(siens, uid=uid)
    lignes = list(Inscription.objects.filter(evenement=objet).select_related("structure").in_order())
    contexte = {
        "evenement": objet,
        "venus": [i for i in lignes if not i.en_attente],
        "attente": [i for i in lignes if i.en_attente],
        "page_active": "entre_nous",
    }
    return render(request, "reseau/inscrits.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(Evenement, ou=sa_page)
def nouveau(request: HttpRequest, *, nouveau: str) -> HttpResponse:
    """Announce an event."""
    return _ecrire(request, membre(request), Evenement(uid=nouveau))


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, uid: str) -> HttpResponse:
    """Change an event; those who come are told what moved."""
    objet = get_object_or_404(modifiables(Evenement, request).filter(annule_a__isnull=True), uid=uid)
    return _ecrire(request, membre(request), objet)


def _ecrire(request: HttpRequest, voix: list[Voix], objet: Evenement) -> HttpResponse:
    now = timezone.now()
    donnees: Any = request.POST if request.method == "POST" else None
    form = EvenementForm(donnees, instance=objet, voix=voix, today=timezone.localdate())
    if donnees is not None and accepte(request, form, now):
        actions.publier_evenement(cast("Evenement", form.remplir()), by=request.user, now=now)
        dire(request, "C’est dans l’agenda du réseau.")
        return redirect(objet)
    contexte = {"form": form, "evenement": objet, "page_active": "entre_nous"}
    return render(request, "reseau/evenement_ecrire.html", contexte, status=422 if form.errors else 200)


@require_POST
def annuler(request: HttpRequest, uid: str) -> HttpResponse:
    """Cancel an event; those who come are told."""
    objet = get_object_or_404(modifiables(Evenement, request), uid=uid)
    if actions.annuler(objet, now=timezone.now()):
        dire(request, "C’est annulé. Les personnes inscrites sont prévenues.")
    return redirect(objet)


@require_POST
def lien(request: HttpRequest) -> HttpResponse:
    """Open, or close for good, the address by which one's calendar follows the agenda."""
    membre(request)
    if request.POST.get("geste") == "fermer":
        actions.revoquer_lien(request.user)
        dire(request, "L’adresse est fermée : votre calendrier ne reçoit plus rien.")
    else:
        actions.ouvrir_lien(request.user, now=timezone.now())
    return redirect("reseau:agenda")


@login_not_required  # a calendar does not sign in: the signed address is the right, until it is closed
@require_safe
def ics(request: HttpRequest, jeton: str) -> HttpResponse:
    """The agenda for a calendar."""
    ouvert = lien_de(jeton)
    if ouvert is None:
        raise Http404
    contenu = en_ical(evenements_pour(ouvert, timezone.now()), nom="Entre nous")
    reponse = HttpResponse(contenu, content_type="text/calendar; charset=utf-8")
    reponse["Content-Disposition"] = 'attachment; filename="entre-nous.ics"'
    reponse["Cache-Control"] = "private, max-age=900"
    return reponse
