"""What search asks of an activity, in three whole numbers that the database works out itself.

An index that holds them answers most questions without reading the rows: a row is wide, and a big city has thousands.
Every choice of the form is one bit, so that a filter is one comparison, and counting what each choice would leave is
counting bits (`recherche/comptes.py`). See docs/adr/0010.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.expressions import Combinable

from ateliers.nomenclature import (
    ACCES,
    AVEC_PLACE,
    LANGUES,
    METIERS,
    POSTURES,
    PUBLICS,
    SANS_PLACE,
    THEMES,
    Dispo,
    Grain,
    Mode,
    Nature,
    Tarif,
)
from core.masques import Nomenclature
from structures.nomenclature import ACCESSIBILITES
from structures.nomenclature import Nature as NatureStructure
from structures.typologies import GROUPES

EN_ATTENTE = (Dispo.ATTENTE, Dispo.PLUS_UN_MOIS)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the three numbers: `largeur` bits of `colonne`, from `debut`.

    A list may grow to its width without a change of schema; the bits of a list keep their order.
    """

    colonne: str
    debut: int
    largeur: int

    @property
    def masque(self) -> int:
        """All the bits of this place, where they stand."""
        return (1 << self.largeur) - 1 << self.debut


PLACES: dict[str, Place] = {
    "themes": Place("traits_a", 0, 24),
    "publics": Place("traits_a", 24, 20),
    "metiers": Place("traits_a", 44, 18),
    "langues": Place("traits_b", 0, 40),
    "lieu_groupes": Place("traits_b", 40, 16),
    "postures": Place("traits_b", 56, 6),
    "creneaux": Place("traits_c", 0, 21),
    "nature": Place("traits_c", 21, 7),
    "mode": Place("traits_c", 28, 4),
    "lieu_nature": Place("traits_c", 32, 4),
    "etat": Place("traits_c", 36, 3),  # what is said of room: full, room, waiting; a date says whether it counts
    "sans_rdv": Place("traits_c", 39, 1),
    "fauteuil": Place("traits_c", 40, 1),
    "gratuit": Place("traits_c", 41, 1),
    "adhesion": Place("traits_c", 42, 1),
    "sans_condition": Place("traits_c", 43, 1),
    "aidants_connect": Place("traits_c", 44, 1),
    "on_vient": Place("traits_c", 45, 1),  # one simply comes: there is nothing to say of room
}
# The lists of masks, and those of single values: each value is a bit, in this order.
MASQUES: dict[str, Nomenclature] = {
    "themes": THEMES,
    "publics": PUBLICS,
    "metiers": METIERS,
    "langues": LANGUES,
    "lieu_groupes": GROUPES,
    "postures": POSTURES,
}
VALEURS: dict[str, tuple[str, ...]] = {
    "nature": tuple(Nature.values),
    "mode": tuple(Mode.values),
    "lieu_nature": tuple(NatureStructure.values),
}


def _oui(condition: Q, masque: int) -> Case:
    return Case(When(condition, then=Value(masque)), default=Value(0), output_field=models.BigIntegerField())


def _masque(champ: str, largeur: int) -> Combinable:
    return F(champ).bitand((1 << largeur) - 1)


def _tous(largeur: int) -> Combinable:
    """Who it is for: an audience that is not stated, or « tous publics », is every audience."""
    return Case(
        When(Q(publics=0), then=Value((1 << largeur) - 1)),
        When(Q(_un_bit("publics", PUBLICS["tous"].masque)), then=Value((1 << largeur) - 1)),
        default=_masque("publics", largeur),
        output_field=models.BigIntegerField(),
    )


def _un_bit(champ: str, masque: int) -> models.lookups.GreaterThan:
    return models.lookups.GreaterThan(F(champ).bitand(masque), 0)


def _morceau(nom: str, place: Place) -> Any:
    """Return one place of the numbers, its bits where they stand."""
    if nom in VALEURS:
        return Case(
            *(When(**{nom: v}, then=Value(1 << place.debut + n)) for n, v in enumerate(VALEURS[nom])),
            default=Value(0),
            output_field=models.BigIntegerField(),
        )
    un = 1 << place.debut
    conditions = {
        "sans_rdv": Q(_un_bit("acces", ACCES["sans_rdv"].masque)),
        "fauteuil": Q(_un_bit("lieu_accessibilites", ACCESSIBILITES["fauteuil"].masque)),
        "gratuit": Q(tarif=Tarif.GRATUIT),
        "adhesion": Q(tarif=Tarif.ADHESION),
        "sans_condition": Q(reserves=0),
        "aidants_connect": Q(aidants_connect=True),
        "on_vient": Q(grain=Grain.AUCUN, dispo="", acces=ACCES["sans_rdv"].masque),
    }
    if nom in conditions:
        return _oui(conditions[nom], un)
    if nom == "etat":
        return Case(
            When(dispo__in=SANS_PLACE, then=Value(un)),
            When(dispo__in=AVEC_PLACE, then=Value(un << 1)),
            When(dispo__in=EN_ATTENTE, then=Value(un << 2)),
            default=Value(0),
            output_field=models.BigIntegerField(),
        )
    bits = _tous(place.largeur) if nom == "publics" else _masque(nom, place.largeur)
    return bits.bitleftshift(place.debut) if place.debut else bits


def traits(colonne: str) -> models.GeneratedField:
    """Return the field of one of the three numbers."""
    morceaux = [_morceau(nom, place) for nom, place in PLACES.items() if place.colonne == colonne]
    total: Any = reduce(lambda avant, morceau: avant.bitor(morceau), morceaux)
    return models.GeneratedField(expression=total, output_field=models.BigIntegerField(), db_persist=True)


def bits(nom: str, masque: int = 1) -> int:
    """Return the bits of a list where they stand in its number; the one bit, for a place of one."""
    place = PLACES[nom]
    return (masque << place.debut) & place.masque


def bits_des_valeurs(nom: str, valeurs: tuple[str, ...]) -> int:
    """Return the bits of these values where they stand; one that is not known has none."""
    return bits(nom, sum(1 << n for n, v in enumerate(VALEURS[nom]) if v in valeurs))
