"""What is looked for in the journal: an invalid field is dropped and said, the others answer."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.voies import Voie
from federation.bureau.journal import CriteresJournal

_JOUR = {"type": "date"}
# What a person may look for; the night's own doings are asked for by name.
VOIES = [("", "Toutes"), *Voie.choices]


class JournalForm(forms.Form):
    """The filters of the journal."""

    q = forms.CharField(label="Structure, lieu ou activité", max_length=100, required=False)
    qui = forms.CharField(label="Qui", max_length=100, required=False)
    voie = forms.ChoiceField(label="Comment", choices=VOIES, required=False)
    du = forms.DateField(label="Du", required=False, widget=forms.DateInput(attrs=_JOUR, format="%Y-%m-%d"))
    au = forms.DateField(label="Au", required=False, widget=forms.DateInput(attrs=_JOUR, format="%Y-%m-%d"))

    def criteres(self, avant: str = "") -> CriteresJournal:
        """Return what is looked for; `avant` is the moment in the address of the next page."""
        self.is_valid()
        lus: dict[str, Any] = self.cleaned_data
        return CriteresJournal(
            texte=lus.get("q", ""),
            qui=lus.get("qui", ""),
            voie=lus.get("voie", ""),
            du=lus.get("du"),
            au=lus.get("au"),
            avant=_moment(avant),
        )


def _moment(texte: str) -> datetime | None:
    try:
        moment = parse_datetime(texte)
    except ValueError:
        return None
    if moment is None or moment.year < 2000:
        return None
    return moment if timezone.is_aware(moment) else None
