"""« Mon compte »: who I am here, how I come in, where I am signed in, what I keep."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comptes.connexion import connexion_recente
from comptes.forms import NomForm
from comptes.models import Federation, Utilisateur
from comptes.queries import sessions_de
from comptes.second_facteur import exige_par, telephone_de
from espace.forms.equipe import SuppressionForm
from structures import actions
from structures.models import Lieu, Membre


@dataclass(frozen=True, slots=True)
class LienNomme:
    nom: str
    url: str


@dataclass(frozen=True, slots=True)
class MaStructure:
    uid: str
    nom: str
    role_label: str
    lieux: list[LienNomme]


@dataclass(frozen=True, slots=True)
class MaFederation:
    nom: str
    url: str
    url_imports: str
    slug: str


@require_safe
def compte(request: HttpRequest) -> HttpResponse:
    """Show the account of whoever is signed in."""
    qui = cast("Utilisateur", request.user)
    contexte = {
        "structures": _structures(qui),
        "federations": [
            MaFederation(f.nom, f.get_absolute_url(), reverse("echanges:imports", args=[f.slug]), f.slug)
            for f in Federation.objects.administered_by(qui)
        ],
        "form": NomForm(instance=qui),
        "a_un_mot_de_passe": qui.has_usable_password(),
        "second_facteur": telephone_de(qui) is not None,
        "exige_par": exige_par(qui),
        "sessions": sessions_de(qui, request.session.session_key, timezone.now()),
        "page_active": "compte",
    }
    return render(request, "espace/compte.html", contexte)


def _structures(qui: Utilisateur) -> list[MaStructure]:
    appartenances = Membre.objects.filter(utilisateur=qui).select_related("structure")
    lieux: dict[int, list[LienNomme]] = {}
    miens = Lieu.objects.published(timezone.localdate()).filter(structure__in=[m.structure_id for m in appartenances])
    for lieu in miens:
        lieux.setdefault(lieu.structure_id, []).append(LienNomme(lieu.nom, lieu.get_absolute_url()))
    return [
        MaStructure(m.structure.uid, m.structure.nom, m.get_role_display(), lieux.get(m.structure_id, []))
        for m in sorted(appartenances, key=lambda m: (m.structure.nom_plie, m.structure_id))
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supprimer(request: HttpRequest) -> HttpResponse:
    """Say what closing one's account does, then do it; a session found open cannot."""
    recente = connexion_recente(request, timezone.now())
    form = SuppressionForm(request.POST if request.method == "POST" and recente else None)
    if form.is_valid():
        qui = Utilisateur.objects.get(pk=cast("Utilisateur", request.user).pk)
        try:
            actions.supprimer_compte(qui, now=timezone.now())
        except actions.Refus as refus:
            form.add_error(None, str(refus))
        else:
            logout(request)
            messages.success(request, "Votre compte est supprimé.")
            return redirect("recherche:accueil")
    contexte = {"form": form, "recente": recente, "page_active": "compte"}
    return render(request, "espace/supprimer_compte.html", contexte, status=422 if form.errors else 200)
