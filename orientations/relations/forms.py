"""Announce a person, and answer: what is asked is the least that lets a place reach somebody."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from phonenumber_field.formfields import PhoneNumberField

from ateliers.models import Offre, Seance
from core.travailleur import PARIS
from orientations.models import AccueilRelation, MiseEnRelation
from orientations.relations.actions import SUITES, Personne
from orientations.relations.courriels import quand
from structures.models import Structure

Etat = MiseEnRelation.Etat
_PRENOM = re.compile(r"[^\W\d_]+(?:[ .’'\-]+[^\W\d_]*){0,3}")
SEANCES_PROPOSEES = 6


class PrevenirForm(forms.Form):
    """A first name or initials, one way to reach the person, and their agreement."""

    de = forms.ModelChoiceField(label="Vous écrivez pour", queryset=Structure.objects.none(), empty_label=None)
    prenom = forms.CharField(
        label="Prénom ou initiales",
        max_length=40,
        help_text="Pas le nom de famille : le lieu n’en a pas besoin.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    mineur = forms.BooleanField(
        label="La personne a moins de 15 ans : c’est un parent qu’il faut joindre", required=False
    )
    moyen = forms.ChoiceField(
        label="Comment la joindre", choices=[("telephone", "Par téléphone"), ("courriel", "Par courriel")],
        widget=forms.RadioSelect, initial="telephone",
    )  # fmt: skip
    telephone = PhoneNumberField(
        label="Téléphone",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        help_text="Obligatoire pour la joindre par téléphone.",
    )
    courriel = forms.EmailField(
        label="Courriel",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Obligatoire pour la joindre par courriel. La personne recevra elle-même la réponse.",
    )
    seance = forms.ChoiceField(label="Séance souhaitée", required=False)
    accord = forms.BooleanField(
        label="La personne est d’accord pour que ces renseignements soient transmis à ce lieu",
        error_messages={"required": "Sans l’accord de la personne, rien ne part."},
    )

    def __init__(self, *args: Any, offre: Offre, structures: Any, now: datetime, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["de"].queryset = structures  # type: ignore[attr-defined]
        self.now = now
        seances = Seance.objects.held().filter(offre=offre, debut__gt=now).order_by("debut", "pk")[:SEANCES_PROPOSEES]
        self.seances = {s.debut.isoformat(): s.debut for s in seances}
        choix = [("", "Peu importe"), *((cle, quand(debut, now)) for cle, debut in self.seances.items())]
        self.fields["seance"].choices = choix  # type: ignore[attr-defined]

    def clean_prenom(self) -> str:
        prenom = " ".join(self.cleaned_data["prenom"].split())
        if not _PRENOM.fullmatch(prenom):
            raise ValidationError("Écrivez un prénom ou des initiales, en lettres.")
        return prenom

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        moyen = donnees.get("moyen")
        if moyen and not donnees.get(moyen) and moyen not in self.errors:
            self.add_error(moyen, "Écrivez-le : c’est par là que le lieu joindra la personne.")
        return donnees

    @property
    def personne(self) -> Personne:
        """Who is announced: the way that was not chosen is dropped, even when it was typed."""
        donnees = self.cleaned_data
        return Personne(donnees["prenom"], donnees["moyen"], str(donnees[donnees["moyen"]]), parent=donnees["mineur"])

    @property
    def seance_a(self) -> datetime | None:
        return self.seances.get(self.cleaned_data["seance"])


class ReponseForm(forms.Form):
    """One of a few answers; a day and an hour for an appointment, a reason for a refusal."""

    numero = forms.IntegerField(min_value=0, max_value=30_000, widget=forms.HiddenInput)
    etat = forms.ChoiceField(label="Votre réponse", choices=[], widget=forms.RadioSelect)
    jour = forms.DateField(
        label="Jour",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Obligatoire pour un rendez-vous.",
    )
    heure = forms.TimeField(
        label="Heure",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="Obligatoire pour un rendez-vous.",
    )
    motif = forms.ChoiceField(
        label="Pourquoi ce n’est pas possible",
        required=False,
        choices=[("", "Choisissez"), *MiseEnRelation.Motif.choices],
        help_text="Obligatoire si ce n’est pas possible. « C’est complet » met aussi à jour la page de l’activité.",
    )

    LIBELLES = {
        Etat.RECUE: "Bien reçue : nous allons joindre la personne",
        Etat.RENDEZ_VOUS: "Rendez-vous donné",
        Etat.ATTENTE: "Sur liste d’attente",
        Etat.IMPOSSIBLE: "Pas possible",
        Etat.VENUE: "La personne est venue",
        Etat.PAS_VENUE: "La personne n’est pas venue",
    }

    def __init__(self, *args: Any, relation: MiseEnRelation, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.relation = relation
        suites = SUITES.get(relation.etat, ())
        self.fields["etat"].choices = [(e, self.LIBELLES[Etat(e)]) for e in suites]  # type: ignore[attr-defined]
        self.fields["numero"].initial = relation.numero

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        etat = donnees.get("etat")
        if etat == Etat.RENDEZ_VOUS:
            self._rendez_vous(donnees)
        if etat == Etat.IMPOSSIBLE and not donnees.get("motif") and "motif" not in self.errors:
            self.add_error("motif", "Dites pourquoi ce n’est pas possible.")
        return donnees

    def _rendez_vous(self, donnees: dict[str, Any]) -> None:
        jour, heure = donnees.get("jour"), donnees.get("heure")
        if not jour and "jour" not in self.errors:
            self.add_error("jour", "Donnez le jour du rendez-vous.")
        if heure is None and "heure" not in self.errors:
            self.add_error("heure", "Donnez l’heure du rendez-vous.")
        if not jour or heure is None:
            return
        now = timezone.now()
        if not now.date() - timedelta(days=1) <= jour <= now.date() + timedelta(days=366):
            self.add_error("jour", "Le rendez-vous est à venir, dans l’année.")
            return
        donnees["rendez_vous_a"] = datetime.combine(jour, heure, PARIS)
        if donnees["rendez_vous_a"] <= now:
            self.add_error("heure", "Cette heure est déjà passée.")


class AccueilRelationForm(forms.ModelForm):
    """Where a structure wishes to be told; an empty address means that it does not."""

    class Meta:
        model = AccueilRelation
        fields = ["courriel"]
        labels = {"courriel": "Adresse où vous prévenir"}
        help_texts = {"courriel": "Une adresse que l’équipe lit chaque jour. Laissez vide pour ne plus être prévenu."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["courriel"].required = False
