"""The journal of imports: what came, what it did, what it said."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from comptes.models import Federation
from core.voies import Voie


class ImportQuerySet(models.QuerySet["Import"]):
    def of_federation(self, federation: Federation) -> "ImportQuerySet":
        """Keep the imports of a federation."""
        return self.filter(federation=federation)

    def without_report(self) -> "ImportQuerySet":
        """Leave the reports in the base: a list shows counts only."""
        return self.defer("rapport")


class Import(models.Model):
    """One applied import. The history rows that it wrote carry its `operation`."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="imports")
    fichier = models.CharField("fichier", max_length=200)
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    source = models.CharField("source", max_length=80)
    options = models.JSONField("options", default=dict, blank=True)
    comptes = models.JSONField("comptes", default=dict)
    rapport = models.JSONField("rapport", default=dict)
    operation = models.UUIDField("opération", unique=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    voie = models.CharField("voie", max_length=10, choices=Voie.choices, default=Voie.IMPORT)
    commence_a = models.DateTimeField("commencé à")
    fini_a = models.DateTimeField("fini à", null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ["-commence_a", "-pk"]
        indexes = [models.Index(fields=["federation", "-commence_a"], name="echanges_import_journal")]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_finit_apres_debut",
                condition=Q(fini_a__isnull=True) | Q(fini_a__gte=F("commence_a")),
                violation_error_message="Un import finit après avoir commencé.",
            ),
            models.CheckConstraint(name="%(app_label)s_%(class)s_voie_connue", condition=Q(voie__in=Voie.values)),
        ]

    def __str__(self) -> str:
        return f"{self.fichier} ({self.source})"

    def get_absolute_url(self) -> str:
        return reverse("echanges:import", args=[self.federation.slug, self.pk])

    @property
    def applique(self) -> bool:
        """Tell whether the import went to its end; otherwise its first rows alone are written."""
        return self.fini_a is not None
