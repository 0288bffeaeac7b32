"""The only trace that a search leaves: a need that found nothing, when somebody says so."""

from django.db import models
from django.db.models import Q

from ateliers.nomenclature import THEMES
from structures.models import Commune


class RechercheVaine(models.Model):
    """« Je n’ai rien trouvé », or an empty page: the need, the commune and the day; nothing that tells who."""

    class Genre(models.TextChoices):
        DITE = "dite", "« Je n’ai rien trouvé »"
        VIDE = "vide", "aucun lieu"

    jour = models.DateField("jour")
    theme = models.CharField("besoin", max_length=20, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    genre = models.CharField("genre", max_length=5, choices=Genre.choices, default=Genre.DITE)

    class Meta:
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "recherches sans résultat"
        indexes = [models.Index(fields=["jour", "theme"], name="recherche_vaine_jour_theme")]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_theme_connu",
                condition=Q(theme__in=["", *(t.code for t in THEMES)]),
            ),
            models.CheckConstraint(name="%(app_label)s_%(class)s_genre_connu", condition=Q(genre__in=["dite", "vide"])),
        ]

    def __str__(self) -> str:
        return f"{self.theme or 'sans thème'}, {self.commune or 'sans commune'}, {self.jour}"
