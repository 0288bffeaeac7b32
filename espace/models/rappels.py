"""Answers to what the site asks, so that it does not ask twice."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from structures.models import Lieu


class OuvertPendant(models.Model):
    """« Nous restons ouverts » : a place was asked about holidays, and keeps its usual hours."""

    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="ouvert_pendant")
    debut = models.DateField("du")
    fin = models.DateField("au")
    dit_a = models.DateTimeField("dit à")
    dit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "ouverture pendant les vacances"
        verbose_name_plural = "ouvertures pendant les vacances"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["lieu", "debut"],
                violation_error_message="C’est déjà noté.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_finit_apres_debut",
                condition=Q(fin__gte=F("debut")),
                violation_error_message="La fin vient après le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lieu} ouvert du {self.debut} au {self.fin}"
