"""Taking back a closure, a loan, a partner: undone in one click, and said when somebody was there first."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from ateliers.actions import enregistrer_lot
from core.voies import Voie


def retirer_de(
    request: HttpRequest, modele: type[Model], pk: int, *, hote: str, parmi: QuerySet[Any], page: str
) -> HttpResponse:
    """Remove a row that hangs on one of these hosts, and go back to its page.

    `hote` is the field that names the host, `parmi` the hosts that this person may change: of any other one, nothing
    is said, not even that the row was there once.
    """
    objet = modele._default_manager.filter(pk=pk, **{f"{hote}__in": parmi}).select_related(hote).first()
    fait: uuid.UUID | None
    if objet is not None:
        de = getattr(objet, hote)
        fait = enregistrer_lot([], retires=[objet], by=request.user, voie=Voie.ECRAN, now=timezone.now())
        messages.success(request, "C’est retiré.")
    else:
        historique = modele.history.model.objects  # type: ignore[attr-defined]
        retrait = historique.filter(id=pk, history_type="-").order_by("-history_date", "-history_id").first()
        de = get_object_or_404(parmi, pk=getattr(retrait, f"{hote}_id", None))
        # Whoever clicked twice sees the answer to the second click: their own gesture can still be undone there.
        fait = retrait.operation if retrait.history_user_id == request.user.pk else None
        messages.info(request, "C’est déjà retiré.")
    suite = f"?fait={fait}" if fait else ""
    return HttpResponseRedirect(f"{reverse(page, args=[de.uid])}{suite}")
