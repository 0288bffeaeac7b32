"""One thing a resident can be sent to. It is its own search row: every filter matches within one Offre."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThan
from django.urls import reverse
from django.utils.text import slugify
from phonenumber_field.modelfields import PhoneNumberField

from ateliers.models.intervenants import Intervenant
from ateliers.models.mots import Mot
from ateliers.models.traits import traits
from ateliers.nomenclature import (
    ACCES,
    FORMES,
    GRAINS,
    LANGUES,
    METIERS,
    NIVEAUX,
    PAPIERS,
    POSTURES,
    PUBLICS,
    RESERVES,
    SANS_PLACE,
    THEMES,
    Appareil,
    Dispo,
    Grain,
    Mode,
    Nature,
    Tarif,
)
from core.historique import Historique
from core.masques import MasqueField
from core.textes import cle_de_tri
from core.uid import UidField
from core.voies import Voie, date_avec_voie
from structures import cycle
from structures.models import Lieu, Structure
from structures.models.lieux import boite
from structures.nomenclature import ACCESSIBILITES
from structures.nomenclature import Nature as NatureStructure
from structures.typologies import GROUPES
from structures.validators import valider_horaires

# Worked out by the database from the other columns: never written (`ateliers/models/traits.py`).
TRAITS = ("traits_a", "traits_b", "traits_c")
# What the writer recomputes: absent from history, and compared by `manage.py verifier`.
DERIVES = (
    "nom_plie",
    "latitude",
    "longitude",
    "bande",
    "lieu_groupes",
    "lieu_accessibilites",
    "lieu_nature",
    "grain",
    "creneaux",
    "visible_des",
    "visible_fin",
    "dispo_fiable_jusqu_au",
    "jours_des_seances",
)


def a_un_de(champ: str, masque: int) -> Q:
    """Return the condition « this mask column holds at least one of these bits »."""
    return Q(GreaterThan(F(champ).bitand(masque), 0))


class OffreQuerySet(models.QuerySet["Offre"]):
    def published(self, today: date) -> "OffreQuerySet":
        """Keep what search may show today: the activity, its place and its structure all allow it."""
        return self.filter(visible_des__lte=today, visible_fin__gte=today)

    def on_pages(self, today: date) -> "OffreQuerySet":
        """Keep what the page of a place shows today: also what search hides until somebody confirms it."""
        return self.filter(Q(fin__isnull=True) | Q(fin__gte=today), visible_des__lte=today)

    def near(self, latitude: float, longitude: float, *, km: float) -> "OffreQuerySet":
        """Keep what lies in the box of half-side `km`; the caller measures the circle."""
        return self.filter(**boite(latitude, longitude, km))

    def on_site(self) -> "OffreQuerySet":
        """Keep what takes place somewhere."""
        return self.filter(mode=Mode.SUR_PLACE)

    def any_of(self, champ: str, masque: int) -> "OffreQuerySet":
        """Keep what has at least one of these bits; a mask of 0 keeps everything."""
        return self.filter(a_un_de(champ, masque)) if masque else self

    def with_word(self, prefixe: str) -> "OffreQuerySet":
        """Keep what holds a word that begins so (folded letters and digits)."""
        # « z » is the last of our alphabet in every collation: the range is the same on both engines.
        mots = Mot.objects.filter(mot__gte=prefixe, mot__lte=prefixe + "z" * 8)
        return self.filter(pk__in=mots.values("offre_id"))

    def not_full(self, today: date) -> "OffreQuerySet":
        """Keep what is not said, for sure today, to be full."""
        return self.exclude(dispo__in=SANS_PLACE, dispo_fiable_jusqu_au__gte=today)

    def in_use(self) -> "OffreQuerySet":
        """Keep what somebody may still be sent to, now or after a suspension: room and sessions are said of these."""
        return self.filter(etat__in=[cycle.Etat.PUBLIE, cycle.Etat.SUSPENDU])

    def of_structures(self, structures: Any) -> "OffreQuerySet":
        """Keep what these structures provide, or what takes place at theirs; `structures` is a queryset or a list."""
        return self.filter(Q(structure__in=structures) | Q(lieu__structure__in=structures))

    def editable_by(self, user: Any) -> "OffreQuerySet":
        """Keep what this person may edit whole: who provides it and whose place it is both may."""
        return self.of_structures(Structure.objects.editable_by(user))

    def updatable_by(self, user: Any) -> "OffreQuerySet":
        """Keep what this person may keep up to date: room, sessions, confirmation."""
        return self.of_structures(Structure.objects.updatable_by(user))


class Offre(models.Model):
    """An activity: what, where or over which zone, for whom, when, at what cost, with what room."""

    uid = UidField()
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="offres")
    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, null=True, blank=True, related_name="offres")
    zone = models.CharField(
        "zone", max_length=600, blank=True, help_text="Codes entre barres : |94028|94041|, |94|, |france|."
    )
    nom = models.CharField("nom", max_length=160)
    presentation = models.TextField("présentation", blank=True)
    a_preciser = models.BooleanField("importée, à préciser", default=False)

    nature = models.CharField("nature", max_length=15, choices=Nature.choices)
    mode = models.CharField("mode", max_length=10, choices=Mode.choices, default=Mode.SUR_PLACE)
    postures = MasqueField("posture", nomenclature=POSTURES)
    aidants_connect = models.BooleanField("peut faire la démarche en votre nom", default=False)
    themes = MasqueField("thèmes", nomenclature=THEMES)
    publics = MasqueField("s’adresse à", nomenclature=PUBLICS)
    formes = MasqueField("forme", nomenclature=FORMES)
    niveaux = MasqueField("niveau", nomenclature=NIVEAUX)
    langues = MasqueField("langues parlées sur place", nomenclature=LANGUES)
    metiers = MasqueField("qui reçoit", nomenclature=METIERS)
    intervenants = models.ManyToManyField(Intervenant, blank=True, related_name="offres")

    reserves = MasqueField("réservé à", nomenclature=RESERVES)
    reserve_detail = models.CharField("réservé à : précision", max_length=160, blank=True)
    age_min = models.PositiveSmallIntegerField("âge minimum", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("âge maximum", null=True, blank=True)

    acces = MasqueField("accès", nomenclature=ACCES)
    tarif = models.CharField("tarif", max_length=15, choices=Tarif.choices, blank=True)
    tarif_detail = models.CharField(
        "tarif : précision", max_length=160, blank=True, help_text="« 8 € par an et par famille »"
    )
    finance_par = models.CharField("financé par", max_length=160, blank=True)
    centre_fournit = models.CharField("le centre fournit", max_length=160, blank=True)
    papiers = MasqueField("papiers à apporter", nomenclature=PAPIERS)
    papiers_autres = models.CharField("autres papiers", max_length=160, blank=True)
    appareil = models.CharField("appareil", max_length=12, choices=Appareil.choices, blank=True)
    capacite = models.PositiveSmallIntegerField("nombre de places", null=True, blank=True)

    telephone = PhoneNumberField("téléphone", blank=True)
    courriel = models.EmailField("courriel", blank=True)
    inscription_url = models.URLField("inscription en ligne", blank=True, max_length=500)

    horaires = models.CharField("horaires (OSM)", max_length=500, blank=True, validators=[valider_horaires])
    horaires_source = models.CharField("horaires tels qu’ils ont été écrits", max_length=500, blank=True)
    horaires_ancre = models.DateField("tous les 14 jours à partir du", null=True, blank=True)
    suit_le_lieu = models.BooleanField("aux heures d’ouverture du lieu", default=False)
    debut = models.DateField("à partir du", null=True, blank=True)
    fin = models.DateField("jusqu’au", null=True, blank=True)

    dispo = models.CharField("disponibilité", max_length=20, choices=Dispo.choices, blank=True)
    dispo_le = models.DateField("disponibilité dite le", null=True, blank=True)
    dispo_voie = models.CharField("disponibilité dite", max_length=10, choices=Voie.choices, blank=True)
    dispo_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dispo_jusqu_au = models.DateField("complet jusqu’au, ou reprise le", null=True, blank=True)
    dispo_note = models.CharField("note", max_length=120, blank=True, help_text="« tickets à 8 h 45, 12 personnes »")
    en_cours_d_annee = models.BooleanField("on peut arriver en cours d’année", default=False)

    etat = models.CharField("état", max_length=10, choices=cycle.Etat.choices, default=cycle.Etat.BROUILLON)
    suspendu_jusqu_au = models.DateField("suspendu jusqu’au", null=True, blank=True)
    fusionne_dans = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbees")
    verifie_le = models.DateField("vérifié le", null=True, blank=True)
    verifie_voie = models.CharField("vérifié par", max_length=10, choices=Voie.choices, blank=True)
    verifie_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    # Announced by two mails; a confirmation empties it (the writer sees to it).
    masquee_des = models.DateField("hors de la recherche à partir du", null=True, blank=True, editable=False)

    # Recomputed by the writer, never typed (DERIVES).
    nom_plie = models.CharField("clé de tri", max_length=200, editable=False, default="")
    latitude = models.FloatField("latitude", null=True, editable=False)
    longitude = models.FloatField("longitude", null=True, editable=False)
    bande = models.IntegerField("bande de latitude", null=True, editable=False)
    lieu_groupes = MasqueField("type de lieu", nomenclature=GROUPES, editable=False)
    lieu_accessibilites = MasqueField("accessibilité", nomenclature=ACCESSIBILITES, editable=False)
    lieu_nature = models.CharField(
        "nature du lieu", max_length=12, choices=NatureStructure.choices, editable=False, default="autre"
    )
    grain = models.CharField("grain", max_length=12, choices=Grain.choices, editable=False, default=Grain.AUCUN)
    creneaux = models.BigIntegerField("demi-journées", editable=False, default=0)
    visible_des = models.DateField("cherchable à partir du", null=True, editable=False)
    visible_fin = models.DateField("cherchable jusqu’au", editable=False, default=date.max)
    dispo_fiable_jusqu_au = models.DateField("disponibilité sûre jusqu’au", null=True, editable=False)
    # What sessions give, not the row: see `ateliers.jours`. -1: not counted yet.
    jours_des_seances = models.BigIntegerField("jours des séances", editable=False, default=-1, db_default=-1)
    traits_a = traits("traits_a")
    traits_b = traits("traits_b")
    traits_c = traits("traits_c")

    objects = OffreQuerySet.as_manager()
    history = Historique(excluded_fields=[*DERIVES, *TRAITS])

    class Meta:
        verbose_name = "activité"
        ordering = ["nom_plie", "pk"]
        indexes = [
            # Holds all that search reads: an ordinary question never opens a row.
            models.Index(
                fields=[
                    *("bande", "longitude", "latitude", "visible_des", "visible_fin"),
                    *TRAITS,
                    *("dispo_fiable_jusqu_au", "verifie_le", "lieu", "id", "jours_des_seances"),
                ],
                name="ateliers_offre_cherchee",
            ),
        ]
        constraints = [
            *cycle.contraintes(),
            date_avec_voie("verifie"),
            date_avec_voie("dispo"),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_nature_connue",
                condition=Q(nature__in=Nature.values),
                violation_error_message="Cette nature d’activité n’existe pas.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_tarif_connu",
                condition=Q(tarif__in=["", *Tarif.values]),
                violation_error_message="Ce tarif n’existe pas.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_appareil_connu",
                condition=Q(appareil__in=["", *Appareil.values]),
                violation_error_message="Ce choix d’appareil n’existe pas.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_lieu_ou_zone",
                condition=Q(mode="sur_place", lieu__isnull=False, zone="")
                | (Q(mode__in=["a_domicile", "telephone", "a_distance"]) & ~Q(zone="")),
                violation_error_message="Une activité sur place a un lieu ; les autres ont une zone.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_finit_apres_debut",
                condition=Q(debut__isnull=True) | Q(fin__isnull=True) | Q(fin__gte=F("debut")),
                violation_error_message="La fin vient après le début.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ages",
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_max__gte=F("age_min")),
                violation_error_message="L’âge maximum est plus grand que l’âge minimum.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_heures_ou_lieu",
                condition=Q(suit_le_lieu=False)
                | Q(suit_le_lieu=True, horaires="", horaires_ancre__isnull=True, lieu__isnull=False),
                violation_error_message="Une activité suit les heures du lieu, ou a les siennes.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_dispo_du_grain",
                condition=Q(dispo="")
                | Q(grain=Grain.RENDEZ_VOUS, dispo__in=list(GRAINS[Grain.RENDEZ_VOUS]))
                | Q(grain=Grain.INSCRIPTION, dispo__in=list(GRAINS[Grain.INSCRIPTION])),
                violation_error_message="Cette disponibilité ne se dit pas de ce genre d’activité.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_dispo_datee",
                condition=Q(dispo="", dispo_le__isnull=True) | (~Q(dispo="") & Q(dispo_le__isnull=False)),
                violation_error_message="Une disponibilité est toujours datée.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_dispo_fin",
                condition=Q(dispo_jusqu_au__isnull=True) | Q(dispo__in=["complet", "closes"]),
                violation_error_message="Seul ce qui est complet ou clos a une date de reprise.",
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def get_absolute_url(self) -> str:
        return reverse("recherche:offre", args=[self.uid, slugify(self.nom)[:60]])

    def deriver_nom(self) -> None:
        """Recompute the sort key; the rest is derived by the writer, which knows the place."""
        self.nom_plie = cle_de_tri(self.nom)

    def dispo_douteuse(self, today: date) -> bool:
        """Tell whether what is said of room no longer counts today."""
        return bool(self.dispo) and (self.dispo_fiable_jusqu_au is None or self.dispo_fiable_jusqu_au < today)
