"""What is kept of an orientation, and of a request to a place."""

from orientations.models.relations import AccueilRelation, Identite, MiseEnRelation, Reponse

__all__ = ["AccueilRelation", "Identite", "MiseEnRelation", "Reponse"]
