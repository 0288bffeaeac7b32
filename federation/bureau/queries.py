"""The network of a federation at a glance."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from ateliers.models import Offre
from comptes.models import Federation
from structures.models import Lieu, Structure

FRAICHEUR = timedelta(days=183)  # « vérifié depuis moins de six mois »


def dernieres_fiches() -> str:
    """Return a key that changes when a structure or a place does: what was worked out of all of them holds until then.

    Room said in one tap bumps the data version, and not this. The one writer keeps the history that it reads: one
    query a table.
    """
    return ":".join(
        str(modele.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0)
        for modele in (Structure, Lieu)
    )


@dataclass(frozen=True, slots=True)
class Apercu:
    """Counts of one federation. A published structure has at least one published place."""

    structures: int
    sans_responsable: int
    lieux: int
    lieux_verifies: int
    activites: int


def apercu(federation: Federation, today: date) -> Apercu:
    """Count what a federation manages: three queries, whatever its size."""
    structures = Structure.objects.managed_by(federation).active()
    tenues = structures.aggregate(
        toutes=Count("pk", distinct=True),
        tenues=Count("pk", filter=Q(membres__role="responsable"), distinct=True),
    )
    lieux = Lieu.objects.published(today).filter(structure__federation=federation)
    comptes = lieux.aggregate(tous=Count("pk"), verifies=Count("pk", filter=Q(verifie_le__gte=today - FRAICHEUR)))
    activites = Offre.objects.published(today).filter(structure__federation=federation).count()
    return Apercu(
        tenues["toutes"], tenues["toutes"] - tenues["tenues"], comptes["tous"], comptes["verifies"], activites
    )
