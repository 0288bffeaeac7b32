"""The network's agenda: what happens, who comes, and the private link of a calendar."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from core.uid import UidField
from reseau.models.publications import Publication, PublicationQuerySet
from reseau.nomenclature import GenreEvenement
from structures.models import Membre, Structure


class EvenementQuerySet(PublicationQuerySet["Evenement"]):
    def to_come(self, now: datetime) -> Self:
        """Keep what is not over, the soonest first; what was cancelled stays in sight until then."""
        return self.filter(fin__gte=now).order_by("debut", "pk")

    def over(self, now: datetime) -> Self:
        return self.filter(fin__lt=now).order_by("-debut", "-pk")

    def with_counts(self) -> Self:
        """Read with each how many come, and how many wait."""
        return self.annotate(
            inscrits=Count("inscriptions", filter=Q(inscriptions__en_attente=False)),
            en_attente=Count("inscriptions", filter=Q(inscriptions__en_attente=True)),
        )


class Evenement(Publication):
    """A training, a meeting, a highlight of the network."""

    genre = models.CharField("quoi", max_length=10, choices=GenreEvenement.choices)
    debut = models.DateTimeField("début")
    fin = models.DateTimeField("fin")
    ou = models.CharField("où", max_length=160)
    sur_inscription = models.BooleanField("on s’inscrit", default=True)
    places = models.PositiveSmallIntegerField("places", null=True, blank=True)
    inscription_jusqu_au = models.DateField("inscriptions jusqu’au", null=True, blank=True)
    annule_a = models.DateTimeField("annulé à", null=True, blank=True)
    revision = models.PositiveSmallIntegerField("révision", default=0, editable=False)

    objects = EvenementQuerySet.as_manager()

    class Meta(Publication.Meta):
        verbose_name = "événement"
        indexes = [
            *Publication.Meta.indexes,
            models.Index(fields=["federation", "fin"], name="reseau_evenement_fin"),
        ]
        constraints = [
            *Publication.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_finit_apres_debut",
                condition=Q(fin__gt=F("debut")),
                violation_error_message="La fin vient après le début.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_genre_connu",
                condition=Q(genre__in=GenreEvenement.values),
                violation_error_message="Ce choix n’existe pas.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_des_places",
                condition=Q(places__isnull=True) | Q(places__gte=1),
                violation_error_message="Il y a au moins une place.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("reseau:evenement", args=[self.uid])

    def ouvert(self, now: datetime) -> bool:
        """Tell whether one may come in: registration is open, or one more may wait."""
        fini = self.inscription_jusqu_au is not None and timezone.localdate(now) > self.inscription_jusqu_au
        return (
            self.sur_inscription and self.annule_a is None and self.retiree_a is None and now < self.debut and not fini
        )

    @property
    def quand(self) -> str:
        """Say when, as French does: « mardi 12 janvier 2027, 9 h 30 – 12 h »."""
        debut, fin = timezone.localtime(self.debut), timezone.localtime(self.fin)
        if debut.date() == fin.date():
            return f"{date_format(debut, 'l j F Y')}, {_heure(debut)} – {_heure(fin)}"
        return f"du {date_format(debut, 'l j F')}, {_heure(debut)}, au {date_format(fin, 'l j F Y')}, {_heure(fin)}"

    @property
    def precision_courte(self) -> str:
        """What a list of the latest says of it."""
        return date_format(timezone.localtime(self.debut), "l j F")


def _heure(moment: datetime) -> str:
    return f"{moment.hour} h {moment.minute:02}" if moment.minute else f"{moment.hour} h"


class InscriptionQuerySet(models.QuerySet["Inscription"]):
    def in_order(self) -> "InscriptionQuerySet":
        """Those who come first, then those who wait, in the order in which they asked."""
        return self.order_by("en_attente", "cree_a", "pk")

    def of_the_gone(self, now: datetime) -> "InscriptionQuerySet":
        """Keep, of what is to come, the places of closed accounts and of those who left the structure."""
        a_venir = self.filter(evenement__debut__gt=now)
        encore = Exists(Membre.objects.filter(structure=OuterRef("structure"), utilisateur=OuterRef("utilisateur")))
        return a_venir.filter(Q(utilisateur__is_active=False) | (Q(structure__isnull=False) & ~encore))


class Inscription(models.Model):
    """Somebody comes, or waits for a place; read by the organiser by structure and function. Erased after a year."""

    evenement = models.ForeignKey(Evenement, on_delete=models.CASCADE, related_name="inscriptions")
    utilisateur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fonction = models.CharField("fonction", max_length=80)
    en_attente = models.BooleanField("attend une place", default=False)
    cree_a = models.DateTimeField("inscrit à")

    objects = InscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["evenement", "utilisateur"],
                violation_error_message="Vous êtes déjà inscrit·e.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fonction}, {self.evenement}"


class LienAgenda(models.Model):
    """The private address by which a calendar follows the agenda; without its row, it opens nothing any more."""

    uid = UidField()
    utilisateur = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    cree_a = models.DateTimeField("créé à")

    class Meta:
        verbose_name = "lien de l’agenda"
        verbose_name_plural = "liens de l’agenda"

    def __str__(self) -> str:
        return f"Agenda de {self.utilisateur}"
