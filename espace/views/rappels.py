"""« Ne plus recevoir ces rappels », and the mails of a network that somebody must look at."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comptes.actions import renvoyer, tenir_pour_partis
from comptes.adresses import confirmer_adresse, refusees
from comptes.models import Courriel, Federation, Utilisateur
from core.liens import LienRefuse
from core.tableur import format_demande, reponse_tableau, telechargements
from espace.desabonnement import choisir, lire_jeton, recoit
from espace.tableaux import table_des_courriels
from structures.models import Membre

LISTE_MAX = 200


@login_not_required
@csrf_exempt  # the token is the proof; mail software posts here without a page (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def rappels_lien(request: HttpRequest, jeton: str) -> HttpResponse:
    """Stop reminders or take them up again, by the link of a mail; a GET changes nothing, since scanners open it."""
    try:
        utilisateur = lire_jeton(jeton)
    except LienRefuse as refus:
        return render(request, "espace/lien_refuse.html", {"raison": str(refus), "page_active": ""}, status=403)
    return _rappels(request, utilisateur)


@require_http_methods(["GET", "HEAD", "POST"])
def rappels(request: HttpRequest) -> HttpResponse:
    """The same, signed in."""
    utilisateur = get_object_or_404(Utilisateur, pk=request.user.pk)
    return _rappels(request, utilisateur)


def _rappels(request: HttpRequest, utilisateur: Utilisateur) -> HttpResponse:
    if request.method == "POST":
        choisir(utilisateur, recevoir=request.POST.get("choix") == "reprendre", now=timezone.now())
        return HttpResponseRedirect(request.path, status=303)
    contexte = {"recoit": recoit(utilisateur), "adresse": request.path, "page_active": ""}
    return render(request, "espace/rappels.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def courriels(request: HttpRequest, slug: str) -> HttpResponse:
    """Mails to the people of a network that are uncertain or failed, and addresses that receive nothing."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    adresses = adresses_du_reseau(federation)
    lignes = Courriel.objects.filter(destinataire__in=adresses)
    if request.method == "POST":
        _decider(request, lignes, adresses)
        return HttpResponseRedirect(reverse("espace:courriels", args=[slug]))
    a_regarder = lignes.filter(etat__in=[Courriel.Etat.A_VERIFIER, Courriel.Etat.ECHEC])
    refus = sorted(refusees(adresses).values(), key=lambda r: r.courriel)
    if format_ := format_demande(request):
        return reponse_tableau(table_des_courriels(federation, refus, a_regarder, timezone.localdate()), format_)
    contexte: dict[str, Any] = {
        "federation": federation,
        "courriels": list(a_regarder[:LISTE_MAX]),
        "refusees": refus,
        "telecharger": telechargements(request),
        "page_active": "espace",
    }
    return render(request, "espace/courriels.html", contexte)


def adresses_du_reseau(federation: Federation) -> list[str]:
    """Return the addresses of those who keep its pages or administer it: nobody else's mails are theirs to see."""
    tiennent = Membre.objects.filter(structure__federation=federation).values("utilisateur")
    comptes = Utilisateur.objects.filter(Q(pk__in=tiennent) | Q(administrations__federation=federation))
    return sorted(set(comptes.values_list("courriel", flat=True)))


def _decider(request: HttpRequest, lignes: QuerySet[Courriel], adresses: list[str]) -> None:
    """Carry out the one decision that was posted, on a row of this network only."""
    geste, _, quoi = request.POST.get("geste", "").partition(":")
    un = lignes.filter(pk=int(quoi)) if quoi.isascii() and quoi.isdigit() and len(quoi) < 18 else lignes.none()
    if geste == "renvoyer" and renvoyer(un):
        messages.success(request, "Le courriel va repartir.")
    elif geste == "parti" and tenir_pour_partis(un, now=timezone.now()):
        messages.success(request, "C’est noté : il est parti.")
    elif geste == "confirmer" and quoi in adresses and confirmer_adresse(quoi):
        messages.success(request, "C’est noté : cette adresse reçoit de nouveau nos courriels.")
    else:
        messages.info(request, "Rien à faire : c’était déjà réglé.")
