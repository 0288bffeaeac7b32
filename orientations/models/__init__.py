"""What is kept of an orientation, and of a request to a place."""

from orientations.models.orientation import Canal, Orientation, OrientationQuerySet
from orientations.models.relations import AccueilRelation, Identite, MiseEnRelation, Reponse

__all__ = [
    "AccueilRelation",
    "Canal",
    "Identite",
    "MiseEnRelation",
    "Orientation",
    "OrientationQuerySet",
    "Reponse",
]
