"""The small cards: read, edit, save alone; two people who edit the same one, and undo."""

import copy
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ateliers.actions import enregistrer
from ateliers.annulation import AnnulationRefusee, annuler
from ateliers.gestes import accorder_la_place
from ateliers.models import Offre
from core.htmx import render_page, veut_fragment
from core.voies import Voie
from espace.cartes import CARTES, GENRES, Carte, Conflit, Fusion, fusionner, lire_signee, plat, signer
from espace.droits import operation_de
from espace.journal import derniere_de
from espace.presentation import CarteLue, carte_lue, page_de
from espace.retours import ou_revenir

TROP_ANCIENNE = (
    "Cette page était trop ancienne. Vérifiez ce que vous avez écrit, puis enregistrez de nouveau : rien n’est perdu."
)


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


def _editee(modele: Carte, hote: Any, form: Any, *, montre: dict[str, Any], **plus: Any) -> CarteEditee:
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
    prepare = modele.prepare(request.POST, hote, timezone.now()) | _qui_edite(request, modele)
    with transaction.atomic():
        # Read again under the transaction: what is compared is what is written over.
        hote = type(hote)._default_manager.select_for_update().get(pk=hote.pk)
        actuel = modele.objet(hote)
        form = modele.form(request.POST, request.FILES, instance=copy.copy(actuel), **prepare)
        montre = lire_signee(modele, hote, request.POST.get("montre", ""))
        if not form.is_valid() or montre is None:
            vu = montre if montre is not None else plat(actuel, modele.champs)
            erreurs = [] if montre is not None else [TROP_ANCIENNE]
            return _montrer_form(request, _editee(modele, hote, form, montre=vu, erreurs=erreurs), status=422)
        choix = {c.name: request.POST.get(f"choix-{c.name}", "") for c in modele.champs}
        fusion = fusionner(modele, actuel=actuel, propose=form.instance, montre=montre, choix=choix)
        if fusion.conflits:
            # What the other person wrote, beside what is proposed; the next save compares with what is there now.
            la = plat(actuel, modele.champs)
            editee = _editee(modele, hote, form, montre=la, conflits=fusion.conflits, qui=derniere_de(actuel))
            return _montrer_form(request, editee, status=409)
        if not fusion.a_ecrire:
            return _rendre(request, modele, hote, "Rien n’a changé." + _d_ailleurs(fusion), None)
        try:
            with transaction.atomic():
                if isinstance(form.instance, Offre):
                    accorder_la_place(form.instance)
                form.instance.validate_constraints()
                operation = uuid.uuid4()
                enregistrer(form, by=request.user, voie=Voie.ECRAN, now=timezone.now(), operation=operation)
        except (ValidationError, IntegrityError) as erreur:
            textes = erreur.messages if isinstance(erreur, ValidationError) else ["Ces valeurs ne vont pas ensemble."]
            editee = _editee(modele, hote, form, montre=montre, erreurs=list(textes))
            return _montrer_form(request, editee, status=422)
    return _rendre(request, modele, hote, "C’est enregistré." + _d_ailleurs(fusion), operation)


def _d_ailleurs(fusion: Fusion) -> str:
    if not fusion.d_ailleurs:
        return ""
    return f" Entre-temps, quelqu’un d’autre a changé : {', '.join(fusion.d_ailleurs)}. Ces changements sont gardés."


def _rendre(request: HttpRequest, modele: Carte, hote: Any, dit: str, operation: uuid.UUID | None) -> HttpResponse:
    """Show the card as it is now, what was done, and how to undo it."""
    hote = type(hote)._default_manager.get(pk=hote.pk)
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
