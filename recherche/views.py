"""Every public page. A view cleans (form), asks (query), shows (template)."""

from datetime import timedelta
from functools import partial
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from ateliers.models import Offre
from comptes.context_processors import du_site
from comptes.envoi import etat_de_la_boite
from comptes.models import Federation
from core.delai import TropLong
from core.etiquettes import etiquetee as core_etiquetee
from core.etiquettes import quart_d_heure
from core.htmx import render_page, veut_fragment
from core.limites import Limite, client, passe
from core.routes import route
from core.travailleur import retard_entretien
from recherche import amas, indexation, points, pyramides, referencement, rgaa, style
from recherche.actions import noter_rien_trouve
from recherche.criteres import Criteres
from recherche.fiche_lieu import fiche_lieu, lieux_a_montrer
from recherche.fiche_offre import fiche_offre
from recherche.fiches import visible_pour
from recherche.filters import formulaire
from recherche.metiers import par_commune
from recherche.presentation import fermetures_utiles
from recherche.queries import trouver
from recherche.resultats import bureau, nettoyer, resultats
from recherche.semaine import lundi_demande, semaine, semaine_a_montrer
from recherche.tuiles import SANS_INTERNET, TUILES
from recherche.urgences import LIGNES, URGENCES
from structures.cycle import Etat
from structures.models import Lieu
from structures.photos import chemin_de

RIEN_TROUVE = Limite("rien trouvé", 100, timedelta(hours=1))
etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)
# What the worker gathers again has another name, the data version unchanged.
de_la_carte = partial(etiquetee, instant=lambda now: (quart_d_heure(now), pyramides.noms()))


def _numero_de_page(request: HttpRequest) -> int:
    texte = request.GET.get("page", "")
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 6 else 1


def _chercher(request: HttpRequest, *, chemin: str, reseau: Federation | None = None) -> HttpResponse:
    now = timezone.now()
    # Read before anything that is kept under its name.
    version = du_site(request).version
    form = formulaire(request.GET)
    criteres = form.criteres(federation=reseau.slug if reseau else "")
    # The form's data, not the request's: an address that a URL carried is its commune there.
    parametres = nettoyer(cast("QueryDict", form.data), form)
    demande = any(nom not in ("tri", "depuis", "note") for nom in parametres)
    contexte: dict[str, Any] = {
        "form": form,
        "tuiles": TUILES,
        "accueil": not demande,
        "chemin": chemin,
        "reseau": reseau,
        "resultats": None,
        "depuis": bureau(criteres.depuis, parametres, chemin),
        "urgences": URGENCES,
        "page_active": "chercher",
    }
    if demande:
        contexte["resultats"] = resultats(
            form,
            criteres,
            trouver(criteres, now=now, avec_comptes=True),
            parametres,
            chemin=chemin,
            page=_numero_de_page(request),
            version=version,
            now=now,
        )
    return render_page(request, "recherche/page.html", "recherche/_resultats.html", contexte)


@login_not_required
@require_safe
@etiquetee
def accueil(request: HttpRequest) -> HttpResponse:
    """The home and the results: one address, everything asked is in the URL."""
    return _chercher(request, chemin=route("recherche:accueil"))


@login_not_required
@require_safe
@etiquetee
def federation(request: HttpRequest, slug: str) -> HttpResponse:
    """The home, with the places of one federation."""
    reseau = get_object_or_404(Federation, slug=slug)
    return _chercher(request, reseau=reseau, chemin=reverse("recherche:federation", args=[slug]))


@login_not_required
@require_safe
@de_la_carte
def points_json(request: HttpRequest) -> JsonResponse:
    """All the matching places as one compact payload, for the map; as cells when they are too many."""
    now = timezone.now()
    criteres = _criteres_de_la_carte(request)
    try:
        ensemble = amas.ensemble(criteres, version=du_site(request).version, now=now)
    except TropLong:
        return _trop_long()
    if ensemble is None:
        return JsonResponse(points.charge(trouver(criteres, now=now, lieux_seuls=True), criteres.origine))
    if not pyramides.noms():
        pyramides.demander(now)
    return JsonResponse(ensemble | {"suite": f"{reverse('recherche:amas')}?{request.GET.urlencode()}"})


