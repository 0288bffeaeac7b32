"""What is learnt of orientations: that somebody was sent somewhere, on a day, for a need. Nothing tells who."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from ateliers.models import Offre
from ateliers.nomenclature import PUBLICS, THEMES
from structures.models import Commune


class Canal(models.TextChoices):
    PAPIER = "papier", "papier"
    SMS = "sms", "SMS"
    MAIL = "mail", "mail"
    COPIE = "copie", "texte copié"
    PARTAGE = "partage", "partage du téléphone"


class OrientationQuerySet(models.QuerySet["Orientation"]):
    def between(self, debut: Any, fin: Any) -> "OrientationQuerySet":
        """Keep those of these days, both included."""
        return self.filter(jour__gte=debut, jour__lte=fin)

    def towards(self, structures: Any) -> "OrientationQuerySet":
        """Keep those towards an activity that these structures run, or that takes place with them."""
        return self.filter(Q(offre__structure__in=structures) | Q(offre__lieu__structure__in=structures))

    def update(self, **_champs: Any) -> NoReturn:
        raise TypeError("An orientation is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("An orientation is never erased: it holds nothing of anybody.")


class Orientation(models.Model):
    """One orientation. No hour, no free text, no account, no session: a line that could be anybody's."""

    jour = models.DateField("jour")
    theme = models.CharField("besoin", max_length=20, blank=True)
    public = models.CharField("public", max_length=20, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offre = models.ForeignKey(Offre, on_delete=models.PROTECT, related_name="orientations")
    canal = models.CharField("canal", max_length=10, choices=Canal.choices)

    objects = OrientationQuerySet.as_manager()

    class Meta:
        verbose_name = "orientation"
        indexes = [
            models.Index(fields=["offre", "jour"], name="orientation_offre_jour"),
            models.Index(fields=["jour", "theme"], name="orientation_jour_theme"),
        ]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_canal_connu",
                condition=Q(canal__in=Canal.values),
                violation_error_message="Ce canal n’existe pas.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_theme_connu",
                condition=Q(theme__in=["", *(t.code for t in THEMES)]),
                violation_error_message="Ce besoin n’existe pas.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_public_connu",
                condition=Q(public__in=["", *(t.code for t in PUBLICS)]),
                violation_error_message="Ce public n’existe pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jour}, {self.theme or 'sans thème'} → {self.offre}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An orientation is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An orientation is never erased: it holds nothing of anybody.")
