"""What was said of possible duplicates: told apart for good, or merged, and how to undo it."""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comptes.models import Federation
from structures.models.lieux import Lieu
from structures.models.structures import Structure


class StructuresDistinctes(models.Model):
    """« Ce ne sont pas des doublons »: said once of two structures, the smaller key first."""

    premiere = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    seconde = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    dit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dit_a = models.DateTimeField("dit à")

    class Meta:
        verbose_name = "structures distinctes"
        verbose_name_plural = "structures distinctes"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["premiere", "seconde"],
                violation_error_message="C’est déjà noté.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ordonnees",
                condition=Q(premiere__lt=F("seconde")),
                violation_error_message="Une paire se note une fois, dans un seul ordre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.premiere} ≠ {self.seconde}"


class LieuxDistincts(models.Model):
    """The same, of two places."""

    premier = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="+")
    dit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dit_a = models.DateTimeField("dit à")

    class Meta:
        verbose_name = "lieux distincts"
        verbose_name_plural = "lieux distincts"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["premier", "second"],
                violation_error_message="C’est déjà noté.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ordonnes",
                condition=Q(premier__lt=F("second")),
                violation_error_message="Une paire se note une fois, dans un seul ordre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.premier} ≠ {self.second}"


class FusionQuerySet(models.QuerySet["Fusion"]):
    def of_operations(self, operations: Iterable[uuid.UUID]) -> "FusionQuerySet":
        """Keep the merges that these operations made or undid."""
        operations = list(operations)
        return self.filter(Q(operation__in=operations) | Q(operation_inverse__in=operations))


class Fusion(models.Model):
    """Two cards made one: what changed in every table, history or not, so that it can be undone whole.

    Like `Source`, it names a noun and two uids. `changements` holds, by row, the columns before and after.
    """

    class Noun(models.TextChoices):
        STRUCTURE = "structure", "structure"
        LIEU = "lieu", "lieu"

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="fusions")
    noun = models.CharField("genre", max_length=10, choices=Noun.choices)
    gardee = models.CharField("uid de la fiche gardée", max_length=8)
    absorbee = models.CharField("uid de la fiche absorbée", max_length=8)
    operation = models.UUIDField("opération", unique=True)
    changements = models.JSONField("ce qui a changé", default=list)
    faite_a = models.DateTimeField("faite à")
    faite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    defaite_a = models.DateTimeField("défaite à", null=True, blank=True)
    defaite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    operation_inverse = models.UUIDField("opération qui la défait", null=True, blank=True, unique=True)

    objects = FusionQuerySet.as_manager()

    class Meta:
        verbose_name = "fusion"
        ordering = ["-faite_a", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_noun_connu", condition=Q(noun__in=["structure", "lieu"])
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_deux_fiches",
                condition=~Q(gardee=F("absorbee")),
                violation_error_message="On ne fusionne pas avec soi-même.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_defaite_apres",
                condition=Q(defaite_a__isnull=True, defaite_par__isnull=True, operation_inverse__isnull=True)
                | Q(defaite_a__gte=F("faite_a"), operation_inverse__isnull=False),
                violation_error_message="Une fusion se défait après avoir été faite.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbee} dans {self.gardee}"


class DoublonsDeLaNuit(models.Model):
    """The pairs that the night found in a network: comparing all of it takes seconds, too long for a first page.

    `paires`: [genre, first key, second key]; those told apart or merged since are left out when they are counted.
    """

    federation = models.OneToOneField(Federation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    paires = models.JSONField("paires", default=list)
    compare_a = models.DateTimeField("comparé à")

    class Meta:
        verbose_name = "doublons de la nuit"
        verbose_name_plural = "doublons de la nuit"

    def __str__(self) -> str:
        return f"doublons de {self.federation}"
