"""What « Mon espace » remembers, beside the directory: answers, reports, accesses without an account."""

from espace.models.acces import GesteSansCompte, LienPermanences, Poste
from espace.models.confirmations import CampagneReseau, Sollicitation
from espace.models.envois import Avertissement, Desabonnement, Envoi
from espace.models.rappels import OuvertPendant
from espace.models.signalements import Signalement

__all__ = [
    "Avertissement",
    "CampagneReseau",
    "Desabonnement",
    "Envoi",
    "GesteSansCompte",
    "LienPermanences",
    "OuvertPendant",
    "Poste",
    "Signalement",
    "Sollicitation",
]
