"""The structures of a federation, for those who run it: found by name, and reached."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.models import Federation
from core.textes import mots
from recherche.phrases import verifie_en_francais
from structures.models import Structure

PAR_PAGE = 50


@dataclass(frozen=True, slots=True)
class LigneStructure:
    uid: str
    nom: str
    nature: str
    commune: str
    membres: int
    verifie: str
    age: str


@require_safe
def structures(request: HttpRequest, slug: str) -> HttpResponse:
    """The structures that a federation manages, found by the words of their names."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    texte = request.GET.get("q", "")[:100]
    trouvees = Structure.objects.managed_by(federation).active()
    for mot in mots(texte)[:6]:
        trouvees = trouvees.filter(nom_plie__contains=mot)
    trouvees = trouvees.annotate(
        responsables=Count("membres", filter=Q(membres__role="responsable"), distinct=True),
        commune=Min("lieux__commune__nom"),
        verifiee=Max("lieux__verifie_le"),
    ).order_by("nom_plie", "pk")
    page = Paginator(trouvees, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "federation": federation,
        "q": texte,
        "page": page,
        "lignes": [_ligne(s, timezone.localdate()) for s in page],
        "page_active": "espace",
    }
    return render(request, "espace/reseau.html", contexte)


def _ligne(structure: Structure, today: date) -> LigneStructure:
    verifie, age = verifie_en_francais(structure.verifiee, today)  # type: ignore[attr-defined]
    return LigneStructure(
        structure.uid,
        structure.nom,
        structure.get_nature_display(),
        structure.commune or "sans lieu",  # type: ignore[attr-defined]
        structure.responsables,  # type: ignore[attr-defined]
        verifie,
        age,
    )
