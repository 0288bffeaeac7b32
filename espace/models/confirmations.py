"""Campaigns that a federation opens: which structures were asked to confirm what they show, when, how it ended."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comptes.models import Federation
from structures.models import Structure


class CampagneReseauQuerySet(models.QuerySet["CampagneReseau"]):
    def of_federation(self, federation: Federation) -> "CampagneReseauQuerySet":
        """Keep the campaigns of a federation."""
        return self.filter(federation=federation)

    def under_way(self) -> "CampagneReseauQuerySet":
        """Keep those that are not closed."""
        return self.filter(close_a__isnull=True)


class CampagneReseau(models.Model):
    """One campaign; one at a time in a federation, so that nobody is asked twice the same thing."""

    federation = models.ForeignKey(Federation, on_delete=models.CASCADE, related_name="campagnes")
    nom = models.CharField("nom", max_length=80)
    message = models.TextField("votre message", max_length=600, blank=True)
    ouverte_a = models.DateTimeField("ouverte à")
    ouverte_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    close_a = models.DateTimeField("close à", null=True, blank=True)
    # What the figures were when it closed: {"demandees", "confirmees", "en_partie", "joignables"}.
    bilan = models.JSONField("bilan", default=dict, blank=True)

    objects = CampagneReseauQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne du réseau"
        verbose_name_plural = "campagnes du réseau"
        ordering = ["-ouverte_a", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_une_a_la_fois",
                fields=["federation"],
                condition=Q(close_a__isnull=True),
                violation_error_message="Une campagne est déjà ouverte : fermez-la d’abord.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_close_apres",
                condition=Q(close_a__isnull=True) | Q(close_a__gte=F("ouverte_a")),
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class Sollicitation(models.Model):
    """A structure that a campaign asks."""

    campagne = models.ForeignKey(CampagneReseau, on_delete=models.CASCADE, related_name="sollicitations")
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="sollicitations")
    ecrite_a = models.DateTimeField("dernier courriel à", null=True, blank=True)  # null: nobody to write to
    courriels = models.PositiveSmallIntegerField("courriels", default=0)

    class Meta:
        verbose_name = "sollicitation"
        constraints = [
            models.UniqueConstraint(name="%(app_label)s_%(class)s_unique", fields=["campagne", "structure"]),
        ]

    def __str__(self) -> str:
        return f"{self.structure}, {self.campagne}"
