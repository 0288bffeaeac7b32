"""Projects worth telling."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ateliers.nomenclature import THEMES
from core.masques import MasqueField
from reseau.models.publications import Archivable, ArchivableQuerySet

ANNEE_MIN, ANNEE_MAX = 1990, 2100


class ExperienceQuerySet(ArchivableQuerySet["Experience"]):
    def latest_first(self) -> Self:
        return self.order_by("-cree_a", "-pk")


class Experience(Archivable):
    """What a structure did one year, and whom to ask about it, by function."""

    annee = models.PositiveSmallIntegerField("année")
    themes = MasqueField("besoins", nomenclature=THEMES)
    contact = models.CharField("à qui en parler", max_length=80, blank=True)

    objects = ExperienceQuerySet.as_manager()

    class Meta(Archivable.Meta):
        verbose_name = "expérience"
        constraints = [
            *Archivable.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_annee",
                condition=Q(annee__gte=ANNEE_MIN, annee__lte=ANNEE_MAX),
                violation_error_message="Cette année n’est pas possible.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("reseau:experience", args=[self.uid])

    @property
    def themes_dits(self) -> list[str]:
        return THEMES.labels(self.themes)

    @property
    def precision_courte(self) -> str:
        """What a list of the latest says of it."""
        return str(self.annee)
