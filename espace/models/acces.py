"""Those without an account: the shared PC of a desk, the private link of somebody who receives; what they did.

A secret is drawn at random, shown once and kept as its fingerprint: whoever reads the database opens nothing.
"""

import base64
import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from ateliers.models import Intervenant
from structures.models import Structure

M = TypeVar("M", bound="AccesParLien")


def empreinte_de(jeton: str) -> str:
    """Return what is kept of a secret; it is long and random, a plain digest is enough."""
    return hashlib.sha256(jeton.encode("utf-8", "surrogatepass")).hexdigest()


def secret_de(graine: bytes) -> str:
    """Return the secret that these bytes give: 192 bits, as `tirer_secret` draws them."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"secret" + graine).digest()[:24]).decode()


class AccesQuerySet(models.QuerySet[M]):
    def opened_by(self, jeton: str) -> Self:
        """Keep the access that this secret opens, revoked or not."""
        return self.filter(empreinte=empreinte_de(jeton))

    def valid(self) -> Self:
        """Keep what has not been revoked."""
        return self.filter(revoque_a__isnull=True)


class AccesParLien(models.Model):
    """A long-lived access by a secret in an address, revocable at once."""

    empreinte = models.CharField("empreinte du secret", max_length=64, unique=True, editable=False)
    cree_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cree_a = models.DateTimeField("créé à")
    dernier_usage_a = models.DateTimeField("dernier geste à", null=True, blank=True)
    revoque_a = models.DateTimeField("révoqué à", null=True, blank=True)

    class Meta:
        abstract = True

    def tirer_secret(self) -> str:
        """Draw a new secret, keep its fingerprint and return it: an older one opens nothing any more."""
        jeton = secrets.token_urlsafe(24)
        self.garder(jeton)
        return jeton

    def garder(self, jeton: str) -> None:
        """Keep the fingerprint of this secret."""
        self.empreinte = empreinte_de(jeton)


class Poste(AccesParLien):
    """The shared PC of a desk, where nobody signs in: room, sessions and replacements of one structure."""

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="postes")
    nom = models.CharField("nom", max_length=60, default="Poste de l’accueil")

    objects = AccesQuerySet["Poste"].as_manager()

    class Meta:
        verbose_name = "poste d’accueil"
        verbose_name_plural = "postes d’accueil"
        ordering = ["nom", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_nom_unique",
                fields=["structure", "nom"],
                condition=Q(revoque_a__isnull=True),
                violation_error_message="Un poste de cette structure porte déjà ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class LienPermanences(AccesParLien):
    """The private link of somebody who receives in several places: their own activities, nothing else."""

    intervenant = models.ForeignKey(Intervenant, on_delete=models.CASCADE, related_name="liens_permanences")

    objects = AccesQuerySet["LienPermanences"].as_manager()

    class Meta:
        verbose_name = "lien « Mes permanences »"
        verbose_name_plural = "liens « Mes permanences »"
        ordering = ["cree_a", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_un_seul_valable",
                fields=["intervenant"],
                condition=Q(revoque_a__isnull=True),
                violation_error_message="Cette personne a déjà un lien : faites-en un nouveau à sa place.",
            ),
        ]

    def __str__(self) -> str:
        return f"Mes permanences, {self.intervenant}"


class GesteSansCompte(models.Model):
    """Which desk or which private link made an operation that has no author in the history."""

    operation = models.UUIDField("opération", unique=True)
    poste = models.ForeignKey(Poste, on_delete=models.CASCADE, null=True, blank=True, related_name="gestes")
    permanences = models.ForeignKey(
        LienPermanences, on_delete=models.CASCADE, null=True, blank=True, related_name="gestes"
    )
    fait_a = models.DateTimeField("fait à")

    class Meta:
        verbose_name = "geste sans compte"
        verbose_name_plural = "gestes sans compte"
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_un_seul_auteur",
                condition=Q(poste__isnull=False, permanences__isnull=True)
                | Q(poste__isnull=True, permanences__isnull=False),
                violation_error_message="Un geste vient d’un poste ou d’un lien, pas des deux.",
            ),
        ]

    def __str__(self) -> str:
        """Return who, as « qui a changé quoi » says it."""
        if self.poste is not None:
            return f"le poste d’accueil « {self.poste} »"
        metier = self.permanences.intervenant.get_metier_display().lower() if self.permanences else ""
        return f"le lien « Mes permanences » ({metier})"


def noter_geste(
    operation: uuid.UUID, *, poste: Poste | None, permanences: LienPermanences | None, now: datetime
) -> None:
    """Write which access made this operation, and when it was last used; in the caller's transaction."""
    GesteSansCompte.objects.create(operation=operation, poste=poste, permanences=permanences, fait_a=now)
    acces = poste or permanences
    if acces is not None:
        acces.dernier_usage_a = now
        acces.save(update_fields=["dernier_usage_a"])


def auteurs(operations: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return, for « qui a changé quoi », the desk or the private link behind these operations; one query."""
    gestes = GesteSansCompte.objects.filter(operation__in=list(operations))
    return {g.operation: str(g) for g in gestes.select_related("poste", "permanences__intervenant")}
