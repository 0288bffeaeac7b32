"""What a document is about, read from an address: a federation, a commune or a département, a need."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError

from ateliers.nomenclature import THEMES
from comptes.models import Federation
from recherche.adresses import lire_pres

_DEPARTEMENT = re.compile(r"2[AB]|\d{2}|97\d", re.ASCII | re.IGNORECASE)


def est_un_departement(texte: str) -> bool:
    return _DEPARTEMENT.fullmatch(texte) is not None


@dataclass(frozen=True, slots=True)
class Endroit:
    """A commune, by its code, or a département."""

    code: str
    nom: str
    question: str  # what names it, and no other, in an address

    @property
    def est_departement(self) -> bool:
        return len(self.code) < 5


@dataclass(frozen=True, slots=True)
class Choix:
    federation: Federation | None = None
    endroit: Endroit | None = None
    besoin: str = ""  # a theme

    @property
    def parametres(self) -> str:
        """Return the query string that says the same."""
        valeurs = {
            "federation": self.federation.slug if self.federation else "",
            "commune": self.endroit.question if self.endroit else "",
            "besoin": self.besoin,
        }
        return urlencode({nom: valeur for nom, valeur in valeurs.items() if valeur})


class AnnuaireForm(forms.Form):
    """Three questions, none of them required: the whole network is an answer."""

    federation = forms.ModelChoiceField(
        label="Réseau", queryset=Federation.objects.none(), to_field_name="slug", required=False, empty_label="tous"
    )
    commune = forms.CharField(
        label="Commune, code postal ou département",
        required=False,
        max_length=120,
        help_text="Par exemple Créteil, 94000 ou 94. Vide\u00a0: partout.",
    )
    besoin = forms.ChoiceField(label="Besoin", required=False, choices=[("", "tous"), *THEMES.choices()])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        federations = Federation.objects.order_by("nom", "pk")
        self.fields["federation"].queryset = federations  # type: ignore[attr-defined]

    def clean_commune(self) -> Endroit | None:
        """Read a commune or a département; what is not one is said."""
        texte = self.cleaned_data["commune"].strip()
        if not texte:
            return None
        if est_un_departement(texte):
            return Endroit(texte.upper(), f"département {texte.upper()}", texte.upper())
        try:
            lecture = lire_pres(texte)
        except ValueError:
            lecture = None
        origine = lecture.origine if lecture else None
        if lecture is None or origine is None or not origine.code_insee:
            raise ValidationError(f"Nous n’avons pas reconnu « {texte[:60]} ». Écrivez une commune ou un code postal.")
        # Not its name alone, which another may have; an address is gone from it.
        return Endroit(origine.code_insee, origine.nom, lecture.parametre)

    def choix(self) -> Choix:
        """Return what is asked; a field with an error counts as not asked."""
        self.is_valid()
        d = self.cleaned_data
        return Choix(d.get("federation"), d.get("commune"), d.get("besoin") or "")
