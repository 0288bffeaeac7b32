"""data·inclusion v1 (structures.json, services.json, or a page of its API) → one sheet: a row a structure, its services
together in one cell, as JSON.
"""

import json
from typing import Any

from echanges.classeurs.grille import LIGNES_MAX, Classeur, Feuille, FichierIllisible, ecrivable

# Their field → our column, in the order of the sheet.
CHAMPS = {
    "id": "id",
    "nom": "nom",
    "siret": "pivot",
    "adresse": "adresse",
    "complement_adresse": "complement_adresse",
    "code_postal": "code_postal",
    "commune": "commune",
    "code_insee": "code_insee",
    "latitude": "latitude",
    "longitude": "longitude",
    "telephone": "telephone",
    "courriel": "courriels",
    "site_web": "site_web",
    "horaires_accueil": "horaires",
    "accessibilite_lieu": "fiche_acces_libre",
    "description": "presentation_detail",
    "date_maj": "date_maj",
    "source": "source",
}
SERVICES = "activites"  # the column of the services
# What an activity of ours says of a service: the rest of their fields stays in their file.
UTILES = (
    "id", "nom", "description", "type", "thematiques", "frais", "frais_precisions", "publics", "modes_accueil",
    "modes_mobilisation", "mobilisable_par", "lien_mobilisation", "horaires_accueil", "date_maj", "commune",
)  # fmt: skip
_PAS_LE_FORMAT = (
    "Ce JSON n’est pas celui de data·inclusion : on attend une liste de structures, ou « structures » et « services »."
)


def est_json(octets: bytes) -> bool:
    """Tell whether a file begins as JSON does."""
    return octets[:200].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[")


def reunir(structures: bytes, services: bytes) -> bytes:
    """Return one file of two: the structures and their services, in whatever order they were given."""
    objets = [o for octets in (structures, services) for o in _objets(octets)]
    return json.dumps(objets).encode()


def ouvrir_inclusion(octets: bytes, nom: str) -> Classeur:
    """Open a file of data·inclusion; raise FichierIllisible when it is another JSON."""
    structures: list[dict[str, Any]] = []
    services: dict[str, list[dict[str, Any]]] = {}
    for objet in _objets(octets):
        if isinstance(objet.get("structure_id"), str):
            service = {c: objet[c] for c in UTILES if objet.get(c) not in (None, "", [])}
            services.setdefault(objet["structure_id"], []).append(service)
        elif "nom" in objet and "id" in objet:
            structures.append(objet)
        else:
            raise FichierIllisible(_PAS_LE_FORMAT)
    if not structures:
        raise FichierIllisible(
            "Ce fichier ne contient que des services. Déposez aussi les structures (structures.json), avec lui."
        )
    if len(structures) > LIGNES_MAX:
        raise FichierIllisible(f"Ce fichier a plus de {LIGNES_MAX} structures : coupez-le en plusieurs.")
    avertissements = []
    connues = {s["id"] for s in structures if isinstance(s["id"], str)}
    orphelins = sum(len(s) for i, s in services.items() if i not in connues)
    if orphelins:
        avertissements.append(f"Services dont la structure n’est pas dans le fichier, laissés de côté : {orphelins}.")
    lignes = [(1, (*CHAMPS.values(), SERVICES))]
    for rang, structure in enumerate(structures, start=2):
        siens = services.get(structure["id"], []) if isinstance(structure["id"], str) else []
        cellule = ecrivable(json.dumps(siens, ensure_ascii=False).replace("\\u0000", "")) if siens else ""
        lignes.append((rang, (*(_texte(structure.get(c)) for c in CHAMPS), cellule)))
    return Classeur(nom, (Feuille("", tuple(lignes)),), "UTF-8", "", tuple(avertissements))


def _texte(valeur: Any) -> str:
    if valeur is None or isinstance(valeur, (dict, list)):
        return ""
    return ecrivable(str(valeur))


def _objets(octets: bytes) -> list[dict[str, Any]]:
    try:
        lu = json.loads(octets.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as erreur:
        raise FichierIllisible("Ce fichier commence comme du JSON, mais il est coupé ou abîmé.") from erreur
    if isinstance(lu, dict):
        listes = [lu[c] for c in ("items", "structures", "services") if isinstance(lu.get(c), list)]
        lu = [o for liste in listes for o in liste]
    if not isinstance(lu, list) or not lu or not all(isinstance(o, dict) for o in lu):
        raise FichierIllisible(_PAS_LE_FORMAT)
    return lu
