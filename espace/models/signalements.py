"""What somebody says is wrong on a page, without an account."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ateliers.models import Offre
from core.masques import MasqueField, Nomenclature, Terme
from structures.models import Lieu, Structure

MOTIFS = Nomenclature(
    "ce qui est faux",
    Terme("disparu", 0, "N’existe plus"),
    Terme("horaires", 1, "Les horaires sont faux"),
    Terme("numero", 2, "Le numéro de téléphone est faux"),
    Terme("adresse", 3, "L’adresse est fausse"),
    Terme("complet", 4, "Il n’y a plus de place"),
    Terme("autre", 5, "Autre chose"),
)


class SignalementQuerySet(models.QuerySet["Signalement"]):
    def about(self, structures: Any) -> "SignalementQuerySet":
        """Keep what is said of the places and activities of these structures, or of activities at their places."""
        return self.filter(
            Q(lieu__structure__in=structures)
            | Q(offre__structure__in=structures)
            | Q(offre__lieu__structure__in=structures)
        )

    def open(self) -> "SignalementQuerySet":
        """Keep what waits for somebody."""
        return self.filter(etat=Signalement.Etat.OUVERT)

    def open_for(self, structures: Any) -> "SignalementQuerySet":
        """Keep what waits for these structures (a queryset or a list of them)."""
        return self.about(structures).open()

    def with_subject(self) -> "SignalementQuerySet":
        """Load what a line about a report shows."""
        return self.select_related("lieu__structure", "lieu__commune", "offre__structure", "offre__lieu__structure")


class Signalement(models.Model):
    """One report about a place or an activity; `courriel` is the reporter's, and does not stay."""

    class Etat(models.TextChoices):
        OUVERT = "ouvert", "à regarder"
        CORRIGE = "corrige", "corrigé"
        DECLINE = "decline", "laissé tel quel"

    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, null=True, blank=True, related_name="signalements")
    offre = models.ForeignKey(Offre, on_delete=models.CASCADE, null=True, blank=True, related_name="signalements")
    motifs = MasqueField("ce qui est faux", nomenclature=MOTIFS, blank=False)
    texte = models.CharField("précisions", max_length=1000, blank=True)
    courriel = models.EmailField("courriel de la personne qui signale", blank=True)
    cree_a = models.DateTimeField("signalé à")
    etat = models.CharField("état", max_length=8, choices=Etat.choices, default=Etat.OUVERT)
    traite_a = models.DateTimeField("traité à", null=True, blank=True)
    traite_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reponse = models.CharField("réponse", max_length=500, blank=True)

    objects = SignalementQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement"
        ordering = ["-cree_a", "-pk"]
        indexes = [models.Index(fields=["etat", "cree_a"], name="espace_signalement_etat")]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_lieu_ou_offre",
                condition=Q(lieu__isnull=False, offre__isnull=True) | Q(lieu__isnull=True, offre__isnull=False),
                violation_error_message="Un signalement porte sur un lieu ou sur une activité.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_motifs_dits",
                condition=Q(motifs__gte=1),
                violation_error_message="Dites ce qui est faux.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_etat_connu", condition=Q(etat__in=["ouvert", "corrige", "decline"])
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_traite_date",
                condition=Q(etat="ouvert", traite_a__isnull=True, traite_par__isnull=True, reponse="")
                | (~Q(etat="ouvert") & Q(traite_a__isnull=False)),
                violation_error_message="Un signalement traité a une date.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_traite_apres",
                condition=Q(traite_a__isnull=True) | Q(traite_a__gte=F("cree_a")),
                violation_error_message="Un signalement est traité après avoir été reçu.",
            ),
        ]

    def __str__(self) -> str:
        return f"Signalement sur {self.objet}"

    def get_absolute_url(self) -> str:
        return reverse("espace:signalement", args=[self.pk])

    @property
    def objet(self) -> Lieu | Offre:
        """The place or the activity: the constraint leaves exactly one."""
        return self.lieu or self.offre  # type: ignore[return-value]

    @property
    def ouvert(self) -> bool:
        return self.etat == self.Etat.OUVERT

    @property
    def motifs_dits(self) -> list[str]:
        return MOTIFS.labels(self.motifs)

    @property
    def structures(self) -> list[Structure]:
        """Those who may mend the page, without doubles; load `with_subject` before a loop."""
        lieux = [lieu for lieu in (self.lieu, self.offre.lieu if self.offre else None) if lieu]
        ensemble = {lieu.structure_id: lieu.structure for lieu in lieux}
        if self.offre:
            ensemble[self.offre.structure_id] = self.offre.structure
        return list(ensemble.values())
