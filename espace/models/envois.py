"""Mails that remind: what left, who was warned of what, who wants none."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from ateliers.models import Offre


def lundi_de(jour: date) -> date:
    """Return the Monday of a day's week: one reminder a week is one a Monday."""
    return jour - timedelta(days=jour.weekday())


class Envoi(models.Model):
    """One reminder to one person; the database holds « one a week at most », whatever runs twice."""

    class Genre(models.TextChoices):
        RESUME = "resume", "courriel de la semaine"
        CAMPAGNE = "campagne", "campagne"

    utilisateur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="envois")
    genre = models.CharField("genre", max_length=8, choices=Genre.choices)
    semaine = models.DateField("lundi de sa semaine")
    campagne = models.CharField("campagne", max_length=20, blank=True)
    cree_a = models.DateTimeField("écrit à")

    class Meta:
        verbose_name = "rappel envoyé"
        verbose_name_plural = "rappels envoyés"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_un_par_semaine",
                fields=["utilisateur", "semaine"],
                violation_error_message="Cette personne a déjà reçu un rappel cette semaine.",
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_un_par_campagne",
                fields=["utilisateur", "campagne"],
                condition=~Q(campagne=""),
                violation_error_message="Cette personne a déjà reçu cette campagne.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_genre_connu",
                condition=Q(genre="resume", campagne="") | (Q(genre="campagne") & ~Q(campagne="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} à {self.utilisateur}, semaine du {self.semaine}"


class Avertissement(models.Model):
    """An activity's keepers were told that search will hide it; `depuis` is the last word that they did not renew.

    A confirmation moves that day: the two warnings then begin again from nothing.
    """

    offre = models.ForeignKey(Offre, on_delete=models.CASCADE, related_name="avertissements")
    rang = models.PositiveSmallIntegerField("rang")
    depuis = models.DateField("non vérifiée depuis le")
    cree_a = models.DateTimeField("dit à")

    class Meta:
        verbose_name = "avertissement"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["offre", "rang", "depuis"],
                violation_error_message="Cet avertissement a déjà été donné.",
            ),
            models.CheckConstraint(name="%(app_label)s_%(class)s_rang_connu", condition=Q(rang__in=[1, 2])),
        ]

    def __str__(self) -> str:
        return f"Avertissement {self.rang} : {self.offre}"


class Desabonnement(models.Model):
    """« Ne plus recevoir ces rappels » : until the person takes them up again."""

    utilisateur = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desabonnement")
    cree_a = models.DateTimeField("demandé à")

    class Meta:
        verbose_name = "désabonnement"

    def __str__(self) -> str:
        return f"{self.utilisateur} ne reçoit plus les rappels"
