"""Places: one address, one pin; and their closures."""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from phonenumber_field.modelfields import PhoneNumberField

from core.historique import Historique
from core.masques import MasqueField
from core.textes import cle_de_tri
from core.uid import UidField
from core.voies import Voie, date_avec_voie
from structures import cycle
from structures.models.communes import Commune
from structures.models.structures import Structure
from structures.nomenclature import (
    ACCESSIBILITES,
    DISPOSITIFS,
    FORMATIONS,
    ITINERANCES,
    PRISES_EN_CHARGE,
    GenreFermeture,
    Precision,
)
from structures.typologies import GROUPES, groupes
from structures.validators import valider_heures, valider_horaires, valider_typologies

KM_PAR_DEGRE = 111.195
BANDES_PAR_DEGRE = 20  # 5.6 km: the width that performance.md measured


def bande(latitude: float) -> int:
    """Return the band of a latitude, the first column of the index on places."""
    return math.floor(latitude * BANDES_PAR_DEGRE)


def boite(latitude: float, longitude: float, km: float) -> dict[str, Any]:
    """Return the lookups of the box of half-side `km` around a point, for the (band, lon) index."""
    d_lat = km / KM_PAR_DEGRE
    d_lon = km / (KM_PAR_DEGRE * max(0.01, math.cos(math.radians(latitude))))
    return {
        "bande__in": list(range(bande(latitude - d_lat), bande(latitude + d_lat) + 1)),
        "longitude__range": (longitude - d_lon, longitude + d_lon),
        "latitude__range": (latitude - d_lat, latitude + d_lat),
    }


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in km."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(a)))


def distances_km(lat1: float, lon1: float, points: Iterable[tuple[float, float]]) -> list[float]:
    """Return the great-circle distance in km of each point, to the last digit what `distance_km` says of it."""
    radians, sin, asin, racine = math.radians, math.sin, math.asin, math.sqrt
    p1 = radians(lat1)
    cos1 = math.cos(p1)
    distances = []
    for lat2, lon2 in points:
        p2 = radians(lat2)
        a = sin((p2 - p1) / 2) ** 2 + cos1 * math.cos(p2) * sin(radians(lon2 - lon1) / 2) ** 2
        distances.append(2 * 6371.0088 * asin(min(1.0, racine(a))))
    return distances


class LieuQuerySet(models.QuerySet["Lieu"]):
    def published(self, today: date) -> "LieuQuerySet":
        """Keep what is seen everywhere today; a suspension ends by itself on its day."""
        return self.filter(
            Q(etat=cycle.Etat.PUBLIE) | Q(etat=cycle.Etat.SUSPENDU, suspendu_jusqu_au__lte=today),
            structure__archivee_le__isnull=True,
        )

    def near(self, latitude: float, longitude: float, *, km: float) -> "LieuQuerySet":
        """Keep what lies in the box of half-side `km`; the caller measures the circle."""
        return self.filter(**boite(latitude, longitude, km))

    def editable_by(self, user: Any) -> "LieuQuerySet":
        """Keep the places of the structures that this person may edit whole."""
        return self.filter(structure__in=Structure.objects.editable_by(user))

    def updatable_by(self, user: Any) -> "LieuQuerySet":
        """Keep the places of the structures that this person may keep up to date."""
        return self.filter(structure__in=Structure.objects.updatable_by(user))


