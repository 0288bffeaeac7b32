"""Rows as the templates of « Mon espace » show them. Templates never query."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from ateliers.models import Offre
from espace.cartes import Carte, cartes_de
from espace.valeurs import VIDE, dire
from structures.models import Lieu, Structure

# Said by the pin, or by another column.
MUETS = frozenset({"latitude", "longitude", "suit_le_lieu", "horaires_ancre"})


@dataclass(frozen=True, slots=True)
class Fait:
    nom: str
    texte: str
    vide: bool


@dataclass(slots=True)
class CarteLue:
    """A card as it is read."""

    id: str
    titre: str
    icone: str
    aide: str
    url: str
    url_page: str
    faits: list[Fait] = field(default_factory=list)
    dit: str = ""
    operation: uuid.UUID | None = None
    suite: bool = False  # its page tells what is still missing


def page_de(hote: Any) -> str:
    """Return the address of the page where an object's cards are."""
    match hote:
        case Lieu():
            return reverse("espace:lieu", args=[hote.uid])
        case Offre():
            return reverse("espace:offre", args=[hote.uid])
        case Structure():
            return reverse("espace:structure", args=[hote.uid])
    raise TypeError(hote)


def carte_lue(modele: Carte, hote: Any) -> CarteLue:
    """Return a card in words; what nobody has said is said to be missing."""
    objet = modele.objet(hote)
    libelles = modele.form._meta.labels or {}
    faits = []
    muettes = MUETS | set(getattr(modele.form, "muettes", ()))
    si_dites = getattr(modele.form, "si_dites", ())  # nothing is missing when they are empty
    for champ in modele.champs:
        texte = dire(objet, champ) if champ.name not in muettes else ""
        if not texte or (champ.name in si_dites and texte == VIDE):
            continue
        nom = str(libelles.get(champ.name) or champ.verbose_name)
        faits.append(Fait(nom[:1].upper() + nom[1:], texte, vide=texte == VIDE))
    return CarteLue(
        id=f"carte-{modele.cle}",
        titre=modele.titre,
        icone=modele.icone,
        aide=modele.aide,
        url=reverse("espace:carte", args=[modele.genre, hote.uid, modele.cle]),
        url_page=page_de(hote),
        faits=faits,
        suite=modele.genre in ("lieux", "offres"),
    )


def cartes_lues(genre: str, hote: Any) -> list[CarteLue]:
    """Return all the cards of a page, in words."""
    return [carte_lue(modele, hote) for modele in cartes_de(genre, hote)]
