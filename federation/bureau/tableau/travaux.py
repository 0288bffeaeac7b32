"""What is too long for a page: the worker does it by slices, and says how far it is."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ateliers.annulation import annuler_en_nombre, changements
from comptes.models import Federation, Utilisateur
from core.models import Travail
from core.registre import confier, tache
from core.voies import Voie
from federation.bureau.tableau.gestes import GESTES, Bilan, Demande, faire

EN_NOMBRE, DEFAIRE = "bureau, gestes en nombre", "bureau, défaire en nombre"


def du_reseau(federation: Federation) -> QuerySet[Travail]:
    """Return the long jobs that were asked for a federation from its table."""
    return Travail.objects.filter(nom__in=[EN_NOMBRE, DEFAIRE], arguments__federation=federation.pk)


def confier_un_geste(demande: Demande, pks: list[int]) -> Travail:
    """Hand a bulk gesture to the worker: exactly the rows that were confirmed."""
    return confier(
        EN_NOMBRE,
        now=demande.now,
        federation=demande.federation.pk,
        by=demande.by.pk,
        geste=demande.geste,
        vue=demande.vue,
        operation=str(demande.operation),
        jusqu_au=demande.jusqu_au.isoformat() if demande.jusqu_au else "",
        annee=demande.annee,
        pks=pks,
    )


@tache(EN_NOMBRE)
def faire_un_geste(
    *,
    travail: Travail,
    federation: int,
    by: int,
    geste: str,
    vue: str,
    operation: str,
    jusqu_au: str,
    annee: int,
    pks: list[int],
) -> str:
    """Do it, and return what came of it, a sentence a line."""
    demande = Demande(
        geste=geste,
        vue=vue,
        federation=Federation.objects.get(pk=federation),
        by=Utilisateur.objects.get(pk=by),
        now=timezone.now(),
        operation=uuid.UUID(operation),
        jusqu_au=date.fromisoformat(jusqu_au) if jusqu_au else None,
        annee=annee,
    )
    bilan = faire(GESTES[geste], pks, demande, avancer=_avancement(travail, len(pks)))
    return "\n".join(bilan.phrases(GESTES[geste].fait, GESTES[geste].ensuite))


def confier_l_annulation(federation: Federation, operation: uuid.UUID, *, by: Utilisateur, now: datetime) -> Travail:
    """Hand an undo to the worker."""
    return confier(
        DEFAIRE,
        now=now,
        federation=federation.pk,
        by=by.pk,
        defaite=str(operation),
        operation=str(uuid.uuid4()),
    )


@tache(DEFAIRE)
def defaire(*, travail: Travail, federation: int, by: int, defaite: str, operation: str) -> str:
    """Undo, and return what came of it, a sentence a line."""
    total = sum(len(lignes) for lignes in changements(uuid.UUID(defaite)).values())
    bilan = defaire_maintenant(
        uuid.UUID(defaite),
        nouvelle=uuid.UUID(operation),
        by=Utilisateur.objects.get(pk=by),
        now=timezone.now(),
        avancer=_avancement(travail, total),
    )
    return "\n".join(bilan.phrases("Annulation faite"))


def defaire_maintenant(operation: uuid.UUID, *, nouvelle: uuid.UUID, by: Any, now: datetime, **plus: Any) -> Bilan:
    """Undo at once what can be."""
    rendus, refus = annuler_en_nombre(operation, by=by, voie=Voie.ECRAN, now=now, nouvelle=nouvelle, **plus)
    return Bilan(rendus, refus)


def _avancement(travail: Travail, total: int) -> Callable[[int], None]:
    def avancer(faits: int) -> None:
        Travail.objects.filter(pk=travail.pk).update(avancement=min(99, 100 * faits // max(1, total)))

    return avancer
