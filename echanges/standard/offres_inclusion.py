"""The services of data·inclusion → activities: only what they say, under themes of ours."""

import hashlib
import json
import re
from datetime import date
from typing import Any

from ateliers.nomenclature import ACCES, PUBLICS, RESERVES, THEMES, Mode, Nature, Tarif
from core.voies import Voie
from echanges.remarques import Remarque, Remarques, note, signale
from echanges.standard.fiche import Valeurs
from echanges.standard.nettoyage import contacts, dates
from echanges.standard.nettoyage.horaires import horaires
from echanges.standard.nettoyage.textes import borner, une_ligne

SERVICES_MAX = 200
CLE_MAX = 50
ZONE = re.compile(r"france|\d{5}|2[AB]\d{3}|\d{2,3}|2[AB]")  # the country, a commune, a département
ZONE_MAX = 600
_THEMES = {
    "numerique--acceder-a-des-services-en-ligne": "demarches",
    "numerique--acceder-a-une-connexion-internet": "acces",
    "numerique--acquerir-un-equipement": "equipement",
    "numerique--maitriser-les-fondamentaux-du-numerique": "bases",
    "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives": "demarches",
    "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits": "droits",
    "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-a-la-citoyennete": "droits",
    "lecture-ecriture-calcul--maitriser-le-francais": "francais",
    "famille--soutien-a-la-parentalite-et-a-leducation": "parentalite",
    "sante--acces-aux-soins": "sante",
}
_CATEGORIES = {"preparer-sa-candidature": "emploi", "trouver-un-emploi": "emploi"}
_PUBLICS = {
    "tous-publics": "tous",
    "jeunes": "jeunes",
    "seniors": "seniors",
    "femmes": "femmes",
    "etudiants": "etudiants",
    "familles": "parents",
    "demandeurs-emploi": "demandeurs_emploi",
    "personnes-en-situation-de-handicap": "handicap",
}
_NATURES = {"atelier": Nature.ATELIER, "formation": Nature.ATELIER, "accompagnement": Nature.ACCOMPAGNEMENT}


def offres(cellule: str, *, departement: str, today: date) -> tuple[dict[str, Valeurs], Remarques]:
    """Return the values of one activity per service, by its identifier; a service outside our themes is only said."""
    remarques: list[Remarque] = []
    sorties: dict[str, Valeurs] = {}
    for service in _services(cellule):
        nom, dites = borner(une_ligne(_mot(service, "nom")), 160, "services")
        remarques += dites
        themes = _themes(_liste(service, "thematiques"))
        cle = _cle(_mot(service, "id"))
        if not nom or not cle:
            remarques.append(signale("services", nom or cle, "service sans nom ou sans identifiant : laissé de côté"))
        elif not themes:
            remarques.append(note("services", nom, "hors des thèmes de l’annuaire : gardé à côté"))
        elif cle not in sorties:
            sorties[cle], dites = _offre(service, nom, themes, departement=departement, today=today)
            remarques += dites
    return sorties, tuple(remarques)


def _services(cellule: str) -> list[dict[str, Any]]:
    try:
        lus = json.loads(cellule) if cellule.strip() else []
    except (ValueError, RecursionError):
        return []
    return [s for s in lus if isinstance(s, dict)][:SERVICES_MAX] if isinstance(lus, list) else []


def noms(cellule: str) -> str:
    """Return the names of the services of a cell, as a page shows them."""
    return ", ".join(une_ligne(_mot(s, "nom")) for s in _services(cellule)) or cellule


def _mot(service: dict[str, Any], champ: str) -> str:
    valeur = service.get(champ)
    return valeur.replace("\x00", "").strip() if isinstance(valeur, str) else ""


def _liste(service: dict[str, Any], champ: str) -> list[str]:
    valeur = service.get(champ)
    return [v for v in valeur if isinstance(v, str)] if isinstance(valeur, list) else []


def _themes(thematiques: list[str]) -> list[str]:
    trouves = (_THEMES.get(t) or _CATEGORIES.get(t.partition("--")[0]) for t in thematiques)
    return list(dict.fromkeys(t for t in trouves if t))


def _cle(identifiant: str) -> str:
    """Return a short key of a service: its own identifier, or its fingerprint when it is long."""
    local = identifiant.partition("--")[2] or identifiant
    if len(local) <= CLE_MAX and "#" not in local:
        return local
    return hashlib.sha256(identifiant.encode()).hexdigest()[:32]


def _offre(
    service: dict[str, Any], nom: str, themes: list[str], *, departement: str, today: date
) -> tuple[Valeurs, Remarques]:
    remarques: list[Remarque] = []
    osm, phrase, dites = horaires(_mot(service, "horaires_accueil"))
    remarques += dites
    jour, _ = dates.date_maj(_mot(service, "date_maj"), today=today)
    presentation, dites = borner(_mot(service, "description"), 20_000, "services")
    remarques += dites
    a_distance = _liste(service, "modes_accueil") == ["a-distance"]
    liens, _ = contacts.sites(_mot(service, "lien_mobilisation"), "services")
    publics = {_PUBLICS[p] for p in _liste(service, "publics") if p in _PUBLICS}
    mobilisation = _liste(service, "modes_mobilisation")
    oriente = _liste(service, "mobilisable_par") == ["professionnels"]
    return {
        "nom": [nom],
        "nature": [
            _NATURES.get(_mot(service, "type"), Nature.PERMANENCE).value,
            ACCES.masque(["sans_rdv"] if "se-presenter" in mobilisation else []),
        ],
        "mode": [Mode.A_DISTANCE.value, _zone(service, departement)] if a_distance else [Mode.SUR_PLACE.value, ""],
        "themes": [THEMES.masque(themes)],
        "publics": [PUBLICS.masque({"tous"} if "tous" in publics else publics)],
        "reserves": [RESERVES.masque(["orientation"] if oriente else [])],
        "tarif": _tarif(service),
        "presentation": [presentation],
        "inscription_url": [liens[0] if liens else ""],
        "horaires": [False, osm, None],
        "horaires_source": [phrase],
        "verifie": [jour.isoformat(), Voie.IMPORT.value] if jour else [None, ""],
    }, tuple(remarques)


def _zone(service: dict[str, Any], departement: str) -> str:
    """Return where one must live to be answered from afar; an « EPCI » is not a zone of ours."""
    codes = [c for c in _liste(service, "zone_eligibilite") if ZONE.fullmatch(c)]
    if "france" in codes or "99100" in codes:
        return "|france|"
    zone = "".join(f"|{code}" for code in dict.fromkeys(codes)) + "|"
    return zone if codes and len(zone) <= ZONE_MAX else f"|{departement}|"


def _tarif(service: dict[str, Any]) -> list[str]:
    detail = une_ligne(_mot(service, "frais_precisions"))
    code = {"gratuit": Tarif.GRATUIT.value, "payant": Tarif.PARTICIPATION.value}.get(_mot(service, "frais"), "")
    return [code, detail if len(detail) <= 160 else f"{detail[:159]}…"]
