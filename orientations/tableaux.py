"""The figures of orientations, as a table to download: what is hidden on screen is hidden there."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.text import slugify

from core.tableur import Cellule, Colonne, Genre, Table
from orientations.queries import SEUIL, Tableau
from structures.models import Structure

COLONNES = (
    Colonne("par", "Compté par", "Ce par quoi les orientations sont comptées : activité, besoin, public…"),
    Colonne("quoi", "Quoi", "L’activité, le besoin, le public, la commune ou le moyen.", largeur=48),
    Colonne("nombre", "Orientations", "Combien, les douze derniers mois ; vide quand c’est masqué.", Genre.NOMBRE),
    Colonne("masque", "Masqué", f"Oui : moins de {SEUIL}, ou de quoi en retrouver un.", Genre.OUI_NON),
)


def table_des_orientations(structure: Structure, tableaux: Sequence[tuple[str, Tableau]], le: date) -> Table:
    """Return the counts of the page, one below another."""
    nom = f"orientations-{slugify(structure.nom)[:60] or structure.uid}"
    remarque = "Une orientation est un papier imprimé ou un message envoyé : on ne sait ni pour qui, ni ce qui a suivi."
    return Table("Orientations", nom, le, COLONNES, _lignes(tableaux), (structure.nom, remarque))


def _lignes(tableaux: Sequence[tuple[str, Tableau]]) -> Iterator[tuple[Cellule, ...]]:
    for titre, tableau in tableaux:
        for c in tableau.cellules:
            yield (titre, c.label, c.nombre, c.nombre is None)
        if tableau.cellules:
            yield (titre, "En tout", tableau.total, tableau.total is None)
