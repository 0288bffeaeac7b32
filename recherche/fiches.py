"""What the pages of a place and of an activity share."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ateliers.models import Offre
from recherche.phrases import (
    date_courte,
)
from structures import cycle
from structures.models import Lieu, Membre, Structure


@dataclass(frozen=True, slots=True)
class Lien:
    nom: str
    url: str
    distance: str = ""
    nature: str = ""
    objet: str = ""
    lieu: str = ""

    @property
    def label(self) -> str:
        return self.nom


@dataclass(frozen=True, slots=True)
class Phrase:
    texte: str
    annulee: bool = False
    note: str = ""


def lien_web(adresse: object) -> str:
    """Return an address that may be a link, or "": what was imported must not run code here, nor be unreadable."""
    try:
        morceaux = urlsplit(adresse if isinstance(adresse, str) else "")
    except ValueError:
        return ""
    return str(adresse) if morceaux.scheme in {"http", "https"} and morceaux.hostname else ""


AUTOUR_KM = 10.0


AUTOUR_MAX = 5


def verifie_detail_en_francais(voie: str) -> str:
    return {"import": "dans le fichier reçu", "ecran": "par le lieu", "lien": "par le lieu"}.get(voie, "")


def suspendu_en_francais(etat: str, jusqu_au: date | None, today: date, quoi: str) -> str:
    if etat != cycle.Etat.SUSPENDU or jusqu_au is None or jusqu_au <= today:
        return ""
    return f"{quoi} jusqu’au {date_courte(jusqu_au, today)}."


def est_brouillon(objet: Lieu | Offre) -> bool:
    """Tell whether a page is a draft: an activity at a draft place is one, since it would say where that is."""
    lieu = objet.lieu if isinstance(objet, Offre) else None
    return cycle.Etat.BROUILLON in (objet.etat, lieu.etat if lieu else "")


def visible_pour(objet: Lieu | Offre, user: Any) -> bool:
    """Tell whether a page may be seen by this person; a draft, by a member of its structure or of its place's."""
    if not est_brouillon(objet):
        return True
    if not user.is_authenticated:
        return False
    structures = {objet.structure_id}
    if isinstance(objet, Offre) and objet.lieu:
        structures.add(objet.lieu.structure_id)
    return (
        Membre.objects.filter(utilisateur=user, structure_id__in=structures).exists()
        or Structure.objects.administered_by(user).filter(pk__in=structures).exists()
    )
