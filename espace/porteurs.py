"""Who makes a gesture, and on which activities: an account, a desk, a private link, a mail's link.

The four reach the same views under four addresses. Rights stay querysets: what a bearer may not touch is a 404.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from ateliers.models import Offre
from ateliers.models.offres import OffreQuerySet
from core.liens import LienRefuse
from core.voies import Voie
from espace.liens import Action, But, lire_action
from espace.models import LienPermanences, Poste
from espace.models.acces import noter_geste
from structures.models import Structure

Geste = Callable[..., uuid.UUID | None]
Vue = Callable[..., HttpResponse]
RETIRE = "Cet accès a été retiré. Demandez-en un nouveau à la ou au responsable du centre."
INCONNU = "Ce lien n’est pas valable. Vérifiez qu’il est entier."


@dataclass(frozen=True, slots=True)
class Porteur:
    """Who acts (`by` is None without an account), by which way, on which activities, under which addresses."""

    offres: OffreQuerySet
    by: Any = None
    voie: str = Voie.LIEN
    famille: str = ""  # how the names of its addresses begin: "", "poste_", "permanences_", "agir_"
    jeton: str = ""
    poste: Poste | None = None
    permanences: LienPermanences | None = None
    action: Action | None = None

    @property
    def avec_compte(self) -> bool:
        """Tell whether the page is behind sign-in, and its forms behind a CSRF token."""
        return not self.jeton

    def url(self, nom: str, *args: Any) -> str:
        """Return an address of this bearer's own family: `url("place", offre.uid)`; `url("")` is its first page."""
        complet = f"{self.famille}{nom}".rstrip("_")
        return reverse(f"espace:{complet}", args=[self.jeton, *args] if self.jeton else args)

    @property
    def accueil(self) -> str:
        """Return where this bearer starts from."""
        return self.url("") if self.jeton else reverse("espace:accueil")

    @property
    def page_active(self) -> str:
        """Return what the navigation shows as current: « Mon espace » is an account's."""
        return "espace" if self.avec_compte else ""

    def faire(self, geste: Geste, *args: Any, now: datetime, **options: Any) -> uuid.UUID | None:
        """Make a gesture and say in the journal by which access, in one transaction."""
        with transaction.atomic():
            operation = geste(*args, by=self.by, voie=self.voie, now=now, **options)
            if operation is not None and (self.poste or self.permanences):
                noter_geste(operation, poste=self.poste, permanences=self.permanences, now=now)
        return operation


def porteur_du_compte(user: Any) -> Porteur:
    """Return somebody who is signed in, with what they may keep up to date."""
    return Porteur(Offre.objects.updatable_by(user).in_use(), by=user, voie=Voie.ECRAN)


def porteur_du_poste(jeton: str) -> Porteur:
    """Return the desk that this secret opens, with the activities of its structure; or raise LienRefuse."""
    poste = Poste.objects.opened_by(jeton).select_related("structure").first()
    if poste is None:
        raise LienRefuse(INCONNU)
    if poste.revoque_a is not None or poste.structure.archivee_le is not None:
        raise LienRefuse(RETIRE)
    une = Structure.objects.filter(pk=poste.structure_id)
    return Porteur(Offre.objects.of_structures(une).in_use(), famille="poste_", jeton=jeton, poste=poste)


def porteur_des_permanences(jeton: str) -> Porteur:
    """Return who this private link belongs to, with their own activities only; or raise LienRefuse."""
    lien = LienPermanences.objects.opened_by(jeton).select_related("intervenant").first()
    if lien is None:
        raise LienRefuse(INCONNU)
    if lien.revoque_a is not None:
        raise LienRefuse(RETIRE)
    siennes = Offre.objects.filter(intervenants=lien.intervenant_id).in_use()
    return Porteur(siennes, famille="permanences_", jeton=jeton, permanences=lien)


def porteur_de_l_action(jeton: str) -> Porteur:
    """Return who a mail was sent to, with the one activity of its link (none for a structure); or raise LienRefuse."""
    action = lire_action(jeton)
    offres = Offre.objects.filter(pk=action.offre.pk) if action.offre else Offre.objects.none()
    return Porteur(offres, by=action.utilisateur, famille="agir_", jeton=jeton, action=action)


def par_compte(vue: Vue) -> Vue:
    """Give the view somebody who is signed in; the middleware has closed it to others."""

    @wraps(vue)
    def enveloppe(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return vue(request, porteur_du_compte(request.user), **kwargs)

    return enveloppe


def _par_lien(lire: Callable[[str], Porteur], but: But | None = None) -> Callable[[Vue], Vue]:
    def decorer(vue: Vue) -> Vue:
        # The secret is in the address: whoever can forge the request holds it already, and no cookie is leant on.
        @login_not_required
        @csrf_exempt
        @wraps(vue)
        def enveloppe(request: HttpRequest, jeton: str, **kwargs: Any) -> HttpResponse:
            try:
                porteur = lire(jeton)
                if but and porteur.action and porteur.action.but != but:
                    raise LienRefuse(INCONNU)
            except LienRefuse as refus:
                reponse = render(
                    request, "espace/lien_refuse.html", {"raison": str(refus), "page_active": ""}, status=403
                )
            else:
                reponse = vue(request, porteur, **kwargs)
            # The address is the key: no cache keeps it, no search engine, no other site reads it.
            reponse["Cache-Control"] = "private, no-store"
            reponse["Referrer-Policy"] = "same-origin"
            reponse["X-Robots-Tag"] = "noindex"
            return reponse

        return enveloppe

    return decorer


par_poste = _par_lien(porteur_du_poste)
par_permanences = _par_lien(porteur_des_permanences)
par_action = _par_lien(porteur_de_l_action)
par_action_sur_seance = _par_lien(porteur_de_l_action, But.SEANCES)
