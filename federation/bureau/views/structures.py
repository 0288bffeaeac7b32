"""The table of structures and places: searched, filtered, sorted, page by page, all in the address."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.models import Federation
from core.htmx import render_page
from core.tableur import format_demande, reponse_tableau, telechargements
from core.textes import accord
from core.travailleur import PARIS
from espace.views.pages import operation_faite
from federation.bureau.tableau.colonnes import entetes, table
from federation.bureau.tableau.criteres import LIEUX, VUES, Criteres, TableauForm
from federation.bureau.tableau.gestes import gestes_de
from federation.bureau.tableau.lignes import Ligne, lignes
from federation.bureau.tableau.requete import trouves
from structures.cycle import Etat
from structures.models import Commune, Lieu, Structure

PAR_PAGE = 50
COMMUNES_PROPOSEES = 100
TRANCHE = 500
DANS_LES_PLUS = ("fraicheur", "completude", "adhesion", "nature", "qpv")


@require_safe
def structures(request: HttpRequest, slug: str) -> HttpResponse:
    """The structures, or the places, that a federation manages."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    now = timezone.now()
    form = TableauForm(request.GET, federation=federation)
    criteres = form.criteres()
    tous = trouves(federation, criteres, now.astimezone(PARIS).date())
    pks = tous.values_list("pk", flat=True)
    if format_ := format_demande(request):
        fichier = _toutes(list(pks), criteres, now)
        today = timezone.localdate(now)
        return reponse_tableau(table(fichier, criteres.vue, federation=federation, le=today), format_)
    page = Paginator(pks, PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "federation": federation,
        "form": form,
        "criteres": criteres,
        "lieux": criteres.vue == LIEUX,
        "vues": [(nom, code == criteres.vue, form.requete(vue=code, tri="")) for code, nom in VUES],
        "entetes": entetes(form, criteres),
        "page": page,
        "lignes": lignes(list(page), criteres, now=now),
        "combien": accord(page.paginator.count, "lieu", "lieux")
        if criteres.vue == LIEUX
        else accord(page.paginator.count, "structure"),
        "combien_tout": _tout(page.paginator.count, criteres),
        "gestes": gestes_de(criteres.vue, archives=criteres.etat == "archive"),
        "ouvert": bool(set(form.choisis_par_nom) & set(DANS_LES_PLUS)),
        "communes": Commune.objects.of_departements(federation.departements).order_by("-population", "pk")[
            :COMMUNES_PROPOSEES
        ],
        "requete": form.requete(),
        "effacer": form.requete(**dict.fromkeys(set(form.fields) - {"vue", "tri"}, "")),
        "telecharger": telechargements(request),
        "fait": operation_faite(request),
        "a_confirmer": _publiees(operation_faite(request), federation),
        "page_active": "espace",
    }
    return render_page(request, "bureau/structures.html", "bureau/structures/_tableau.html", contexte)


def _publiees(operation: UUID | None, federation: Federation) -> list[str]:
    """Return the structures whose places were just published: somebody may be asked whether it is all true."""
    if operation is None:
        return []
    lieux = Lieu.history.filter(operation=operation, etat=Etat.PUBLIE).order_by().values("structure_id")
    siennes = Structure.objects.managed_by(federation).active().filter(pk__in=lieux).order_by("nom_plie", "pk")
    return [s.uid for s in siennes[:TRANCHE]]


def _tout(combien: int, criteres: Criteres) -> str:
    dits = accord(combien, "lieu", "lieux") if criteres.vue == LIEUX else accord(combien, "structure")
    return f"les {dits} que la recherche trouve"


def _toutes(pks: list[int], criteres: Criteres, now: datetime) -> Iterator[Ligne]:
    for debut in range(0, len(pks), TRANCHE):
        yield from lignes(pks[debut : debut + TRANCHE], criteres, now=now)
