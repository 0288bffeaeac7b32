"""Campaigns of confirmation: open, follow, remind, close."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.models import Federation
from core.textes import accord
from espace import confirmations
from espace.models import CampagneReseau
from federation.bureau.forms.campagnes import CampagneForm

PAR_PAGE = 50
ETATS = {
    "attendue": "Pas encore",
    "en_partie": "En partie",
    "injoignable": "Personne à qui écrire",
    "confirmee": "Confirmée",
}
_RANGS = {etat: rang for rang, etat in enumerate(ETATS)}


def _federation(request: HttpRequest, slug: str) -> Federation:
    return get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)


def _campagne(request: HttpRequest, slug: str, pk: int) -> CampagneReseau:
    campagnes = CampagneReseau.objects.of_federation(_federation(request, slug)).select_related("federation")
    return get_object_or_404(campagnes, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def campagnes(request: HttpRequest, slug: str) -> HttpResponse:
    """The campaigns of a network; open one (« Voir qui » only counts)."""
    federation, now = _federation(request, slug), timezone.now()
    envoye = request.POST if request.method == "POST" else None
    form = CampagneForm(envoye, label_suffix="")
    apercu = None
    if envoye is not None:
        visees = confirmations.visees(federation, form.cible(), timezone.localdate())
        if "apercu" in envoye:
            apercu = accord(visees.count(), "structure")
            form.errors.clear()
        elif form.is_valid() and (campagne := _ouvrir(request, federation, form)):
            return HttpResponseRedirect(reverse("bureau:campagne", args=[slug, campagne.pk]))
    toutes = CampagneReseau.objects.of_federation(federation)
    contexte = {
        "federation": federation,
        "form": form,
        "apercu": apercu,
        "ouverte": toutes.under_way().first(),
        "closes": toutes.exclude(close_a=None)[:20],
        "now": now,
        "page_active": "espace",
    }
    return render(request, "bureau/campagnes.html", contexte, status=422 if form.errors else 200)


def _ouvrir(request: HttpRequest, federation: Federation, form: CampagneForm) -> CampagneReseau | None:
    structures = list(confirmations.visees(federation, form.cible(), timezone.localdate()))
    if not structures:
        form.add_error(None, "Aucune structure ne répond à ces critères : personne ne serait sollicité.")
        return None
    try:
        campagne = confirmations.ouvrir(
            federation,
            structures,
            nom=form.cleaned_data["nom"],
            message=form.cleaned_data["message"],
            by=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )
    except confirmations.DejaOuverte:
        dit = {"nom": form.cleaned_data["nom"], "message": form.cleaned_data["message"], "ouverte_par": request.user}
        deja = CampagneReseau.objects.of_federation(federation).under_way().filter(**dit).first()
        if deja is not None:
            messages.info(request, "La campagne était déjà ouverte : les courriels ne partent qu’une fois.")
            return deja
        form.add_error(None, "Une campagne est déjà ouverte : fermez-la d’abord.")
        return None
    messages.success(request, "La campagne est ouverte. Les courriels partent.")
    return campagne


@require_safe
def campagne(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Where each structure stands."""
    objet, now = _campagne(request, slug, pk), timezone.now()
    lignes = confirmations.suivi(objet, timezone.localdate())
    bilan = confirmations.Bilan(**objet.bilan) if objet.bilan else confirmations.bilan(lignes)
    voulu = request.GET.get("etat", "")
    choisies = [ligne for ligne in lignes if ligne.etat == voulu] if voulu in ETATS else lignes
    choisies.sort(key=lambda ligne: _RANGS[ligne.etat])
    contexte = {
        "federation": objet.federation,
        "campagne": objet,
        "bilan": bilan,
        "part": round(100 * bilan.confirmees / bilan.demandees) if bilan.demandees else 0,
        "page": Paginator([(x, ETATS[x.etat]) for x in choisies], PAR_PAGE).get_page(request.GET.get("page")),
        "etats": [(cle, nom, sum(x.etat == cle for x in lignes)) for cle, nom in ETATS.items()],
        "voulu": voulu if voulu in ETATS else "",
        "a_relancer": sum(
            x.etat != "confirmee" and x.ecrite_a is not None and x.ecrite_a <= now - confirmations.RELANCE
            for x in lignes
        ),
        "page_active": "espace",
    }
    return render(request, "bureau/campagne.html", contexte)


@require_POST
def relancer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Write again to those who have not confirmed."""
    objet = _campagne(request, slug, pk)
    if objet.close_a:
        messages.error(request, "Cette campagne est close.")
    elif combien := confirmations.relancer(objet, now=timezone.now()):
        messages.success(request, f"{accord(combien, 'structure')} : le courriel de relance part.")
    else:
        messages.info(request, "Personne à relancer : laissez une semaine entre deux courriels.")
    return redirect("bureau:campagne", slug, pk)


@require_POST
def clore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close a campaign: its figures are kept."""
    objet = _campagne(request, slug, pk)
    if not objet.close_a:
        confirmations.clore(objet, now=timezone.now())
        messages.success(request, "La campagne est close, ses chiffres sont gardés.")
    return redirect("bureau:campagne", slug, pk)
