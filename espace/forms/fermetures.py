"""Days when a place is closed, or exceptionally open."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from structures.horaires import HorairesInvalides
from structures.horaires.occurrences import heures
from structures.models import Fermeture
from structures.nomenclature import GenreFermeture

PLUS_LOIN = timedelta(days=800)
_PLAGE = re.compile(r"(?:de )?(\d{1,2})\s*[h:]\s*(\d{2})?\s*(?:-|à|a)\s*(\d{1,2})\s*[h:]\s*(\d{2})?", re.ASCII)


class FermetureForm(forms.ModelForm):
    """A closure has days; an opening has days and hours, that people write as they say them (« 9h-12h »)."""

    class Meta:
        model = Fermeture
        fields = ["genre", "debut", "fin", "heures", "motif"]
        widgets = {
            "genre": forms.RadioSelect,
            "debut": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "fin": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        labels = {"heures": "Heures (pour une ouverture)", "motif": "Pourquoi", "genre": "Que voulez-vous annoncer ?"}
        help_texts = {
            "heures": "Obligatoires pour une ouverture : « 9h-12h, 14h-17h ». Laissez vide pour une fermeture.",
            "motif": "Écrit sur la page : « Vacances de Noël », « Travaux ».",
            "fin": "Le même jour, pour une seule journée.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fin"].required = False
        # What a person types is put in the usual form before it is checked.
        self.fields["heures"] = forms.CharField(
            label=self.fields["heures"].label, required=False, max_length=60, help_text=self.fields["heures"].help_text
        )

    def clean_heures(self) -> str:
        texte = self.cleaned_data["heures"].strip()
        if not texte:
            return ""
        texte = _en_chiffres(texte)
        try:
            heures(texte)
        except HorairesInvalides as erreur:
            raise forms.ValidationError("Écrivez les heures ainsi : « 9h-12h, 14h-17h30 ».") from erreur
        return texte

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        debut, fin = donnees.get("debut"), donnees.get("fin")
        if debut and fin is None and "fin" not in self.errors:
            donnees["fin"] = fin = debut
        today = timezone.localdate()
        if debut and fin:
            if fin < debut:
                self.add_error("fin", "La fin vient après le début.")
            elif fin < today:
                self.add_error("fin", "Ces jours sont déjà passés.")
            elif fin - today > PLUS_LOIN:
                self.add_error("fin", "C’est trop loin : annoncez les deux années qui viennent.")
        genre = donnees.get("genre")
        if genre == GenreFermeture.OUVERTURE and not donnees.get("heures") and "heures" not in self.errors:
            self.add_error("heures", "Dites de quelle heure à quelle heure.")
        if genre == GenreFermeture.FERMETURE:
            donnees["heures"] = ""
        return donnees

    def refuser_un_double(self) -> None:
        """Raise ValidationError when the same was announced, by somebody else or by the first of two clicks."""
        dit = {nom: self.cleaned_data[nom] for nom in ("genre", "debut", "fin", "heures")}
        if self.instance.lieu.fermetures.filter(**dit).exists():
            raise forms.ValidationError("C’est déjà annoncé : ces jours sont dans la liste, plus haut.")


def _en_chiffres(texte: str) -> str:
    """Return « 9h-12h30 / 14 h à 17 h » as « 09:00-12:30,14:00-17:00 », or the text when it is something else."""
    plages = re.split(r"\s*(?:,|;|/|\bet\b)\s*", texte.lower().replace("–", "-").replace("—", "-"))
    lues = []
    for plage in plages:
        trouve = _PLAGE.fullmatch(plage.strip())
        if not trouve:
            return texte
        h1, m1, h2, m2 = trouve.groups()
        lues.append(f"{int(h1):02}:{m1 or '00'}-{int(h2):02}:{m2 or '00'}")
    return ",".join(lues)
