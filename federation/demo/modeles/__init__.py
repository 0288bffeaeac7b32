"""The kinds of activities of the demonstration, by code."""

from federation.demo.modeles import apprendre, creation, droits, emploi, familles, libre, situations
from federation.demo.modeles.base import Modele

MODELES: dict[str, Modele] = {
    m.code: m for module in (droits, situations, apprendre, familles, emploi, creation, libre) for m in module.MODELES
}

__all__ = ["MODELES", "Modele"]
