"""The four steps of an import on screen: deposit, match, check, apply. For the federation's administrators alone."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.models import Federation
from core.htmx import render_page, veut_fragment
from core.models import Travail
from core.tableur import Format, reponse_tableau
from core.textes import accord
from core.uid import uuid_de
from core.une_fois import une_fois
from echanges import preparation
from echanges.classeurs.grille import FichierIllisible
from echanges.classeurs.inclusion import reunir
from echanges.forms import ColonnesForm, CommunesForm, DepotForm
from echanges.models import Import, Statut
from echanges.queries import FILTRES, PAR_PAGE, comptes_des_filtres, lignes_du_filtre, sources_connues
from echanges.reconnaissance.cibles import LIBELLES
from echanges.reconnaissance.colonnes import en_table
from echanges.tableaux import table_des_refus

BILAN = (
    ("ajoutees", "nouveau lieu", "nouveaux lieux"),
    ("changees", "lieu changé", "lieux changés"),
    ("inchangees", "lieu inchangé", "lieux inchangés"),
    ("rejetees", "ligne refusée", "lignes refusées"),
)
DEJA_DEPOSE = "Ce fichier était déjà déposé : il est arrivé deux fois, rien n’est en double."
ETAPES = ("Déposer", "Faire correspondre", "Vérifier", "Appliquer")


def contexte_d_etape(federation: Federation, etape: int, importation: Import | None = None) -> dict[str, Any]:
    """Return what the pages of the four steps share."""
    return {
        "federation": federation,
        "import": importation,
        "etapes": [{"rang": i, "nom": nom} for i, nom in enumerate(ETAPES, start=1)],
        "etape": etape,
        "page_active": "espace",
    }


def _federation(request: HttpRequest, slug: str) -> Federation:
    return get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)


def _prepare(request: HttpRequest, slug: str, pk: int) -> tuple[Federation, Import]:
    federation = _federation(request, slug)
    imports = Import.objects.of_federation(federation).being_prepared().select_related("federation", "travail")
    return federation, get_object_or_404(imports, pk=pk)


def _ou_il_en_est(importation: Import, *, slug: str, **_: Any) -> str:
    if importation.statut == Statut.DEPOSE:
        return reverse("echanges:colonnes", args=[slug, importation.pk])
    return importation.get_absolute_url()


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(
    Import,
    ou=_ou_il_en_est,
    jete=lambda importation: importation.statut in (Statut.INTERROMPU, Statut.ANNULE),
    dit=DEJA_DEPOSE,
    tirer=uuid_de,
    champ="operation",
)
def deposer(request: HttpRequest, slug: str, *, nouveau: str) -> HttpResponse:
    """Step 1: the file."""
    federation = _federation(request, slug)
    form = DepotForm(request.POST, request.FILES) if request.method == "POST" else DepotForm()
    if request.method == "POST" and form.is_valid():
        fichier = form.cleaned_data["fichier"]
        try:
            octets, services = fichier.read(), form.cleaned_data["services"]
            if services:
                octets = reunir(octets, services.read())
            importation = preparation.deposer(
                octets, fichier.name, federation=federation, by=request.user, now=timezone.now(), operation=nouveau
            )
        except FichierIllisible as erreur:
            form.add_error("fichier", str(erreur))
        else:
            return redirect("echanges:colonnes", slug, importation.pk)
    contexte = contexte_d_etape(federation, 1) | {"form": form}
    return render(request, "echanges/deposer.html", contexte, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def colonnes(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Step 2: the sheet when there are several, then what each column is."""
    federation, importation = _prepare(request, slug, pk)
    contexte = contexte_d_etape(federation, 2, importation)
    try:
        classeur = preparation.rouvrir(importation)
        if request.method == "POST" and "feuille" in request.POST:
            nom = request.POST["feuille"]
            if nom in {f.nom for f in classeur.proposees()}:
                importation.options = {"feuille": nom}
                importation.save(update_fields=["options"])
                return redirect("echanges:colonnes", slug, pk)
        feuille = preparation.feuille_choisie(importation, classeur)
        if feuille is None or "feuilles" in request.GET:
            return _feuilles(request, contexte, classeur)
        table = en_table(feuille)
    except FichierIllisible as erreur:
        return render(request, "echanges/illisible.html", contexte | {"raison": str(erreur)}, status=422)
    proposees, memoire = preparation.proposition(importation, table)
    source = importation.source or (memoire.source if memoire else PurePath(importation.fichier).stem[:80])
    form = ColonnesForm(
        request.POST if request.method == "POST" else None,
        table=table,
        proposees=proposees,
        initial={"source": source, "date_maj": importation.options.get("date_maj", "")},
    )
    if form.is_bound and form.is_valid():
        now = timezone.now()
        preparation.retenir(
            importation,
            table,
            source=form.cleaned_data["source"],
            colonnes=form.cibles(),
            date_maj=form.cleaned_data["date_maj"],
            now=now,
        )
        preparation.lancer_la_comparaison(importation, len(table.lignes), now=now)
        return redirect("echanges:verifier", slug, pk)
    contexte |= {
        "form": form,
        "table": table,
        "avertissements": [*classeur.avertissements, *table.avertissements],
        "plusieurs_feuilles": len(classeur.proposees()) > 1,
        "feuille": feuille.nom,
        "memoire": memoire,
        "combien": ", ".join((accord(len(table.lignes), "ligne"), accord(len(table.entetes), "colonne")))
        + f", dont {accord(sum(c in LIBELLES for c in proposees), 'reconnue')}",
        "sources": sources_connues(federation),
    }
    return render(request, "echanges/colonnes.html", contexte, status=422 if form.is_bound else 200)