@login_not_required
@require_safe
@de_la_carte
def amas_json(request: HttpRequest) -> JsonResponse:
    """Part of the map of a large network, as cells or as places when they are few."""
    try:
        vue = amas.vue_demandee(request.GET)
        return JsonResponse(amas.partie(_criteres_de_la_carte(request), vue, now=timezone.now()))
    except amas.VueRefusee as refus:
        return JsonResponse({"erreur": str(refus)}, status=400)
    except TropLong:
        return _trop_long()


def _criteres_de_la_carte(request: HttpRequest) -> Criteres:
    return formulaire(request.GET).criteres(federation=request.GET.get("federation", "")[:50])


def _trop_long() -> JsonResponse:
    message = "Trop de lieux répondent pour être groupés maintenant. Rapprochez la carte, ou ajoutez un critère."
    return JsonResponse({"erreur": message}, status=503, headers={"Retry-After": "60"})


@login_not_required
@require_safe
def carte_lieu(request: HttpRequest, pk: int) -> JsonResponse:
    """One place, for a marker of the map that is opened."""
    fiche = points.fiche_point(pk, timezone.localdate())
    if fiche is None:
        raise Http404
    return JsonResponse(fiche)


@login_not_required
@require_safe
@cache_control(public=True, max_age=86400)
def carte_communes(request: HttpRequest) -> JsonResponse:
    """The names of the communes at their centres, for a map without tiles."""
    return JsonResponse({"communes": points.communes()})


