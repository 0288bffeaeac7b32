"""Save one card, wherever it is shown: compare the three versions, write, or say what is wrong and lose nothing."""

import copy
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from ateliers.actions import enregistrer
from ateliers.gestes import accorder_la_place
from ateliers.models import Offre
from core.voies import Voie
from espace.cartes import Carte, Conflit, Fusion, fusionner, lire_signee, plat
from espace.journal import derniere_de

TROP_ANCIENNE = (
    "Cette page était trop ancienne. Vérifiez ce que vous avez écrit, puis enregistrez de nouveau : rien n’est perdu."
)


@dataclass(frozen=True, slots=True)
class Enregistree:
    """The card is saved; `operation` is None when nothing had changed."""

    hote: Any
    dit: str
    operation: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Refusee:
    """The card is to be shown again: what is wrong (422), or what somebody else changed meanwhile (409)."""

    hote: Any
    form: Any
    montre: Mapping[str, Any]
    status: int = 422
    conflits: tuple[Conflit, ...] = ()
    qui: str = ""
    erreurs: tuple[str, ...] = ()


def enregistrer_carte(
    request: HttpRequest, modele: Carte, hote: Any, *, now: datetime, **du_form: Any
) -> Enregistree | Refusee:
    """Save what a card posted; `du_form` is what its form is given beside."""
    prepare = modele.prepare(request.POST, hote, now) | du_form
    with transaction.atomic():
        # Read again under the transaction: what is compared is what is written over.
        hote = type(hote)._default_manager.select_for_update().get(pk=hote.pk)
        actuel = modele.objet(hote)
        form = modele.form(request.POST, request.FILES, instance=copy.copy(actuel), **prepare)
        montre = lire_signee(modele, hote, request.POST.get("montre", ""))
        if not form.is_valid() or montre is None:
            vu = montre if montre is not None else plat(actuel, modele.champs)
            return Refusee(hote, form, vu, erreurs=() if montre is not None else (TROP_ANCIENNE,))
        choix = {c.name: request.POST.get(f"choix-{c.name}", "") for c in modele.champs}
        fusion = fusionner(modele, actuel=actuel, propose=form.instance, montre=montre, choix=choix)
        if fusion.conflits:
            # What the other person wrote, beside what is proposed; the next save compares with what is there now.
            la = plat(actuel, modele.champs)
            return Refusee(hote, form, la, status=409, conflits=fusion.conflits, qui=derniere_de(actuel))
        if not fusion.a_ecrire:
            return Enregistree(hote, "Rien n’a changé." + _d_ailleurs(fusion), None)
        try:
            with transaction.atomic():
                if isinstance(form.instance, Offre):
                    accorder_la_place(form.instance)
                form.instance.validate_constraints()
                operation = uuid.uuid4()
                enregistrer(form, by=request.user, voie=Voie.ECRAN, now=now, operation=operation)
        except (ValidationError, IntegrityError) as erreur:
            textes = erreur.messages if isinstance(erreur, ValidationError) else ["Ces valeurs ne vont pas ensemble."]
            return Refusee(hote, form, montre, erreurs=tuple(textes))
    dit = "C’est enregistré." + _d_ailleurs(fusion)
    return Enregistree(type(hote)._default_manager.get(pk=hote.pk), dit, operation)


def _d_ailleurs(fusion: Fusion) -> str:
    if not fusion.d_ailleurs:
        return ""
    return f" Entre-temps, quelqu’un d’autre a changé : {', '.join(fusion.d_ailleurs)}. Ces changements sont gardés."
