"""People who sign in, federations, and the outbox."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.urls import reverse

from comptes.origines import valider_origines


class UtilisateurManager(BaseUserManager["Utilisateur"]):
    """Create accounts; the e-mail address is folded, so that one address is one account."""

    def create_user(self, courriel: str, password: str | None = None, **champs: Any) -> "Utilisateur":
        compte = self.model(courriel=plier_courriel(courriel), **champs)
        compte.set_password(password)
        compte.save(using=self._db)
        return compte

    def create_superuser(self, courriel: str, password: str | None = None, **champs: Any) -> "Utilisateur":
        return self.create_user(courriel, password, is_staff=True, is_superuser=True, **champs)

    def get_by_natural_key(self, username: str | None) -> "Utilisateur":
        return self.get(courriel=plier_courriel(username or ""))


def plier_courriel(courriel: str) -> str:
    """Return the address as it is stored: trimmed, lower case."""
    return courriel.strip().lower()


class Utilisateur(AbstractBaseUser, PermissionsMixin):
    """An account; anonymised in place when its owner leaves, never deleted (history refers to it)."""

    courriel = models.EmailField("adresse de courriel", unique=True)
    nom = models.CharField("nom affiché", max_length=120, blank=True)
    is_staff = models.BooleanField("installe le site", default=False)
    is_active = models.BooleanField("actif", default=True)
    cree_a = models.DateTimeField("créé à", auto_now_add=True)
    anonymise_a = models.DateTimeField("anonymisé à", null=True, blank=True)

    objects = UtilisateurManager()

    USERNAME_FIELD = "courriel"
    EMAIL_FIELD = "courriel"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "compte"
        ordering = ["courriel"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_anonymise_inactif",
                condition=Q(anonymise_a__isnull=True) | Q(is_active=False),
                violation_error_message="Un compte anonymisé n’est plus actif.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom or self.courriel

    def clean(self) -> None:
        self.courriel = plier_courriel(self.courriel)


class FederationQuerySet(models.QuerySet["Federation"]):
    def administered_by(self, user: Any) -> "FederationQuerySet":
        """Keep the federations that this person administers."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(administrateurs__utilisateur=user).distinct()