@login_not_required
@require_safe
@etiquetee
def lieu(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """The page of a place; a closed one says so, since paper is around; a merged one redirects."""
    now = timezone.now()
    objet = get_object_or_404(lieux_a_montrer(now), uid=uid)
    if objet.fusionne_dans:
        return HttpResponsePermanentRedirect(objet.fusionne_dans.get_absolute_url())
    if not visible_pour(objet, request.user):
        raise Http404
    fiche = fiche_lieu(objet, now=now)
    liees = referencement.lieu_lie(objet, fiche)
    contexte = {"lieu": fiche, "liees": liees, "partage": referencement.lieu_partage(fiche), "page_active": ""}
    return render(request, "recherche/lieu.html", contexte)


@login_not_required
@require_safe
@etiquetee
def semaine_du_lieu(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """The week around a place, on one A4."""
    now = timezone.now()
    today = timezone.localdate(now)
    objet = get_object_or_404(Lieu.objects.select_related("structure", "commune", "fusionne_dans"), uid=uid)
    if not visible_pour(objet, request.user):
        raise Http404
    if objet.fusionne_dans:
        return HttpResponsePermanentRedirect(reverse("recherche:semaine", args=[objet.fusionne_dans.uid, ""]))
    if objet.etat != Etat.BROUILLON and not Lieu.objects.published(today).filter(pk=objet.pk).exists():
        # Its own page says why it has no week.
        return HttpResponseRedirect(objet.get_absolute_url())
    du = request.GET.get("du", "")
    montree = semaine(objet, lundi_demande(du, today), now=now) if du else semaine_a_montrer(objet, now=now)
    return render(request, "recherche/semaine.html", {"semaine": montree, "page_active": ""})


@login_not_required
@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def photo(request: HttpRequest, nom: str) -> HttpResponse:
    """The photograph of an entrance; its name is its fingerprint, so it never changes."""
    chemin = chemin_de(nom)
    if not default_storage.exists(chemin):
        raise Http404
    with default_storage.open(chemin) as fichier:
        return HttpResponse(fichier.read(), content_type="image/webp")


@login_not_required
@csrf_exempt  # public pages set no cookie; what this writes names nobody and changes no page
@require_POST
def rien_trouve(request: HttpRequest) -> HttpResponse:
    """Record a need that found nothing: theme, commune and day, nothing else.

    Whoever sends it without end, or is a robot, gets the same answer and is no longer counted.
    """
    if not request.POST.get("jeton") and passe(RIEN_TROUVE, client(request), now=timezone.now()):
        noter_rien_trouve(
            theme=request.POST.get("theme", ""),
            commune=request.POST.get("commune", ""),
            jour=timezone.localdate(),
            vide=bool(request.POST.get("vide")),
        )
    if request.POST.get("vide"):
        return HttpResponse(status=204)
    if veut_fragment(request):
        return render(request, "recherche/_rien_note.html", {})
    retour = request.POST.get("retour", "")
    if not url_has_allowed_host_and_scheme(retour, allowed_hosts=None) or not retour.startswith("/"):
        retour = reverse("recherche:accueil") + "?tout=1"
    return HttpResponseRedirect(f"{retour}{'&' if '?' in retour else '?'}note=1#rien")


@login_not_required
@require_safe
@etiquetee
def sans_internet(request: HttpRequest) -> HttpResponse:
    """Counters, telephone lines and people who do it for you."""
    contexte = {"lignes": LIGNES, "recherches": SANS_INTERNET, "urgences": URGENCES, "page_active": ""}
    return render(request, "recherche/sans_internet.html", contexte)


@login_not_required
@require_safe
@etiquetee
def offre(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """The page of an activity."""
    now = timezone.now()
    objet = get_object_or_404(
        Offre.objects.select_related(
            "structure__federation", "lieu__structure", "lieu__commune", "fusionne_dans"
        ).prefetch_related(fermetures_utiles(now)),
        uid=uid,
    )
    if objet.fusionne_dans:
        return HttpResponsePermanentRedirect(objet.fusionne_dans.get_absolute_url())
    if not visible_pour(objet, request.user):
        raise Http404
    fiche = fiche_offre(objet, now=now)
    liees = referencement.offre_liee(objet, fiche, now=now)
    contexte = {"offre": fiche, "liees": liees, "partage": referencement.offre_partagee(fiche), "page_active": ""}
    return render(request, "recherche/offre.html", contexte)


@login_not_required
@require_safe
@etiquetee
def ecrivains_publics(request: HttpRequest) -> HttpResponse:
    """Where an écrivain public receives, commune by commune."""
    contexte = {
        "titre": "Écrivains publics",
        "intro": "Lire un courrier, écrire une lettre, remplir un dossier : les permanences, commune par commune.",
        "par_commune": par_commune("ecrivain_public", now=timezone.now()),
        "page_active": "ecrivains_publics",
    }
    return render(request, "recherche/metiers.html", contexte)


@login_not_required
@require_safe
@etiquetee
def conseillers_numeriques(request: HttpRequest) -> HttpResponse:
    """Where a conseiller numérique receives, commune by commune."""
    contexte = {
        "titre": "Conseillers numériques",
        "intro": "Apprendre à se servir d’internet, d’un téléphone, d’un ordinateur : commune par commune.",
        "par_commune": par_commune("conseiller_numerique", now=timezone.now()),
        "page_active": "conseillers_numeriques",
    }
    return render(request, "recherche/metiers.html", contexte)


def _simple(gabarit: str, page_active: str = "", **valeurs: object) -> Any:
    """Return a view that shows a page of text."""

    @login_not_required
    @require_safe
    @etiquetee
    def vue(request: HttpRequest) -> HttpResponse:
        return render(request, gabarit, {"page_active": page_active, **valeurs})

    return vue


aide = _simple("recherche/aide.html", "aide")
accessibilite = _simple("recherche/accessibilite.html", etat=rgaa.etat())
mentions = _simple("recherche/mentions.html")


@login_not_required
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component with sample data: catalogue and visual test at once."""
    return render(request, "recherche/style.html", {**style.echantillons(), "page_active": ""})


@login_not_required
@require_safe
@never_cache
def sante(request: HttpRequest) -> JsonResponse:
    """Tell a supervisor whether the site answers, and since when the daily run is silent."""
    try:
        connection.ensure_connection()
        retard = retard_entretien(timezone.now())
        courriels = etat_de_la_boite(timezone.now())
    except DatabaseError:
        return JsonResponse({"base": "injoignable"}, status=503)
    entretien = "à jour" if retard is None else f"muet depuis {int(retard.total_seconds() // 3600)} h"
    corps = {"base": "joignable", "entretien": entretien, "courriels": courriels}
    return JsonResponse(corps, json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Searches are endless: robots read pages of places and activities only."""
    regles = indexation.regles(referencement.absolue(reverse("recherche:plan")))
    return HttpResponse(regles, content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@etiquetee
def plan(request: HttpRequest) -> HttpResponse:
    """The map of the site for search engines: the list of its parts."""
    contexte = {"sitemaps": referencement.parties()}
    return render(request, "sitemap_index.xml", contexte, content_type="application/xml")


@login_not_required
@require_safe
@etiquetee
def plan_partie(request: HttpRequest, section: str) -> HttpResponse:
    """A part of the map: addresses of pages, places or activities."""
    return sitemaps.sitemap(request, referencement.PLANS, section).render()


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon that browsers ask for unasked."""
    return HttpResponsePermanentRedirect(static("favicon.svg"))
