"""Sheets to share: a file, or a link."""

from typing import Self
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ateliers.nomenclature import PUBLICS, THEMES
from core.masques import MasqueField
from reseau.models.publications import Archivable, ArchivableQuerySet
from reseau.nomenclature import Licence


class FicheQuerySet(ArchivableQuerySet["Fiche"]):
    def latest_first(self) -> Self:
        return self.order_by("-cree_a", "-pk")


class Fiche(Archivable):
    """A document that others may reuse, under a licence; the file is kept under a random name, out of reach."""

    fichier = models.CharField("fichier gardé", max_length=80, blank=True, editable=False)
    fichier_nom = models.CharField("nom du fichier", max_length=120, blank=True, editable=False)
    fichier_format = models.CharField("format", max_length=5, blank=True, editable=False)
    fichier_octets = models.PositiveIntegerField("poids", default=0, editable=False)
    url = models.URLField("lien", max_length=500, blank=True)
    themes = MasqueField("besoins", nomenclature=THEMES)
    publics = MasqueField("publics", nomenclature=PUBLICS)
    licence = models.CharField("licence", max_length=12, choices=Licence.choices, default=Licence.RESEAU)

    objects = FicheQuerySet.as_manager()

    class Meta(Archivable.Meta):
        verbose_name = "fiche"
        constraints = [
            *Archivable.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_fichier_ou_lien",
                condition=(Q(url="") & ~Q(fichier="") & ~Q(fichier_format="") & ~Q(fichier_nom=""))
                | (~Q(url="") & Q(fichier="", fichier_format="", fichier_nom="", fichier_octets=0)),
                violation_error_message="Une fiche est un fichier, ou un lien.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_licence_connue",
                condition=Q(licence__in=Licence.values),
                violation_error_message="Cette licence n’existe pas.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("reseau:fiche", args=[self.uid])

    @property
    def domaine(self) -> str:
        """The site that the link leads to, as it is asked for: a name in other letters is not shown for another."""
        try:
            return (urlsplit(self.url).hostname or "").encode("idna").decode("ascii")
        except ValueError:
            return ""

    @property
    def poids(self) -> str:
        if self.fichier_octets < 100_000:
            return f"{max(1, round(self.fichier_octets / 1000))} ko"
        return f"{self.fichier_octets / 1_000_000:.1f} Mo".replace(".", ",")

    @property
    def themes_dits(self) -> list[str]:
        return THEMES.labels(self.themes)

    @property
    def publics_dits(self) -> list[str]:
        return PUBLICS.labels(self.publics)

    @property
    def precision_courte(self) -> str:
        """What a list of the latest says of it."""
        return f"{self.fichier_format.upper()}, {self.poids}" if self.fichier else f"lien vers {self.domaine}"
