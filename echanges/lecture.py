"""Bytes → rows of the standard, when nobody is there to correct how the columns are recognised."""

from collections.abc import Callable

from echanges.classeurs.grille import FichierIllisible
from echanges.classeurs.ouvrir import ouvrir
from echanges.correspondance import Precisions, en_fichier, fautes
from echanges.reconnaissance.colonnes import Table, en_table, reconnaitre
from echanges.standard.lignes import Fichier, LigneLue

__all__ = ["Fichier", "FichierIllisible", "LigneLue", "lire"]

Choix = Callable[[Table], tuple[list[str], Precisions]]


def _reconnues(table: Table) -> tuple[list[str], Precisions]:
    return reconnaitre(table), Precisions()


def lire(
    octets: bytes,
    nom: str = "fichier.csv",
    *,
    feuille: str = "",
    choix: Choix = _reconnues,
    taille_max: int | None = None,
) -> Fichier:
    """Read a file by one of its sheets (the first), as `choix` says its columns are; raise FichierIllisible."""
    classeur = ouvrir(octets, nom, taille_max=taille_max)
    proposees = classeur.proposees()
    choisie = next((f for f in proposees if f.nom == feuille), None) if feuille else proposees[0]
    if choisie is None:
        noms = ", ".join(f"« {f.nom} »" for f in proposees)
        raise FichierIllisible(f"Ce classeur n’a pas de feuille « {feuille} ». Ses feuilles : {noms}.")
    table = en_table(choisie)
    cibles, precisions = choix(table)
    if manques := fautes(cibles, table.entetes):
        raise FichierIllisible(" ".join(manques))
    return en_fichier(classeur, table, cibles, precisions)
