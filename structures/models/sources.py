"""Where a row came from: what an import brought last, so that the next one is a three-way merge."""

from django.db import models
from django.db.models import Q

from comptes.models import Federation


class Source(models.Model):
    """One row of ours, under the identifier that a source gives it.

    `objet` names a noun and its uid, without a foreign key: activities live above this floor.
    """

    class Noun(models.TextChoices):
        STRUCTURE = "structure", "structure"
        LIEU = "lieu", "lieu"
        OFFRE = "offre", "activité"

    federation = models.ForeignKey(Federation, on_delete=models.CASCADE, related_name="sources")
    source = models.CharField("source", max_length=80)
    identifiant = models.CharField("identifiant chez elle", max_length=200)
    noun = models.CharField("genre", max_length=10, choices=Noun.choices)
    uid = models.CharField("uid chez nous", max_length=8)
    valeurs = models.JSONField("dernières valeurs reçues", default=dict)
    brut = models.JSONField("mots bruts gardés", default=dict)
    recue_a = models.DateTimeField("reçue à")
    disparue_a = models.DateTimeField("disparue à", null=True, blank=True)

    class Meta:
        verbose_name = "provenance"
        indexes = [models.Index(fields=["noun", "uid"], name="structures_source_objet")]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["federation", "source", "noun", "identifiant"],
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_noun_connu",
                condition=Q(noun__in=["structure", "lieu", "offre"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.identifiant}"
