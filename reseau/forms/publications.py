"""What every form of « Entre nous » asks: in whose name, a title, a text."""

from typing import Any, ClassVar

from django import forms

from reseau.models.publications import Publication
from reseau.voix import Voix


class PublicationForm(forms.ModelForm):
    """Write or change something said to the members; whose voice it is does not change afterwards."""

    use_required_attribute = False

    au_nom_de = forms.ChoiceField(
        label="Au nom de",
        error_messages={"required": "Choisissez au nom de qui.", "invalid_choice": "Choisissez dans la liste."},
    )

    premiers: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, voix: list[Voix], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voix = voix
        if self.instance.pk or len(voix) == 1:
            del self.fields["au_nom_de"]
        else:
            self.fields["au_nom_de"].choices = [(v.cle, v.nom) for v in voix]  # type: ignore[attr-defined]
        self.fields["titre"].error_messages["required"] = "Donnez un titre."
        self.fields["texte"].error_messages["required"] = "Écrivez quelques lignes."

    @property
    def choisie(self) -> Voix:
        """Return the voice of a new publication, once the form is valid."""
        cle = self.cleaned_data.get("au_nom_de", self.voix[0].cle)
        return next(v for v in self.voix if v.cle == cle)

    def remplir(self) -> Publication:
        """Return the row to save, with its voice."""
        if not self.instance.pk:
            self.instance.federation, self.instance.structure = self.choisie.federation, self.choisie.structure
        return self.instance


class RetraitForm(forms.Form):
    """Why an administrator withdraws something; its author reads it."""

    use_required_attribute = False

    raison = forms.CharField(
        label="Pourquoi",
        max_length=300,
        help_text="La personne qui a publié recevra cette raison par courriel.",
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
        error_messages={"required": "Dites pourquoi, en une phrase."},
    )


class FiltreForm(forms.Form):
    """A filter that always answers: what is not understood is left out."""

    use_required_attribute = False

    q = forms.CharField(
        label="Mots",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def valeurs(self) -> dict[str, Any]:
        """Return what was understood."""
        self.is_valid()
        return {nom: v for nom, v in self.cleaned_data.items() if v not in ("", None, 0, False)}