def _feuilles(request: HttpRequest, contexte: dict[str, Any], classeur: Any) -> HttpResponse:
    """Ask which sheet is the table."""
    feuilles = []
    for feuille in classeur.proposees():
        try:
            table = en_table(feuille)
        except FichierIllisible:
            feuilles.append({"nom": feuille.nom, "lisible": False})
        else:
            apercu = [e for e in table.entetes if e][:6]
            lignes = accord(len(table.lignes), "ligne")
            feuilles.append({"nom": feuille.nom, "lisible": True, "lignes": lignes, "apercu": apercu})
    contexte |= {"feuilles": feuilles, "avertissements": classeur.avertissements}
    return render(request, "echanges/feuilles.html", contexte, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def verifier(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Step 3: what would change, row by row; who doubts answers here."""
    federation, importation = _prepare(request, slug, pk)
    if importation.statut == Statut.DEPOSE:
        return redirect("echanges:colonnes", slug, pk)
    contexte = contexte_d_etape(federation, 3, importation)
    if importation.statut == Statut.COMPARE:
        return progression(request, contexte)
    if request.method != "POST" and (reponse := fini(request)):
        return reponse
    introuvables = importation.apercu.get("introuvables", [])
    communes = CommunesForm(
        request.POST if request.POST.get("geste") == "communes" else None, introuvables=introuvables
    )
    if communes.is_bound and communes.is_valid():
        now = timezone.now()
        preparation.retenir_communes(importation, communes.codes, now=now)
        return _recomparer(importation, slug, now=now)
    if request.method == "POST" and not communes.is_bound:
        choix = _choix(request, importation)
        if choix:
            preparation.trancher(importation, choix, now=timezone.now())
        return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
    return render(
        request,
        "echanges/verifier.html",
        contexte | _lignes(request, importation) | {"communes": communes, "introuvables": introuvables},
        status=422 if communes.is_bound else 200,
    )


def _recomparer(importation: Import, slug: str, *, now: Any) -> HttpResponse:
    preparation.lancer_la_comparaison(importation, importation.comptes.get("lues", 0), now=now)
    return redirect("echanges:verifier", slug, importation.pk)


def _lignes(request: HttpRequest, importation: Import) -> dict[str, Any]:
    voir = request.GET.get("voir", "")
    comptes = comptes_des_filtres(importation)
    filtres = [
        {"cle": f.cle, "nom": f.nom, "nombre": comptes[f.cle], "actif": f.cle == voir}
        for f in FILTRES
        if comptes[f.cle] or not f.cle or f.cle == voir
    ]
    page = Paginator(lignes_du_filtre(importation, voir), PAR_PAGE).get_page(request.GET.get("page"))
    liens = importation.options.get("liens", {})
    lignes = [
        {"ligne": ligne, "choix": liens.get(ligne.identifiant), "tranchee": ligne.identifiant in liens}
        for ligne in page
    ]
    comptes_ = importation.comptes
    return {
        "filtres": filtres,
        "voir": voir,
        "page": page,
        "lignes": lignes,
        "choix_a_faire": any(element["ligne"].semblables for element in lignes),
        "indecises": _indecises(importation.apercu.get("indecises", 0)),
        "prises": accord(comptes_["ajoutees"] + comptes_["changees"], "ligne"),
        "rien": comptes_["ajoutees"] + comptes_["changees"] == 0,
        "comptes": comptes_,
        "bilan": [
            {"nombre": nombre, "mot": mot, "refus": cle == "rejetees" and nombre}
            for cle, singulier, pluriel in BILAN
            for nombre, mot in [(comptes_[cle], pluriel if comptes_[cle] > 1 else singulier)]
        ],
        "ouvrir": voir == "reparees",
        "apercu": importation.apercu,
    }


def _indecises(nombre: int) -> str:
    if not nombre:
        return ""
    if nombre == 1:
        return "1 ligne ressemble à un lieu déjà connu : sans réponse de votre part, un nouveau lieu sera créé."
    qui = accord(nombre, "ligne")
    return f"{qui} ressemblent à un lieu déjà connu : sans réponse de votre part, de nouveaux lieux seront créés."


def _choix(request: HttpRequest, importation: Import) -> dict[str, str]:
    """Return what was answered of the rows that look like a place of ours; anything else is left out."""
    choix: dict[str, str] = {}
    proposees = importation.lignes.filter(a_trancher=True).order_by("pk")
    demandees = {n.removeprefix("m-"): v for n, v in request.POST.items() if n.startswith("m-")}
    numeros = [int(n) for n in demandees if n.isascii() and n.isdigit() and len(n) < 10][:500]
    for ligne in proposees.filter(numero__in=numeros):
        reponse = str(demandees[str(ligne.numero)])
        if reponse == "autre":
            choix[ligne.identifiant] = ""
        elif reponse in {s["uid"] for s in ligne.semblables}:
            choix[ligne.identifiant] = reponse
    return choix


def progression(request: HttpRequest, contexte: dict[str, Any]) -> HttpResponse:
    """Show how far the worker is: a page, or the fragment that it asks for again until the work is done."""
    travail = contexte["import"].travail
    echec = travail is not None and travail.etat == Travail.Etat.ECHEC
    contexte |= {"travail": travail, "echec": echec}
    return render_page(request, "echanges/progression.html", "echanges/_progression.html", contexte)


def fini(request: HttpRequest) -> HttpResponse | None:
    """Return what ends the asking again, once the work is done: the page is read whole."""
    if not veut_fragment(request):
        return None
    reponse = HttpResponse()
    reponse["HX-Redirect"] = request.path
    return reponse


@require_safe
def rejets(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give the refused rows as they were in the file, with their reason in the last column."""
    _, importation = _prepare(request, slug, pk)
    return reponse_tableau(table_des_refus(importation, timezone.localdate()), Format.CSV)


@require_POST
def appliquer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Step 4: hand it to the worker."""
    _, importation = _prepare(request, slug, pk)
    if importation.statut != Statut.PREPARE:
        return redirect("echanges:verifier", slug, pk)
    preparation.lancer_l_application(importation, by=request.user, now=timezone.now())
    return redirect("echanges:import", slug, pk)


@require_POST
def abandonner(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Forget a prepared import: nothing was written."""
    _, importation = _prepare(request, slug, pk)
    messages.success(request, f"« {importation.fichier} » est abandonné : rien n’a été écrit dans l’annuaire.")
    preparation.abandonner(importation)
    return redirect("echanges:imports", slug)
