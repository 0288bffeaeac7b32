"""What a row of the standard becomes: the values of a structure, a place and its activities, ready to compare."""

from dataclasses import dataclass, field
from typing import Any

from echanges.remarques import Remarques
from echanges.standard.nettoyage.communes import CommuneLue

# Fields that only make sense together: merged, kept or taken as one. Any other value stands alone.
BLOCS: dict[str, tuple[str, ...]] = {
    "lieu.commune": ("code_postal", "commune_id"),
    "lieu.position": ("latitude", "longitude", "precision"),
    "lieu.horaires": ("horaires", "horaires_source"),
    "lieu.verifie": ("verifie_le", "verifie_voie"),
    "offre.nature": ("nature", "acces"),
    "offre.mode": ("mode", "zone"),
    "offre.tarif": ("tarif", "tarif_detail"),
    "offre.horaires": ("suit_le_lieu", "horaires", "horaires_ancre"),
    "offre.verifie": ("verifie_le", "verifie_voie"),
}

Valeurs = dict[str, list[Any]]  # by block, the JSON values of its fields


def champs_de(noun: str, bloc: str) -> tuple[str, ...]:
    """Return the fields of a block of a noun."""
    return BLOCS.get(f"{noun}.{bloc}", (bloc,))


@dataclass(frozen=True, slots=True)
class Fiche:
    """A row read: values by noun, what creation alone sets, and the raw words to keep."""

    numero: int
    identifiant: str
    nom: str
    commune: CommuneLue
    structure: Valeurs
    lieu: Valeurs
    lieu_creation: dict[str, Any]
    offres: dict[str, Valeurs]  # by service key
    brut: dict[str, str]
    parente: str = ""  # the organisation above the place, as the row names it
    remarques: Remarques = field(default=())


@dataclass(frozen=True, slots=True)
class Rejet:
    """A row that is not taken, and why."""

    numero: int
    identifiant: str
    nom: str
    raison: str
    remarques: Remarques = field(default=())
