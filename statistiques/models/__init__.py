"""What the figures of a network are made of, beside the directory."""

from statistiques.models.chiffres import ChiffresAnnee, ChiffresOffre
from statistiques.models.instantanes import Instantane

__all__ = ["ChiffresAnnee", "ChiffresOffre", "Instantane"]
