"""Who wants the monthly letter."""

from django.conf import settings
from django.db import models


class Abonnement(models.Model):
    """Somebody asked for the monthly letter; without a row, nothing is ever sent."""

    utilisateur = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    cree_a = models.DateTimeField("demandé à")
    dit_jusqu_a = models.DateTimeField("dit jusqu’à", help_text="La prochaine lettre dit ce qui est venu depuis.")

    class Meta:
        verbose_name = "abonnement à la lettre"
        verbose_name_plural = "abonnements à la lettre"

    def __str__(self) -> str:
        return f"Lettre de {self.utilisateur}"
