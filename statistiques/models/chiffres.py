"""The figures that nobody can compute: people, entered once a year.

Typed in « Mon espace », one floor up, where these two tables were born: they keep their names and their constraints'.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from ateliers.models import Offre
from core.voies import Voie, date_avec_voie
from structures.models import Structure

PERSONNES_MAX = 1_000_000
ANNEE_MIN = 2000
ANNEE_MAX = 2999


class ChiffresAnnee(models.Model):
    """What a structure answers for one civil year; `saisi_le` is the day of the answer, base of « répondants »."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="chiffres")
    annee = models.PositiveSmallIntegerField("année")
    personnes_accueillies = models.PositiveIntegerField(
        "personnes accueillies ou renseignées par téléphone dans l’année",
        null=True,
        blank=True,
        validators=[MaxValueValidator(PERSONNES_MAX)],
    )
    personnes_ateliers = models.PositiveIntegerField(
        "personnes différentes venues aux ateliers et en accès libre",
        null=True,
        blank=True,
        validators=[MaxValueValidator(PERSONNES_MAX)],
    )
    note = models.CharField("remarque pour le rapport", max_length=500, blank=True)
    saisi_le = models.DateField("saisi le")
    saisi_voie = models.CharField("saisi", max_length=10, choices=Voie.choices)
    saisi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "espace_chiffresannee"
        verbose_name = "chiffres de l’année"
        verbose_name_plural = "chiffres de l’année"
        ordering = ["-annee", "structure_id"]
        constraints = [
            date_avec_voie("saisi", table="espace_chiffresannee"),
            models.UniqueConstraint(
                name="espace_chiffresannee_unique",
                fields=["structure", "annee"],
                violation_error_message="Les chiffres de cette année sont déjà saisis.",
            ),
            models.CheckConstraint(
                name="espace_chiffresannee_annee_connue", condition=Q(annee__gte=ANNEE_MIN, annee__lte=ANNEE_MAX)
            ),
            models.CheckConstraint(
                name="espace_chiffresannee_personnes",
                condition=(
                    Q(personnes_accueillies__isnull=True)
                    | Q(personnes_accueillies__gte=0, personnes_accueillies__lte=PERSONNES_MAX)
                )
                & (
                    Q(personnes_ateliers__isnull=True)
                    | Q(personnes_ateliers__gte=0, personnes_ateliers__lte=PERSONNES_MAX)
                ),
                violation_error_message="Ce nombre de personnes n’est pas possible.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.structure}, {self.annee}"


class ChiffresOffre(models.Model):
    """How many people came to one activity in that year."""

    chiffres = models.ForeignKey(ChiffresAnnee, on_delete=models.CASCADE, related_name="par_activite")
    offre = models.ForeignKey(Offre, on_delete=models.CASCADE, related_name="+")
    personnes = models.PositiveIntegerField("personnes", validators=[MaxValueValidator(PERSONNES_MAX)])

    class Meta:
        db_table = "espace_chiffresoffre"
        verbose_name = "chiffre d’une activité"
        verbose_name_plural = "chiffres des activités"
        constraints = [
            models.UniqueConstraint(name="espace_chiffresoffre_unique", fields=["chiffres", "offre"]),
            models.CheckConstraint(
                name="espace_chiffresoffre_personnes",
                condition=Q(personnes__gte=0, personnes__lte=PERSONNES_MAX),
                violation_error_message="Ce nombre de personnes n’est pas possible.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offre} : {self.personnes}"
