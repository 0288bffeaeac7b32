"""What the four rooms share: something said by a structure, or by the federation, to the other members."""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comptes.models import Federation
from core.textes import mots, plier
from core.uid import UidField
from structures.models import Structure

M = TypeVar("M", bound="Publication")


def federations_of(user: Any) -> models.QuerySet[Federation]:
    """Return the federations that somebody belongs to: of their structures, and those that they administer."""
    if not user.is_authenticated:
        return Federation.objects.none()
    miennes = Structure.objects.with_member(user).active().values("federation")
    return Federation.objects.filter(Q(pk__in=miennes) | Q(administrateurs__utilisateur=user)).distinct()


class PublicationQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Any) -> Self:
        """Keep what this person may read: their federations', and what was withdrawn only if they may change it."""
        if not user.is_authenticated:
            return self.none()
        visibles = Q(federation__in=federations_of(user).values("pk"))
        return self.filter(visibles & (Q(retiree_a__isnull=True) | _editable(user)))

    def shown_to(self, user: Any) -> Self:
        """Keep what lists show to this person: nothing that was withdrawn."""
        return self.filter(federation__in=federations_of(user).values("pk"), retiree_a__isnull=True)

    def editable_by(self, user: Any) -> Self:
        """Keep what this person may change: who wrote it, the structure's responsables, the administrators."""
        return self.filter(_editable(user)) if user.is_authenticated else self.none()

    def moderated_by(self, user: Any) -> Self:
        """Keep what this person may withdraw: their federation's."""
        return self.filter(federation__in=Federation.objects.administered_by(user).values("pk"))

    def matching(self, texte: str) -> Self:
        """Keep what holds all these words, whatever their case and accents."""
        trouvees = self
        for mot in mots(texte)[:8]:
            trouvees = trouvees.filter(plie__contains=mot)
        return trouvees

    def on_theme(self, masque: int) -> Self:
        """Keep what is about one of these themes; for the rooms that have some."""
        return self.alias(communs=F("themes").bitand(masque)).filter(communs__gt=0)

    def with_names(self) -> Self:
        """Read with each whose voice it is."""
        return self.select_related("structure", "federation")


def _editable(user: Any) -> Q:
    administrees = Federation.objects.administered_by(user).values("pk")
    tenues = Structure.objects.active().filter(membres__utilisateur=user, membres__role="responsable").values("pk")
    siennes = Structure.objects.with_member(user).active().values("pk")
    return Q(federation__in=administrees) | Q(structure__in=tenues) | Q(auteur=user, structure__in=siennes)


class Publication(models.Model):
    """Said by a structure to the members of its federation; without a structure, by the federation itself.

    The account that wrote it is never shown, and goes away with its owner: the structure stays.
    """

    uid = UidField()
    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="%(class)ss")
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="structure"
    )
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    titre = models.CharField("titre", max_length=120)
    texte = models.TextField("texte", max_length=5000)
    plie = models.TextField("mots sans accents", editable=False, default="")
    cree_a = models.DateTimeField("publié à")
    modifie_a = models.DateTimeField("modifié à", null=True, blank=True)
    retiree_a = models.DateTimeField("retiré à", null=True, blank=True)
    retiree_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    raison = models.CharField("raison du retrait", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["-cree_a", "-pk"]
        indexes = [models.Index(fields=["federation", "-cree_a"], name="%(app_label)s_%(class)s_recents")]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_retrait_motive",
                condition=Q(retiree_a__isnull=True, raison="") | (Q(retiree_a__isnull=False) & ~Q(raison="")),
                violation_error_message="Un retrait a sa raison.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        """Return its page: each room has its own."""
        raise NotImplementedError

    @property
    def voix(self) -> str:
        """Whose voice it is."""
        return self.structure.nom if self.structure else self.federation.nom

    def deriver(self) -> None:
        """Recompute what follows from the other fields, before saving."""
        self.plie = plier(f"{self.titre} {self.texte} {self.voix}")

    def dater(self, now: datetime) -> None:
        """Say when it was written, or changed."""
        if self.pk:
            self.modifie_a = now
        else:
            self.cree_a = now


class ArchivableQuerySet(PublicationQuerySet[M]):
    def current(self) -> Self:
        """Keep what is not archived."""
        return self.filter(archivee_a__isnull=True)


class Archivable(Publication):
    """What stays as long as nobody archives it: its page remains, lists leave it out."""

    archivee_a = models.DateTimeField("archivé à", null=True, blank=True)

    class Meta(Publication.Meta):
        abstract = True
