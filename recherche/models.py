"""What search writes: a need that found nothing, when somebody says so; and the cells of a national map."""

from django.db import models
from django.db.models import Q

from ateliers.nomenclature import THEMES
from comptes.models import Federation
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


class Pyramide(models.Model):
    """The map of a large network, gathered in advance into cells: of one federation, or of all (ADR 0020).

    It is named by the day and the data version it was made from; a newer one takes its place, key included.
    """

    federation = models.OneToOneField(Federation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    jour = models.DateField("jour")
    version = models.PositiveBigIntegerField("version des données")
    faite_a = models.DateTimeField("faite à")
    lieux = models.PositiveIntegerField("lieux")

    class Meta:
        verbose_name = "pyramide d’amas"
        verbose_name_plural = "pyramides d’amas"

    def __str__(self) -> str:
        return f"{self.federation or 'tout le réseau'}, version {self.version} du {self.jour}"


class Bloc(models.Model):
    """Neighbouring cells of one level: what is read together is one row."""

    pyramide = models.ForeignKey(Pyramide, on_delete=models.CASCADE, related_name="blocs")
    niveau = models.PositiveSmallIntegerField("niveau")
    ligne = models.IntegerField("ligne")
    colonne = models.IntegerField("colonne")
    amas = models.JSONField("amas")  # [[row, column, places, latitude, longitude], …], see recherche/amas.py

    class Meta:
        verbose_name = "bloc d’amas"
        verbose_name_plural = "blocs d’amas"
        constraints = [
            models.UniqueConstraint(
                fields=["pyramide", "niveau", "ligne", "colonne"], name="%(app_label)s_%(class)s_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"niveau {self.niveau}, {self.ligne}, {self.colonne}"
