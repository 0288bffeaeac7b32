"""« Prévenir le lieu »: a resident announced to a place, which answers. Who they are is in one table, encrypted."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ateliers.models import Offre
from core.uid import UidField
from structures.models import Structure


class AccueilRelation(models.Model):
    """A structure accepts to be told of people, at this address; without a row it does not."""

    structure = models.OneToOneField(
        Structure, on_delete=models.CASCADE, primary_key=True, related_name="accueil_relation"
    )
    courriel = models.EmailField("adresse où prévenir")
    accepte_a = models.DateTimeField("accepté à")
    accepte_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "accord pour être prévenu"
        verbose_name_plural = "accords pour être prévenus"

    def __str__(self) -> str:
        return f"{self.structure} accepte d’être prévenu"


class MiseEnRelationQuerySet(models.QuerySet["MiseEnRelation"]):
    def open(self) -> "MiseEnRelationQuerySet":
        """Keep what still waits for something."""
        return self.filter(etat__in=MiseEnRelation.OUVERTES)

    def received_by(self, structures: Any) -> "MiseEnRelationQuerySet":
        """Keep what was announced to these structures: who provides the activity, or whose place it is."""
        return self.filter(Q(offre__structure__in=structures) | Q(offre__lieu__structure__in=structures))

    def waiting_for(self, structures: Any) -> "MiseEnRelationQuerySet":
        """Keep what waits for an answer of these structures."""
        return self.received_by(structures).filter(etat__in=(MiseEnRelation.Etat.ENVOYEE, MiseEnRelation.Etat.RECUE))

    def visible_to(self, user: Any) -> "MiseEnRelationQuerySet":
        """Keep what this person sent for a structure of theirs, or receives for one."""
        if not user.is_authenticated:
            return self.none()
        siennes = Structure.objects.updatable_by(user)
        return self.filter(Q(de__in=siennes) | Q(offre__structure__in=siennes) | Q(offre__lieu__structure__in=siennes))

    def with_subject(self) -> "MiseEnRelationQuerySet":
        """Load what a line about a request shows."""
        return self.select_related(
            "offre__structure", "offre__lieu__structure", "offre__lieu__commune", "de", "expediteur"
        ).prefetch_related("reponses__par")


class MiseEnRelation(models.Model):
    """One request: which activity, from which structure, where it stands. Nothing here says who the resident is."""

    class Etat(models.TextChoices):
        ENVOYEE = "envoyee", "envoyée"
        RECUE = "recue", "reçue par le lieu"
        RENDEZ_VOUS = "rendez_vous", "rendez-vous donné"
        ATTENTE = "attente", "sur liste d’attente"
        IMPOSSIBLE = "impossible", "pas possible"
        VENUE = "venue", "la personne est venue"
        PAS_VENUE = "pas_venue", "la personne n’est pas venue"
        EXPIREE = "expiree", "sans réponse"
        RETIREE = "retiree", "retirée"

    class Motif(models.TextChoices):
        COMPLET = "complet", "C’est complet"
        HORS_ZONE = "hors_zone", "La personne n’habite pas la zone"
        PUBLIC = "public", "L’activité ne s’adresse pas à cette personne"
        INJOIGNABLE = "injoignable", "La personne n’a pas pu être jointe"
        DOUBLON = "doublon", "La personne est déjà suivie ici"
        AUTRE = "autre", "Une autre raison"

    OUVERTES = (Etat.ENVOYEE, Etat.RECUE, Etat.RENDEZ_VOUS, Etat.ATTENTE)

    uid = UidField()
    offre = models.ForeignKey(Offre, on_delete=models.PROTECT, related_name="relations")
    de = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="relations_envoyees")
    expediteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seance_a = models.DateTimeField("séance souhaitée", null=True, blank=True)
    accord_a = models.DateTimeField("accord de la personne recueilli à")
    cree_a = models.DateTimeField("envoyée à")
    etat = models.CharField("état", max_length=12, choices=Etat.choices, default=Etat.ENVOYEE)
    # Each answer bumps it: an answer to a page that is no longer what is there is refused.
    numero = models.PositiveSmallIntegerField("numéro de réponse", default=0)
    motif = models.CharField("raison", max_length=12, choices=Motif.choices, blank=True)
    rendez_vous_a = models.DateTimeField("rendez-vous", null=True, blank=True)
    # After the place's next session, and not before two working days: known when the request is sent.
    a_rappeler_a = models.DateTimeField("à rappeler à partir de")
    relance_a = models.DateTimeField("rappelée à", null=True, blank=True)
    close_a = models.DateTimeField("close à", null=True, blank=True)

    objects = MiseEnRelationQuerySet.as_manager()

    class Meta:
        verbose_name = "mise en relation"
        verbose_name_plural = "mises en relation"
        ordering = ["-cree_a", "-pk"]
        indexes = [models.Index(fields=["etat", "cree_a"], name="orientations_relation_etat")]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_etat_connu",
                condition=Q(
                    etat__in=[
                        "envoyee", "recue", "rendez_vous", "attente", "impossible", "venue", "pas_venue", "expiree",
                        "retiree",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_close_date",
                condition=Q(etat__in=["envoyee", "recue", "rendez_vous", "attente"], close_a__isnull=True)
                | (~Q(etat__in=["envoyee", "recue", "rendez_vous", "attente"]) & Q(close_a__isnull=False)),
                violation_error_message="Une demande close a une date.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_motif_dit",
                condition=(
                    Q(etat="impossible")
                    & Q(motif__in=["complet", "hors_zone", "public", "injoignable", "doublon", "autre"])
                )
                | (~Q(etat="impossible") & Q(motif="")),
                violation_error_message="Dites pourquoi ce n’est pas possible.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_rendez_vous_date",
                condition=~Q(etat="rendez_vous") | Q(rendez_vous_a__isnull=False),
                violation_error_message="Un rendez-vous a un jour et une heure.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_close_apres",
                condition=Q(close_a__isnull=True) | Q(close_a__gte=F("cree_a")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Demande pour « {self.offre.nom} »"

    def get_absolute_url(self) -> str:
        return reverse("orientations:relation", args=[self.uid])

    @property
    def ouverte(self) -> bool:
        return self.etat in self.OUVERTES


class Identite(models.Model):
    """Who the resident is: encrypted at rest, erased thirty days after the request is closed. The only such table."""

    relation = models.OneToOneField(MiseEnRelation, on_delete=models.CASCADE, primary_key=True, related_name="identite")
    secret = models.TextField("contenu chiffré")

    class Meta:
        verbose_name = "identité chiffrée"
        verbose_name_plural = "identités chiffrées"

    def __str__(self) -> str:
        return "identité chiffrée"


class Reponse(models.Model):
    """What was said of a request, and when; append-only, names nobody but who works there."""

    relation = models.ForeignKey(MiseEnRelation, on_delete=models.CASCADE, related_name="reponses")
    etat = models.CharField("état", max_length=12, choices=MiseEnRelation.Etat.choices)
    motif = models.CharField("raison", max_length=12, choices=MiseEnRelation.Motif.choices, blank=True)
    rendez_vous_a = models.DateTimeField("rendez-vous", null=True, blank=True)
    dite_a = models.DateTimeField("dite à")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "réponse du lieu"
        verbose_name_plural = "réponses des lieux"
        ordering = ["dite_a", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_etat_connu",
                condition=Q(
                    etat__in=[
                        "envoyee", "recue", "rendez_vous", "attente", "impossible", "venue", "pas_venue", "expiree",
                        "retiree",
                    ]
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.get_etat_display()
