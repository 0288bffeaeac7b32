"""Cancel, move, replace or give back one session."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ateliers.gestes import UN_AN, annuler, deplacer, remplacer, retablir_seance
from ateliers.models import Seance
from ateliers.nomenclature import METIERS
from core.travailleur import PARIS
from espace.forms.place import JourInput
from espace.porteurs import Porteur
from structures.horaires import moment


class HeureInput(forms.TimeInput):
    """An hour in the browser's own picker."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class GesteForm(forms.Form):
    """One gesture on one session."""

    geste: Any = None

    def __init__(self, data: Any = None, *, seance: Seance, now: datetime) -> None:
        self.seance, self.now = seance, now
        nom = type(self).__name__.lower()
        super().__init__(data, initial=self.debut(), auto_id=f"id_{nom}_{seance.pk}_%s")

    def debut(self) -> dict[str, Any]:
        return {}

    def options(self) -> dict[str, Any]:
        """Return what the gesture takes, from the cleaned data."""
        return self.cleaned_data

    def faire(self, porteur: Porteur) -> uuid.UUID | None:
        """Make the gesture; what cannot be said is added to the form and raised."""
        try:
            return porteur.faire(type(self).geste, self.seance, now=self.now, **self.options())
        except ValidationError as erreur:
            self.add_error(None, erreur)
            raise


class AnnulerForm(GesteForm):
    geste = staticmethod(annuler)
    note = forms.CharField(
        label="Pourquoi, ou que faire à la place",
        required=False,
        max_length=160,
        help_text="Facultatif, et visible de tous : jamais le nom de quelqu’un.",
    )


class DeplacerForm(GesteForm):
    geste = staticmethod(deplacer)
    jour = forms.DateField(label="Nouveau jour", widget=JourInput)
    debut_h = forms.TimeField(label="De", widget=HeureInput)
    fin_h = forms.TimeField(label="À", widget=HeureInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = self.now.astimezone(PARIS).date()
        self.fields["jour"].widget.attrs |= {"min": today.isoformat(), "max": (today + UN_AN).isoformat()}

    def debut(self) -> dict[str, Any]:
        local = self.seance.debut.astimezone(PARIS)
        return {"jour": local.date(), "debut_h": local.time(), "fin_h": self.seance.fin.astimezone(PARIS).time()}

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        jour = donnees.get("jour")
        if jour is not None and abs(jour - self.now.astimezone(PARIS).date()) > timedelta(days=800):
            # Far from a day that a clock can hold: said here, before any arithmetic.
            self.add_error("jour", "Choisissez un jour dans l’année qui vient.")
        return donnees

    def options(self) -> dict[str, Any]:
        jour = self.cleaned_data["jour"]
        return {
            "debut": moment(jour, self.cleaned_data["debut_h"]),
            "fin": moment(jour, self.cleaned_data["fin_h"]),
        }

    def add_error(self, field: str | None, error: Any) -> None:
        """Tie what the gesture says of its own arguments to the fields of the screen."""
        if field is None and hasattr(error, "error_dict"):
            noms = {"debut": "debut_h", "fin": "fin_h"}
            error = ValidationError({noms.get(c, c): e for c, e in error.error_dict.items()})
        super().add_error(field, error)


class RemplacerForm(GesteForm):
    geste = staticmethod(remplacer)
    metier = forms.ChoiceField(
        label="Remplacé·e par",
        choices=[("", "Choisir"), *METIERS.choices()],
        help_text="Une fonction, jamais un nom.",
        error_messages={"required": "Choisissez une fonction de la liste."},
    )

    def debut(self) -> dict[str, Any]:
        return {"metier": self.seance.remplacement}


class RetablirForm(GesteForm):
    geste = staticmethod(retablir_seance)


GESTES: dict[str, type[GesteForm]] = {
    "annuler": AnnulerForm,
    "deplacer": DeplacerForm,
    "remplacer": RemplacerForm,
    "retablir": RetablirForm,
}
