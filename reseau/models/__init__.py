"""What the members of a network say to one another."""

from reseau.models.agenda import Evenement, Inscription, LienAgenda
from reseau.models.annonces import Annonce, Message
from reseau.models.experiences import Experience
from reseau.models.fiches import Fiche
from reseau.models.lettre import Abonnement
from reseau.models.publications import federations_of

__all__ = [
    "Abonnement",
    "Annonce",
    "Evenement",
    "Experience",
    "Fiche",
    "Inscription",
    "LienAgenda",
    "Message",
    "federations_of",
]
