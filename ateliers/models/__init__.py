"""Activities, their sessions, who receives, and the words that search reads."""

from ateliers.models.intervenants import Intervenant
from ateliers.models.mots import Mot
from ateliers.models.offres import Offre
from ateliers.models.seances import Seance

__all__ = ["Intervenant", "Mot", "Offre", "Seance"]
