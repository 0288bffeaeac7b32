"""Who receives, as a responsable describes them."""

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from ateliers.models import Intervenant, Offre
from structures.cycle import Etat
from structures.models import Structure

# One first name, double ones included; neither a surname in full, nor a number, nor an address.
_PRENOM = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2}")


def offres_de(structure: Structure) -> Any:
    """Return the activities of a structure, or at its places, in which somebody may receive."""
    finies = [Etat.CLOS, Etat.ARCHIVE, Etat.FUSIONNE]
    return toutes_les_offres_de(structure).exclude(etat__in=finies).select_related("lieu").order_by("nom_plie", "pk")


def toutes_les_offres_de(structure: Structure) -> Any:
    """Return the same, and those that are over."""
    return Offre.objects.of_structures([structure.pk])


def _en_clair(offre: Offre) -> str:
    return f"{offre.nom}, {offre.lieu.nom}" if offre.lieu else offre.nom


class PersonneForm(forms.ModelForm):
    """A function, a first name only with an agreement, and the activities."""

    use_required_attribute = False

    accord = forms.BooleanField(
        label="Cette personne est d’accord pour que son prénom soit montré à tout le monde", required=False
    )
    activites = forms.MultipleChoiceField(
        label="Reçoit dans",
        required=False,
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        help_text="Obligatoire sans employeur.",
    )

    class Meta:
        model = Intervenant
        fields = ["metier", "employeur", "habilitations", "prenom"]
        labels = {"metier": "Fonction", "employeur": "Employeur", "habilitations": "Habilitations"}
        help_texts = {
            "prenom": "Facultatif, avec son accord, jamais le nom de famille. Il s’affiche sur la page des activités.",
        }
        widgets = {"prenom": forms.TextInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, structure: Structure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.structure = structure
        self.parmi: list[Offre] = list(offres_de(structure))
        nouvelle = self.instance.pk is None
        # Somebody that another structure employs is theirs to describe: here, only what they do here.
        self.d_ailleurs = not nouvelle and self.instance.employeur_id not in (None, structure.pk)
        employeur: Any = self.fields["employeur"]
        employeur.queryset = Structure.objects.filter(
            Q(pk=structure.pk) | Q(pk=self.instance.employeur_id) | Q(partenariats_recus__centre=structure)
        ).distinct()
        employeur.empty_label = "Indépendant·e, bénévole ou autre"
        self.fields["metier"].error_messages["required"] = "Choisissez une fonction."
        self.fields["activites"].choices = [(o.uid, _en_clair(o)) for o in self.parmi]  # type: ignore[attr-defined]
        if nouvelle:
            self.fields["employeur"].initial = structure.pk
        else:
            siennes = set(self.instance.offres.values_list("uid", flat=True))
            self.fields["activites"].initial = [o.uid for o in self.parmi if o.uid in siennes]
            self.fields["accord"].initial = bool(self.instance.prenom)
        if self.d_ailleurs:
            for nom in ("metier", "employeur", "habilitations", "prenom", "accord"):
                self.fields[nom].disabled = True

    def clean_activites(self) -> list[Offre]:
        return [o for o in self.parmi if o.uid in self.cleaned_data["activites"]]

    def clean_prenom(self) -> str:
        prenom = " ".join(self.cleaned_data["prenom"].split())
        if prenom and not _PRENOM.fullmatch(prenom):
            raise forms.ValidationError("Écrivez seulement un prénom, par exemple « Nadia ».")
        return prenom

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if donnees.get("prenom") and not donnees.get("accord"):
            self.add_error("accord", "Sans l’accord de la personne, laissez le prénom vide.")
        if self.prenom_change:
            self.add_error("prenom", "Ce prénom a changé pendant que vous écriviez : relisez, puis enregistrez.")
        if not self.errors and not donnees.get("employeur") and not self._recoit(donnees.get("activites")):
            # On nobody's list, a name would stay where nobody can erase it.
            self.add_error("activites", "Cochez au moins une activité, ou choisissez un employeur.")
        self._dater(donnees.get("prenom", ""))
        return donnees

    @property
    def prenom_change(self) -> bool:
        """Tell whether the name was erased or changed since this page was shown: what is erased does not come back."""
        vu = self.data.get("vu")
        return vu is not None and self.instance.pk is not None and vu != (self.initial.get("prenom") or "")

    def _recoit(self, choisies: Any) -> bool:
        ailleurs = self.instance.pk and self.instance.offres.exclude(pk__in=[o.pk for o in self.parmi]).exists()
        return bool(choisies or ailleurs)

    def _dater(self, prenom: str) -> None:
        """Date the agreement: a new name is a new agreement, the same name keeps its own."""
        if not prenom:
            self.instance.prenom_accorde_a = None
        elif prenom != self.initial.get("prenom"):
            self.instance.prenom_accorde_a = timezone.now()
