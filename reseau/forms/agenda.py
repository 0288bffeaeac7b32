"""What is asked of somebody who organises, and of whoever comes."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from reseau.forms.publications import PublicationForm
from reseau.models import Evenement
from reseau.nomenclature import GenreEvenement
from reseau.voix import Voix
from structures.horaires import moment

LOIN = timedelta(days=730)
DUREE_MAX = timedelta(days=31)
LISTE = "Choisissez dans la liste."


def _jour(**plus: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choisissez un jour."},
        **plus,
    )


def _heure(**plus: Any) -> forms.TimeField:
    return forms.TimeField(
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h"],
        error_messages={"required": "Écrivez une heure, par exemple 9:30."},
        **plus,
    )


class EvenementForm(PublicationForm):
    """A training, a meeting, a highlight: when, where, and how one comes."""

    jour = _jour(label="Quel jour")
    debut_h = _heure(label="De")
    fin_h = _heure(label="À")
    jour_fin = _jour(label="Jusqu’au", required=False, help_text="Seulement si cela dure plusieurs jours.")

    class Meta:
        model = Evenement
        fields = ["genre", "titre", "texte", "ou", "sur_inscription", "places", "inscription_jusqu_au"]
        labels = {
            "genre": "Quoi",
            "texte": "En quelques lignes",
            "ou": "Où",
            "sur_inscription": "On s’inscrit sur cette page",
            "places": "Nombre de places",
            "inscription_jusqu_au": "Inscriptions jusqu’au",
        }
        help_texts = {
            "titre": "Par exemple « Se former aux outils de France Travail ».",
            "ou": "Le lieu et son adresse, ou « en visioconférence ».",
            "places": "Vide : autant que l’on veut. Ensuite, une liste d’attente s’ouvre d’elle-même.",
            "inscription_jusqu_au": "Vide : jusqu’au début.",
        }
        widgets = {
            "genre": forms.RadioSelect,
            "texte": forms.Textarea(attrs={"rows": 6, "maxlength": 5000}),
            "places": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 5}),
            "inscription_jusqu_au": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "genre": {
                "required": "Choisissez ce qui ressemble le plus.",
                "invalid_choice": "Choisissez dans la liste.",
            },
            "ou": {"required": "Dites où."},
            "places": dict.fromkeys(("invalid", "min_value", "max_value"), "Écrivez un nombre, ou laissez vide."),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["genre"].choices = GenreEvenement.choices  # type: ignore[attr-defined]
        if self.instance.pk:
            debut, fin = timezone.localtime(self.instance.debut), timezone.localtime(self.instance.fin)
            self.initial.update(jour=debut.date(), debut_h=debut.time(), fin_h=fin.time())
            if fin.date() != debut.date():
                self.initial["jour_fin"] = fin.date()

    def clean_places(self) -> int | None:
        places = self.cleaned_data["places"]
        if places is not None and not 1 <= places <= 5000:
            raise ValidationError("Écrivez un nombre, ou laissez vide.")
        return places

    def _clean_jour(self, nom: str) -> date | None:
        jour = self.cleaned_data[nom]
        premier = self.today - LOIN if self.instance.pk else self.today
        if jour is not None and not premier <= jour <= self.today + LOIN:
            raise ValidationError("Choisissez un jour à venir, dans deux ans au plus.")
        return jour

    def clean_jour(self) -> date | None:
        return self._clean_jour("jour")

    def clean_jour_fin(self) -> date | None:
        return self._clean_jour("jour_fin")

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        jour, de, a = donnees.get("jour"), donnees.get("debut_h"), donnees.get("fin_h")
        if not isinstance(jour, date) or not isinstance(de, time) or not isinstance(a, time):
            return donnees
        debut, fin = moment(jour, de), moment(donnees.get("jour_fin") or jour, a)
        if fin <= debut:
            self.add_error("fin_h", "La fin vient après le début.")
        elif fin - debut > DUREE_MAX:
            self.add_error("jour_fin", "Un mois au plus : au-delà, écrivez deux événements.")
        limite = donnees.get("inscription_jusqu_au")
        if limite is not None and limite > jour:
            self.add_error("inscription_jusqu_au", "Les inscriptions finissent avant le début.")
        if not self.errors:
            self.instance.debut, self.instance.fin = debut, fin
        return donnees


class InscriptionForm(forms.Form):
    """Come to an event: by one's function, in the name of one's structure."""

    use_required_attribute = False

    fonction = forms.CharField(
        label="Votre fonction",
        max_length=80,
        help_text="Lue par l’organisateur avec le nom de votre structure ; votre nom n’est pas demandé.",
        error_messages={"required": "Écrivez votre fonction.", "max_length": "80 lettres au plus."},
    )
    au_nom_de = forms.ChoiceField(
        label="Au nom de",
        error_messages={"required": "Choisissez au nom de qui.", "invalid_choice": "Choisissez dans la liste."},
    )

    def __init__(self, *args: Any, voix: list[Voix], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voix = voix
        if len(voix) == 1:
            del self.fields["au_nom_de"]
        else:
            self.fields["au_nom_de"].choices = [(v.cle, v.nom) for v in voix]  # type: ignore[attr-defined]

    @property
    def choisie(self) -> Voix:
        """Return in whose name one comes, once the form is valid."""
        cle = self.cleaned_data.get("au_nom_de", self.voix[0].cle)
        return next(v for v in self.voix if v.cle == cle)
