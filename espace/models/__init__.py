"""What « Mon espace » remembers, beside the directory: answers, reports, the figures of a year."""

from espace.models.chiffres import ChiffresAnnee, ChiffresOffre
from espace.models.rappels import OuvertPendant
from espace.models.signalements import Signalement

__all__ = ["ChiffresAnnee", "ChiffresOffre", "OuvertPendant", "Signalement"]
