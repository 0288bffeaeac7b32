"""The parameters of a search, told from the form itself: what the page filters on, the API does, by the same names.

The form reads them, as on the page: a value that it does not know is left aside and said in « compris ».
"""

from datetime import date
from typing import Annotated, Any

from django import forms
from django.http import HttpRequest
from ninja import Field, Path, Query, Schema
from pydantic import create_model

from recherche.criteres import Criteres
from recherche.filters import RechercheForm, formulaire

LIMITE_MAX = 100


def _champ(champ: forms.Field) -> tuple[Any, Any]:
    """Return the type and the description of one field of the form."""
    libelle = str(champ.label)
    choix = [str(code) for code, _ in getattr(champ, "choices", ()) if code != ""]
    extra: dict[str, Any] = {}
    if choix:
        extra["json_schema_extra"] = {"examples": choix[:3]}
        libelle = f"{libelle}. Valeurs : {', '.join(choix)}"
    if isinstance(champ, forms.MultipleChoiceField):
        return list[str], Field(default_factory=list, description=f"{libelle} (peut être répété)", **extra)
    if isinstance(champ, forms.BooleanField):
        return str, Field("", description=f"{libelle} : « on » pour le demander", **extra)
    if isinstance(champ, forms.DateField):
        return str, Field("", description=f"{libelle} : AAAA-MM-JJ", **extra)
    return str, Field("", description=libelle, **extra)


_champs: dict[str, Any] = {nom: _champ(champ) for nom, champ in formulaire({}).fields.items()}
_champs["pres"] = (
    str,
    Field("", description="Près de : un code postal, une commune, ou « latitude,longitude » à trois décimales"),
)
_champs["avant"] = (str, Field("", description="Avant ce jour, quand c’est urgent : AAAA-MM-JJ"))
_champs["depuis"] = (str, Field("", description="Depuis : l’uid du lieu où l’on est"))
_champs["federation"] = (str, Field("", description="Un seul réseau : le nom court de sa fédération"))

# What narrows a list, and names one thing. An unknown value finds nothing.
Uid = Annotated[str, Path(description="L’uid, tel que le donnent les listes et la recherche")]
NomDeListe = Annotated[str, Path(description="Le nom de la liste, tel que le donne /referentiels")]
ParFederation = Annotated[str, Query("", description="Un seul réseau : le nom court de sa fédération")]
ParCommune = Annotated[str, Query("", description="Une seule commune : son code INSEE")]
ParStructure = Annotated[str, Query("", description="Une seule structure : son uid")]
ParLieu = Annotated[str, Query("", description="Un seul lieu : son uid")]
ParActivite = Annotated[str, Query("", description="Une seule activité : son uid")]
ParDepartement = Annotated[str, Query("", description="Un seul département : son numéro")]
ParCodePostal = Annotated[str, Query("", description="Un seul code postal")]

Criteria: Any = create_model("Criteria", __base__=Schema, **_champs)


class Suite(Schema):
    """Where to go on, and how much to give."""

    curseur: str = Field("", description="Pour la page suivante : « suivant » de la page d’avant")
    limite: int = Field(20, ge=1, le=LIMITE_MAX, description="Nombre de résultats de la page")


class Periode(Schema):
    """Days, both included."""

    du: date | None = Field(None, description="Premier jour : AAAA-MM-JJ")
    au: date | None = Field(None, description="Dernier jour : AAAA-MM-JJ")


def question(request: HttpRequest) -> tuple[RechercheForm, Criteres]:
    """Return the form of a request and its question."""
    form = formulaire(request.GET)
    return form, form.criteres(federation=request.GET.get("federation", "")[:50])