class Lieu(models.Model):
    """A place: a centre, an annexe, a partner's site, a stop of a mobile team."""

    uid = UidField()
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="lieux")
    nom = models.CharField("nom", max_length=200)
    nom_plie = models.CharField("clé de tri", max_length=200, editable=False, default="")
    principal = models.BooleanField("lieu principal de la structure", default=True)

    adresse = models.CharField("adresse", max_length=200)
    complement = models.CharField("complément d’adresse", max_length=200, blank=True)
    code_postal = models.CharField("code postal", max_length=5)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="lieux")
    latitude = models.FloatField("latitude", validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField("longitude", validators=[MinValueValidator(-180), MaxValueValidator(180)])
    bande = models.IntegerField("bande de latitude", editable=False, default=0)
    precision = models.CharField(
        "précision de la position", max_length=14, choices=Precision.choices, default=Precision.EXACTE
    )
    typologies = models.JSONField("types de lieu", default=list, blank=True, validators=[valider_typologies])
    groupes = MasqueField("groupes de types", nomenclature=GROUPES, editable=False)
    itinerance = MasqueField("itinérance", nomenclature=ITINERANCES)

    telephone = PhoneNumberField("téléphone", blank=True)
    courriel = models.EmailField("courriel", blank=True)
    site_web = models.URLField("site", blank=True, max_length=500)
    prise_rdv_url = models.URLField("prise de rendez-vous en ligne", blank=True, max_length=500)
    presentation_resume = models.CharField("présentation courte", max_length=280, blank=True)
    presentation = models.TextField("présentation", blank=True)

    horaires = models.CharField("horaires (OSM)", max_length=500, blank=True, validators=[valider_horaires])
    horaires_source = models.CharField("horaires tels qu’ils ont été écrits", max_length=500, blank=True)

    reconnaitre = models.CharField("comment nous reconnaître", max_length=240, blank=True)
    photo = models.CharField(
        "photo de l’entrée", max_length=32, blank=True, editable=False, validators=[RegexValidator(r"^[0-9a-f]{32}$")]
    )
    arret = models.CharField("arrêt le plus proche", max_length=160, blank=True)
    accessibilites = MasqueField("accessibilité", nomenclature=ACCESSIBILITES)
    acces_libre_url = models.URLField("fiche Acceslibre", blank=True, max_length=500)
    prises_en_charge = MasqueField("prise en charge spécifique", nomenclature=PRISES_EN_CHARGE)
    dispositifs = MasqueField("dispositifs nationaux", nomenclature=DISPOSITIFS)
    formations = MasqueField("formations et labels", nomenclature=FORMATIONS)
    autres_formations = models.CharField("autres formations et labels", max_length=300, blank=True)

    etat = models.CharField("état", max_length=10, choices=cycle.Etat.choices, default=cycle.Etat.BROUILLON)
    suspendu_jusqu_au = models.DateField("suspendu jusqu’au", null=True, blank=True)
    fusionne_dans = models.ForeignKey(
        "self", verbose_name="fusionné dans", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbes"
    )
    verifie_le = models.DateField("vérifié le", null=True, blank=True)
    verifie_voie = models.CharField("vérifié par", max_length=10, choices=Voie.choices, blank=True)
    verifie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = LieuQuerySet.as_manager()
    history = Historique()

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["nom_plie", "pk"]
        indexes = [
            models.Index(fields=["bande", "longitude", "latitude"], name="structures_lieu_position"),
        ]
        constraints = [
            *cycle.contraintes(),
            date_avec_voie("verifie"),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_position",
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                violation_error_message="Cette position n’est pas sur la Terre.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_precision_connue",
                condition=Q(precision__in=Precision.values),
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("recherche:lieu", args=[self.uid, slugify(self.nom)[:60]])

    def deriver(self) -> None:
        """Recompute what follows from the other fields; the writer calls it before it saves."""
        self.nom_plie = cle_de_tri(self.nom)
        self.bande = bande(self.latitude)
        self.groupes = groupes(self.typologies)

    @property
    def photo_url(self) -> str:
        """Where the photograph of the entrance is, « » when there is none."""
        return reverse("recherche:photo", args=[self.photo]) if self.photo else ""

    @property
    def adresse_lignes(self) -> list[str]:
        """The postal address, one line each."""
        return [ligne for ligne in (self.adresse, self.complement, f"{self.code_postal} {self.commune.nom}") if ligne]


class Fermeture(models.Model):
    """Days when a place is closed, or exceptionally open."""

    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="fermetures")
    genre = models.CharField("genre", max_length=10, choices=GenreFermeture.choices, default=GenreFermeture.FERMETURE)
    debut = models.DateField("du")
    fin = models.DateField("au")
    heures = models.CharField(
        "heures", max_length=60, blank=True, validators=[valider_heures], help_text="09:00-12:00,14:00-17:00"
    )
    motif = models.CharField("motif", max_length=120, blank=True)

    history = Historique()

    class Meta:
        verbose_name = "fermeture"
        ordering = ["debut", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_finit_apres_debut",
                condition=Q(fin__gte=F("debut")),
                violation_error_message="La fin vient après le début.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_heures_selon_genre",
                condition=Q(genre="fermeture", heures="") | (Q(genre="ouverture") & ~Q(heures="")),
                violation_error_message="Une ouverture exceptionnelle a des heures, une fermeture n’en a pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_genre_display()} du {self.debut} au {self.fin}"
