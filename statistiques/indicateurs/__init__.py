"""The indicators of a network: what is read (`faits`), what is counted (`registre`), the one pass (`calcul`)."""

from statistiques.indicateurs.calcul import EtatDesLieux, indicateurs
from statistiques.indicateurs.modele import Base, Chapitre, Genre, Indicateur, Reponse, Resultat, Unite
from statistiques.indicateurs.registre import REGISTRE

__all__ = [
    "REGISTRE",
    "Base",
    "Chapitre",
    "EtatDesLieux",
    "Genre",
    "Indicateur",
    "Reponse",
    "Resultat",
    "Unite",
    "indicateurs",
]
