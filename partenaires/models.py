"""Outside organisations and their links with the centres."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from core.historique import Historique
from core.masques import MasqueField, Nomenclature, Terme
from structures.models import Structure

OBJETS = Nomenclature(
    "objet d’un partenariat",
    Terme("ateliers", 0, "ateliers sur place"),
    Terme("permanences", 1, "permanences sur place"),
    Terme("orientation", 2, "orientation des habitants"),
    Terme("pret", 3, "prêt de matériel"),
    Terme("formation", 4, "formation des équipes"),
)


class Genre(models.TextChoices):
    ASSOCIATION = "association", "Association"
    MEDIATHEQUE = "mediatheque", "Médiathèque"
    MAIRIE = "mairie", "Mairie ou CCAS"
    FRANCE_SERVICES = "france_services", "France Services"
    DEPARTEMENT = "departement", "Département"
    EMPLOI = "emploi", "Emploi et formation"
    SERVICE_PUBLIC = "service_public", "Autre service public"
    AUTRE = "autre", "Autre"


class Partenaire(models.Model):
    """An organisation outside the network, as the network works with it."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, primary_key=True, related_name="partenaire")
    genre = models.CharField("genre", max_length=16, choices=Genre.choices, default=Genre.AUTRE)
    mediation_numerique = models.BooleanField("acteur de la médiation numérique", default=False)
    apporte = models.CharField("ce qu’il apporte", max_length=240, blank=True)

    history = Historique()

    class Meta:
        verbose_name = "partenaire"
        constraints = [
            models.CheckConstraint(name="%(app_label)s_%(class)s_genre_connu", condition=Q(genre__in=Genre.values)),
        ]

    def __str__(self) -> str:
        return str(self.structure)


class Partenariat(models.Model):
    """Who works with whom, for what, who funds it and what the centre provides."""

    centre = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="partenariats")
    partenaire = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="partenariats_recus")
    objets = MasqueField("objet", nomenclature=OBJETS)
    finance_par = models.CharField("financé par", max_length=160, blank=True)
    centre_fournit = models.CharField("le centre fournit", max_length=160, blank=True)
    debut = models.DateField("depuis le", null=True, blank=True)
    fin = models.DateField("jusqu’au", null=True, blank=True)

    history = Historique()

    class Meta:
        verbose_name = "partenariat"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["centre", "partenaire"],
                violation_error_message="Ce partenariat existe déjà.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_deux_structures",
                condition=~Q(centre=F("partenaire")),
                violation_error_message="Une structure n’est pas sa propre partenaire.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_finit_apres_debut",
                condition=Q(debut__isnull=True) | Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                violation_error_message="La fin vient après le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} – {self.partenaire}"

    @property
    def objets_dits(self) -> list[str]:
        """What it is for, in words."""
        return OBJETS.labels(self.objets)


class PretQuerySet(models.QuerySet["Pret"]):
    def of_networks(self, federations: Iterable[Any]) -> "PretQuerySet":
        """Keep what is lent by the living structures of these federations (keys or a queryset)."""
        return self.filter(preteur__federation__in=federations, preteur__archivee_le__isnull=True)


class Pret(models.Model):
    """Something that a structure lends to the others, never to residents."""

    preteur = models.ForeignKey(Structure, verbose_name="qui prête", on_delete=models.CASCADE, related_name="prets")
    intitule = models.CharField("intitulé", max_length=160)
    conditions = models.CharField("conditions", max_length=240, blank=True)

    objects = PretQuerySet.as_manager()
    history = Historique()

    class Meta:
        verbose_name = "prêt aux structures"
        verbose_name_plural = "prêts aux structures"
        ordering = ["intitule", "pk"]

    def __str__(self) -> str:
        return self.intitule
