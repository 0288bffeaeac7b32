"""The generic activities of a place: one per service of the standard, « importée, à préciser »."""

from dataclasses import dataclass
from typing import Any

from ateliers.nomenclature import (
    ACCES,
    FORMES,
    LANGUES,
    METIERS,
    PUBLICS,
    RESERVES,
    Mode,
    Nature,
    Tarif,
)
from echanges.remarques import Remarque, Remarques, note
from echanges.standard.fiche import Valeurs
from echanges.standard.valeurs import SERVICES, themes_de

# The key of the one activity of a place whose services are another tool's defaults.
A_PRECISER = "a-preciser"
_PUBLICS = {
    "tous": ("tous",),
    "Jeunes": ("jeunes",),
    "Étudiants": ("etudiants",),
    "Familles et/ou enfants": ("enfants", "parents", "parents_enfants"),
    "Seniors": ("seniors",),
    "Femmes": ("femmes",),
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a row says once for all its services: values of the standard, already clean."""

    accompagnements: tuple[str, ...]
    acces: tuple[str, ...]
    publics: tuple[str, ...]
    frais: tuple[str, ...]
    dispositifs: tuple[str, ...]
    prises_en_charge: tuple[str, ...]
    departement: str
    suit_le_lieu: bool
    verifie: list[Any]


def offres(services: list[str], conditions: Conditions, *, par_defaut: bool) -> tuple[dict[str, Valeurs], Remarques]:
    """Return the values of one activity per service key.

    The seven defaults of another tool state no service: they give one activity, « Services à préciser », without a
    theme, so that the place is found and no theme lies.
    """
    remarques: list[Remarque] = []
    a_distance = "À distance" in conditions.accompagnements
    if a_distance and len(conditions.accompagnements) > 1 and (services or par_defaut):
        remarques.append(
            note("modalites_accompagnement", "À distance", "gardé à côté : l’activité est décrite sur place")
        )
    if par_defaut:
        return {A_PRECISER: _offre("Services à préciser", "", conditions)}, tuple(remarques)
    return {s: _offre(SERVICES[s][0], s, conditions) for s in services}, tuple(remarques)


def _offre(nom: str, service: str, c: Conditions) -> Valeurs:
    seulement_a_distance = c.accompagnements == ("À distance",)
    metiers = []
    if "Conseillers numériques" in c.dispositifs:
        metiers.append("conseiller_numerique")
    if "Promeneurs du net" in c.dispositifs and service == "parentalite":
        metiers.append("promeneur_net")
    return {
        "nom": [nom],
        "nature": [_nature(service, c.accompagnements), _acces(c.acces)],
        "mode": [Mode.A_DISTANCE.value, f"|{c.departement}|"] if seulement_a_distance else [Mode.SUR_PLACE.value, ""],
        "themes": [themes_de(service) if service else 0],
        "publics": [PUBLICS.masque({code for p in c.publics for code in _PUBLICS[p]})],
        "formes": [_formes(c.accompagnements)],
        "langues": [LANGUES.masque(["en"]) if "Langues étrangères (anglais)" in c.prises_en_charge else 0],
        "metiers": [METIERS.masque(metiers)],
        # Doing it in somebody's name is about paperwork: elsewhere it would mislead.
        "aidants_connect": ["Aidants Connect" in c.dispositifs and service == "demarches"],
        "reserves": [
            RESERVES.masque(["orientation"])
            if c.acces and set(c.acces) == {"Envoyer un mail avec une fiche de prescription"}
            else 0
        ],
        "tarif": _tarif(c.frais),
        "horaires": [c.suit_le_lieu, "", None],
        "verifie": c.verifie,
    }


def _nature(service: str, accompagnements: tuple[str, ...]) -> str:
    """Return the nature that the service and the ways of helping allow to say; « à préciser » covers the rest."""
    individuel = "Accompagnement individuel" in accompagnements
    if service == "acces" or accompagnements == ("En autonomie",):
        return Nature.ACCES_LIBRE.value
    if "Dans un atelier collectif" in accompagnements and not individuel:
        return Nature.ATELIER.value
    return (Nature.PERMANENCE if service in ("demarches", "materiel") else Nature.ACCOMPAGNEMENT).value


def _acces(modalites: tuple[str, ...]) -> int:
    """Return how one comes. Calling or writing is a way to ask, not a way to come: it states nothing."""
    codes = []
    if "Se présenter" in modalites:
        codes.append("sans_rdv")
    if "Prendre un RDV en ligne" in modalites:
        codes.append("rdv")
    return ACCES.masque(codes)


def _formes(accompagnements: tuple[str, ...]) -> int:
    codes = []
    if "Accompagnement individuel" in accompagnements:
        codes.append("individuel")
    if "Dans un atelier collectif" in accompagnements:
        codes.append("collectif")
    return FORMES.masque(codes)


def _tarif(frais: tuple[str, ...]) -> list[str]:
    """Return (tarif, precision): a condition is never counted as free."""
    if frais == ("Gratuit",):
        return [Tarif.GRATUIT.value, ""]
    if frais == ("Payant",):
        return [Tarif.PARTICIPATION.value, ""]
    if frais == ("Gratuit sous condition",):
        return ["", "Gratuit sous condition"]
    return ["", " ou ".join([frais[0], *(f.lower() for f in frais[1:])]) if frais else ""]
