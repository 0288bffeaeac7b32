"""« Je cherche », « Je propose », and the messages that answer."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.uid import UidField
from reseau.models.publications import Publication, PublicationQuerySet
from reseau.nomenclature import GenreAnnonce, Issue, Sens
from structures.models import Commune, Structure

DUREE = timedelta(days=60)
DUREE_MAX = timedelta(days=180)


class AnnonceQuerySet(PublicationQuerySet["Annonce"]):
    def open(self, today: date) -> Self:
        """Keep what still waits for an answer today."""
        return self.filter(close_a__isnull=True, jusqu_au__gte=today)


class Annonce(Publication):
    """Somebody looked for or offered, until a day."""

    sens = models.CharField("sens", max_length=8, choices=Sens.choices)
    genre = models.CharField("quoi", max_length=12, choices=GenreAnnonce.choices)
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, null=True, blank=True, related_name="annonces", verbose_name="où"
    )
    jusqu_au = models.DateField("jusqu’au")
    rappelee_a = models.DateTimeField("fin rappelée à", null=True, blank=True)
    close_a = models.DateTimeField("close à", null=True, blank=True)
    issue = models.CharField("issue", max_length=8, choices=Issue.choices, blank=True)

    objects = AnnonceQuerySet.as_manager()

    class Meta(Publication.Meta):
        verbose_name = "annonce"
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_choix_connus",
                condition=Q(sens__in=Sens.values, genre__in=GenreAnnonce.values),
                violation_error_message="Ce choix n’existe pas.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_close_avec_issue",
                condition=Q(close_a__isnull=True, issue="") | Q(close_a__isnull=False, issue__in=Issue.values),
                violation_error_message="Une annonce close a son issue.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("reseau:annonce", args=[self.uid])

    @property
    def ou(self) -> str:
        return self.commune.nom if self.commune else "tout le réseau"

    @property
    def precision_courte(self) -> str:
        """What a list of the latest says of it."""
        return f"{self.get_sens_display().lower()} : {self.get_genre_display().lower()}"

    def ouverte(self, today: date) -> bool:
        """Tell whether it still waits for an answer."""
        return self.close_a is None and self.jusqu_au >= today


class MessageQuerySet(models.QuerySet["Message"]):
    def readable_by(self, user: Any) -> "MessageQuerySet":
        """Keep what this person has written or received, about what they may still read."""
        if not user.is_authenticated:
            return self.none()
        visibles = Annonce.objects.visible_to(user).values("pk")
        return self.filter(Q(auteur=user) | Q(destinataire=user), annonce__in=visibles)

    def to_forget(self, moment: datetime) -> "MessageQuerySet":
        """Keep what is older than this moment, and what a closed account has written or received."""
        return self.filter(Q(cree_a__lt=moment) | Q(auteur__is_active=False) | Q(destinataire__is_active=False))


class Message(models.Model):
    """An answer to an announcement, or the answer to that answer; erased after three months.

    Neither sees the other's address, unless the one who writes joins theirs.
    """

    uid = UidField()
    annonce = models.ForeignKey(Annonce, on_delete=models.CASCADE, related_name="messages")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    destinataire = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    texte = models.TextField("message", max_length=2000)
    adresse_jointe = models.BooleanField("adresse jointe", default=False)
    suite_de = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="suites")
    cree_a = models.DateTimeField("écrit à")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["cree_a", "pk"]

    def __str__(self) -> str:
        return f"Message sur « {self.annonce} »"

    def get_absolute_url(self) -> str:
        return reverse("reseau:message", args=[self.uid])

    @property
    def voix(self) -> str:
        """Whose voice it is: a structure's, or the federation's."""
        return self.structure.nom if self.structure else self.annonce.federation.nom
