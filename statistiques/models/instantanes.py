"""What a network counted to, month after month: written once, kept for ever."""

from django.db import models
from django.db.models import Q

from comptes.models import Federation


class Instantane(models.Model):
    """One indicator of a federation in one month; `mois` is its first day, `jour` the day of the count."""

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="instantanes")
    mois = models.DateField("mois")
    jour = models.DateField("compté le jour")
    indicateur = models.CharField("indicateur", max_length=60)
    numerateur = models.FloatField("numérateur", null=True)
    denominateur = models.PositiveIntegerField("dénominateur")
    inconnus = models.PositiveIntegerField("non connus", default=0)
    valeur = models.FloatField("valeur", null=True)

    class Meta:
        verbose_name = "instantané"
        ordering = ["federation_id", "mois", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["federation", "mois", "indicateur"],
                violation_error_message="Cet indicateur est déjà compté ce mois-ci.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_mois",
                condition=Q(mois__day=1, jour__gte=models.F("mois")),
                violation_error_message="Un mois commence le premier, et se compte après.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.federation}, {self.indicateur}, {self.mois:%Y-%m}"
