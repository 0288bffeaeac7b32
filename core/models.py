"""Tables that any product of ours would need."""

from django.db import models
from django.db.models import F, Q


class Version(models.Model):
    """The data version: one row, one number, bumped last in every write of the directory's nouns."""

    numero = models.PositiveBigIntegerField("numéro", default=1)

    class Meta:
        verbose_name = "version des données"
        verbose_name_plural = "version des données"
        constraints = [
            models.CheckConstraint(name="core_version_une_seule_ligne", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return str(self.numero)

    @classmethod
    def lire(cls) -> int:
        """Return the current number; read it before the data that is cached under it."""
        return cls.objects.values_list("numero", flat=True).filter(pk=1).first() or 1

    @classmethod
    def avancer(cls) -> None:
        """Bump the number: the last statement of a transaction that wrote."""
        if not cls.objects.filter(pk=1).update(numero=F("numero") + 1):
            cls.objects.create(pk=1, numero=2)  # a base that was emptied, or restored without this row


class Verrou(models.Model):
    """A named lock with an end, so that a killed process never holds it for ever."""

    nom = models.CharField("nom", max_length=60, primary_key=True)
    expire_a = models.DateTimeField("expire à")

    class Meta:
        verbose_name = "verrou"

    def __str__(self) -> str:
        return self.nom


class Presence(models.Model):
    """When a process that works by itself was last seen at it."""

    nom = models.CharField("nom", max_length=60, primary_key=True)
    vu_a = models.DateTimeField("vu à")

    class Meta:
        verbose_name = "présence"

    def __str__(self) -> str:
        return self.nom


class Passage(models.Model):
    """One run of a daily job, with its one line of report."""

    tache = models.CharField("tâche", max_length=60)
    debut = models.DateTimeField("début")
    fin = models.DateTimeField("fin")
    reussi = models.BooleanField("réussi")
    rapport = models.CharField("rapport", max_length=500)

    class Meta:
        verbose_name = "passage de l’entretien"
        verbose_name_plural = "passages de l’entretien"
        ordering = ["-debut", "-pk"]
        indexes = [models.Index(fields=["tache", "-debut"], name="core_passage_tache_debut")]
        constraints = [
            models.CheckConstraint(
                name="core_passage_finit_apres_debut",
                condition=Q(fin__gte=F("debut")),
                violation_error_message="Un passage finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tache} : {self.rapport}"


class Travail(models.Model):
    """A long job that the worker carries out: a registered name and its arguments."""

    class Etat(models.TextChoices):
        ATTENTE = "attente", "en attente"
        COURS = "cours", "en cours"
        FAIT = "fait", "fait"
        ECHEC = "echec", "échoué"

    nom = models.CharField("nom", max_length=60)
    arguments = models.JSONField("arguments", default=dict)
    etat = models.CharField("état", max_length=10, choices=Etat.choices, default=Etat.ATTENTE)
    demande_a = models.DateTimeField("demandé à")
    pris_a = models.DateTimeField("pris à", null=True, blank=True)
    fini_a = models.DateTimeField("fini à", null=True, blank=True)
    avancement = models.PositiveSmallIntegerField("avancement (%)", default=0)
    rapport = models.TextField("rapport", blank=True)

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        ordering = ["demande_a", "pk"]
        indexes = [models.Index(fields=["etat", "demande_a"], name="core_travail_etat_demande")]
        constraints = [
            models.CheckConstraint(
                name="core_travail_etat_connu", condition=Q(etat__in=["attente", "cours", "fait", "echec"])
            ),
            models.CheckConstraint(name="core_travail_avancement", condition=Q(avancement__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.nom} ({self.get_etat_display()})"


class LienConsomme(models.Model):
    """A single-use link that has been used; only its fingerprint is kept."""

    empreinte = models.CharField("empreinte", max_length=64, unique=True)
    consomme_a = models.DateTimeField("consommé à")

    class Meta:
        verbose_name = "lien consommé"
        verbose_name_plural = "liens consommés"

    def __str__(self) -> str:
        return self.empreinte[:12]


class Compteur(models.Model):
    """How often something was asked within a window; whoever asked is only a fingerprint (see `core.limites`)."""

    usage = models.CharField("usage", max_length=40)
    empreinte = models.CharField("empreinte", max_length=64)
    debut = models.DateTimeField("début de la fenêtre")
    nombre = models.PositiveIntegerField("nombre", default=0)

    class Meta:
        verbose_name = "compteur"
        indexes = [models.Index(fields=["debut"], name="core_compteur_debut")]
        constraints = [
            models.UniqueConstraint(fields=["usage", "empreinte", "debut"], name="core_compteur_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.usage} : {self.nombre}"
