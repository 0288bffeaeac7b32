"""What one chooses to show on a site: whose activities, as a list or a map, how high, under which title."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from comptes.models import Federation
from echanges.integration.cadre import CARTE, LISTE, parametres_de_recherche
from structures.models import Structure

HAUTEUR = 600
RECHERCHE, STRUCTURE, LIEU = "recherche", "structure", "lieu"


class IntegrationForm(forms.Form):
    """A question asked by GET: what it gives is an address and a piece of code."""

    quoi = forms.ChoiceField(label="Que montrer ?")
    recherche = forms.CharField(
        label="Adresse de la recherche",
        required=False,
        max_length=2000,
        help_text=(
            "Pour une recherche : faites-la sur le site, puis copiez ici l’adresse de la page de résultats. "
            "Sans adresse, tout le réseau est montré."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
    )
    vue = forms.ChoiceField(
        label="Comment ?",
        choices=[(LISTE, "une liste"), (CARTE, "une carte, puis la liste")],
        widget=forms.RadioSelect,
    )
    hauteur = forms.IntegerField(
        label="Hauteur, en pixels", min_value=300, max_value=2000, help_text="De 300 à 2000 ; au-delà, on défile."
    )
    titre = forms.CharField(
        label="Titre du cadre",
        max_length=120,
        help_text="Lu aux personnes qui ne voient pas l’écran.",
    )

    def __init__(
        self, data: Any, *, structures: list[Structure], federations: list[Federation], **options: Any
    ) -> None:
        super().__init__(data, **options)
        choix = []
        for structure in structures:
            choix.append((f"{STRUCTURE}:{structure.uid}", f"Activités : {structure.nom}"))
            lieux = list(structure.lieux.all())
            if len(lieux) > 1:
                choix += [(f"{LIEU}:{lieu.uid}", f"Seulement celles du lieu {lieu.nom}") for lieu in lieux]
        choix += [(f"{RECHERCHE}:{f.slug}", f"Une recherche, parmi les lieux de {f.nom}") for f in federations]
        self.fields["quoi"].choices = choix  # type: ignore[attr-defined]

    def clean_recherche(self) -> QueryDict:
        """Read an address of results, or what follows its « ? »; nothing is all the network."""
        texte = self.cleaned_data["recherche"].strip()
        try:
            question = urlsplit(texte).query if "?" in texte else ""
        except ValueError:
            question = ""
        if texte and not question:
            raise ValidationError("Copiez toute l’adresse de la page de résultats, avec ce qui suit le « ? ».")
        try:
            return parametres_de_recherche(QueryDict(question))
        except ValueError:
            raise ValidationError("Cette adresse ne se lit pas. Refaites la recherche, et copiez-la.") from None
