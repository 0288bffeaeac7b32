"""What is missing of an activity or of a place, and whose absence costs a resident a trip."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from ateliers.models import Offre
from ateliers.nomenclature import THEMES, Mode, Nature
from structures.models import Lieu
from structures.nomenclature import Precision

# What one comes for with papers in hand.
AVEC_PAPIERS = THEMES.masque(("demarches", "courrier", "droits", "emploi", "sante"))
SUR_DOSSIER = (Nature.PERMANENCE, Nature.ACCOMPAGNEMENT)


@dataclass(frozen=True, slots=True)
class Manque:
    """One thing that is not said: the card where it is said, the words for it, what its absence costs.

    What is essential is asked before an activity is published.
    """

    carte: str
    quoi: str
    cout: str = ""
    essentiel: bool = False


def manques(offre: Offre) -> list[Manque]:
    """Return what an activity does not say, the most costly first; reads `offre.lieu` and the structures."""
    trouves = []
    if not offre.themes:
        trouves.append(
            Manque("presentation", "à quel besoin elle répond", "personne ne la trouve en cherchant", essentiel=True)
        )
    if not (offre.horaires or offre.horaires_source or offre.suit_le_lieu) and offre.mode == Mode.SUR_PLACE:
        trouves.append(Manque("horaires", "les horaires", "on se déplace pour rien", essentiel=True))
    if not offre.acces:
        trouves.append(Manque("venir", "s’il faut un rendez-vous", "on se présente un jour complet", essentiel=True))
    if not _joignable(offre):
        trouves.append(Manque("venir", "un numéro à appeler", "l’accueil d’à côté ne peut pas vérifier"))
    if not offre.publics and not offre.reserves:
        trouves.append(Manque("public", "qui peut venir", "on envoie quelqu’un qui ne sera pas reçu", essentiel=True))
    if offre.nature in SUR_DOSSIER and offre.themes & AVEC_PAPIERS and not (offre.papiers or offre.papiers_autres):
        trouves.append(Manque("venir", "les papiers à apporter", "la personne devra revenir avec"))
    if not offre.tarif:
        trouves.append(Manque("tarif", "le prix", "elle n’apparaît pas quand on demande « gratuit »"))
    return trouves


def manques_du_lieu(lieu: Lieu) -> list[Manque]:
    """Return what a place does not say, the most costly first; reads its structure."""
    trouves = []
    if lieu.precision != Precision.EXACTE:
        trouves.append(Manque("adresse", "le point exact sur la carte", "le plan envoie au mauvais endroit"))
    if not (lieu.horaires or lieu.horaires_source):
        trouves.append(Manque("horaires", "les horaires", "on trouve porte close"))
    if not (lieu.telephone or lieu.structure.telephone):
        trouves.append(Manque("contacts", "un numéro à appeler", "l’accueil d’à côté ne peut pas vérifier"))
    if not lieu.reconnaitre:
        trouves.append(Manque("reconnaitre", "comment vous reconnaître", "on passe devant sans entrer"))
    if not lieu.accessibilites:
        trouves.append(Manque("accessibilite", "si l’on peut entrer en fauteuil", "on n’ose pas venir"))
    return trouves


# The same as `manques_du_lieu`, by the same cards, for the database: what a table of places filters and sorts by.
MANQUE_AU_LIEU: dict[str, Q] = {
    "adresse": ~Q(precision=Precision.EXACTE),
    "horaires": Q(horaires="", horaires_source=""),
    "contacts": Q(telephone="", structure__telephone=""),
    "reconnaitre": Q(reconnaitre=""),
    "accessibilite": Q(accessibilites=0),
}


def combien(conditions: Iterable[Q]) -> Combinable:
    """Return how many of these conditions a row fulfils, as the database counts them."""
    total: Combinable = Value(0)
    for condition in conditions:
        total += Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
    return total


def _joignable(offre: Offre) -> bool:
    numeros = [offre.telephone, offre.structure.telephone]
    if offre.lieu is not None:
        numeros += [offre.lieu.telephone, offre.lieu.structure.telephone]
    return any(numeros)
