"""What is asked of somebody who imports a file."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from echanges.classeurs.grille import TAILLE_MAX
from echanges.correspondance import fautes
from echanges.reconnaissance.cibles import ACTIVITES, GROUPES, LIBELLES
from echanges.reconnaissance.colonnes import Table
from echanges.standard.offres_inclusion import noms
from structures.models.communes import departement_de

RIEN = ("", "Ne pas importer")
EXEMPLES = 3
EXEMPLE_MAX = 60
_INSEE = re.compile(r"(?:[013-9]\d|2[AB1-9])\d{3}", re.ASCII)


class DepotForm(forms.Form):
    """The file."""

    fichier = forms.FileField(
        label="Votre tableau",
        max_length=200,
        help_text="XLSX, ODS ou CSV, 20 Mo au plus. Une ligne par lieu.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt,.json"}),
    )

    services = forms.FileField(
        label="Ses services (services.json)",
        required=False,
        max_length=200,
        help_text="Pour data·inclusion seulement\u00a0: le fichier des services, à côté de celui des structures.",
        error_messages={"empty": "Ce fichier est vide."},
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )

    def clean_fichier(self) -> Any:
        """Refuse what is too big before anybody reads it."""
        return self._mesure("fichier")

    def clean_services(self) -> Any:
        """Refuse what is too big before anybody reads it."""
        return self._mesure("services")

    def _mesure(self, champ: str) -> Any:
        fichier = self.cleaned_data[champ]
        if fichier and fichier.size > TAILLE_MAX:
            raise ValidationError(
                f"Ce fichier pèse plus de {TAILLE_MAX // 1024 // 1024}\u00a0Mo\u00a0: coupez-le en plusieurs."
            )
        return fichier


class ColonnesForm(forms.Form):
    """What each column corresponds to, who gives the file, and when its information was checked."""

    source = forms.CharField(
        label="Qui fournit ce fichier\u00a0?",
        max_length=80,
        help_text="Par exemple «\u00a0Mairie de Créteil\u00a0». Gardez le même nom à chaque fois\u00a0: c’est ainsi "
        "que les lieux sont reconnus d’un fichier à l’autre.",
        widget=forms.TextInput(attrs={"list": "sources-connues", "autocomplete": "off"}),
    )
    date_maj = forms.DateField(
        label="Quand ces informations ont-elles été vérifiées\u00a0?",
        required=False,
        help_text="Pour les lignes qui ne le disent pas. Laissez vide si vous ne savez pas.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, table: Table, proposees: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        choix = [RIEN, *((groupe, list(cibles)) for groupe, cibles in GROUPES)]
        for rang, entete in enumerate(table.entetes):
            cible = proposees[rang] if rang < len(proposees) and proposees[rang] in LIBELLES else ""
            self.fields[f"c{rang}"] = forms.ChoiceField(
                label=entete or f"Colonne {rang + 1}, sans nom", required=False, choices=choix, initial=cible
            )

    def colonnes(self) -> list[dict[str, Any]]:
        """Return the columns with what they hold: name, three values, their field."""
        return [
            {"champ": self[f"c{rang}"], "nom": entete, "rang": rang + 1, "exemples": exemples(self.table, rang)}
            for rang, entete in enumerate(self.table.entetes)
        ]

    def clean_date_maj(self) -> Any:
        """Refuse a day to come."""
        jour = self.cleaned_data["date_maj"]
        if jour and jour > timezone.localdate():
            raise ValidationError("Ce jour n’est pas encore venu.")
        if jour and jour.year < 2000:
            raise ValidationError("Cette date est trop ancienne.")
        return jour

    def cibles(self) -> list[str]:
        """Return the target of each column."""
        return [self.cleaned_data.get(f"c{rang}", "") for rang in range(len(self.table.entetes))]

    def clean(self) -> dict[str, Any]:
        """Say what cannot stand together."""
        donnees = super().clean() or {}
        if not any(nom.startswith("c") and nom[1:].isdigit() for nom in self.errors):
            for faute in fautes(self.cibles(), self.table.entetes):
                self.add_error(None, faute.replace(" :", "\u00a0:").replace("« ", "«\u00a0").replace(" »", "\u00a0»"))
        return donnees


def exemples(table: Table, rang: int) -> list[str]:
    """Return the first different values of a column."""
    valeurs: dict[str, None] = {}
    for cellule in table.colonne(rang):
        if texte := " ".join((noms(cellule) if table.entetes[rang] == ACTIVITES else cellule).split()):
            valeurs[texte if len(texte) <= EXEMPLE_MAX else f"{texte[: EXEMPLE_MAX - 1]}…"] = None
        if len(valeurs) == EXEMPLES:
            break
    return list(valeurs)


class CommunesForm(forms.Form):
    """The INSEE codes of communes that the directory does not know."""

    def __init__(self, *args: Any, introuvables: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.introuvables = introuvables
        for rang, commune in enumerate(introuvables):
            self.fields[f"insee-{rang}"] = forms.CharField(
                label=f"Code INSEE de {commune['nom']} ({commune['code_postal']})",
                required=False,
                max_length=5,
                widget=forms.TextInput(attrs={"size": 6, "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a code that is not one, or not of the postcode's département."""
        donnees = super().clean() or {}
        self.codes: dict[str, str] = {}
        for rang, commune in enumerate(self.introuvables):
            code = donnees.get(f"insee-{rang}", "").strip().upper()
            if not code:
                continue
            if not _INSEE.fullmatch(code):
                self.add_error(f"insee-{rang}", "Un code INSEE a cinq caractères, par exemple 94028 pour Créteil.")
            elif departement_de(code)[:2].replace("2A", "20").replace("2B", "20") != commune["code_postal"][:2]:
                self.add_error(
                    f"insee-{rang}",
                    f"Ce code n’est pas du même département que le code postal {commune['code_postal']}.",
                )
            else:
                self.codes[commune["cle"]] = code
        if not self.errors and not self.codes:
            raise ValidationError("Écrivez au moins un code INSEE.")
        return donnees
