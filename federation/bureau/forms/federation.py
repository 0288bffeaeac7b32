"""What a federation says of itself, and where it is."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from comptes.models import Federation
from comptes.origines import LONGUEUR_MAX, ORIGINES_MAX, lire_origine
from core.models import Version

_CODE = re.compile(r"2[AB]|\d{2,3}", re.ASCII)
DEPARTEMENTS_MAX = 20


class DepartementsField(forms.CharField):
    """Codes of départements, as people write them: « 94, 75 »."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the codes in order, without doubles; ValidationError names the first that is not one."""
        mots = dict.fromkeys(re.split(r"[\s,;]+", super().clean(value).upper().strip(" ,;")))
        codes = [mot for mot in mots if mot]
        for code in codes:
            if not _CODE.fullmatch(code):
                raise ValidationError(
                    f"« {code[:20]} » n’est pas un numéro de département : écrivez par exemple 94, 75."
                )
        if len(codes) > DEPARTEMENTS_MAX:
            raise ValidationError(f"Pas plus de {DEPARTEMENTS_MAX} départements.")
        return codes


class OriginesField(forms.CharField):
    """Addresses of sites, as people write them: one a line."""

    widget = forms.Textarea(attrs={"rows": 4, "inputmode": "url", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the origins in order, without doubles; ValidationError names the first that is not one."""
        mots = [mot for mot in re.split(r"[\s,;]+", super().clean(value)) if mot]
        if len(mots) > ORIGINES_MAX:
            raise ValidationError(f"Pas plus de {ORIGINES_MAX} sites.")
        return list(dict.fromkeys(map(lire_origine, mots)))


class FederationForm(forms.ModelForm):
    """The name, the territory, the texts and how to reach a federation."""

    departements = DepartementsField(
        label="Départements", required=False, max_length=200, help_text="Leurs numéros, par exemple « 94, 75 »."
    )

    site_web = forms.URLField(label="Site", required=False, assume_scheme="https", max_length=200)

    sites_integrant = OriginesField(
        label="Sites qui peuvent montrer l’annuaire",
        required=False,
        max_length=ORIGINES_MAX * LONGUEUR_MAX,
        help_text="Un par ligne, par exemple https://www.centre.fr. Vide : aucun site ne peut le montrer.",
    )

    class Meta:
        model = Federation
        fields = [
            "nom",
            "presentation",
            "territoire",
            "dans_le_territoire",
            "departements",
            "courriel",
            "telephone",
            "site_web",
            "sites_integrant",
        ]
        widgets = {"presentation": forms.Textarea(attrs={"rows": 4})}

    def save(self, commit: bool = True) -> Federation:
        """Write the row, and let every kept page know."""
        with transaction.atomic():
            federation = super().save(commit=commit)
            Version.avancer()
        return federation
