"""What the members of a network say to one another."""

from reseau.models.annonces import Annonce, Message
from reseau.models.publications import federations_of

__all__ = ["Annonce", "Message", "federations_of"]
