"""What is asked of somebody who reports an error, and of whoever answers."""

from typing import Any

from django import forms

from espace.models import Signalement
from espace.models.signalements import MOTIFS


class SignalerForm(forms.ModelForm):
    """The public form: no account, no token; a field that only robots fill."""

    use_required_attribute = False

    piege = forms.CharField(
        label="Ne remplissez pas ce champ", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = Signalement
        fields = ["motifs", "texte", "courriel"]
        labels = {"texte": "Qu’avez-vous constaté ?", "courriel": "Votre adresse de courriel"}
        help_texts = {
            "texte": "Facultatif, sauf si vous ne cochez que « Autre chose ». N’écrivez ni nom, ni rien de personnel.",
            "courriel": "Facultatif, seulement pour recevoir la réponse. Effacée 30 jours après.",
        }
        widgets = {
            "texte": forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
            "courriel": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "courriel": {"invalid": "Écrivez une adresse comme nom@exemple.fr, ou laissez vide."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        motifs = self.fields["motifs"]
        motifs.error_messages["required"] = "Cochez au moins une case."
        motifs.label = "Qu’est-ce qui est faux ?"
        if self.instance.lieu:
            # A place has no room to give: its activities have.
            motifs.choices = [c for c in MOTIFS.choices() if c[0] != "complet"]  # type: ignore[attr-defined]

    @property
    def est_un_robot(self) -> bool:
        return bool(self.data.get("piege"))

    def valeurs(self) -> dict[str, Any]:
        """Return what a valid form says, as `signaler` takes it."""
        quoi = {"lieu": self.instance.lieu, "offre": self.instance.offre}
        return quoi | {nom: self.cleaned_data[nom] for nom in ("motifs", "texte", "courriel")}

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if donnees.get("motifs") == MOTIFS["autre"].masque and not donnees.get("texte"):
            self.add_error("texte", "Dites en quelques mots ce qui ne va pas.")
        return donnees


class TraiterForm(forms.Form):
    """How a report is closed."""

    use_required_attribute = False

    etat = forms.ChoiceField(
        label="Ce que vous avez fait",
        choices=[("corrige", "J’ai corrigé la page"), ("decline", "La page reste telle quelle")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’un ou l’autre.", "invalid_choice": "Choisissez l’un ou l’autre."},
    )
    reponse = forms.CharField(
        label="Votre réponse",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        help_text=(
            "Obligatoire si la page reste telle quelle. Envoyée à la personne si elle a laissé une adresse. "
            "N’écrivez aucun nom."
        ),
    )
    confirmer = forms.BooleanField(
        label="Tout le reste de la page est juste aujourd’hui : la marquer « vérifiée »", required=False
    )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if donnees.get("etat") == "decline" and not donnees.get("reponse"):
            self.add_error("reponse", "Dites pourquoi, en une phrase.")
        return donnees
