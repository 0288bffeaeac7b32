"""What changed in the open data, a week at a time, and the fingerprints that tell it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from comptes.models import Federation
from core.travailleur import PARIS
from echanges.changements.champs import MOTS, Quoi
from structures.horaires import date_en_francais

QUOI = [(Quoi.LIEU.value, "lieu"), (Quoi.ACTIVITE.value, "activité")]
CODES = [code for code, _ in QUOI]


class Genre(models.TextChoices):
    NOUVEAU = "nouveau", "nouveau"
    REVENU = "revenu", "de retour"
    CHANGE = "change", "changé"
    RETIRE = "retire", "retiré"


class Raison(models.TextChoices):
    """Why something is no longer published; said of the thing, never of a person."""

    FERME = "ferme", "fermeture"
    SUSPENDU = "suspendu", "suspension"
    FUSIONNE = "fusionne", "réuni avec une autre fiche"
    TERMINE = "termine", "fin prévue"
    PLUS_CONFIRME = "plus_confirme", "plus confirmé depuis un an"
    LIEU = "lieu", "son lieu n’est plus publié"
    RETIRE = "retire", "n’est plus publié"


class Empreinte(models.Model):
    """What the last count saw of a place or an activity: short fingerprints, no value.

    It stays a year after the thing has gone, so that what comes back is not said to be new.
    """

    quoi = models.CharField("quoi", max_length=8, choices=QUOI)
    uid = models.CharField("uid", max_length=8)
    champs = models.JSONField("empreintes", default=dict)
    absent_depuis = models.DateField("absent depuis", null=True, blank=True)

    class Meta:
        verbose_name = "empreinte"
        constraints = [
            models.UniqueConstraint(name="%(app_label)s_%(class)s_unique", fields=["quoi", "uid"]),
            models.CheckConstraint(name="%(app_label)s_%(class)s_quoi_connu", condition=Q(quoi__in=CODES)),
        ]

    def __str__(self) -> str:
        return f"{self.quoi} {self.uid}"


class Releve(models.Model):
    """One count of what is published: the first night of a week, or the first after that.

    `semaine`: the Monday of the week when it was made. `depuis`: the day of the count before; none for the first.
    `comptes`: places, activities and structures, then changes by « quoi.genre ». `champs`: what was compared.
    """

    semaine = models.DateField("semaine du", unique=True)
    depuis = models.DateField("depuis", null=True, blank=True)
    fait_a = models.DateTimeField("fait à")
    comptes = models.JSONField("comptes", default=dict)
    champs = models.JSONField("champs comparés", default=list)

    class Meta:
        verbose_name = "relevé"
        ordering = ["-semaine"]

    def __str__(self) -> str:
        return f"relevé de la semaine du {self.semaine}"

    def get_absolute_url(self) -> str:
        return reverse("echanges:releve", args=[self.semaine])

    @property
    def le(self) -> date:
        """The day when it was made."""
        return timezone.localtime(self.fait_a, PARIS).date()

    @property
    def periode(self) -> str:
        """« du 16 au 23 novembre 2026 »; « jusqu’au… » for the first one."""
        fin = date_en_francais(self.le)
        if self.depuis is None:
            return f"jusqu’au {fin}"
        meme_mois = (self.depuis.year, self.depuis.month) == (self.le.year, self.le.month)
        debut = date_en_francais(self.depuis, annee=self.depuis.year != self.le.year)
        return f"du {debut.partition(' ')[0] if meme_mois else debut} au {fin}"

    @property
    def total(self) -> int:
        """How many changes it found."""
        return sum(nombre for cle, nombre in self.comptes.items() if "." in cle)


class Changement(models.Model):
    """One place or one activity that came, went or changed between two counts: which fields, never their values."""

    releve = models.ForeignKey(Releve, on_delete=models.CASCADE, related_name="changements")
    federation = models.ForeignKey(Federation, on_delete=models.CASCADE, related_name="+")
    quoi = models.CharField("quoi", max_length=8, choices=QUOI)
    genre = models.CharField("changement", max_length=8, choices=Genre.choices)
    uid = models.CharField("uid", max_length=8)
    nom = models.CharField("nom", max_length=200)
    structure = models.CharField("structure", max_length=200)
    commune = models.CharField("commune", max_length=120, blank=True)
    champs = models.JSONField("champs changés", default=list, blank=True)
    raison = models.CharField("raison", max_length=15, choices=Raison.choices, blank=True)
    remplace_par = models.CharField("uid de la fiche qui reste", max_length=8, blank=True)

    class Meta:
        verbose_name = "changement"
        ordering = ["pk"]
        indexes = [models.Index(fields=["releve", "quoi", "genre", "id"], name="echanges_changement_page")]
        constraints = [
            models.UniqueConstraint(name="%(app_label)s_%(class)s_unique", fields=["releve", "quoi", "uid"]),
            models.CheckConstraint(name="%(app_label)s_%(class)s_quoi_connu", condition=Q(quoi__in=CODES)),
            models.CheckConstraint(name="%(app_label)s_%(class)s_genre_connu", condition=Q(genre__in=Genre.values)),
        ]

    def __str__(self) -> str:
        return f"{self.nom} {self.get_genre_display()}"

    def get_absolute_url(self) -> str:
        nom = "recherche:lieu" if self.quoi == Quoi.LIEU else "recherche:offre"
        return reverse(nom, args=[self.uid, slugify(self.nom)[:60]])

    @property
    def champs_dits(self) -> str:
        """Which fields changed, in words."""
        return ", ".join(MOTS.get((self.quoi, code), code) for code in self.champs)
