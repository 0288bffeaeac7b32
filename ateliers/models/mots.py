"""The folded words of an activity."""

from django.db import models


class Mot(models.Model):
    """One folded word of an activity: a prefix is a range on the index, on both engines."""

    mot = models.CharField("mot", max_length=40)
    offre = models.ForeignKey("ateliers.Offre", on_delete=models.CASCADE, related_name="mots")

    class Meta:
        verbose_name = "mot"
        indexes = [models.Index(fields=["mot", "offre"], name="ateliers_mot_mot_offre")]
        constraints = [
            models.UniqueConstraint(name="%(app_label)s_%(class)s_unique", fields=["offre", "mot"]),
        ]

    def __str__(self) -> str:
        return self.mot
