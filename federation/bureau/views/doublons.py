"""Possible duplicates: look at them side by side, merge them or tell them apart, and undo."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.models import Federation
from federation.bureau.doublons import (
    GENRES,
    a_garder,
    distinguer,
    lire_paires,
    oublier_la_distinction,
    proposes,
    resumes,
    trouver,
)
from federation.bureau.fusion.actions import FusionDepassee, FusionRefusee, defaire, fusionner, pourquoi_pas
from federation.bureau.fusion.champs import AUTRE, GARDEE, empreinte
from federation.bureau.fusion.plan import preparer
from federation.bureau.fusion.recentes import recentes
from structures.models import Fusion, Lieu, Structure

PAR_PAGE = 20


@require_safe
def doublons(request: HttpRequest, slug: str) -> HttpResponse:
    """The pairs to look at, the surest first, and what was merged lately."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    numero = request.GET.get("page", "")
    page = Paginator(proposes(federation), PAR_PAGE).get_page(numero if len(numero) < 6 else 1)
    contexte = {
        "federation": federation,
        "page": page,
        "paires": lire_paires(page.object_list, timezone.localdate()),
        "fusions": recentes(federation, timezone.now()),
        "page_active": "espace",
    }
    return render(request, "bureau/doublons.html", contexte)


@require_safe
def autres(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose two cards that nothing proposes: one, then the other."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    genre = request.GET.get("genre", "") if request.GET.get("genre") in GENRES else "structures"
    texte, premiere = request.GET.get("q", "")[:100], None
    if uid := request.GET.get("un", ""):
        premiere = get_object_or_404(_du_reseau(federation, genre), uid=uid[:8])
    trouvees = []
    if texte.strip():
        sauf = premiere.uid if premiere else ""
        trouvees = trouver(federation, genre, texte, sauf=sauf, today=timezone.localdate())
    contexte = {
        "federation": federation,
        "genre": genre,
        "q": texte,
        "premiere": premiere,
        "trouvees": trouvees,
        "page_active": "espace",
    }
    return render(request, "bureau/autres_doublons.html", contexte)


def _du_reseau(federation: Federation, genre: str) -> Any:
    if genre == "lieux":
        return Lieu.objects.filter(structure__federation=federation).select_related("structure", "commune")
    return Structure.objects.managed_by(federation)


def _les_deux(request: HttpRequest, slug: str, genre: str, uids: tuple[str, str]) -> tuple[Federation, Any, Any]:
    """Return two cards of one network that this person administers, or a 404."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    if genre not in GENRES or uids[0] == uids[1]:
        raise Http404
    return federation, *(get_object_or_404(_du_reseau(federation, genre), uid=uid) for uid in uids)


@require_http_methods(["GET", "HEAD", "POST"])
def comparer(request: HttpRequest, slug: str, genre: str, un: str, deux: str) -> HttpResponse:
    """Compare two cards field by field, and merge them."""
    federation, *objets = _les_deux(request, slug, genre, (un, deux))
    demandee = (request.POST if request.method == "POST" else request.GET).get("garder", "")
    gardee = next((o for o in objets if o.uid == demandee), None) or a_garder((objets[0], objets[1]))
    autre = next(o for o in objets if o is not gardee)
    choix = {
        nom.removeprefix("choix-"): valeur
        for nom, valeur in request.POST.items()
        if nom.startswith("choix-") and valeur in (GARDEE, AUTRE)
    }
    now, raison, statut = timezone.now(), pourquoi_pas(gardee, autre), 200
    if request.method == "POST":
        try:
            vu = request.POST.get("vu", "")
            fusion, _ = fusionner(gardee=gardee, autre=autre, choix=choix, vu=vu, by=request.user, now=now)
        except FusionRefusee as refus:
            messages.error(request, str(refus))
            statut = 409 if isinstance(refus, FusionDepassee) else 422
        else:
            messages.success(request, f"Les deux fiches n’en font plus qu’une : « {gardee.nom} ». Tout a suivi.")
            return HttpResponseRedirect(f"{reverse('bureau:doublons', args=[slug])}#fusion-{fusion.pk}")
    plan = preparer(gardee, autre, choix=choix, now=now)
    lus = resumes(genre, [gardee.pk, autre.pk], timezone.localdate())
    contexte = {
        "federation": federation,
        "genre": genre,
        "raison": raison,
        "gardee": lus[gardee.pk],
        "autre": lus[autre.pk],
        "adresse": request.path,
        "lignes": [(ligne, choix.get(ligne.cle, ligne.defaut)) for ligne in plan.lignes if ligne.differe],
        "identiques": [ligne for ligne in plan.lignes if not ligne.differe],
        "suites": plan.suites,
        "vu": empreinte(plan.lignes, gardee, autre),
        "page_active": "espace",
    }
    return render(request, "bureau/comparer.html", contexte, status=statut)


@require_POST
def distincts(request: HttpRequest, slug: str, genre: str, un: str, deux: str) -> HttpResponse:
    """« Ce ne sont pas des doublons », remembered; or taken back."""
    _, premier, second = _les_deux(request, slug, genre, (un, deux))
    if request.POST.get("geste") == "oublier":
        oublier_la_distinction(premier, second)
        messages.success(request, "C’est noté : ces deux fiches seront de nouveau proposées si elles se ressemblent.")
    else:
        distinguer(premier, second, by=request.user, now=timezone.now())
        messages.success(request, f"C’est noté : « {premier.nom} » et « {second.nom} » sont deux fiches différentes.")
    return redirect("bureau:doublons", slug)


@require_POST
def defaire_fusion(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Undo a merge: everything is as before, or nothing is done and the reason is said."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    fusion = get_object_or_404(Fusion.objects.filter(federation=federation), pk=pk)
    try:
        defaire(fusion, by=request.user, now=timezone.now())
        messages.success(request, "La fusion est défaite : les deux fiches sont comme avant.")
    except FusionRefusee as refus:
        messages.error(request, str(refus))
    return redirect("bureau:doublons", slug)
