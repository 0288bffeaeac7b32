"""The journal of imports, for the administrators of its federation alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from comptes.models import Federation
from core.tableur import format_demande, reponse_tableau, telechargements
from core.textes import accord
from echanges import assistant
from echanges.annulation import AnnulationRefusee
from echanges.annulation import annuler as annuler_import
from echanges.models import EN_ECRITURE, Import
from echanges.rapport import phrase_des_comptes
from echanges.tableaux import table_des_imports, table_du_rapport

PAR_PAGE = 50
GARDEES_MAX = 500
ARRET = "Cet import s’est arrêté avant la fin\u00a0: rien n’a été écrit. Vous pouvez redéposer le même fichier."
ARRET_ECRIT = (
    "Cet import s’est arrêté avant la fin, et une partie est écrite\u00a0: annulez-le, ou redéposez le même fichier."
)


@require_safe
def imports(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the imports of a federation, the last one first."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    tous = Import.objects.of_federation(federation).without_report().select_related("par", "annule_par", "travail")
    journal = tous.in_journal()
    if format_ := format_demande(request):
        return reponse_tableau(table_des_imports(journal, timezone.localdate()), format_)
    page = Paginator(journal, PAR_PAGE).get_page(request.GET.get("page"))
    lignes = [{"import": i, "phrases": phrase_des_comptes(i.comptes) if i.comptes else []} for i in page]
    contexte = {
        "federation": federation,
        "page": page,
        "lignes": lignes,
        "prepares": tous.being_prepared()[:PAR_PAGE],
        "telecharger": telechargements(request),
        "page_active": "espace",
    }
    return render(request, "echanges/imports.html", contexte)


@require_safe
def detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one import: its counts, and row by row what was repaired, flagged, kept or refused."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    imports = Import.objects.of_federation(federation).select_related("par", "federation", "travail", "annule_par")
    journal = get_object_or_404(imports, pk=pk)
    if journal.en_preparation:
        return redirect("echanges:verifier", slug, pk)
    if journal.statut in EN_ECRITURE:
        return assistant.progression(request, assistant.contexte_d_etape(federation, 4, journal))
    if reponse := assistant.fini(request):
        return reponse
    if format_ := format_demande(request):
        return reponse_tableau(table_du_rapport(journal, timezone.localdate()), format_)
    lignes = journal.rapport.get("lignes", [])
    prises = [ligne for ligne in lignes if ligne["etat"] != "rejetee"]
    contexte = {
        "federation": federation,
        "import": journal,
        "telecharger": telechargements(request),
        "phrases": phrase_des_comptes(journal.comptes) if journal.comptes else [],
        "rapport": journal.rapport,
        "rejetees": [ligne for ligne in lignes if ligne["etat"] == "rejetee"],
        "sections": [
            {"cle": cle, "titre": titre, "lignes": [(ligne, ligne[cle]) for ligne in prises if ligne[cle]]}
            for cle, titre in (
                ("signalements", "Signalées : à vérifier"),
                ("conservees", "Modifiées ici, conservées"),
                ("changements", "Changées"),
                ("reparations", "Réparées"),
                ("notes", "Gardées à côté"),
            )
        ],
        "arret": ARRET_ECRIT if journal.annulable else ARRET,
        "annulation": _phrase_d_annulation(journal),
        "gardees": journal.refus[:GARDEES_MAX],
        "gardees_tues": len(journal.refus[GARDEES_MAX:]),
        "page_active": "espace",
    }
    return render(request, "echanges/import.html", contexte)


def _phrase_d_annulation(journal: Import) -> str:
    """Say what undoing gave back, and what it did not."""
    if not journal.refus:
        return "Cet import a été annulé : l’annuaire dit de nouveau ce qu’il disait avant."
    lieux = sum(1 for r in journal.refus if r["genre"] == "lieu")
    if lieux >= journal.comptes["ajoutees"] + journal.comptes["changees"]:
        return "Aucun lieu de cet import n’a pu être annulé : la raison est dite pour chacun, ci-dessous."
    gardees = accord(len(journal.refus), "fiche gardée telle quelle", "fiches gardées telles quelles")
    return f"Cet import a été annulé, sauf {gardees} : la raison est dite ci-dessous. Le reste est comme avant."


@require_POST
def annuler(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Hand the undoing of an import to the worker."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    journal = get_object_or_404(
        Import.objects.of_federation(federation).without_report().select_related("travail"), pk=pk
    )
    try:
        annuler_import(journal, by=request.user, now=timezone.now())
    except AnnulationRefusee as raison:
        messages.error(request, str(raison))
    return redirect("echanges:import", slug, pk)
