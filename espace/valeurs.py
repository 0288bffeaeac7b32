"""Say a column in French: what a card shows, what a conflict compares, what the journal tells."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import models

from ateliers.models import Offre
from core.masques import MasqueField
from core.travailleur import PARIS
from structures.horaires import Regle, date_en_francais, en_francais, lisible
from structures.models import Commune
from structures.nomenclature import RESEAUX_SOCIAUX

VIDE = "non renseigné"
# Columns that only repeat another one, or that nobody reads.
TUS = frozenset({"id", "uid", "nom_plie", "bande", "groupes", "dispo_voie", "verifie_voie", "archivee_voie"})


def dire(objet: Any, champ: models.Field) -> str:
    """Return what a column of an object holds, in words."""
    if champ.name == "horaires" and isinstance(objet, Offre):
        return _heures(objet)
    return dire_valeur(objet, champ, getattr(objet, champ.attname))


def _heures(offre: Offre) -> str:
    """Return the hours of an activity with their rhythm, or say that they are those of its place."""
    if offre.suit_le_lieu:
        return "aux mêmes heures que le lieu"
    return en_francais(Regle(lisible(offre.horaires), offre.horaires_ancre)) or offre.horaires or VIDE


def dire_valeur(objet: Any, champ: models.Field, valeur: Any) -> str:
    """Return a value of this column in words; `objet` gives what a foreign key names."""
    if isinstance(champ, MasqueField) and champ.nomenclature is not None:
        return ", ".join(champ.nomenclature.labels(valeur)) or VIDE
    if champ.is_relation:
        return _cible(objet, champ, valeur)
    if champ.choices:
        return str(dict(champ.flatchoices).get(valeur, valeur)) or VIDE
    if valeur is None or valeur in ("", []):
        return VIDE
    match valeur:
        case bool():
            return "oui" if valeur else "non"
        case datetime():
            return f"{date_en_francais(valeur.astimezone(PARIS).date())} à {valeur.astimezone(PARIS):%H h %M}"
        case date():
            return date_en_francais(valeur)
        case float():
            return f"{valeur:.5f}".replace(".", ",")
        case list():
            return ", ".join(_element(v) for v in valeur)
    return _texte(champ.name, valeur)


def _texte(nom: str, valeur: Any) -> str:
    if nom in PROPRES:
        return PROPRES[nom](str(valeur))
    if hasattr(valeur, "as_national"):
        return str(valeur.as_national) if valeur.is_valid() else str(valeur)
    return str(valeur)


def dire_zone(zone: str) -> str:
    """Return the communes and départements of a zone, by name."""
    codes = [c for c in zone.split("|") if c]
    noms = dict(Commune.objects.filter(code_insee__in=codes).values_list("code_insee", "nom"))
    return (
        ", ".join("toute la France" if c == "france" else noms.get(c) or f"tout le département {c}" for c in codes)
        or VIDE
    )


def dire_horaires(osm: str) -> str:
    """Return the sentence of a rule, or the rule itself when no sentence says it."""
    return en_francais(Regle(lisible(osm))) or osm


# Columns whose text is written for the machine.
PROPRES: dict[str, Callable[[str], str]] = {
    "zone": dire_zone,
    "horaires": dire_horaires,
    "photo": lambda _: "une photo",
}


def _element(valeur: Any) -> str:
    if isinstance(valeur, list | tuple) and len(valeur) == 2:
        return f"{RESEAUX_SOCIAUX.get(str(valeur[0]), valeur[0])} ({valeur[1]})"
    return str(valeur)


def _cible(objet: Any, champ: models.Field, valeur: Any) -> str:
    if valeur is None:
        return VIDE
    if getattr(objet, champ.attname) == valeur and champ.name in objet._state.fields_cache:
        return str(getattr(objet, champ.name))
    cible = champ.related_model._default_manager.filter(pk=valeur).first()  # type: ignore[union-attr]
    return str(cible) if cible is not None else VIDE
