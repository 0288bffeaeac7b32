"""What is new in each room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from reseau.models import Annonce, Evenement, Experience, Fiche

RECENTES = 3

# The rooms by the word of their addresses.
SALLES: dict[str, Any] = {
    "annonces": Annonce,
    "experiences": Experience,
    "fiches": Fiche,
    "agenda": Evenement,
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


def nouveautes(user: Any, now: datetime) -> list[Salle]:
    """Return the rooms with their latest lines: one query each."""
    annonces = Annonce.objects.shown_to(user).open(timezone.localdate(now)).with_names().select_related("commune")
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
        Salle(
            "experiences",
            "Expériences",
            "lightbulb",
            "Un projet qui vaut la peine d’être raconté, et à qui en parler.",
            "reseau:experiences",
            "reseau:experience_nouvelle",
            "Raconter un projet",
            "Personne n’a encore raconté. Ce qui a marché chez vous, même petit, servira ailleurs.",
            list(Experience.objects.shown_to(user).current().with_names().latest_first()[:RECENTES]),
        ),
        Salle(
            "fiches",
            "Fiches à partager",
            "file-text",
            "Un mode d’emploi, une affiche, un déroulé d’atelier : un fichier ou un lien.",
            "reseau:fiches",
            "reseau:fiche_nouvelle",
            "Partager une fiche",
            "Aucune fiche encore. Celle que vous avez faite pour vos ateliers évitera à d’autres de la refaire.",
            list(Fiche.objects.shown_to(user).current().with_names().latest_first()[:RECENTES]),
        ),
        Salle(
            "agenda",
            "Agenda du réseau",
            "calendar-days",
            "Les formations, les rencontres, les temps forts, et qui vient.",
            "reseau:agenda",
            "reseau:evenement_nouveau",
            "Annoncer une date",
            "Rien à venir pour l’instant. Une rencontre à deux structures compte aussi.",
            list(Evenement.objects.shown_to(user).to_come(now).with_names()[:RECENTES]),
        ),
    ]
