"""What is missing of an activity, and whose absence costs a resident a trip."""

from dataclasses import dataclass

from ateliers.models import Offre
from ateliers.nomenclature import THEMES, Mode, Nature

# What one comes for with papers in hand.
AVEC_PAPIERS = THEMES.masque(("demarches", "courrier", "droits", "emploi", "sante"))
SUR_DOSSIER = (Nature.PERMANENCE, Nature.ACCOMPAGNEMENT)


@dataclass(frozen=True, slots=True)
class Manque:
    """One thing that is not said: the card where it is said, and the words for it."""

    carte: str
    quoi: str


def manques(offre: Offre) -> list[Manque]:
    """Return what an activity does not say, the most costly first; reads `offre.lieu` and the structures."""
    trouves = []
    if not offre.themes:
        trouves.append(Manque("presentation", "à quel besoin elle répond"))
    if not (offre.horaires or offre.horaires_source or offre.suit_le_lieu) and offre.mode == Mode.SUR_PLACE:
        trouves.append(Manque("horaires", "les horaires"))
    if not offre.acces:
        trouves.append(Manque("venir", "s’il faut un rendez-vous"))
    if not _joignable(offre):
        trouves.append(Manque("venir", "un numéro à appeler"))
    if not offre.publics and not offre.reserves:
        trouves.append(Manque("public", "qui peut venir"))
    if offre.nature in SUR_DOSSIER and offre.themes & AVEC_PAPIERS and not (offre.papiers or offre.papiers_autres):
        trouves.append(Manque("venir", "les papiers à apporter"))
    if not offre.tarif:
        trouves.append(Manque("tarif", "le prix"))
    return trouves


def _joignable(offre: Offre) -> bool:
    numeros = [offre.telephone, offre.structure.telephone]
    if offre.lieu is not None:
        numeros += [offre.lieu.telephone, offre.lieu.structure.telephone]
    return any(numeros)
