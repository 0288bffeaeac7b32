"""What may be said of the person when orienting: need, audience, commune, each optional, none asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from ateliers.models import Offre
from ateliers.nomenclature import PUBLICS, THEMES
from orientations.plan import communes_autour

COMMUNES_MAX = 25


@dataclass(frozen=True, slots=True)
class Question:
    """One list of choices, and what is chosen already."""

    nom: str
    titre: str
    choix: list[tuple[str, str]]
    choisi: str


@dataclass(frozen=True, slots=True)
class Reponses:
    questions: list[Question]
    notee: bool


def reponses(offre: Offre, parametres: Mapping[str, str]) -> Reponses:
    """Return the optional questions; an address may answer them, as a search that knows the need does."""
    themes = [(t.code, t.label) for t in THEMES if offre.themes & t.masque]
    seul = themes[0][0] if len(themes) == 1 else ""
    communes = sorted(
        ((c.pk, c.nom) for c in communes_autour(offre.lieu, maximum=COMMUNES_MAX)) if offre.lieu else (),
        key=lambda c: c[1],
    )
    questions = [
        Question("theme", "Le besoin", themes, parametres.get("theme", "") or seul),
        Question("public", "La personne", [(t.code, t.label) for t in PUBLICS if t.code != "tous"],
                 parametres.get("public", "")),
        Question("commune", "Sa commune", communes, parametres.get("commune", "")),
    ]  # fmt: skip
    return Reponses([q for q in questions if q.choix], parametres.get("note") == "1")
