"""The page that builds the code of a frame, with a preview: for a structure's responsable and for administrators."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from comptes.models import Federation
from comptes.origines import origine_du_site
from core.travailleur import PARIS
from echanges.integration.cadre import LISTE
from echanges.integration.forms import HAUTEUR, LIEU, RECHERCHE, STRUCTURE, IntegrationForm
from structures.models import Lieu, Structure

STRUCTURES_MAX = 50


def _les_siennes(request: HttpRequest) -> list[Structure]:
    """Return the structures of which this person is responsable, and the one that the address names if it may be."""
    today = timezone.localdate(timezone.now(), PARIS)
    lieux = Lieu.objects.published(today).order_by("-principal", "nom_plie", "pk")
    editables = (
        Structure.objects.active()
        .editable_by(request.user)
        .select_related("federation")
        .prefetch_related(Prefetch("lieux", queryset=lieux))
        .order_by("nom_plie", "pk")
    )
    siennes = list(editables.with_member(request.user)[:STRUCTURES_MAX])
    genre, _, uid = request.GET.get("quoi", "").partition(":")
    if genre in (STRUCTURE, LIEU) and "\x00" not in uid:
        nommee = {"uid": uid} if genre == STRUCTURE else {"lieux__uid": uid}
        siennes += [s for s in editables.filter(**nommee)[:1] if s not in siennes]
    return siennes


@require_safe
def fabrique(request: HttpRequest) -> HttpResponse:
    """Choose what to show on a site, see it, and copy the code."""
    structures = _les_siennes(request)
    administrees = list(Federation.objects.administered_by(request.user))
    federations = list(dict.fromkeys([*(s.federation for s in structures), *administrees]))
    if not federations:
        raise Http404
    form = IntegrationForm(_donnees(request, structures, federations), structures=structures, federations=federations)
    adresse, federation, structure = "", federations[0], structures[0] if structures else None
    if form.is_valid():
        genre, _, cle = form.cleaned_data["quoi"].partition(":")
        if genre == RECHERCHE:
            federation = next(f for f in federations if f.slug == cle)
        else:
            structure = next(s for s in structures if cle in (s.uid, *(lieu.uid for lieu in s.lieux.all())))
            federation = structure.federation
        adresse = _adresse(genre, cle, form.cleaned_data["vue"], form.cleaned_data["recherche"])
    site = origine_du_site(structure.site_web) if structure else ""
    contexte = {
        "form": form,
        "adresse": adresse,
        "code": _code(adresse, form.cleaned_data) if adresse else "",
        "hauteur": form.cleaned_data.get("hauteur", HAUTEUR),
        "titre": form.cleaned_data.get("titre", ""),
        "federation": federation,
        "administre": federation in administrees,
        "site_de_la_structure": site,
        "permis": site in federation.sites_integrant,
        "retour": structure if structure and not administrees else None,
        "page_active": "espace",
    }
    reponse = render(request, "echanges/integration/fabrique.html", contexte)
    reponse._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    return reponse


def _donnees(request: HttpRequest, structures: list[Structure], federations: list[Federation]) -> QueryDict:
    """Return what is asked, completed: the page opens on something to see."""
    donnees = request.GET.copy()
    quoi = f"{STRUCTURE}:{structures[0].uid}" if structures else f"{RECHERCHE}:{federations[0].slug}"
    defauts = {"quoi": quoi, "vue": LISTE, "hauteur": str(HAUTEUR), "titre": "Au bon endroit, près de chez vous"}
    if structures and donnees.get("quoi", quoi) == quoi:
        defauts["titre"] = f"Activités : {structures[0].nom}"[:120]
    for nom, valeur in defauts.items():
        if nom not in donnees:
            donnees[nom] = valeur
    return donnees


def _adresse(genre: str, cle: str, vue: str, question: QueryDict) -> str:
    if genre == RECHERCHE:
        suite = question.copy()
        suite["federation"] = cle
        suite["vue"] = vue
        return f"{reverse('echanges:integrer_recherche')}?{suite.urlencode()}"
    return f"{reverse(f'echanges:integrer_{genre}', args=[cle])}?{urlencode({'vue': vue})}"


def _code(adresse: str, choix: dict) -> str:
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" style="border:0"></iframe>',
        f"{settings.SITE_URL}{adresse}",
        choix["titre"],
        choix["hauteur"],
    )
