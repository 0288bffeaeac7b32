"""What a field of an organisation or a place may hold; messages in French."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fr import siret as stdnum_siret

from structures.horaires import HorairesInvalides, valider
from structures.horaires.occurrences import heures
from structures.nomenclature import RESEAUX_SOCIAUX
from structures.typologies import TYPOLOGIES

_RNA = re.compile(r"W[0-9A-Z]{9}")


def valider_siret(valeur: str) -> None:
    """Refuse what is not 14 digits with a right key."""
    try:
        if stdnum_siret.validate(valeur) != valeur:
            raise ValidationError("Écrivez le SIRET en 14 chiffres, sans espace.")
    except StdnumError as erreur:
        raise ValidationError("Ce SIRET n’est pas valable : vérifiez ses 14 chiffres.") from erreur


def valider_rna(valeur: str) -> None:
    """Refuse what is not W and nine characters."""
    if not _RNA.fullmatch(valeur):
        raise ValidationError("Un numéro RNA s’écrit W suivi de neuf chiffres ou lettres.")


def valider_typologies(codes: Any) -> None:
    """Refuse what is not a list of the standard's codes."""
    if not isinstance(codes, list) or any(not isinstance(c, str) or c not in TYPOLOGIES for c in codes):
        raise ValidationError("Un type de lieu n’est pas dans la liste nationale.")


def valider_reseaux(couples: Any) -> None:
    """Refuse what is not a list of [network, address]."""
    verifier = URLValidator(schemes=["http", "https"])
    if not isinstance(couples, list):
        raise ValidationError("Les réseaux sociaux forment une liste.")
    for couple in couples:
        if not (isinstance(couple, list) and len(couple) == 2 and couple[0] in RESEAUX_SOCIAUX):
            raise ValidationError("Un réseau social n’est pas dans la liste.")
        try:
            verifier(couple[1])
        except ValidationError as erreur:
            raise ValidationError("L’adresse d’un réseau social n’est pas valable.") from erreur


def valider_heures(texte: str) -> None:
    """Refuse the hours of an exceptional opening that we cannot compute."""
    try:
        heures(texte)
    except HorairesInvalides as erreur:
        raise ValidationError(str(erreur)) from erreur


def valider_horaires(osm: str) -> None:
    """Refuse a string that is not OSM opening hours that we can compute."""
    try:
        valider(osm)
    except HorairesInvalides as erreur:
        raise ValidationError(str(erreur)) from erreur
