"""Say room: every button of the card posts this form."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ateliers.gestes import AVEC_DATE, UN_AN, dire_la_place, valider_place
from ateliers.models import Offre
from ateliers.nomenclature import GRAINS, Dispo, Grain
from core.travailleur import PARIS
from espace.porteurs import Porteur

# What the buttons say, after « Premier rendez-vous : » or « Inscriptions : ».
LIBELLES = {
    Dispo.CETTE_SEMAINE: "cette semaine",
    Dispo.SEMAINE_PROCHAINE: "la semaine prochaine",
    Dispo.DEUX_TROIS_SEMAINES: "dans 2 à 3 semaines",
    Dispo.PLUS_UN_MOIS: "dans plus d’un mois",
    Dispo.COMPLET: "complet jusqu’au…",
    Dispo.OUVERTES: "ouvertes",
    Dispo.ATTENTE: "liste d’attente",
    Dispo.CLOSES: "closes, reprise le…",
}
LEGENDES = {Grain.RENDEZ_VOUS: "Premier rendez-vous", Grain.INSCRIPTION: "Inscriptions", Grain.AUCUN: "Place"}
DEUX_SEMAINES = timedelta(weeks=2)


class JourInput(forms.DateInput):
    """A day in the browser's own picker, whatever the language of the page."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlaceForm(forms.Form):
    """What is said of the room of one activity, at its grain."""

    dispo = forms.CharField(required=False, max_length=20)
    jusqu_au = forms.DateField(label="Jusqu’au", required=False, widget=JourInput)
    note = forms.CharField(
        label="Note pour l’accueil et les habitant·es",
        required=False,
        max_length=120,
        help_text="Facultative : « tickets à 8 h 45, 12 personnes ».",
    )
    en_cours_d_annee = forms.BooleanField(label="On peut arriver en cours d’année", required=False)

    def __init__(self, data: Any = None, *, offre: Offre, now: datetime, initial: Any = None) -> None:
        self.offre = offre
        self.today = now.astimezone(PARIS).date()
        debut = {
            "note": offre.dispo_note,
            "en_cours_d_annee": offre.en_cours_d_annee,
            "jusqu_au": self._date_proposee(),
        }
        # Several of these forms stand on one page.
        super().__init__(data, initial=debut | (initial or {}), auto_id=f"id_{offre.uid}_%s")
        if offre.grain != Grain.INSCRIPTION:
            del self.fields["en_cours_d_annee"]
        if offre.grain == Grain.INSCRIPTION:
            self.fields["jusqu_au"].label = "Reprise le"
        if offre.grain == Grain.AUCUN:
            del self.fields["jusqu_au"]
        else:
            self.fields["jusqu_au"].widget.attrs |= {
                "min": (self.today + timedelta(days=1)).isoformat(),
                "max": (self.today + UN_AN).isoformat(),
            }

    def _date_proposee(self) -> date | None:
        """Return the day said before if it is still to come; else, for a permanence, two weeks from now."""
        dite = self.offre.dispo_jusqu_au
        if dite and dite > self.today:
            return dite
        return self.today + DEUX_SEMAINES if self.offre.grain == Grain.RENDEZ_VOUS else None

    @property
    def choix(self) -> list[tuple[str, str]]:
        """Return the buttons that say it at once."""
        return [(str(d), LIBELLES[Dispo(d)]) for d in GRAINS[self.offre.grain] if d not in AVEC_DATE]

    @property
    def choix_date(self) -> tuple[str, str] | None:
        """Return the one that goes with a day."""
        return next(((str(d), LIBELLES[Dispo(d)]) for d in GRAINS[self.offre.grain] if d in AVEC_DATE), None)

    def clean(self) -> dict[str, Any]:
        """Forget the day proposed beside another choice, then hold what is said to the grain."""
        donnees = super().clean() or {}
        dispo = donnees.get("dispo", "")
        if dispo not in AVEC_DATE:
            self.errors.pop("jusqu_au", None)
            donnees["jusqu_au"] = None
        if not self.errors:
            try:
                valider_place(self.offre, dispo=dispo, jusqu_au=donnees.get("jusqu_au"), today=self.today)
            except ValidationError as erreur:
                self.add_error(None, erreur)
        return donnees

    def faire(self, porteur: Porteur, *, now: datetime) -> uuid.UUID | None:
        """Say what the valid form holds; an activity edited meanwhile adds its error to the form and raises it."""
        try:
            return porteur.faire(dire_la_place, self.offre, now=now, **self.cleaned_data)
        except ValidationError as erreur:
            self.add_error(None, erreur)
            raise
