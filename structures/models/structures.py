"""Organisations and the people who keep their pages."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from phonenumber_field.modelfields import PhoneNumberField

from comptes.models import Federation
from core.historique import Historique
from core.textes import cle_de_tri
from core.uid import UidField
from core.voies import Voie, date_avec_voie
from structures.nomenclature import Nature, Role
from structures.validators import valider_reseaux, valider_rna, valider_siret


class StructureQuerySet(models.QuerySet["Structure"]):
    def active(self) -> "StructureQuerySet":
        """Keep what is neither archived nor merged."""
        return self.filter(archivee_le__isnull=True, fusionnee_dans__isnull=True)

    def managed_by(self, federation: Federation) -> "StructureQuerySet":
        """Keep what this federation manages."""
        return self.filter(federation=federation)

    def administered_by(self, user: Any) -> "StructureQuerySet":
        """Keep what this person administers through a federation."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(federation__administrateurs__utilisateur=user).distinct()

    def with_member(self, user: Any) -> "StructureQuerySet":
        """Keep the structures that this person belongs to, whatever the role."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(membres__utilisateur=user).distinct()

    def editable_by(self, user: Any) -> "StructureQuerySet":
        """Keep what this person may edit whole: responsables, and administrators of the federation."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(membres__utilisateur=user, membres__role=Role.RESPONSABLE)
            | Q(federation__administrateurs__utilisateur=user)
        ).distinct()

    def updatable_by(self, user: Any) -> "StructureQuerySet":
        """Keep what this person may keep up to date (room, sessions, closures): the équipe too."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(membres__utilisateur=user) | Q(federation__administrateurs__utilisateur=user)).distinct()


class Structure(models.Model):
    """An organisation, managed by exactly one federation."""

    uid = UidField()
    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="structures")
    nom = models.CharField("nom", max_length=200)
    nom_plie = models.CharField("clé de tri", max_length=200, editable=False, default="", db_index=True)
    nature = models.CharField("nature", max_length=12, choices=Nature.choices, default=Nature.AUTRE)
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[valider_siret])
    rna = models.CharField("RNA", max_length=10, blank=True, validators=[valider_rna])
    telephone = PhoneNumberField("téléphone", blank=True)
    courriel = models.EmailField("courriel", blank=True)
    site_web = models.URLField("site", blank=True, max_length=500)
    reseaux = models.JSONField(
        "réseaux sociaux",
        default=list,
        blank=True,
        validators=[valider_reseaux],
        help_text="Liste de couples [réseau, adresse].",
    )
    presentation = models.TextField("présentation", blank=True)
    archivee_le = models.DateField("archivée le", null=True, blank=True)
    archivee_voie = models.CharField("archivée par", max_length=10, choices=Voie.choices, blank=True)
    fusionnee_dans = models.ForeignKey(
        "self", verbose_name="fusionnée dans", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbees"
    )

    objects = StructureQuerySet.as_manager()
    history = Historique()

    class Meta:
        verbose_name = "structure"
        ordering = ["nom_plie", "pk"]
        constraints = [
            date_avec_voie("archivee"),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_fusionnee_ailleurs",
                condition=~Q(fusionnee_dans=F("pk")),
                violation_error_message="On ne fusionne pas avec soi-même.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_fusionnee_archivee",
                condition=Q(fusionnee_dans__isnull=True) | Q(archivee_le__isnull=False),
                violation_error_message="Une structure fusionnée est archivée.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_nature_connue",
                condition=Q(nature__in=Nature.values),
                violation_error_message="Cette nature n’existe pas.",
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_siret_unique",
                fields=["federation", "siret"],
                condition=~Q(siret=""),
                violation_error_message="Une structure de la fédération a déjà ce SIRET.",
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_rna_unique",
                fields=["federation", "rna"],
                condition=~Q(rna=""),
                violation_error_message="Une structure de la fédération a déjà ce numéro RNA.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def deriver(self) -> None:
        """Recompute what follows from the other fields; the writer calls it before it saves."""
        self.nom_plie = cle_de_tri(self.nom)


class Membre(models.Model):
    """Somebody's place in a structure; one account may belong to several (a mairie)."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="membres")
    utilisateur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appartenances")
    role = models.CharField("rôle", max_length=12, choices=Role.choices, default=Role.EQUIPE)

    class Meta:
        verbose_name = "membre"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["structure", "utilisateur"],
                violation_error_message="Cette personne fait déjà partie de la structure.",
            ),
            models.CheckConstraint(name="%(app_label)s_%(class)s_role_connu", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} · {self.structure} ({self.get_role_display()})"
