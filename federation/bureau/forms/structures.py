"""What a federation corrects of a structure in its table, and what it says to create one."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from centres.models import Agrement, Centre, Statut
from comptes.models import Federation
from espace.cartes import Carte
from espace.forms.activites import TYPOLOGIES
from espace.forms.adresse import LieuAdresseForm
from espace.forms.cartes import CarteForm, Colonnes
from partenaires.models import Genre, Partenaire
from structures.models import Commune, Lieu, Structure
from structures.nomenclature import Nature, Precision
from structures.positions import Placement
from structures.validators import valider_siret

CENTRES = (Nature.CENTRE, Nature.EVS)
# Somewhere in France, for a federation whose communes are not loaded: the pin is then moved by hand.
FRANCE = (46.6, 2.4)
ANNEE_MIN = 1950


class SiretField(forms.CharField):
    """A SIRET as people copy it, with its spaces."""

    default_validators = [valider_siret]

    def __init__(self, **options: Any) -> None:
        super().__init__(label="SIRET", required=False, max_length=40, **options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split()).replace(".", "").replace("-", "")


def refuser_un_siret_pris(siret: str, federation: Federation, *, sauf: int = 0) -> None:
    """Say whose number it is, rather than that the database refuses it."""
    autre = Structure.objects.managed_by(federation).filter(siret=siret).exclude(pk=sauf).first() if siret else None
    if autre is not None:
        archivee = ", qui est archivée" if autre.archivee_le else ""
        raise ValidationError(f"« {autre.nom} » a déjà ce SIRET{archivee}.")


class StructureReseauForm(CarteForm):
    """The line of a structure in the table of its federation; one that becomes a centre says what kind of centre."""

    siret = SiretField()
    statut = forms.ChoiceField(
        label="Statut du centre",
        choices=[("", "Choisir"), *Statut.choices],
        required=False,
        help_text="Obligatoire si la structure devient un centre social ou un espace de vie sociale.",
    )

    class Meta(Colonnes):
        model = Structure
        fields = ["nom", "nature", "siret", "telephone", "courriel"]

    def clean_siret(self) -> str:
        siret = self.cleaned_data["siret"]
        refuser_un_siret_pris(siret, self.instance.federation, sauf=self.instance.pk)
        return siret

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Centre.objects.filter(structure=self.instance.pk).exists():
            del self.fields["statut"]  # its own card says it

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        devient = "nature" in self.changed_data and donnees.get("nature") in CENTRES
        if "statut" in self.fields and devient and not donnees.get("statut"):
            self.add_error("statut", "Dites si le centre est associatif ou municipal.")
        return donnees


def centre_de(structure: Structure, statut: str) -> Centre | None:
    """Return, unsaved, the centre that a structure is by its nature, when it has none or the other approval; else None.

    A structure that is a centre no longer keeps its row: what was said there is found again if it comes back.
    """
    if structure.nature not in CENTRES:
        return None
    agrement = Agrement.EVS if structure.nature == Nature.EVS else Agrement.CENTRE_SOCIAL
    centre = Centre.objects.filter(structure=structure).first()
    if centre is None:
        return Centre(structure=structure, statut=statut, agrement=agrement) if statut in Statut.values else None
    if centre.agrement == agrement:
        return None
    centre.agrement = agrement
    return centre


CORRECTION = Carte("reseau", "Corriger", "structures", StructureReseauForm, "pencil")


class StructureNouvelleForm(CarteForm):
    """A centre, a partner or another structure: what it is, whom to contact, who will keep it."""

    siret = SiretField(help_text="14 chiffres. Laissez vide si vous ne le connaissez pas.")
    statut = forms.ChoiceField(
        label="Statut du centre",
        choices=Statut.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text="Obligatoire pour un centre social ou un espace de vie sociale.",
    )
    adhesion = forms.IntegerField(
        label="Adhésion à la fédération : dernière année",
        min_value=ANNEE_MIN,
        max_value=2100,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Pour un centre social ou un espace de vie sociale.",
    )
    genre = forms.ChoiceField(
        label="Genre de partenaire",
        choices=[("", "Choisir"), *Genre.choices],
        required=False,
        help_text="Pour un partenaire.",
    )
    inviter = forms.EmailField(
        label="Inviter comme responsable",
        required=False,
        max_length=254,
        help_text="Facultatif. Cette personne reçoit un courriel, et tient ensuite la page.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    publier = forms.BooleanField(label="Publier tout de suite", required=False)

    field_order = ["nature", "nom", "statut", "genre", "siret", "telephone", "courriel", "adhesion"]

    class Meta(Colonnes):
        model = Structure
        fields = ["nature", "nom", "siret", "telephone", "courriel"]
        widgets = {"nature": forms.RadioSelect}
        help_texts = {"nom": "Ce qui est écrit sur la porte.", "courriel": "L’adresse de contact, visible sur la page."}

    def __init__(self, *args: Any, federation: Federation, today: date, **kwargs: Any) -> None:
        kwargs["instance"] = Structure(federation=federation, nature=Nature.CENTRE)
        super().__init__(*args, **kwargs)
        self.fields["nature"].choices = Nature.choices  # type: ignore[attr-defined]
        self.fields["adhesion"].widget.attrs["placeholder"] = str(today.year)

    def clean_siret(self) -> str:
        siret = self.cleaned_data["siret"]
        refuser_un_siret_pris(siret, self.instance.federation)
        return siret

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("nature") in CENTRES and not donnees.get("statut") and "statut" not in self.errors:
            self.add_error("statut", "Dites si le centre est associatif ou municipal.")
        return donnees

    def complement(self) -> Centre | Partenaire | None:
        """Return, unsaved, what the network says of a centre or of a partner."""
        nature, structure = self.cleaned_data["nature"], self.instance
        if nature in CENTRES:
            return Centre(
                structure=structure,
                statut=self.cleaned_data["statut"],
                agrement=Agrement.EVS if nature == Nature.EVS else Agrement.CENTRE_SOCIAL,
                adhesion_annee=self.cleaned_data["adhesion"],
            )
        if nature == Nature.PARTENAIRE:
            return Partenaire(structure=structure, genre=self.cleaned_data["genre"] or Genre.AUTRE)
        return None


class AnneeForm(forms.Form):
    """The year of a membership: next year's may be paid already."""

    annee = forms.IntegerField(
        label="Année d’adhésion à la fédération", widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs |= {"initial": {"annee": today.year}, "label_suffix": ""}
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_annee(self) -> int:
        annee: int = self.cleaned_data["annee"]
        if not ANNEE_MIN <= annee <= self.today.year + 1:
            raise ValidationError(f"Donnez une année entre {ANNEE_MIN} et {self.today.year + 1}.")
        return annee


class AdresseNouvelleForm(LieuAdresseForm):
    """The address of a place that does not exist yet: nothing is known before it is typed."""

    def __init__(self, *args: Any, federation: Federation, placement: Placement | None = None, **kwargs: Any) -> None:
        communes = Commune.objects.of_departements(federation.departements).filter(latitude__isnull=False)
        ici = communes.order_by("-population", "pk").first()
        latitude, longitude = (ici.latitude or 0.0, ici.longitude or 0.0) if ici else FRANCE
        kwargs["instance"] = Lieu(
            commune=Commune(nom=""), latitude=latitude, longitude=longitude, precision=Precision.APPROXIMATIVE
        )
        super().__init__(*args, placement=placement, **kwargs)

    def _poser(self, donnees: dict[str, Any]) -> None:
        super()._poser(donnees)
        if self.placement is None and self.precision != Precision.EXACTE:
            self.add_error("ville", "Nous ne savons pas placer cette adresse : posez l’épingle sur la carte.")

    def lieu(self, structure: Structure, *, publie: bool) -> Lieu:
        """Return the place, unsaved."""
        lieu: Lieu = self.instance
        lieu.structure, lieu.nom = structure, structure.nom
        lieu.typologies = list(TYPOLOGIES[Nature(structure.nature)])
        lieu.etat = "publie" if publie else "brouillon"
        return lieu
