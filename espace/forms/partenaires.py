"""Who a structure works with, for what, until when."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from partenaires.models import Partenariat
from structures.models import Structure


class PartenariatForm(forms.ModelForm):
    """The partner is named; it is found among the structures that the site knows."""

    partenaire_nom = forms.CharField(
        label="Partenaire",
        max_length=200,
        help_text="Écrivez le début de son nom et choisissez dans la liste.",
        widget=forms.TextInput(attrs={"list": "partenaires-connus", "autocomplete": "off"}),
    )
    field_order = ["partenaire_nom", "objets", "finance_par", "centre_fournit", "debut", "fin"]

    class Meta:
        model = Partenariat
        fields = ["objets", "finance_par", "centre_fournit", "debut", "fin"]
        labels = {"objets": "Pour quoi", "centre_fournit": "Ce que vous fournissez", "finance_par": "Financé par"}
        widgets = {
            "debut": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "fin": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, connues: QuerySet[Structure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.connues = connues
        if self.instance.pk:
            self.fields["partenaire_nom"].initial = self.instance.partenaire.nom

    def clean_partenaire_nom(self) -> str:
        nom = " ".join(self.cleaned_data["partenaire_nom"].split())
        trouvees = list(self.connues.filter(nom=nom)[:2]) or list(self.connues.filter(nom__iexact=nom)[:2])
        if len(trouvees) != 1:
            raise forms.ValidationError(
                "Nous ne connaissons pas ce partenaire. Choisissez un nom de la liste, ou demandez à votre fédération "
                "de l’ajouter."
            )
        self.instance.partenaire = trouvees[0]
        return nom

    def dit_comme(self, autre: Partenariat) -> bool:
        """Tell whether this valid form says of the same partner what is said already."""
        champs = ("partenaire_id", *self.Meta.fields)
        return all(getattr(self.instance, champ) == getattr(autre, champ) for champ in champs)

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", "La fin vient après le début.")
        return donnees
