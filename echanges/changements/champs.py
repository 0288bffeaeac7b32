"""What is published of a place and of an activity, in groups that a reader names: « les horaires », « l’adresse ».

Only what public pages show, and never a person. Room and closures are left out: they change every day, and have their
own date on the page.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import Any


class Quoi(StrEnum):
    """What a change is about."""

    LIEU = "lieu"
    ACTIVITE = "activite"


@dataclass(frozen=True, slots=True)
class Groupe:
    """Columns that are one thing to a reader: the code for machines, never reused, the words for people."""

    code: str
    mots: str
    colonnes: tuple[str, ...]


LIEU = (
    Groupe("nom", "nom", ("nom",)),
    Groupe("structure", "structure", ("structure__nom",)),
    Groupe("adresse", "adresse", ("adresse", "complement", "code_postal", "commune_id")),
    Groupe("position", "position sur la carte", ("latitude", "longitude", "precision")),
    Groupe("typologies", "type de lieu", ("typologies", "itinerance")),
    Groupe("telephone", "téléphone", ("telephone",)),
    Groupe("courriel", "courriel", ("courriel",)),
    Groupe("site_web", "site", ("site_web",)),
    Groupe("prise_rdv", "prise de rendez-vous en ligne", ("prise_rdv_url",)),
    Groupe("presentation", "présentation", ("presentation_resume", "presentation")),
    Groupe("horaires", "horaires", ("horaires", "horaires_source")),
    Groupe("reconnaitre", "comment le reconnaître", ("reconnaitre", "photo", "arret")),
    Groupe("accessibilite", "accessibilité", ("accessibilites", "acces_libre_url")),
    Groupe("prise_en_charge", "prise en charge spécifique", ("prises_en_charge",)),
    Groupe("dispositifs", "dispositifs nationaux", ("dispositifs",)),
    Groupe("formations", "formations et labels", ("formations", "autres_formations")),
)
ACTIVITE = (
    Groupe("nom", "nom", ("nom",)),
    Groupe("structure", "structure", ("structure__nom",)),
    Groupe("lieu", "lieu", ("lieu__uid", "mode", "zone")),
    Groupe("nature", "nature", ("nature", "formes", "postures", "niveaux")),
    Groupe("presentation", "présentation", ("presentation",)),
    Groupe("aidants_connect", "Aidants Connect", ("aidants_connect",)),
    Groupe("themes", "besoins", ("themes",)),
    Groupe("publics", "public et âges", ("publics", "age_min", "age_max")),
    Groupe("langues", "langues", ("langues",)),
    Groupe("metiers", "qui reçoit", ("metiers",)),
    Groupe("reserves", "à qui c’est réservé", ("reserves", "reserve_detail")),
    Groupe("acces", "comment venir", ("acces", "inscription_url")),
    Groupe("tarif", "tarif", ("tarif", "tarif_detail")),
    Groupe("a_apporter", "à apporter", ("papiers", "papiers_autres", "appareil")),
    Groupe("moyens", "places et moyens", ("capacite", "finance_par", "centre_fournit")),
    Groupe("contact", "téléphone ou courriel", ("telephone", "courriel")),
    Groupe("horaires", "horaires", ("horaires", "horaires_source", "horaires_ancre", "suit_le_lieu")),
    Groupe("periode", "période", ("debut", "fin")),
)
GROUPES: dict[str, tuple[Groupe, ...]] = {Quoi.LIEU: LIEU, Quoi.ACTIVITE: ACTIVITE}
MOTS = {(quoi, g.code): g.mots for quoi, groupes in GROUPES.items() for g in groupes}


def colonnes(quoi: str) -> list[str]:
    """Return all the columns of the groups, in their order."""
    return [c for groupe in GROUPES[quoi] for c in groupe.colonnes]


def empreintes(quoi: str, valeurs: tuple[Any, ...]) -> dict[str, str]:
    """Return a short fingerprint of each group that says something, from the values of `colonnes(quoi)`.

    Three bytes: one change in sixteen million goes unseen.
    """
    restantes = iter(valeurs)
    resultat = {}
    for groupe in GROUPES[quoi]:
        dites = [str(v) if v not in (None, "", [], 0) else "" for v in (next(restantes) for _ in groupe.colonnes)]
        if any(dites):
            resultat[groupe.code] = blake2b("\x1f".join(dites).encode(), digest_size=3).hexdigest()
    return resultat


def connus() -> list[str]:
    """Return the groups that this version of the site compares: a new one is not a change of everything."""
    return [f"{quoi}.{g.code}" for quoi, groupes in GROUPES.items() for g in groupes]
