"""Bytes → rows of the standard, when nobody is there to correct how the columns are recognised."""

from echanges.classeurs.grille import FichierIllisible
from echanges.classeurs.ouvrir import ouvrir
from echanges.correspondance import Precisions, en_fichier, fautes
from echanges.reconnaissance.colonnes import en_table, reconnaitre
from echanges.standard.lignes import Fichier, LigneLue

__all__ = ["Fichier", "FichierIllisible", "LigneLue", "lire"]


def lire(octets: bytes, nom: str = "fichier.csv") -> Fichier:
    """Read a file by the first of its sheets, as its columns are recognised; raise FichierIllisible."""
    classeur = ouvrir(octets, nom)
    table = en_table(classeur.proposees()[0])
    cibles = reconnaitre(table)
    if manques := fautes(cibles, table.entetes):
        raise FichierIllisible(" ".join(manques))
    return en_fichier(classeur, table, cibles, Precisions())
