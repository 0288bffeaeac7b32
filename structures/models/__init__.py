"""Organisations, their places, who belongs to them, communes, and where a row came from."""

from structures.models.communes import CodePostal, Commune
from structures.models.doublons import DoublonsDeLaNuit, Fusion, LieuxDistincts, StructuresDistinctes
from structures.models.invitations import Invitation
from structures.models.lieux import Fermeture, Lieu
from structures.models.positions import PositionConfirmee
from structures.models.sources import Source
from structures.models.structures import Membre, Structure

__all__ = [
    "CodePostal",
    "Commune",
    "DoublonsDeLaNuit",
    "Fermeture",
    "Fusion",
    "Invitation",
    "Lieu",
    "LieuxDistincts",
    "Membre",
    "PositionConfirmee",
    "Source",
    "Structure",
    "StructuresDistinctes",
]
