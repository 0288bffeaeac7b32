"""« Fermez-vous pendant les vacances ? »"""

from datetime import timedelta
from typing import Any

from django import forms

PLUS_LONG = timedelta(days=100)


class VacancesForm(forms.Form):
    """One tap: the dates are those that the page proposed."""

    debut = forms.DateField()
    fin = forms.DateField()
    reponse = forms.ChoiceField(choices=[("ferme", "Nous fermons"), ("ouvert", "Nous restons ouverts")])
    motif = forms.CharField(max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin and not timedelta(0) <= fin - debut <= PLUS_LONG:
            raise forms.ValidationError("Ces dates ne vont pas ensemble.")
        return donnees
