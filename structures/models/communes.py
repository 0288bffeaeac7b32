"""The official geography: communes and their postcodes."""

from django.db import models
from django.db.models import Q


class CommuneQuerySet(models.QuerySet["Commune"]):
    def of_departements(self, codes: list[str]) -> "CommuneQuerySet":
        """Keep the communes of these départements."""
        return self.filter(departement__in=codes)


class Commune(models.Model):
    """A commune (or an arrondissement of Paris, Lyon, Marseille), by its INSEE code."""

    code_insee = models.CharField("code INSEE", max_length=5, primary_key=True)
    nom = models.CharField("nom", max_length=120)
    nom_plie = models.CharField("nom sans accents", max_length=200, db_index=True, editable=False)
    departement = models.CharField("département", max_length=3, db_index=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        ordering = ["nom_plie", "code_insee"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_centre_entier",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                violation_error_message="Le centre d’une commune a une latitude et une longitude.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class CodePostal(models.Model):
    """A postcode of a commune; several communes may share one, a commune may have several."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="codes_postaux")
    code = models.CharField("code postal", max_length=5, db_index=True)

    class Meta:
        verbose_name = "code postal"
        verbose_name_plural = "codes postaux"
        ordering = ["code", "commune_id"]
        constraints = [
            models.UniqueConstraint(name="%(app_label)s_%(class)s_unique", fields=["commune", "code"]),
        ]

    def __str__(self) -> str:
        return self.code


def departement_de(code_insee: str) -> str:
    """Return the département of an INSEE code (« 94 », « 2A », « 974 »)."""
    return code_insee[:3] if code_insee.startswith(("97", "98")) else code_insee[:2]
