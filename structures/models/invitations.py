"""Invitations: how somebody comes to keep a structure, or to administer a federation."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comptes.models import Federation, plier_courriel
from structures.models.structures import Structure
from structures.nomenclature import RoleInvite

DUREE = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> "InvitationQuerySet":
        """Keep what is neither accepted nor withdrawn, expired or not."""
        return self.filter(acceptee_a__isnull=True, annulee_a__isnull=True)

    def manageable_by(self, user: Any) -> "InvitationQuerySet":
        """Keep what this person may send again or withdraw."""
        return self.filter(
            Q(structure__in=Structure.objects.editable_by(user))
            | Q(federation__in=Federation.objects.administered_by(user))
        )


class Invitation(models.Model):
    """An address asked to take a role, in one structure or in one federation; its state is derived from its dates."""

    class Etat(models.TextChoices):
        ATTENTE = "attente", "en attente"
        EXPIREE = "expiree", "expirée"
        ANNULEE = "annulee", "annulée"
        ACCEPTEE = "acceptee", "acceptée"

    structure = models.ForeignKey(
        Structure, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    federation = models.ForeignKey(
        Federation, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    courriel = models.EmailField("adresse de courriel")
    role = models.CharField("rôle", max_length=14, choices=RoleInvite.choices)
    empreinte = models.CharField("empreinte du lien", max_length=64, unique=True)
    invitee_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cree_a = models.DateTimeField("envoyée à")
    expire_a = models.DateTimeField("expire à")
    acceptee_a = models.DateTimeField("acceptée à", null=True, blank=True)
    annulee_a = models.DateTimeField("annulée à", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ["-cree_a", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_role_et_cible",
                condition=Q(structure__isnull=False, federation__isnull=True, role__in=["responsable", "equipe"])
                | Q(structure__isnull=True, federation__isnull=False, role="administrateur"),
                violation_error_message="On invite dans une structure, ou pour administrer une fédération.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_une_seule_fin",
                condition=Q(acceptee_a__isnull=True) | Q(annulee_a__isnull=True),
                violation_error_message="Une invitation acceptée ne s’annule plus.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_expire_apres",
                condition=Q(expire_a__gt=F("cree_a")),
                violation_error_message="Une invitation expire après avoir été envoyée.",
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_une_par_structure",
                fields=["structure", "courriel"],
                condition=Q(acceptee_a__isnull=True, annulee_a__isnull=True),
                violation_error_message="Cette adresse est déjà invitée ici.",
            ),
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_une_par_federation",
                fields=["federation", "courriel"],
                condition=Q(acceptee_a__isnull=True, annulee_a__isnull=True),
                violation_error_message="Cette adresse est déjà invitée ici.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.courriel} · {self.cible} ({self.get_role_display()})"

    def clean(self) -> None:
        self.courriel = plier_courriel(self.courriel)

    @property
    def cible(self) -> Structure | Federation:
        """What one is invited to."""
        cible = self.structure or self.federation
        assert cible is not None  # noqa: S101  a constraint of the table
        return cible

    def etat(self, now: datetime) -> "Invitation.Etat":
        """Return where the invitation is now."""
        if self.acceptee_a is not None:
            return self.Etat.ACCEPTEE
        if self.annulee_a is not None:
            return self.Etat.ANNULEE
        return self.Etat.EXPIREE if self.expire_a <= now else self.Etat.ATTENTE
