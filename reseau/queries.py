"""What is new in each room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reseau.models import Annonce

RECENTES = 3

# The rooms by the word of their addresses.
SALLES: dict[str, Any] = {
    "annonces": Annonce,
}


@dataclass(frozen=True, slots=True)
class Salle:
    """A room of the first page: where it is, where one writes, and the latest of it."""

    cle: str
    nom: str
    icone: str
    phrase: str
    liste: str
    nouveau: str
    bouton: str
    vide: str
    lignes: Sequence[Any]


def nouveautes(user: Any, today: date) -> list[Salle]:
    """Return the rooms with their latest lines: one query each."""
    annonces = Annonce.objects.shown_to(user).open(today).with_names().select_related("commune")
    return [
        Salle(
            "annonces",
            "Je cherche, je propose",
            "megaphone",
            "Un·e intervenant·e, un·e bénévole, une salle, du matériel, une formation.",
            "reseau:annonces",
            "reseau:annonce_nouvelle",
            "Écrire une annonce",
            "Rien en ce moment. Il vous manque quelqu’un ou quelque chose ? Un centre voisin l’a peut-être.",
            list(annonces[:RECENTES]),
        ),
    ]
