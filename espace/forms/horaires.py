"""Edit the hours of a place or of an activity on a grid.

Two ModelForms, whose model fields are filled by `clean()` from the grid: `horaires` (and `horaires_ancre`) are never
read from what is posted, and keep their very string when the grid was not touched. Any template shows them with

    {% include "composants/grille_horaires.html" with form=form only %}

inside its own `<form method="post">`, which loads `css/grille.css`, `js/grille.js` and, for the sentence that follows
while one draws, htmx. The component shows every field of the form, and its errors but for the non-field ones.
Rows and looks asked for without JavaScript (`grille-geste`) make the form invalid: show it again (422), save nothing.
"""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from ateliers.models import Offre
from ateliers.seances import regle_de, regle_du_lieu
from espace.forms.cartes import CarteForm
from structures.forms.horaires import GESTE, FormulaireGrille
from structures.forms.saisie import ANNEES
from structures.horaires import Regle
from structures.models import Lieu

_DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_SOURCE = "Montré seulement quand la grille est vide ou ne peut pas se dire en une phrase."


class _HorairesForm(FormulaireGrille, CarteForm):
    """What both share: the string follows the grid."""

    parametre = ""

    # Never read from the data: `clean` fills it.
    horaires = forms.CharField(required=False, disabled=True, widget=forms.HiddenInput)

    def horaires_initiaux(self) -> tuple[str, date | None]:
        if not hasattr(self, "_initiaux"):
            # Before `_post_clean` writes on the instance.
            self._initiaux = (self.instance.horaires, getattr(self.instance, "horaires_ancre", None))
        return self._initiaux

    @property
    def url_apercu(self) -> str:  # type: ignore[override] # an attribute of forms that ask nothing
        """Where the sentence is asked while somebody draws: it knows the closures of this place."""
        question = {"genre": self.parametre}
        if self.instance.pk:
            question["uid"] = self.instance.uid
        if self.prefix:
            question["prefixe"] = self.prefix
        return f"{reverse('espace:apercu_horaires')}?{urlencode(question)}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "grille" in cleaned:
            self.remplir(*self.horaires_ecrits())
        return cleaned

    def remplir(self, osm: str, ancre: date | None) -> None:
        """Write the model's fields."""
        self.cleaned_data["horaires"] = osm


class HorairesLieuForm(_HorairesForm):
    """The opening hours of a place."""

    quinzaine = False
    parametre = "lieu"

    class Meta:
        model = Lieu
        fields = ("horaires", "horaires_source")
        labels = {"horaires": "Horaires", "horaires_source": "Vos horaires, dans vos mots"}
        help_texts = {"horaires_source": _SOURCE}
        widgets = {"horaires_source": forms.Textarea}

    def regle(self, osm: str, ancre: date | None) -> Regle:
        if self.instance.commune_id is None:
            return Regle(osm)
        return replace(regle_du_lieu(self.instance), osm=osm)


class HorairesOffreForm(_HorairesForm):
    """The hours of an activity, or those of its place; its period."""

    parametre = "offre"

    horaires_ancre = forms.DateField(required=False, disabled=True, widget=forms.HiddenInput)

    class Meta:
        model = Offre
        fields = ("suit_le_lieu", "horaires", "horaires_ancre", "horaires_source", "debut", "fin")
        labels = {
            "suit_le_lieu": "Aux mêmes heures que le lieu",
            "horaires": "Horaires",
            "horaires_source": "Vos horaires, dans vos mots",
            "debut": "À partir du",
            "fin": "Jusqu’au",
        }
        help_texts = {"horaires_source": _SOURCE}
        widgets = {"horaires_source": forms.Textarea, "debut": _DATE, "fin": _DATE}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.lieu_id is None:
            self.fields["suit_le_lieu"].disabled = True

    def clean_debut(self) -> date | None:
        return self._near(self.cleaned_data["debut"])

    def clean_fin(self) -> date | None:
        return self._near(self.cleaned_data["fin"])

    def _near(self, jour: date | None) -> date | None:
        if jour and jour.year not in ANNEES:
            raise ValidationError("Vérifiez l’année.")
        return jour

    def horaires_ecrits(self) -> tuple[str, date | None]:
        # What the grid holds, right or wrong, no longer counts.
        return ("", None) if self._suit() else super().horaires_ecrits()

    def clean(self) -> dict[str, Any]:
        if self._suit() and not any(e.code == GESTE for e in self.errors.as_data().get("grille", ())):
            self.errors.pop("grille", None)
            self.cleaned_data.setdefault("grille", None)
        cleaned = super().clean()
        debut, fin, ancre = (cleaned.get(nom) for nom in ("debut", "fin", "horaires_ancre"))
        if debut and fin and fin < debut:
            self.add_error("fin", "La fin vient avant le début.")
        elif fin and ancre and fin < ancre:
            self.add_error("fin", "La fin vient avant la première séance de l’alternance.")
        return cleaned

    def remplir(self, osm: str, ancre: date | None) -> None:
        self.cleaned_data["horaires"], self.cleaned_data["horaires_ancre"] = osm, ancre

    def regle(self, osm: str, ancre: date | None) -> Regle:
        regle = regle_de(self.instance)
        return regle if self._suit() else replace(regle, osm=osm, ancre=ancre)

    def _suit(self) -> bool:
        if self.is_bound and hasattr(self, "cleaned_data"):
            return bool(self.cleaned_data.get("suit_le_lieu"))
        return bool(self.instance.suit_le_lieu and self.instance.lieu_id)
