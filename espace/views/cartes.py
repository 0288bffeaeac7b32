"""The small cards: read, edit, save alone; two people who edit the same one, and undo."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ateliers.annulation import AnnulationRefusee, annuler
from core.htmx import render_page, veut_fragment
from core.voies import Voie
from espace.cartes import CARTES, GENRES, Carte, Conflit, plat, signer
from espace.droits import operation_de
from espace.edition import Enregistree, enregistrer_carte
from espace.presentation import CarteLue, carte_lue, page_de
from espace.retours import ou_revenir


@dataclass(slots=True)
class CarteEditee:
    """A card being edited, as its template shows it."""

    carte: Carte
    url: str
    url_page: str
    hote: Any
    form: Any
    montre: str
    conflits: tuple[Conflit, ...] = ()
    qui: str = ""
    erreurs: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"carte-{self.carte.cle}"


def _carte_et_hote(request: HttpRequest, genre: str, uid: str, cle: str) -> tuple[Carte, Any]:
    carte = CARTES.get((genre, cle))
    if carte is None:
        raise Http404
    hote = get_object_or_404(GENRES[genre].objects.editable_by(request.user), uid=uid)  # type: ignore[attr-defined]
    if not carte.si(hote):
        raise Http404
    return carte, hote


@require_http_methods(["GET", "HEAD", "POST"])
def carte(request: HttpRequest, genre: str, uid: str, cle: str) -> HttpResponse:
    """One card: GET shows its form (`?lire=1`: what it says), POST saves it."""
    modele, hote = _carte_et_hote(request, genre, uid, cle)
    if request.method == "POST":
        return _enregistrer(request, modele, hote)
    if "lire" in request.GET:
        return _montrer_lue(request, carte_lue(modele, hote))
    objet = modele.objet(hote)
    form = modele.form(instance=objet, **_qui_edite(request, modele))
    return _montrer_form(request, _editee(modele, hote, form, montre=plat(objet, modele.champs)))


def _qui_edite(request: HttpRequest, modele: Carte) -> dict[str, Any]:
    """Tell the form who edits, when its choices depend on it."""
    return {"utilisateur": request.user} if modele.selon_qui else {}


def _editee(modele: Carte, hote: Any, form: Any, *, montre: Mapping[str, Any], **plus: Any) -> CarteEditee:
    return CarteEditee(
        modele,
        reverse("espace:carte", args=[modele.genre, hote.uid, modele.cle]),
        page_de(hote),
        hote,
        form,
        signer(modele, hote, montre),
        **plus,
    )


def _montrer_form(request: HttpRequest, editee: CarteEditee, *, status: int = 200) -> HttpResponse:
    contexte = {"edition": editee, "page_active": "espace"}
    return render_page(request, "espace/carte.html", "espace/cartes/_edition.html", contexte, status=status)


def _montrer_lue(request: HttpRequest, lue: CarteLue) -> HttpResponse:
    if not veut_fragment(request):
        return HttpResponseRedirect(f"{lue.url_page}#{lue.id}")
    contexte = {"carte": lue, "page_active": "espace"}
    return render_page(request, "espace/cartes/_lecture.html", "espace/cartes/_lecture.html", contexte)


def _enregistrer(request: HttpRequest, modele: Carte, hote: Any) -> HttpResponse:
    issue = enregistrer_carte(request, modele, hote, now=timezone.now(), **_qui_edite(request, modele))
    if isinstance(issue, Enregistree):
        return _rendre(request, modele, issue.hote, issue.dit, issue.operation)
    editee = _editee(
        modele,
        issue.hote,
        issue.form,
        montre=issue.montre,
        conflits=issue.conflits,
        qui=issue.qui,
        erreurs=list(issue.erreurs),
    )
    return _montrer_form(request, editee, status=issue.status)


def _rendre(request: HttpRequest, modele: Carte, hote: Any, dit: str, operation: uuid.UUID | None) -> HttpResponse:
    """Show the card as it is now, what was done, and how to undo it."""
    if veut_fragment(request):
        lue = carte_lue(modele, hote)
        lue.dit, lue.operation = dit, operation
        reponse = _montrer_lue(request, lue)
        if operation:
            # What is missing of the page is told elsewhere in it.
            reponse["HX-Trigger"] = "carte-enregistree"
        return reponse
    messages.success(request, dit)
    if not GENRES[modele.genre].objects.editable_by(request.user).filter(pk=hote.pk).exists():  # type: ignore[attr-defined]
        # A partner who handed an activity back no longer keeps its page.
        return HttpResponseRedirect(reverse("espace:accueil"))
    suite = f"?fait={operation}" if operation else ""
    return HttpResponseRedirect(f"{page_de(hote)}{suite}#carte-{modele.cle}")


@require_POST
def annuler_operation(request: HttpRequest, operation: uuid.UUID) -> HttpResponse:
    """Undo one operation, when this person may and nothing changed since."""
    operation_de(request.user, operation)
    try:
        nouvelle = annuler(operation, by=request.user, voie=Voie.ECRAN, now=timezone.now())
    except AnnulationRefusee as refus:
        messages.error(request, str(refus))
        return HttpResponseRedirect(ou_revenir(request))
    messages.success(request, "C’est annulé : tout est comme avant.")
    return HttpResponseRedirect(ou_revenir(request, fait=nouvelle))
