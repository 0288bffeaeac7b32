"""Begin an activity or a place, copy, suspend."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from ateliers.etats import SUSPENSION_MAX
from ateliers.modeles import MODELES, Modele
from ateliers.models import Offre
from ateliers.nomenclature import Mode, Nature
from espace.forms.cartes import CarteForm
from espace.forms.ou import OuMixin, lieux_possibles
from structures.models import Lieu, Structure
from structures.nomenclature import Nature as NatureStructure
from structures.nomenclature import Precision
from structures.positions import commune_de

TYPOLOGIES = {
    NatureStructure.CENTRE: ["CS"],
    NatureStructure.EVS: ["EVS"],
    NatureStructure.PARTENAIRE: ["ASSO"],
    NatureStructure.AUTRE: ["Autre"],
}


class ActiviteNouvelleForm(OuMixin, CarteForm):
    """A name and where: the model says the rest. Without a model, also what kind of activity it is."""

    class Meta:
        model = Offre
        fields = ["nom", "nature"]
        labels = {"nature": "Genre d’activité"}
        help_texts = {"nom": "Ce qu’on dit au téléphone. Vous pourrez le changer."}

    def __init__(self, *args: Any, structure: Structure, modele: Modele | None, **kwargs: Any) -> None:
        kwargs["instance"] = Offre(structure=structure, **(modele.colonnes() if modele else {}))
        super().__init__(*args, **kwargs)
        lieux = lieux_possibles([structure.pk])
        self.poser(structure, lieux)
        if modele is not None:
            del self.fields["nature"]
            self.initial["nom"] = modele.nom
        else:
            self.fields["nature"].widget = forms.RadioSelect(choices=Nature.choices)
        loin = modele is not None and modele.mode != Mode.SUR_PLACE
        if modele is not None and loin:
            self.initial["ou"] = modele.mode
        elif lieux:
            self.initial["ou"] = lieux[0].uid
        self.initial["etendue"] = "territoire"

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        lieu, mode, zone = self.lire_ou(donnees)
        if not self.errors:
            self.instance.lieu, self.instance.mode, self.instance.zone = lieu, mode, zone
        return donnees


class ModeleForm(forms.Form):
    """Which model the address names; « autre » is none."""

    modele = forms.ChoiceField(choices=[(code, m.nom) for code, m in MODELES.items()] + [("autre", "Autre chose")])


class CopieForm(forms.Form):
    """The name of a copy."""

    nom = forms.CharField(
        label="Nom de la copie", max_length=160, help_text="Changez au moins un mot : les deux se distinguent."
    )


class SuspensionForm(forms.Form):
    """The day when it starts again."""

    jusqu_au = forms.DateField(
        label="Reprise le",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Ce jour-là, tout redevient visible, sans rien faire.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_jusqu_au(self) -> date:
        jour = self.cleaned_data["jusqu_au"]
        if not self.today < jour <= self.today + SUSPENSION_MAX:
            raise forms.ValidationError("Donnez un jour après aujourd’hui, et dans les deux ans.")
        return jour


class LieuNouveauForm(CarteForm):
    """A name and an address; the pin is set on the map afterwards."""

    commune_nom = forms.CharField(label="Commune", max_length=120)

    class Meta:
        model = Lieu
        fields = ["nom", "adresse", "code_postal"]
        help_texts = {
            "nom": "Ce qui est écrit sur la porte : « Annexe du Mont-Mesly ».",
            "adresse": "Le numéro et la rue.",
        }

    def __init__(self, *args: Any, structure: Structure, **kwargs: Any) -> None:
        premier = not Lieu.objects.filter(structure=structure).exclude(etat__in=["archive", "fusionne"]).exists()
        kwargs["instance"] = Lieu(
            structure=structure,
            principal=premier,
            precision=Precision.APPROXIMATIVE,
            typologies=list(TYPOLOGIES[NatureStructure(structure.nature)]),
        )
        super().__init__(*args, **kwargs)
        self.fields["code_postal"].validators.append(RegexValidator(r"^[0-9]{5}\Z", "Un code postal a cinq chiffres."))
        self.fields["code_postal"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.order_fields(["nom", "adresse", "code_postal", "commune_nom"])

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        code, nom = donnees.get("code_postal"), donnees.get("commune_nom")
        if not code or not nom:
            return donnees
        commune = commune_de(code, nom)
        if commune is None:
            self.add_error("commune_nom", "Nous ne connaissons pas cette commune. Vérifiez son nom et le code postal.")
        elif commune.latitude is None or commune.longitude is None:
            self.add_error("commune_nom", "Nous ne savons pas placer cette commune : demandez à votre fédération.")
        else:
            lieu = self.instance
            lieu.commune, lieu.latitude, lieu.longitude = commune, commune.latitude, commune.longitude
        return donnees
