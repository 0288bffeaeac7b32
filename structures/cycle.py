"""The life cycle of places and activities: one table, read by `published()`, the pages and the exports."""

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q


class Etat(models.TextChoices):
    BROUILLON = "brouillon", "brouillon"
    PUBLIE = "publie", "publié"
    SUSPENDU = "suspendu", "suspendu"
    CLOS = "clos", "clos"
    ARCHIVE = "archive", "archivé"
    FUSIONNE = "fusionne", "fusionné"


@dataclass(frozen=True, slots=True)
class Regle:
    """Where a row in this state is seen."""

    cherchable: bool  # in search, on the map, in exports
    page: str  # "oui", "non" (404), "disparu" (a page that says so), "renvoi" (301)
    comptee: bool  # in statistics


CYCLE: dict[str, Regle] = {
    Etat.BROUILLON: Regle(cherchable=False, page="non", comptee=False),
    Etat.PUBLIE: Regle(cherchable=True, page="oui", comptee=True),
    # Comes back by itself on the day stated: the query compares dates.
    Etat.SUSPENDU: Regle(cherchable=False, page="oui", comptee=True),
    # Paper is around: a page that says « n’existe plus » and what is near, never a 404.
    Etat.CLOS: Regle(cherchable=False, page="disparu", comptee=False),
    Etat.ARCHIVE: Regle(cherchable=False, page="disparu", comptee=False),
    Etat.FUSIONNE: Regle(cherchable=False, page="renvoi", comptee=False),
}


def contraintes() -> list[models.CheckConstraint]:
    """Return the constraints that every noun with a life cycle carries."""
    return [
        models.CheckConstraint(
            name="%(app_label)s_%(class)s_etat_connu",
            condition=Q(etat__in=Etat.values),
            violation_error_message="Cet état n’existe pas.",
        ),
        models.CheckConstraint(
            name="%(app_label)s_%(class)s_suspendu_date",
            condition=(Q(etat="suspendu") & Q(suspendu_jusqu_au__isnull=False))
            | (~Q(etat="suspendu") & Q(suspendu_jusqu_au__isnull=True)),
            violation_error_message="Dites jusqu’à quand c’est suspendu.",
        ),
        models.CheckConstraint(
            name="%(app_label)s_%(class)s_fusionne_cible",
            condition=(Q(etat="fusionne") & Q(fusionne_dans__isnull=False))
            | (~Q(etat="fusionne") & Q(fusionne_dans__isnull=True)),
            violation_error_message="Dites avec quoi c’est fusionné.",
        ),
        models.CheckConstraint(
            name="%(app_label)s_%(class)s_fusionne_ailleurs",
            condition=~Q(fusionne_dans=F("pk")),
            violation_error_message="On ne fusionne pas avec soi-même.",
        ),
    ]
