"""By which way something came to be said: a date that states a fact always goes with its way."""

from django.db import models
from django.db.models import Q


class Voie(models.TextChoices):
    ECRAN = "ecran", "à l’écran"
    LIEN = "lien", "par un lien"
    IMPORT = "import", "par un import"
    API = "api", "par l’API"
    ENTRETIEN = "entretien", "par l’entretien automatique"


def date_avec_voie(base: str, *, table: str = "%(app_label)s_%(class)s") -> models.CheckConstraint:
    """Return the constraint « `<base>_le` and `<base>_voie` are both stated or both absent »."""
    return models.CheckConstraint(
        name=f"{table}_{base}_le_avec_voie",
        condition=Q(**{f"{base}_le__isnull": True, f"{base}_voie": ""})
        | (Q(**{f"{base}_le__isnull": False, f"{base}_voie__in": Voie.values})),
        violation_error_message="Une date va avec la façon dont elle a été dite.",
    )
