"""« La position est bonne »: said of a point that seemed to be in another commune."""

from django.conf import settings
from django.db import models

from structures.models.lieux import Lieu


class PositionConfirmee(models.Model):
    """Somebody looked at this point of this place; moved, it is asked again."""

    lieu = models.OneToOneField(Lieu, on_delete=models.CASCADE, primary_key=True, related_name="position_confirmee")
    latitude = models.FloatField("latitude")
    longitude = models.FloatField("longitude")
    dit_a = models.DateTimeField("dit à")
    dit_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "position confirmée"
        verbose_name_plural = "positions confirmées"

    def __str__(self) -> str:
        return f"{self.lieu} : position confirmée"
