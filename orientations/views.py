"""The paper to hand over, its living page, what is recorded without anyone's identity."""

from datetime import datetime, timedelta
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import Offre
from comptes.context_processors import du_site
from core.etiquettes import etiquetee as core_etiquetee
from core.limites import Limite, client, passe
from core.tableur import format_demande, reponse_tableau, telechargements
from core.une_fois import premiere_fois
from orientations.actions import noter_orientation
from orientations.comparaison import comparaison, uids_demandes
from orientations.langues import LANGUES, langue_demandee
from orientations.models import Orientation
from orientations.papier import FORMATS
from orientations.papier import papier as faire_papier
from orientations.partage import partage
from orientations.queries import compter
from orientations.reponses import reponses
from orientations.tableaux import table_des_orientations
from orientations.vivant import a_dire_avant, disparition, fut_publiee, offre_du_papier
from orientations.vivant import vivant as faire_vivant
from recherche.fiches import est_brouillon, visible_pour
from recherche.presentation import fermetures_utiles
from structures.models import Structure

# A town's centres may be one network.
NOTEES = Limite("orientation", 300, timedelta(hours=1))
etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)


def _offre(request: HttpRequest, uid: str, now: datetime) -> Offre:
    """Return an activity that this person may see, with all that its paper reads."""
    offres = Offre.objects.select_related("structure__federation", "lieu__structure", "lieu__commune", "fusionne_dans")
    offre = get_object_or_404(offres.prefetch_related(fermetures_utiles(now)), uid=uid)
    if not offre.fusionne_dans and not visible_pour(offre, request.user):
        raise Http404
    return offre


@login_not_required
@require_safe
@etiquetee
def papier(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """The paper to hand over: two clicks from any activity, no account, nothing about the person is sent."""
    now = timezone.now()
    offre = _offre(request, uid, now)
    if offre.fusionne_dans:
        return HttpResponseRedirect(reverse("orientations:papier", args=[offre.fusionne_dans.uid, ""]))
    langue = langue_demandee(request.GET.get("langue"))
    format_ = request.GET.get("format", "")
    format_ = format_ if format_ in FORMATS else "a4"
    contexte = {
        "papier": faire_papier(offre, langue, format_, now=now),
        "alertes": a_dire_avant(offre, now=now),
        "partage": partage(offre, langue, now=now),
        "note": reponses(offre, request.GET),
        "langues": LANGUES.values(),
        "page_active": "",
    }
    return render(request, "orientations/papier.html", contexte)


@login_not_required
@require_safe
@etiquetee
def vivant(request: HttpRequest, uid: str) -> HttpResponse:
    """The living page of a QR code: what was once published answers 200, whatever has become of it."""
    now = timezone.now()
    langue = langue_demandee(request.GET.get("langue"))
    offre, fusionnee = offre_du_papier(uid, now=now)
    if offre is None or est_brouillon(offre):
        if not fut_publiee(uid):
            raise Http404
        page = disparition(langue, now=now)
    else:
        page = faire_vivant(offre, langue, fusionnee=fusionnee, now=now)
    return render(request, "orientations/vivant.html", {"page": page, "uid": uid, "langues": LANGUES.values()})


@login_not_required
@csrf_exempt  # public pages set no cookie; what this writes names nobody and changes no page
@require_POST
def noter(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """Record one orientation: need, audience, commune, channel, day; then the page to print.

    Whoever sends it twice, without end, or is a robot, gets the same answer and is no longer counted.
    """
    now = timezone.now()
    offre = _offre(request, uid, now)
    dit = request.POST
    if not dit.get("jeton") and not est_brouillon(offre) and passe(NOTEES, client(request), now=now):
        with transaction.atomic():
            if premiere_fois(request, now=now):
                noter_orientation(
                    offre,
                    canal=dit.get("canal", ""),
                    theme=dit.get("theme", ""),
                    public=dit.get("public", ""),
                    commune=dit.get("commune", ""),
                    jour=timezone.localdate(),
                )
    if dit.get("script"):
        return HttpResponse(status=204)
    langue = langue_demandee(dit.get("langue"))
    format_ = "a5" if dit.get("format") == "a5" else "a4"
    adresse = reverse("orientations:papier", args=[offre.uid, ""])
    reponse = HttpResponseRedirect(f"{adresse}?langue={langue.code}&format={format_}&note=1#note")
    reponse.status_code = 303
    return reponse


@login_not_required
@require_safe
@etiquetee
def comparer(request: HttpRequest) -> HttpResponse:
    """Two or three activities side by side; the list is in the address."""
    uids = uids_demandes(request.GET.getlist("o"))
    contexte = {"comparaison": comparaison(uids, now=timezone.now()), "page_active": ""}
    return render(request, "orientations/comparer.html", contexte)


@require_safe
def chiffres(request: HttpRequest, uid: str) -> HttpResponse:
    """What is known of the orientations towards a structure, the last twelve months; no cell under five."""
    structure = get_object_or_404(Structure.objects.editable_by(request.user), uid=uid)
    today = timezone.localdate()
    vers = Orientation.objects.between(today - timedelta(days=365), today).towards([structure.pk])
    tableaux = [(titre, compter(vers, champ)) for titre, champ in TABLEAUX]
    if format_ := format_demande(request):
        return reponse_tableau(table_des_orientations(structure, tableaux, today), format_)
    contexte = {
        "structure": structure,
        "tableaux": tableaux,
        "telecharger": telechargements(request),
        "page_active": "",
    }
    return render(request, "orientations/chiffres.html", contexte)


TABLEAUX = (
    ("Par activité", "offre"),
    ("Par besoin", "theme"),
    ("Par public", "public"),
    ("Par commune de la personne", "commune"),
    ("Comment", "canal"),
)
