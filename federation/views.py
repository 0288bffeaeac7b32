"""What a signed-in person starts from; « Mon espace » grows from here."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.models import Federation
from structures.models import Lieu, Membre


@dataclass(frozen=True, slots=True)
class LienNomme:
    nom: str
    url: str


@dataclass(frozen=True, slots=True)
class MaStructure:
    nom: str
    role_label: str
    lieux: list[LienNomme]


@dataclass(frozen=True, slots=True)
class MaFederation:
    nom: str
    url: str
    url_imports: str


@require_safe
def compte(request: HttpRequest) -> HttpResponse:
    """The structures and federations of whoever is signed in."""
    appartenances = Membre.objects.filter(utilisateur=request.user).select_related("structure")  # type: ignore[misc]
    lieux: dict[int, list[LienNomme]] = {}
    for lieu in Lieu.objects.published(timezone.localdate()).filter(
        structure__in=[m.structure_id for m in appartenances]
    ):
        lieux.setdefault(lieu.structure_id, []).append(LienNomme(lieu.nom, lieu.get_absolute_url()))
    contexte = {
        "structures": [
            MaStructure(m.structure.nom, m.get_role_display(), lieux.get(m.structure_id, []))
            for m in sorted(appartenances, key=lambda m: (m.structure.nom_plie, m.structure_id))
        ],
        "federations": [
            MaFederation(f.nom, f.get_absolute_url(), reverse("echanges:imports", args=[f.slug]))
            for f in Federation.objects.administered_by(request.user)
        ],
        "page_active": "compte",
    }
    return render(request, "federation/compte.html", contexte)
