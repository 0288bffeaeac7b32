"""Imports: being prepared, then in the journal (what came, what it did, what it said)."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from comptes.models import Federation
from core.models import Travail
from core.voies import Voie
from echanges.changements.models import Changement, Empreinte, Releve
from structures.models import Source

__all__ = ["Changement", "Correspondance", "Empreinte", "Import", "LignePreparee", "MemoireRemplacee", "Releve"]


class Statut(models.TextChoices):
    DEPOSE = "depose", "déposé"
    COMPARE = "compare", "en comparaison"
    PREPARE = "prepare", "préparé"
    COURS = "cours", "en cours"
    APPLIQUE = "applique", "appliqué"
    INTERROMPU = "interrompu", "interrompu"
    ANNULATION = "annulation", "en cours d’annulation"
    ANNULE = "annule", "annulé"


# Nothing is written in the directory yet.
EN_PREPARATION = (Statut.DEPOSE, Statut.COMPARE, Statut.PREPARE)
# The worker is writing, forward or backward: told as under way until it has ended.
EN_ECRITURE = (Statut.COURS, Statut.ANNULATION)


class ImportQuerySet(models.QuerySet["Import"]):
    def of_federation(self, federation: Federation) -> "ImportQuerySet":
        """Keep the imports of a federation."""
        return self.filter(federation=federation)

    def being_prepared(self) -> "ImportQuerySet":
        """Keep what somebody has begun and not applied yet."""
        return self.filter(statut__in=EN_PREPARATION)

    def in_journal(self) -> "ImportQuerySet":
        """Keep what wrote, or began to."""
        return self.exclude(statut__in=EN_PREPARATION)

    def stopped_command(self, federation: Federation, *, source: str, empreinte: str) -> "Import | None":
        """Return the last import of a source when it is of this very file and a command did not end it: run again,
        the command takes it up.
        """
        dernier = self.of_federation(federation).in_journal().filter(source=source).order_by("-pk").first()
        if (
            dernier is None
            or dernier.travail_id
            or (dernier.statut, dernier.empreinte)
            != (
                Statut.INTERROMPU,
                empreinte,
            )
        ):
            return None
        return dernier

    def without_report(self) -> "ImportQuerySet":
        """Leave the reports in the base: a list shows counts only."""
        return self.defer("rapport")


class Import(models.Model):
    """One import, from the deposit of its file. The history rows that it wrote carry its `operation`.

    `options`: how the file was read (`encodage`, `separateur`) and what was chosen on screen — `feuille` (name of the
    sheet), `colonnes` (target of each column), `date_maj`, `communes` (folded name → INSEE code), `liens` (identifier
    of a row → uid of the place it is, « » when it is another one). `apercu`: what the dry run said of the whole file.
    """

    federation = models.ForeignKey(Federation, on_delete=models.PROTECT, related_name="imports")
    fichier = models.CharField("fichier", max_length=200)
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    source = models.CharField("source", max_length=80)
    options = models.JSONField("options", default=dict, blank=True)
    comptes = models.JSONField("comptes", default=dict)
    rapport = models.JSONField("rapport", default=dict)
    operation = models.UUIDField("opération", unique=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    statut = models.CharField("statut", max_length=10, choices=Statut.choices, default=Statut.APPLIQUE)
    apercu = models.JSONField("aperçu", default=dict, blank=True)
    travail = models.ForeignKey(Travail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    voie = models.CharField("voie", max_length=10, choices=Voie.choices, default=Voie.IMPORT)
    commence_a = models.DateTimeField("commencé à")
    fini_a = models.DateTimeField("fini à", null=True, blank=True)
    annule_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    annule_a = models.DateTimeField("annulé à", null=True, blank=True)
    # Of what could not be undone: genre, nom, raison.
    refus = models.JSONField("gardé à l’annulation", default=list, db_default=[], blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        ordering = ["-commence_a", "-pk"]
        indexes = [models.Index(fields=["federation", "-commence_a"], name="echanges_import_journal")]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_finit_apres_debut",
                condition=Q(fini_a__isnull=True) | Q(fini_a__gte=F("commence_a")),
                violation_error_message="Un import finit après avoir commencé.",
            ),
            models.CheckConstraint(name="%(app_label)s_%(class)s_voie_connue", condition=Q(voie__in=Voie.values)),
            models.CheckConstraint(name="%(app_label)s_%(class)s_statut_connu", condition=Q(statut__in=Statut.values)),
        ]

    def __str__(self) -> str:
        return f"{self.fichier} ({self.source})"

    def get_absolute_url(self) -> str:
        return reverse("echanges:import", args=[self.federation.slug, self.pk])

    @property
    def applique(self) -> bool:
        """Tell whether the import went to its end; otherwise its first rows alone are written."""
        return self.fini_a is not None

    @property
    def en_preparation(self) -> bool:
        """Tell whether nothing is written yet."""
        return self.statut in EN_PREPARATION

    @property
    def annulation_arretee(self) -> bool:
        """Tell whether its undoing failed half-way: asked again, it ends what is left."""
        arret = self.travail is not None and self.travail.etat == Travail.Etat.ECHEC
        return self.statut == Statut.ANNULATION and arret

    @property
    def annulable(self) -> bool:
        """Tell whether it wrote something that can still be given back."""
        ecrit = self.statut in (Statut.APPLIQUE, Statut.INTERROMPU) and self.memoires.exists()
        return ecrit or self.annulation_arretee

    @property
    def chemin(self) -> Path:
        """Where its file is kept, until it is applied or for thirty days."""
        return settings.DATA_DIR / "imports" / self.operation.hex


class LignePreparee(models.Model):
    """What one row of a prepared import would do: kept to be read by pages, and dropped once it is applied."""

    importation = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lignes")
    numero = models.PositiveIntegerField("ligne du fichier")
    identifiant = models.CharField("identifiant", max_length=200, blank=True)
    nom = models.CharField("nom", max_length=200, blank=True)
    etat = models.CharField("état", max_length=10)
    raison = models.CharField("raison", max_length=400, blank=True)
    reparee = models.BooleanField("réparée", default=False)
    signalee = models.BooleanField("signalée", default=False)
    conservee = models.BooleanField("valeur d’ici conservée", default=False)
    a_trancher = models.BooleanField("ressemble à un lieu connu", default=False)
    detail = models.JSONField("détail", default=dict)
    semblables = models.JSONField("lieux semblables", default=list, blank=True)
    cellules = models.JSONField("cellules du fichier", default=list, blank=True)

    class Meta:
        verbose_name = "ligne préparée"
        verbose_name_plural = "lignes préparées"
        ordering = ["numero", "pk"]
        indexes = [models.Index(fields=["importation", "numero"], name="echanges_ligne_preparee")]

    def __str__(self) -> str:
        return f"{self.numero} {self.nom}"


class MemoireRemplacee(models.Model):
    """What the memory of a source said before an import changed it: what an undo gives back.

    `avant` None: there was none. `apres`: what the import wrote, to see whether something came since. A line goes once
    it is given back, and after a year.
    """

    class Objet(models.TextChoices):
        VALEURS = "valeurs", "dernières valeurs"
        DISPARITION = "disparition", "disparition"

    importation = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="memoires")
    noun = models.CharField("genre", max_length=10, choices=Source.Noun.choices)
    identifiant = models.CharField("identifiant", max_length=200)
    uid = models.CharField("uid chez nous", max_length=8)
    objet = models.CharField("objet", max_length=12, choices=Objet.choices)
    avant = models.JSONField("avant", null=True, blank=True)
    apres = models.JSONField("après", default=dict)

    class Meta:
        verbose_name = "mémoire remplacée"
        verbose_name_plural = "mémoires remplacées"
        indexes = [models.Index(fields=["importation", "noun", "uid"], name="echanges_memoire_uid")]
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique", fields=["importation", "noun", "identifiant", "objet"]
            ),
            models.CheckConstraint(name="%(app_label)s_%(class)s_noun_connu", condition=Q(noun__in=Source.Noun.values)),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_objet_connu", condition=Q(objet__in=["valeurs", "disparition"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.identifiant}"


class Correspondance(models.Model):
    """How the columns of a source's files are read: proposed again for a file with the same names of columns."""

    federation = models.ForeignKey(Federation, on_delete=models.CASCADE, related_name="+")
    source = models.CharField("source", max_length=80)
    signature = models.CharField("noms de colonnes (empreinte)", max_length=64)
    colonnes = models.JSONField("colonnes", default=list)
    communes = models.JSONField("communes", default=dict, blank=True)
    modifiee_a = models.DateTimeField("modifiée à")

    class Meta:
        verbose_name = "correspondance de colonnes"
        verbose_name_plural = "correspondances de colonnes"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["federation", "source", "signature"],
                violation_error_message="Cette source a déjà une correspondance pour ces colonnes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} ({len(self.colonnes)} colonnes)"
