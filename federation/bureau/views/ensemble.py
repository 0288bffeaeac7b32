"""Bulk gestures: say what will be done and to whom, do it, follow the long ones, undo."""

import uuid
from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ateliers.annulation import SUIVIS, changements
from centres.models import Centre
from comptes.models import Federation, Utilisateur
from core.htmx import render_page
from core.models import Travail
from core.textes import accord
from espace.forms.activites import SuspensionForm
from federation.bureau.forms.structures import AnneeForm
from federation.bureau.tableau import travaux
from federation.bureau.tableau.criteres import LIEUX
from federation.bureau.tableau.gestes import TRANCHE, Demande, faire, juger, objets
from federation.bureau.tableau.selection import Selection, lire
from structures.models import Fusion, Lieu, Structure

NOMS_DITS = 50
DEMANDES: dict[str, Any] = {"jour": SuspensionForm, "annee": AnneeForm}


def _federation(request: HttpRequest, slug: str) -> Federation:
    return get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def ensemble(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what one gesture would do to the ticked rows, or to all that the search finds; POST does it."""
    federation = _federation(request, slug)
    now = timezone.now()
    donnees = request.POST if request.method == "POST" else request.GET
    choix = lire(donnees, federation, now=now)
    if choix.geste is None or not choix.pks:
        messages.error(request, "Cochez au moins une ligne, puis choisissez ce que vous voulez faire.")
        return HttpResponseRedirect(choix.retour(federation))
    classe = DEMANDES.get(choix.geste.demande)
    form = classe(donnees if request.method == "POST" else None, today=timezone.localdate(now)) if classe else None
    if request.method == "POST" and choix.vus == len(choix.pks) and (form is None or form.is_valid()):
        dit = form.cleaned_data if form else {}
        demande = Demande(
            geste=choix.geste.code,
            vue=choix.criteres.vue,
            federation=federation,
            by=cast("Utilisateur", request.user),
            now=now,
            operation=uuid.uuid4(),
            jusqu_au=dit.get("jusqu_au"),
            annee=dit.get("annee", 0),
        )
        return _faire(request, choix, demande)
    contexte = _a_confirmer(choix, federation, now) | {"form": form}
    return render(request, "bureau/structures/ensemble.html", contexte, status=422 if request.method == "POST" else 200)


def _a_confirmer(choix: Selection, federation: Federation, now: Any) -> dict[str, Any]:
    """What the page of confirmation shows: the refusals are known in advance when there are few rows."""
    assert choix.geste is not None  # noqa: S101  the view sent back what has none
    combien = len(choix.pks)
    premiers = objets(choix.criteres.vue, choix.pks[:TRANCHE], federation)
    demande = Demande(choix.geste.code, choix.criteres.vue, federation, Utilisateur(), now, uuid.uuid4())
    prevision = juger(choix.geste, premiers, demande) if combien <= TRANCHE else None
    refuses = {nom for nom, _ in prevision.refus} if prevision else set()
    noms = [o.nom for o in premiers if o.nom not in refuses]
    lieux = choix.criteres.vue == LIEUX
    return {
        "federation": federation,
        "choix": choix,
        "combien": combien,
        "combien_dit": accord(combien, "lieu", "lieux") if lieux else accord(combien, "structure"),
        "noms": noms[:NOMS_DITS],
        "reste": max(0, (prevision.faits if prevision else combien) - len(noms[:NOMS_DITS])),
        "prevision": prevision,
        "change": choix.vus not in (-1, combien),
        "retour": choix.retour(federation),
        "page_active": "espace",
    }


def _faire(request: HttpRequest, choix: Selection, demande: Demande) -> HttpResponse:
    """Do it now, or hand it to the worker when it would be long."""
    assert choix.geste is not None  # noqa: S101  the view sent back what has none
    if len(choix.pks) > TRANCHE:
        return redirect("bureau:travail", demande.federation.slug, travaux.confier_un_geste(demande, choix.pks).pk)
    bilan = faire(choix.geste, choix.pks, demande)
    _dire(request, bilan.phrases(choix.geste.fait, choix.geste.ensuite), bilan.faits)
    retour = choix.retour(demande.federation)
    if not bilan.faits or not choix.geste.annulable:
        return HttpResponseRedirect(retour)
    return HttpResponseRedirect(f"{retour}{'&' if '?' in retour else '?'}fait={demande.operation}")


def _dire(request: HttpRequest, phrases: Iterable[str], faits: int) -> None:
    premiere, *suite = phrases
    (messages.success if faits else messages.info)(request, premiere)
    for phrase in suite:
        messages.warning(request, phrase)


@require_safe
def travail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far a long job is, then what came of it."""
    federation = _federation(request, slug)
    objet = get_object_or_404(travaux.du_reseau(federation), pk=pk)
    fini = objet.etat in (Travail.Etat.FAIT, Travail.Etat.ECHEC)
    operation = uuid.UUID(objet.arguments["operation"])
    contexte = {
        "federation": federation,
        "travail": objet,
        "fini": fini,
        "echec": objet.etat == Travail.Etat.ECHEC,
        "phrases": objet.rapport.splitlines() if objet.etat == Travail.Etat.FAIT else [],
        "fait": operation if fini and any(changements(operation).values()) else None,
        "page_active": "espace",
    }
    return render_page(request, "bureau/structures/travail.html", "bureau/structures/_travail.html", contexte)


@require_POST
def defaire(request: HttpRequest, slug: str, operation: uuid.UUID) -> HttpResponse:
    """Undo a bulk gesture: what can be, and say what cannot."""
    federation = _federation(request, slug)
    combien = _du_reseau(federation, operation)
    now, qui = timezone.now(), cast("Utilisateur", request.user)
    if combien > TRANCHE:
        confie = travaux.confier_l_annulation(federation, operation, by=qui, now=now)
        return redirect("bureau:travail", slug, confie.pk)
    nouvelle = uuid.uuid4()
    bilan = travaux.defaire_maintenant(operation, nouvelle=nouvelle, by=qui, now=now)
    _dire(request, bilan.phrases("Annulation faite"), bilan.faits)
    retour = lire(request.POST, federation, now=now).retour(federation)
    suite = f"{'&' if '?' in retour else '?'}fait={nouvelle}" if bilan.faits else ""
    return HttpResponseRedirect(f"{retour}{suite}")


def _du_reseau(federation: Federation, operation: uuid.UUID) -> int:
    """Return how many rows of this federation an operation changed; Http404 when it did anything else."""
    siens: dict[Any, QuerySet[Any]] = {
        Structure: Structure.objects.managed_by(federation),
        Centre: Centre.objects.filter(structure__federation=federation),
        Lieu: Lieu.objects.filter(structure__federation=federation),
    }
    if Fusion.objects.of_operations([operation]).exists():
        raise Http404  # undone whole, elsewhere
    combien = 0
    for modele in SUIVIS:
        lignes = modele.history.model.objects.filter(operation=operation)  # type: ignore[attr-defined]
        if modele in siens:
            combien += lignes.filter(history_type="~").count()
            cle = modele._meta.pk.attname
            lignes = lignes.exclude(history_type="~", **{f"{cle}__in": siens[modele].order_by().values("pk")})
        if lignes.exists():
            raise Http404
    if not combien:
        raise Http404
    return combien
