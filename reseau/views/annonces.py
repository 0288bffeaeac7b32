"""« Je cherche, je propose »: the list, one announcement, writing it, closing it, answering."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.models import Utilisateur
from core.une_fois import une_fois
from reseau.actions import annonces as actions
from reseau.forms.annonces import AnnonceForm, FiltreAnnoncesForm, MessageForm
from reseau.models import Annonce, Message
from reseau.nomenclature import Issue
from reseau.views.commun import (
    accepte,
    dire,
    federations_des,
    membre,
    modifiables,
    page_de,
    retrait_possible,
    sa_page,
    sans_page,
    visible,
)
from reseau.voix import Voix

TROP_DE_MESSAGES = "Vous avez déjà beaucoup écrit aujourd’hui : recommencez demain."
DEJA_PARTI = "Votre message était déjà parti, une seule fois."
PERSONNE = "Il n’y a plus personne pour lire ce message. Appelez la structure."


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """What is looked for and offered now."""
    voix, today = membre(request), timezone.localdate()
    form = FiltreAnnoncesForm(request.GET, federations=federations_des(voix))
    choisi = form.valeurs()
    annonces = Annonce.objects.shown_to(request.user)
    siennes = choisi.pop("miennes", False)
    annonces = annonces.editable_by(request.user) if siennes else annonces.open(today)
    annonces = annonces.matching(choisi.pop("q", "")).filter(**choisi)
    contexte = {
        "form": form,
        "filtre": bool(choisi) or siennes or bool(form.cleaned_data.get("q")),
        "page": page_de(request, annonces.with_names().select_related("commune").order_by("-cree_a", "-pk")),
        "question": sans_page(request),
        "today": today,
        "page_active": "entre_nous",
    }
    return render(request, "reseau/annonces.html", contexte)


@require_safe
def annonce(request: HttpRequest, uid: str) -> HttpResponse:
    """One announcement."""
    membre(request)
    objet = visible(Annonce, request, uid)
    contexte = {
        "annonce": objet,
        "ouverte": objet.ouverte(timezone.localdate()) and objet.retiree_a is None,
        "mienne": objet.auteur_id == request.user.pk,
        "peut_modifier": Annonce.objects.editable_by(request.user).filter(pk=objet.pk).exists(),
        "retrait": retrait_possible(request, objet),
        "page_active": "entre_nous",
    }
    return render(request, "reseau/annonce.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(Annonce, ou=sa_page)
def nouvelle(request: HttpRequest, *, nouveau: str) -> HttpResponse:
    """Write an announcement."""
    return _ecrire(request, membre(request), Annonce(uid=nouveau))


@require_http_methods(["GET", "HEAD", "POST"])
def modifier(request: HttpRequest, uid: str) -> HttpResponse:
    """Change an announcement, or publish it again."""
    objet = get_object_or_404(modifiables(Annonce, request), uid=uid)
    return _ecrire(request, membre(request), objet)


def _ecrire(request: HttpRequest, voix: list[Voix], objet: Annonce) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    federations = [objet.federation] if objet.pk else federations_des(voix)
    donnees = request.POST if request.method == "POST" else None
    form = AnnonceForm(donnees, instance=objet, voix=voix, federations=federations, today=today)
    if donnees is not None and accepte(request, form, now):
        actions.publier_annonce(cast("Annonce", form.remplir()), by=request.user, now=now)
        dire(request, "Votre annonce est publiée : les membres du réseau la voient.")
        return redirect(objet)
    contexte = {"form": form, "annonce": objet, "page_active": "entre_nous"}
    return render(request, "reseau/annonce_ecrire.html", contexte, status=422 if form.errors else 200)


@require_POST
def clore(request: HttpRequest, uid: str) -> HttpResponse:
    """« C’est trouvé », or no longer needed."""
    objet = get_object_or_404(modifiables(Annonce, request), uid=uid)
    trouve = request.POST.get("issue") == Issue.TROUVE
    if actions.clore(objet, issue=Issue.TROUVE if trouve else Issue.RETIREE, now=timezone.now()):
        dire(request, "Bonne nouvelle ! L’annonce est close." if trouve else "L’annonce est close.")
    else:
        messages.info(request, "Cette annonce était déjà close.")
    return redirect(objet)


def _son_annonce(envoye: Message, **_: Any) -> str:
    return envoye.annonce.get_absolute_url()


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(Message, ou=_son_annonce, dit=DEJA_PARTI)
def repondre(request: HttpRequest, uid: str, *, nouveau: str) -> HttpResponse:
    """Answer an announcement, by mail, without showing one's address."""
    voix = membre(request)
    objet = visible(Annonce, request, uid)
    if not objet.ouverte(timezone.localdate()) or objet.retiree_a is not None:
        raise Http404
    return _envoyer(request, voix, objet, None, nouveau)


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(Message, ou=_son_annonce, dit=DEJA_PARTI)
def message(request: HttpRequest, uid: str, *, nouveau: str) -> HttpResponse:
    """Read a message that one has received or written; whoever received it answers."""
    voix = membre(request)
    lus = Message.objects.readable_by(request.user)
    objet = get_object_or_404(
        lus.select_related("structure", "auteur", "annonce__structure", "annonce__federation"), uid=uid
    )
    if objet.destinataire_id != request.user.pk and request.method == "POST":
        raise Http404
    return _envoyer(request, voix, objet.annonce, objet, nouveau)


def _envoyer(
    request: HttpRequest, voix: list[Voix], objet: Annonce, recu: Message | None, nouveau: str
) -> HttpResponse:
    form, now = MessageForm(request.POST if request.method == "POST" else None), timezone.now()
    au_nom_de = actions.voix_pour(objet, voix)
    if au_nom_de is None:
        raise Http404
    statut = 422 if request.method == "POST" else 200
    if form.is_valid():
        qui = cast("Utilisateur", request.user)
        if actions.trop_de_messages(qui, objet, now):
            statut = 429
            form.add_error(None, TROP_DE_MESSAGES)
        elif actions.ecrire_message(
            uid=nouveau, annonce=objet, by=qui, voix=au_nom_de, now=now, suite_de=recu, **form.cleaned_data
        ):
            dire(request, "Votre message est parti.")
            return redirect(objet)
        else:
            form.add_error(None, PERSONNE)
    contexte = {
        "form": form,
        "annonce": objet,
        "message": recu,
        "recu": recu is not None and recu.destinataire_id == request.user.pk,
        "voix": au_nom_de.nom,
        "page_active": "entre_nous",
    }
    return render(request, "reseau/repondre.html", contexte, status=statut)
