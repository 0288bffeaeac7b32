"""What is asked of somebody who looks for or offers, and of whoever answers."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from comptes.models import Federation
from reseau.forms.publications import FiltreForm, PublicationForm
from reseau.models import Annonce
from reseau.models.annonces import DUREE, DUREE_MAX
from reseau.nomenclature import GenreAnnonce, Sens
from structures.models import Commune

TOUT_LE_RESEAU = "Tout le réseau"
LISTE = "Choisissez dans la liste."


def communes_de(federations: list[Federation]) -> Any:
    """Return the communes of these federations' territories."""
    return Commune.objects.of_departements(sorted({d for f in federations for d in f.departements}))


class AnnonceForm(PublicationForm):
    """An announcement, until a day: sixty days by default, six months at most."""

    class Meta:
        model = Annonce
        fields = ["sens", "genre", "titre", "texte", "commune", "jusqu_au"]
        labels = {
            "sens": "Vous cherchez, ou vous proposez ?",
            "genre": "Quoi",
            "texte": "En quelques lignes",
            "commune": "Où",
        }
        help_texts = {
            "titre": "Par exemple « Écrivaine publique, le mardi matin ».",
            "texte": "Quand, pour qui, à quelles conditions. N’écrivez ni adresse ni nom : on répond par courriel.",
            "jusqu_au": "Dans six mois au plus. Nous vous écrivons une semaine avant.",
        }
        widgets = {
            "sens": forms.RadioSelect,
            "genre": forms.RadioSelect,
            "texte": forms.Textarea(attrs={"rows": 6, "maxlength": 5000}),
            "jusqu_au": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "sens": {"required": "Dites si vous cherchez ou si vous proposez.", "invalid_choice": LISTE},
            "genre": {"required": "Choisissez ce qui ressemble le plus.", "invalid_choice": LISTE},
        }

    def __init__(self, *args: Any, federations: list[Federation], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["sens"].choices = Sens.choices  # type: ignore[attr-defined]
        self.fields["genre"].choices = GenreAnnonce.choices  # type: ignore[attr-defined]
        commune = self.fields["commune"]
        commune.queryset = communes_de(federations)  # type: ignore[attr-defined]
        commune.empty_label = TOUT_LE_RESEAU  # type: ignore[attr-defined]
        commune.error_messages["invalid_choice"] = "Choisissez une commune de la liste."
        fin = self.fields["jusqu_au"]
        fin.required = False
        if self.instance.jusqu_au is None or not self.instance.ouverte(today):
            self.initial["jusqu_au"] = today + DUREE
        fin.widget.attrs |= {"min": today.isoformat(), "max": (today + DUREE_MAX).isoformat()}

    def clean_jusqu_au(self) -> date:
        jour = self.cleaned_data["jusqu_au"] or self.today + DUREE
        if not self.today <= jour <= self.today + DUREE_MAX:
            raise ValidationError("Choisissez un jour entre aujourd’hui et dans six mois.")
        return jour


class FiltreAnnoncesForm(FiltreForm):
    sens = forms.ChoiceField(label="Sens", required=False, choices=[("", "Tout"), *Sens.choices])
    genre = forms.ChoiceField(label="Quoi", required=False, choices=[("", "Tout"), *GenreAnnonce.choices])
    commune = forms.ModelChoiceField(label="Où", required=False, queryset=Commune.objects.none(), empty_label="Partout")
    miennes = forms.BooleanField(label="Seulement les nôtres, même closes", required=False)

    def __init__(self, *args: Any, federations: list[Federation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes_de(federations)  # type: ignore[attr-defined]


class MessageForm(forms.Form):
    """An answer that leaves by mail."""

    use_required_attribute = False

    texte = forms.CharField(
        label="Votre message",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 2000}),
        help_text="N’écrivez le nom d’aucun·e habitant·e.",
        error_messages={
            "required": "Écrivez quelques lignes.",
            "max_length": "C’est trop long : 2 000 caractères au plus.",
        },
    )
    adresse_jointe = forms.BooleanField(
        label="Joindre mon adresse de courriel, pour que l’on me réponde directement", required=False
    )
