"""What is asked of somebody who shares a sheet."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError

from reseau.fichiers import ACCEPTES, Fichier, examiner
from reseau.forms.publications import PublicationForm
from reseau.models import Fiche
from reseau.nomenclature import Licence

LIEN = "Écrivez une adresse entière, qui commence par https://, par exemple https://www.exemple.fr."


class FicheForm(PublicationForm):
    """A file, or a link, with what it is about and what others may do with it."""

    fichier = forms.FileField(
        label="Un fichier",
        required=False,
        help_text=f"10 Mo au plus : {ACCEPTES}.",
        error_messages={"empty": "Ce fichier est vide.", "max_length": "Le nom de ce fichier est trop long."},
    )

    url = forms.URLField(
        label="Ou un lien",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Vers une page qui commence par https://, par exemple https://www.exemple.fr.",
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": LIEN, "max_length": "Cette adresse est trop longue."},
    )

    class Meta:
        model = Fiche
        fields = ["titre", "texte", "url", "themes", "publics", "licence"]
        labels = {
            "texte": "À quoi sert-elle",
            "themes": "À propos de",
            "publics": "Pour qui",
            "licence": "Ce que les autres peuvent en faire",
        }
        help_texts = {
            "titre": "Par exemple « Créer une adresse de courriel, pas à pas ».",
        }
        widgets = {
            "texte": forms.Textarea(attrs={"rows": 5, "maxlength": 5000}),
        }
        error_messages = {
            "licence": {"invalid_choice": "Choisissez dans la liste.", "required": "Choisissez une licence."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["licence"].choices = Licence.choices  # type: ignore[attr-defined]
        if self.instance.fichier:
            self.fields["fichier"].label = "Remplacer le fichier"
            self.fields["url"].label = "Ou le remplacer par un lien"
        self.recu: Fichier | None = None

    def clean_fichier(self) -> Any:
        televerse = self.cleaned_data["fichier"]
        if televerse:
            self.recu = examiner(televerse)
        return televerse

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if not url:
            return ""
        try:
            parties = urlsplit(url)
            hote = parties.hostname or ""
            hote.encode("idna")
        except ValueError as erreur:
            raise ValidationError(LIEN) from erreur
        # Whoever is named before an @ is not where the link leads.
        if parties.scheme != "https" or "." not in hote or "@" in parties.netloc:
            raise ValidationError(LIEN)
        return url

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if self.errors.keys() & {"fichier", "url"}:
            return donnees
        url_neuve = donnees.get("url", "")
        if self.recu and self.instance.pk and "url" not in self.changed_data:
            donnees["url"] = url_neuve = ""
        if self.recu and url_neuve:
            self.add_error("url", "Choisissez : un fichier, ou un lien.")
        elif not (self.recu or url_neuve or self.instance.fichier):
            self.add_error("fichier", "Choisissez un fichier, ou écrivez un lien.")
        return donnees
