"""How many people: asked once a year."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ateliers.models import Offre
from statistiques.models import ChiffresAnnee
from statistiques.models.chiffres import PERSONNES_MAX


class NombreField(forms.IntegerField):
    """A number of people, written « 1 200 » or « 1200 »; nothing when it is not known."""

    def __init__(self, **kwargs: Any) -> None:
        erreurs = {
            "invalid": "Écrivez un nombre entier, ou laissez vide.",
            "min_value": "Écrivez un nombre entier, ou laissez vide.",
            "max_value": "Ce nombre est trop grand.",
        }
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 12})
        bornes = {"required": False, "min_value": 0, "max_value": PERSONNES_MAX}
        super().__init__(**(kwargs | bornes | {"widget": widget, "error_messages": erreurs}))

    def to_python(self, value: Any) -> int | None:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class ChiffresForm(forms.ModelForm):
    """People of the whole structure, then of each activity."""

    use_required_attribute = False

    class Meta:
        model = ChiffresAnnee
        fields = ["personnes_accueillies", "personnes_ateliers", "note"]
        field_classes = {"personnes_accueillies": NombreField, "personnes_ateliers": NombreField}
        widgets = {"note": forms.Textarea(attrs={"rows": 3, "maxlength": 500})}
        labels = {
            "personnes_accueillies": "Personnes accueillies, ou renseignées par téléphone",
            "personnes_ateliers": "Personnes venues aux ateliers et en accès libre",
        }
        help_texts = {
            "personnes_accueillies": "Pour l’accès aux droits et le numérique. Une estimation vaut mieux que rien.",
            "personnes_ateliers": "Chaque personne une fois, même si elle est venue souvent.",
            "note": "Imprimée avec les chiffres. N’écrivez aucun nom.",
        }

    def __init__(self, *args: Any, offres: Sequence[Offre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offres = offres
        deja: dict[int, int] = {}
        if self.instance.pk:
            deja = dict(self.instance.par_activite.order_by("offre_id").values_list("offre_id", "personnes"))
        for offre in offres:
            ou = f", {offre.lieu.nom}" if offre.lieu else ""
            self.fields[_nom(offre)] = NombreField(label=f"{offre.nom}{ou}", initial=deja.get(offre.pk))

    @property
    def champs_des_activites(self) -> list[Any]:
        return [self[_nom(offre)] for offre in self.offres]

    @property
    def personnes(self) -> dict[Offre, int | None]:
        """Return what a valid form says of each activity."""
        return {offre: self.cleaned_data[_nom(offre)] for offre in self.offres}


def _nom(offre: Offre) -> str:
    return f"offre_{offre.uid}"
