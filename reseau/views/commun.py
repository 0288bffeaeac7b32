"""What the views of every room share."""

from typing import Any, TypeVar

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ateliers.nomenclature import THEMES
from comptes.models import Federation
from reseau.actions.publications import peut_publier
from reseau.forms.experiences import FiltreThemeForm
from reseau.forms.publications import RetraitForm
from reseau.models.publications import Publication
from reseau.voix import Voix, voix_de

P = TypeVar("P", bound=Publication)

PAR_PAGE = 20
TROP = "Vous avez beaucoup publié aujourd’hui : recommencez demain."


def membre(request: HttpRequest) -> list[Voix]:
    """Return the voices of whoever asks; 404 when they have none, for they are not of any network."""
    if voix := voix_de(request.user):
        return voix
    raise Http404


def federations_des(voix: list[Voix]) -> list[Any]:
    """Return the federations of these voices, each once."""
    return list({v.federation.pk: v.federation for v in voix}.values())


def visible(modele: type[P], request: HttpRequest, uid: str, *plus: str) -> P:
    """Return what this person may read, with its voice, or answer 404."""
    objets = modele._default_manager.visible_to(request.user).with_names()  # type: ignore[attr-defined]
    return get_object_or_404(objets.select_related(*plus) if plus else objets, uid=uid)


def modifiables(modele: type[P], request: HttpRequest) -> Any:
    """Return what this person may change; what an administrator has withdrawn waits for them."""
    objets = modele._default_manager.visible_to(request.user).editable_by(request.user)  # type: ignore[attr-defined]
    return objets.with_names().filter(retiree_a__isnull=True)


def retrait_possible(request: HttpRequest, objet: Publication) -> RetraitForm | None:
    """Return the form that withdraws, for those who may."""
    federations = Federation.objects.administered_by(request.user).filter(pk=objet.federation_id)
    return RetraitForm(auto_id="retrait_%s") if federations.exists() else None


def parmi(objets: Any, form: FiltreThemeForm, user: Any) -> tuple[Any, bool]:
    """Return what a filter keeps, and whether it keeps anything out; one's own, archived or not, when it is asked."""
    choisi = form.valeurs()
    objets = objets.editable_by(user) if "archivees" in choisi else objets.current()
    if "theme" in choisi:
        objets = objets.on_theme(THEMES[choisi["theme"]].masque)
    return objets.matching(choisi.get("q", "")), bool(choisi)


def page_de(request: HttpRequest, lignes: models.QuerySet) -> Page:
    """Return the page that is asked for, or the nearest."""
    numero = request.GET.get("page", "")
    return Paginator(lignes, PAR_PAGE).get_page(numero if len(numero) < 6 else 1)


def sans_page(request: HttpRequest) -> str:
    """Return the question of the address without its page, to write the links to the others."""
    question = request.GET.copy()
    question.pop("page", None)
    return question.urlencode()[:1000]


def accepte(request: HttpRequest, form: Any, now: Any) -> bool:
    """Tell whether a form may be saved: it is valid, and this account has not published too much today."""
    if not form.is_valid():
        return False
    if form.instance.pk or peut_publier(request.user, now):
        return True
    form.add_error(None, TROP)
    return False


def sa_page(objet: Publication, **_: Any) -> str:
    """Return where whoever publishes goes next."""
    return objet.get_absolute_url()


def dire(request: HttpRequest, texte: str) -> None:
    messages.success(request, texte)
