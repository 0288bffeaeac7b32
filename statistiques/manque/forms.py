"""What is asked: the search's own fields, less those that say from where or when; and a distance.

The fields are those of the search, and so is what they mean: `Criteres`.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from recherche.criteres import Criteres
from recherche.filters import RechercheForm, formulaire
from statistiques.manque.calcul import KM_MAX, KM_MIN, KM_PAR_DEFAUT

# Of the search. Left out: where one starts from, and what is true of this week only.
CHAMPS = (
    *("q", "litteral", "theme", "metier", "nature", "jour", "moment", "sans_rdv", "gratuit", "place", "public"),
    *("posture", "langue", "fauteuil", "sans_condition", "aidants_connect", "type", "lieu"),
)
ORDRES = (
    ("loin", "Habitant·es loin"),
    ("part", "Part"),
    ("distance", "Distance"),
    ("recherches", "Recherches sans résultat"),
    ("gain", "Gain"),
    ("nom", "Commune"),
)


class DistanceForm(forms.Form):
    """What the search does not ask; an invalid value is dropped and said."""

    km = forms.TypedChoiceField(
        label="Loin, c’est à plus de",
        choices=[(str(n), f"{n}\u00a0km") for n in range(KM_MIN, KM_MAX + 1)],
        coerce=int,
        required=False,
    )
    ordre = forms.ChoiceField(label="Ranger par", choices=ORDRES, required=False, widget=forms.HiddenInput)


class Question:
    """The two forms of the page, bound to one query string; they always answer."""

    def __init__(self, donnees: QueryDict) -> None:
        recherche = QueryDict(mutable=True)
        for champ in CHAMPS:
            recherche.setlist(champ, donnees.getlist(champ))
        self._recherche = recherche
        valeurs = donnees.copy()
        if "km" not in donnees:
            # Not the form, a link or an address: full places do not count unless somebody says so.
            recherche["place"] = "on"
        if not valeurs.get("km"):
            valeurs["km"] = str(KM_PAR_DEFAUT)
        self.recherche: RechercheForm = formulaire(recherche)
        self.distance = DistanceForm(valeurs)
        self.distance.is_valid()

    @property
    def parametres(self) -> QueryDict:
        """What an address of this page carries: the question, without what is empty or unknown."""
        parametres = QueryDict(mutable=True)
        for champ in CHAMPS:
            if valeurs := [v for v in self._recherche.getlist(champ) if v]:
                parametres.setlist(champ, valeurs)
        parametres["km"] = str(self.km)
        return parametres

    @property
    def criteres(self) -> Criteres:
        """The question as the search understands it, from nowhere and at no time."""
        return replace(self.recherche.criteres(), origine=None, rayon_km=None, tri="pres")

    @property
    def km(self) -> int:
        return self._valeur("km", KM_PAR_DEFAUT)

    @property
    def ordre(self) -> str:
        return self._valeur("ordre", "") or ORDRES[0][0]

    @property
    def messages(self) -> list[str]:
        """What was dropped or not understood, one sentence each."""
        dits = [f"{self.distance.fields[nom].label} : cette valeur n’a pas été prise." for nom in self.distance.errors]
        return [*self.recherche.messages_erreurs(), *self.recherche.messages_ignores(), *dits]

    def _valeur(self, nom: str, defaut: Any) -> Any:
        return self.distance.cleaned_data.get(nom, defaut)
