"""The address of a place, its point on the map, and the photograph of its entrance."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from espace.forms.cartes import CarteForm, Colonnes
from structures import photos
from structures.models import Lieu
from structures.nomenclature import Precision
from structures.positions import Placement, commune_de, commune_voisine, trop_loin


class LieuAdresseForm(CarteForm):
    """Address and point. Without JavaScript the point follows the address; with it, the pin can be dragged.

    `placement` is what the geocoder found for the address that is posted: the view asks it, outside any transaction.
    """

    colonnes = ("adresse", "complement", "code_postal", "commune", "latitude", "longitude", "precision")

    ville = forms.CharField(label="Commune", max_length=120)
    confirme = forms.BooleanField(label="Oui, le point est au bon endroit", required=False)

    field_order = ["adresse", "complement", "code_postal", "ville", "latitude", "longitude", "confirme"]

    class Meta(Colonnes):
        model = Lieu
        fields = ["adresse", "complement", "code_postal", "latitude", "longitude"]
        labels = {"adresse": "Numéro et rue", "complement": "Bâtiment, étage"}
        widgets = {
            "latitude": forms.HiddenInput(attrs={"data-latitude": ""}),
            "longitude": forms.HiddenInput(attrs={"data-longitude": ""}),
        }

    def __init__(self, *args: Any, placement: Placement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placement = placement
        self.doute = ""
        self.fields["ville"].initial = self.instance.commune.nom
        self.avant = (self.instance.latitude, self.instance.longitude, self.instance.precision)
        for nom in ("adresse", "code_postal", "ville"):
            self.fields[nom].widget.attrs["data-adresse"] = nom

    def clean_code_postal(self) -> str:
        code = self.cleaned_data["code_postal"].replace(" ", "")
        if not (code.isascii() and code.isdigit() and len(code) == 5):
            raise ValidationError("Un code postal a cinq chiffres.")
        return code

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        ville, code = donnees.get("ville"), donnees.get("code_postal")
        if not ville or not code or self.errors:
            return donnees
        commune = commune_de(code, ville)
        if commune is None:
            self.add_error("ville", "Nous ne connaissons pas cette commune avec ce code postal. Vérifiez les deux.")
            return donnees
        self.instance.commune = commune
        self._poser(donnees)
        self._douter(donnees)
        return donnees

    def _poser(self, donnees: dict[str, Any]) -> None:
        """Set the point: where the pin was dragged, else where the new address is."""
        deplacee = abs(donnees["latitude"] - self.avant[0]) > 1e-6 or abs(donnees["longitude"] - self.avant[1]) > 1e-6
        if deplacee:
            self.precision = Precision.EXACTE
        elif self.placement is not None:
            donnees["latitude"], donnees["longitude"] = self.placement.latitude, self.placement.longitude
            self.precision = Precision(self.placement.precision)
        else:
            self.precision = Precision(self.avant[2])

    def _douter(self, donnees: dict[str, Any]) -> None:
        commune = self.instance.commune
        ailleurs = commune_voisine(donnees["latitude"], donnees["longitude"], commune)
        loin = trop_loin(donnees["latitude"], donnees["longitude"], commune)
        if not ailleurs and not loin:
            return
        self.doute = f"Ce point semble être à {ailleurs.nom}" if ailleurs else f"Ce point est loin de {commune.nom}"
        if not donnees.get("confirme"):
            self.add_error("confirme", f"{self.doute}, pas à {commune.nom}. Corrigez, ou confirmez ci-dessous.")

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # what a model form settles once its fields are clean
        if not self.errors:
            self.instance.precision = self.precision


class LieuPhotoForm(CarteForm):
    """One photograph of the entrance, or none."""

    colonnes = ("photo",)

    fichier = forms.FileField(
        label="Nouvelle photo",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="L’entrée, vue de la rue, sans personne dessus. JPEG, PNG ou WebP, 10 Mo au plus.",
    )
    retirer = forms.BooleanField(label="Retirer la photo", required=False)

    class Meta(Colonnes):
        model = Lieu
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.photo:
            del self.fields["retirer"]

    def clean_fichier(self) -> bytes | None:
        fichier = self.cleaned_data["fichier"]
        return photos.preparer(fichier) if fichier else None

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if self.errors:
            return donnees
        if donnees.get("fichier"):
            # Named by what it shows: keeping it twice, or for nothing when a conflict follows, costs no harm.
            self.instance.photo = photos.ranger(donnees["fichier"])
        elif donnees.get("retirer"):
            self.instance.photo = ""
        return donnees
