"""The forms of the small cards: each edits a few columns of one object, and saves alone."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db import models

from ateliers.models import Offre
from centres.models import Centre, Equipement
from core.exemples import EXEMPLES
from partenaires.models import Partenaire
from structures.models import Lieu, Structure
from structures.nomenclature import RESEAUX_SOCIAUX

OUI_NON = (("", "Non renseigné"), ("True", "Oui"), ("False", "Non"))


def _champ(colonne: models.Field, **options: Any) -> Any:
    if isinstance(colonne, models.URLField):
        options["assume_scheme"] = "https"
    return colonne.formfield(**options)


class Colonnes:
    """What the Meta of every card shares: an address typed without its scheme is read as https."""

    formfield_callback = staticmethod(_champ)


class CarteForm(forms.ModelForm):
    """A few columns of one object. Long texts get a large box, yes/no/unknown three plain choices."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for champ in self.fields.values():
            if isinstance(champ.widget, forms.Textarea):
                champ.widget.attrs["rows"] = 4
            if isinstance(champ, forms.URLField):
                champ.widget.attrs.setdefault("placeholder", "https://")
                champ.widget.attrs.setdefault("autocapitalize", "none")


class StructureIdentiteForm(CarteForm):
    class Meta(Colonnes):
        model = Structure
        fields = ["nom", "presentation"]
        help_texts = {"presentation": "Deux ou trois phrases simples : qui vous êtes, pour qui."}


class StructureContactsForm(CarteForm):
    """Contacts and networks: one address a network, rather than a list to write."""

    colonnes = ("telephone", "courriel", "site_web", "reseaux")

    class Meta(Colonnes):
        model = Structure
        fields = ["telephone", "courriel", "site_web"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        connus = {r[0]: r[1] for r in self.instance.reseaux if isinstance(r, list) and len(r) == 2}
        for code, label in RESEAUX_SOCIAUX.items():
            self.fields[f"reseau_{code}"] = forms.CharField(
                label=label,
                required=False,
                max_length=500,
                initial=connus.get(code, ""),
                widget=forms.URLInput(attrs={"placeholder": "https://", "autocapitalize": "none"}),
            )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        couples = []
        for code in RESEAUX_SOCIAUX:
            adresse = str(donnees.get(f"reseau_{code}") or "").strip()
            if not adresse:
                continue
            if "://" not in adresse:
                adresse = f"https://{adresse}"
            try:
                URLValidator(schemes=["http", "https"])(adresse)
            except forms.ValidationError:
                self.add_error(f"reseau_{code}", EXEMPLES[forms.URLField])
                continue
            couples.append([code, adresse])
        if not self.errors:
            self.instance.reseaux = couples
        return donnees


class LieuIdentiteForm(CarteForm):
    class Meta(Colonnes):
        model = Lieu
        fields = ["nom", "presentation_resume", "presentation"]
        help_texts = {"presentation_resume": "Une phrase, pour les cartes et les listes."}


class LieuReconnaitreForm(CarteForm):
    class Meta(Colonnes):
        model = Lieu
        fields = ["reconnaitre", "arret"]
        help_texts = {
            "reconnaitre": "Ce qu’on voit de la rue : « porte verte, à côté de la pharmacie ».",
            "arret": "« Bus 172, arrêt Mairie, à 3 minutes à pied ».",
        }


class LieuContactsForm(CarteForm):
    class Meta(Colonnes):
        model = Lieu
        fields = ["telephone", "courriel", "site_web", "prise_rdv_url"]


class LieuAccessibiliteForm(CarteForm):
    class Meta(Colonnes):
        model = Lieu
        fields = ["accessibilites", "acces_libre_url", "prises_en_charge"]


def _oui_non(champ: forms.Field) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=champ.label,
        choices=OUI_NON,
        required=False,
        coerce={"True": True, "False": False}.get,
        empty_value=None,
        widget=forms.RadioSelect,
    )


class EquipementForm(CarteForm):
    class Meta(Colonnes):
        model = Equipement
        fields = [
            "salle_dediee", "ordinateurs_fixes", "ordinateurs_portables", "tablettes", "ecran_tactile_geant",
            "imprimante", "scanner", "wifi_public", "a_renouveler", "apporter_appareil", "precisions",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom, champ in list(self.fields.items()):
            if isinstance(champ, forms.NullBooleanField):
                self.fields[nom] = _oui_non(champ)
                valeur = getattr(self.instance, nom)
                self.initial[nom] = "" if valeur is None else str(valeur)


class CentreForm(CarteForm):
    class Meta(Colonnes):
        model = Centre
        fields = ["statut", "agrement", "agrement_jusqu_au", "adhesion_famille", "animateurs", "personnes_par_semaine"]
        widgets = {"agrement_jusqu_au": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class PartenaireForm(CarteForm):
    class Meta(Colonnes):
        model = Partenaire
        fields = ["genre", "apporte", "mediation_numerique"]
        help_texts = {"apporte": "Ce que les centres peuvent vous demander : « ateliers avec notre matériel »."}


class OffrePresentationForm(CarteForm):
    class Meta(Colonnes):
        model = Offre
        fields = ["nom", "nature", "themes", "postures", "aidants_connect", "presentation"]
        labels = {"nature": "Genre d’activité", "themes": "Pour quel besoin", "postures": "Ce que la personne obtient"}
        help_texts = {
            "nom": "Ce qu’on dit au téléphone : « Permanence d’écrivain public ».",
            "presentation": "Phrases courtes, langage simple.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        besoins = self.fields["themes"]
        besoins.required = True
        besoins.error_messages["required"] = "Choisissez au moins un besoin : sans lui, personne ne trouve l’activité."

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if not self.errors:
            # Somebody who knows it has said what it is.
            self.instance.a_preciser = False
        return donnees


class OffrePublicForm(CarteForm):
    class Meta(Colonnes):
        model = Offre
        fields = ["publics", "reserves", "reserve_detail", "age_min", "age_max", "langues", "niveaux", "formes"]
        help_texts = {
            "publics": "À qui l’activité s’adresse : ce n’est pas une condition.",
            "reserves": "Une condition : les autres personnes ne sont pas reçues.",
        }


class OffreVenirForm(CarteForm):
    class Meta(Colonnes):
        model = Offre
        fields = [
            "acces", "telephone", "courriel", "inscription_url", "papiers", "papiers_autres", "appareil", "capacite",
        ]  # fmt: skip
        labels = {"acces": "Comment on vient"}


class OffreTarifForm(CarteForm):
    class Meta(Colonnes):
        model = Offre
        fields = ["tarif", "tarif_detail", "finance_par", "centre_fournit"]


class OffreQuiRecoitForm(CarteForm):
    class Meta(Colonnes):
        model = Offre
        fields = ["metiers"]
