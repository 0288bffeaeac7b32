"""Centres and their equipment."""

from django.db import models
from django.db.models import Q

from core.historique import Historique
from structures.models import Lieu, Structure


class Statut(models.TextChoices):
    ASSOCIATIF = "associatif", "associatif"
    MUNICIPAL = "municipal", "municipal"


class Agrement(models.TextChoices):
    CENTRE_SOCIAL = "centre_social", "centre social"
    EVS = "evs", "espace de vie sociale"


class CentreQuerySet(models.QuerySet["Centre"]):
    def members(self) -> "CentreQuerySet":
        """Keep the member structures of a federation (the base « réseau » of the indicators)."""
        return self.filter(adhesion_annee__isnull=False, structure__archivee_le__isnull=True)


class Centre(models.Model):
    """A neighbourhood structure approved by the CAF."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, primary_key=True, related_name="centre")
    statut = models.CharField("statut", max_length=10, choices=Statut.choices)
    agrement = models.CharField("agrément de la CAF", max_length=15, choices=Agrement.choices)
    agrement_jusqu_au = models.DateField("agréé jusqu’au", null=True, blank=True)
    adhesion_annee = models.PositiveSmallIntegerField(
        "adhésion à la fédération : dernière année", null=True, blank=True
    )
    animateurs = models.PositiveSmallIntegerField(
        "personnes qui animent les ateliers numériques", null=True, blank=True
    )
    personnes_par_semaine = models.PositiveSmallIntegerField(
        "personnes reçues par semaine aux ateliers et en accès libre", null=True, blank=True
    )
    adhesion_famille = models.CharField(
        "adhésion au centre", max_length=120, blank=True, help_text="« 8 € par an et par famille »"
    )

    objects = CentreQuerySet.as_manager()
    history = Historique()

    class Meta:
        verbose_name = "centre"
        constraints = [
            models.CheckConstraint(name="%(app_label)s_%(class)s_statut_connu", condition=Q(statut__in=Statut.values)),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_agrement_connu", condition=Q(agrement__in=Agrement.values)
            ),
        ]

    def __str__(self) -> str:
        return str(self.structure)


class Equipement(models.Model):
    """What a place puts at people's disposal; null means « not stated »."""

    lieu = models.OneToOneField(Lieu, on_delete=models.CASCADE, primary_key=True, related_name="equipement")
    salle_dediee = models.BooleanField("salle dédiée", null=True, blank=True)
    ordinateurs_fixes = models.PositiveSmallIntegerField("ordinateurs fixes", null=True, blank=True)
    ordinateurs_portables = models.PositiveSmallIntegerField("ordinateurs portables", null=True, blank=True)
    tablettes = models.PositiveSmallIntegerField("tablettes", null=True, blank=True)
    ecran_tactile_geant = models.BooleanField("écran tactile géant", null=True, blank=True)
    imprimante = models.BooleanField("imprimante", null=True, blank=True)
    scanner = models.BooleanField("scanner", null=True, blank=True)
    wifi_public = models.BooleanField("Wi-Fi ouvert au public", null=True, blank=True)
    a_renouveler = models.BooleanField("matériel à renouveler", null=True, blank=True)
    apporter_appareil = models.BooleanField("on peut apporter son appareil", null=True, blank=True)
    precisions = models.CharField("précisions", max_length=240, blank=True)

    history = Historique()

    class Meta:
        verbose_name = "équipement"

    def __str__(self) -> str:
        return f"Équipement de {self.lieu}"

    @property
    def ordinateurs(self) -> int | None:
        """All computers, or None when nothing is stated."""
        if self.ordinateurs_fixes is None and self.ordinateurs_portables is None:
            return None
        return (self.ordinateurs_fixes or 0) + (self.ordinateurs_portables or 0)