class Federation(models.Model):
    """A federation and its territory; several may live on one installation."""

    slug = models.SlugField("identifiant dans l’adresse", unique=True)
    nom = models.CharField("nom", max_length=200)
    territoire = models.CharField("territoire", max_length=80, help_text="Par exemple « Val-de-Marne ».")
    dans_le_territoire = models.CharField(
        "dans le territoire",
        max_length=100,
        blank=True,
        help_text="Comme dans une phrase : « dans le Val-de-Marne », « en Essonne ».",
    )
    presentation = models.TextField(
        "présentation",
        max_length=600,
        blank=True,
        help_text="Deux ou trois phrases, montrées sur la page d’accueil du réseau.",
    )
    departements = models.JSONField("départements", default=list, help_text='Codes, par exemple ["94"].')
    courriel = models.EmailField("courriel", blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    site_web = models.URLField("site", blank=True)
    sites_integrant = models.JSONField(
        "sites qui peuvent montrer l’annuaire",
        default=list,
        db_default=[],  # so that the code of before the column goes on while it is upgraded
        blank=True,
        validators=[valider_origines],
        help_text='Adresses en https, par exemple ["https://www.centre.fr"]. Vide : aucun site.',
    )
    demonstration = models.BooleanField(
        "réseau de démonstration", default=False, help_text="Chaque page dit alors que tout est inventé."
    )
    exige_second_facteur = models.BooleanField(
        "exige un second facteur",
        default=False,
        help_text="Les administrateur·rices donnent un code de leur téléphone après s’être connecté·es.",
    )

    objects = FederationQuerySet.as_manager()

    class Meta:
        verbose_name = "fédération"
        ordering = ["nom", "pk"]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("recherche:federation", args=[self.slug])


class Administrateur(models.Model):
    """Somebody who runs a federation's listings."""

    federation = models.ForeignKey(Federation, on_delete=models.CASCADE, related_name="administrateurs")
    utilisateur = models.ForeignKey(Utilisateur, on_delete=models.PROTECT, related_name="administrations")

    class Meta:
        verbose_name = "administrateur·rice"
        constraints = [
            models.UniqueConstraint(
                name="%(app_label)s_%(class)s_unique",
                fields=["federation", "utilisateur"],
                violation_error_message="Cette personne administre déjà cette fédération.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} · {self.federation}"


class SessionQuerySet(models.QuerySet["Session"]):
    def open_for(self, user: Any, now: datetime) -> "SessionQuerySet":
        """Keep the sessions in which this person is signed in now, the last seen first."""
        return self.filter(utilisateur=user, expire_date__gt=now).order_by("-vu_a", "-cree_a", "session_key")


class Session(AbstractBaseSession):
    """A browser that has a session; of the person who is signed in there, only a coarse device is kept.

    Written by `comptes.sessions`, the store. No network address: a device is enough to recognise one's own.
    """

    utilisateur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    appareil = models.CharField("appareil", max_length=60, blank=True)
    cree_a = models.DateTimeField("ouverte à")
    vu_a = models.DateTimeField("vue à", help_text="À une heure près.")

    objects = SessionQuerySet.as_manager()  # type: ignore[misc, assignment]

    class Meta:
        verbose_name = "session"

    def __str__(self) -> str:
        return self.appareil or "appareil inconnu"


class Courriel(models.Model):
    """A mail of the outbox; claimed and committed before it is sent, never sent twice."""

    class Etat(models.TextChoices):
        A_ENVOYER = "a_envoyer", "à envoyer"
        PRIS = "pris", "pris par le travailleur"
        ENVOYE = "envoye", "envoyé"
        A_VERIFIER = "a_verifier", "à vérifier"
        ECHEC = "echec", "échoué"

    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    destinataire = models.EmailField("destinataire", blank=True)
    # Instead of an address that must not stay here: who tells it when the mail leaves (core.registre.adresses).
    destinataire_de = models.CharField("destinataire tenu par", max_length=80, blank=True)
    sujet = models.CharField("sujet", max_length=200)
    texte = models.TextField("texte")
    etat = models.CharField("état", max_length=10, choices=Etat.choices, default=Etat.A_ENVOYER)
    ecrit_a = models.DateTimeField("écrit à")
    pris_a = models.DateTimeField("pris à", null=True, blank=True)
    envoye_a = models.DateTimeField("envoyé à", null=True, blank=True)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    prochain_essai_a = models.DateTimeField("prochain essai à", null=True, blank=True)
    erreur = models.CharField("erreur", max_length=300, blank=True)
    entetes = models.JSONField("autres en-têtes", default=dict, blank=True)

    class Meta:
        verbose_name = "courriel"
        ordering = ["ecrit_a", "pk"]
        indexes = [models.Index(fields=["etat", "ecrit_a"], name="comptes_courriel_etat_ecrit")]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_etat_connu",
                condition=Q(etat__in=["a_envoyer", "pris", "envoye", "a_verifier", "echec"]),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_un_destinataire",
                condition=(Q(destinataire="") & ~Q(destinataire_de="")) | (~Q(destinataire="") & Q(destinataire_de="")),
                violation_error_message="Un courriel a un destinataire, et un seul.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_envoye_date",
                condition=~Q(etat="envoye") | Q(envoye_a__isnull=False),
                violation_error_message="Un courriel envoyé a une date d’envoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sujet} → {self.destinataire or 'une adresse qui n’est pas gardée ici'}"


class AdresseRefusee(models.Model):
    """An address that a mail server refused: « cette adresse ne reçoit pas », until a mail is read there again."""

    courriel = models.EmailField("adresse de courriel", unique=True)
    raison = models.CharField("raison", max_length=300, blank=True)
    constatee_a = models.DateTimeField("constatée à")

    class Meta:
        verbose_name = "adresse qui ne reçoit pas"
        verbose_name_plural = "adresses qui ne reçoivent pas"
        ordering = ["-constatee_a", "pk"]

    def __str__(self) -> str:
        return self.courriel
