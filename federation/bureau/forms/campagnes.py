"""Whom a campaign asks, and in what words."""

from django import forms

from espace.confirmations import Cible
from structures.nomenclature import Nature

MOIS = [
    ("0", "Même vérifiées hier"),
    ("1", "Pas depuis un mois"),
    ("3", "Pas depuis trois mois"),
    ("6", "Pas depuis six mois"),
]


class CibleForm(forms.Form):
    """Who would be asked: it always answers, an invalid choice is dropped."""

    nature = forms.ChoiceField(label="Quelles structures", choices=[("", "Toutes"), *Nature.choices], required=False)
    mois = forms.ChoiceField(label="Dont les pages sont vérifiées", choices=MOIS, required=False)

    def cible(self) -> Cible:
        """Return who would be asked."""
        self.is_valid()
        return Cible(self.cleaned_data.get("nature") or "", int(self.cleaned_data.get("mois") or 0))


class CampagneForm(CibleForm):
    """A campaign to open."""

    nom = forms.CharField(
        label="Nom de la campagne",
        max_length=80,
        help_text="C’est aussi le début de l’objet du courriel : « Été 2027 ».",
        error_messages={"required": "Donnez-lui un nom."},
    )
    message = forms.CharField(
        label="Votre message",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Facultatif. Il précède les liens de confirmation.",
    )
    field_order = ["nature", "mois", "nom", "message"]
