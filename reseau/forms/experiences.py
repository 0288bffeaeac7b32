"""What is asked of somebody who tells a project."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ateliers.nomenclature import THEMES
from reseau.forms.publications import FiltreForm, PublicationForm
from reseau.models import Experience
from reseau.models.experiences import ANNEE_MIN


class ExperienceForm(PublicationForm):
    """A project, in plain paragraphs."""

    class Meta:
        model = Experience
        fields = ["titre", "texte", "annee", "themes", "contact"]
        labels = {"texte": "Racontez", "annee": "En quelle année", "themes": "À propos de"}
        help_texts = {
            "titre": "Par exemple « Un café numérique tenu par les habitants ».",
            "texte": "Ce que vous vouliez, ce qui a marché, ce que vous referiez autrement. Une ligne vide commence un"
            " paragraphe. N’écrivez le nom de personne.",
            "contact": "Une fonction, jamais un nom : « référente famille ». On vous appellera à la structure.",
        }
        widgets = {
            "texte": forms.Textarea(attrs={"rows": 12, "maxlength": 5000}),
            "annee": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        }
        error_messages = {
            "annee": dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Écrivez une année, comme 2026."),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not self.instance.pk:
            self.initial.setdefault("annee", today.year)

    def clean_annee(self) -> int:
        annee = self.cleaned_data["annee"]
        if not ANNEE_MIN <= annee <= self.today.year + 1:
            raise ValidationError("Écrivez une année, comme 2026.")
        return annee


class FiltreThemeForm(FiltreForm):
    theme = forms.ChoiceField(label="À propos de", required=False, choices=[("", "Tout"), *THEMES.choices()])
    archivees = forms.BooleanField(label="Seulement les nôtres, même archivées", required=False)
