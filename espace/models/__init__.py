"""Reports, and the figures of a year."""

from espace.models.chiffres import ChiffresAnnee, ChiffresOffre
from espace.models.signalements import Signalement

__all__ = ["ChiffresAnnee", "ChiffresOffre", "Signalement"]
