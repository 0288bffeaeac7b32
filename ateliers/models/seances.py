"""Sessions: eight weeks of them are stored."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from ateliers.models.offres import Offre
from ateliers.nomenclature import METIERS
from core.historique import Historique


class SeanceQuerySet(models.QuerySet["Seance"]):
    def held(self) -> "SeanceQuerySet":
        """Keep the sessions that take place."""
        return self.exclude(statut=Seance.Statut.ANNULEE)

    def to_come(self, now: datetime) -> "SeanceQuerySet":
        """Keep the sessions that are not over."""
        return self.filter(fin__gt=now)

    def altered(self) -> "SeanceQuerySet":
        """Keep the sessions that somebody cancelled, moved, or gave to somebody else."""
        return self.exclude(statut=Seance.Statut.PREVUE, remplacement="")


class Seance(models.Model):
    """One session; `origine` is the local start that the rule gave, and never changes when it is moved."""

    class Statut(models.TextChoices):
        PREVUE = "prevue", "prévue"
        ANNULEE = "annulee", "annulée"
        DEPLACEE = "deplacee", "déplacée"

    offre = models.ForeignKey(Offre, on_delete=models.CASCADE, related_name="seances")
    origine = models.CharField("début prévu par la règle", max_length=16)
    jour = models.DateField("jour, à Paris")
    moments = models.PositiveSmallIntegerField("demi-journées : 1 matin, 2 après-midi, 4 soir")
    debut = models.DateTimeField("début")
    fin = models.DateTimeField("fin")
    statut = models.CharField("statut", max_length=10, choices=Statut.choices, default=Statut.PREVUE)
    note = models.CharField("note", max_length=160, blank=True)
    remplacement = models.CharField("remplacé·e par", max_length=24, choices=METIERS.choices(), blank=True)

    objects = SeanceQuerySet.as_manager()
    # Only what somebody did to a session: the rule gives the others again.
    history = Historique()

    class Meta:
        verbose_name = "séance"
        ordering = ["debut", "pk"]
        indexes = [
            models.Index(fields=["jour", "offre"], name="ateliers_seance_jour_offre"),
            # Holds all that search asks of the next session of an activity: it never opens a row.
            models.Index(
                fields=["offre", "debut", "fin", "statut", "jour", "moments"], name="ateliers_seance_prochaine"
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="%(app_label)s_%(class)s_origine_unique", fields=["offre", "origine"]),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_finit_apres_debut",
                condition=Q(fin__gt=F("debut")),
                violation_error_message="Une séance finit après avoir commencé.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_moments_connus", condition=Q(moments__gte=1, moments__lte=7)
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_statut_connu",
                condition=Q(statut__in=["prevue", "annulee", "deplacee"]),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_remplacement_connu",
                condition=Q(remplacement__in=["", *(t.code for t in METIERS)]),
                violation_error_message="Cette fonction n’existe pas.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_annulee_sans_remplacement",
                condition=~Q(statut="annulee") | Q(remplacement=""),
                violation_error_message="Une séance annulée n’est tenue par personne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offre} · {self.origine}"
