"""data·inclusion v1 (structures.json, services.json, or a page of its API) → one sheet: a row a structure, its services
together in one cell, as JSON.
"""

import hashlib
import json
import re
from typing import Any

from core.textes import plier
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
    "zone_eligibilite",
)  # fmt: skip
# Where a service is given: another place than its structure's is a place of its own.
AUTRE_ADRESSE = "@@"
_AUTRE = re.compile(AUTRE_ADRESSE + r"[0-9a-f]{8}$")
DU_LIEU = ("horaires_accueil", "accessibilite_lieu")  # said of the address that the structure gives
ADRESSE = ("adresse", "complement_adresse", "code_postal", "commune", "code_insee", "latitude", "longitude")
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
            service = {c: objet[c] for c in (*UTILES, *ADRESSE) if objet.get(c) not in (None, "", [])}
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
    for structure in structures:
        siens = services.get(structure["id"], []) if isinstance(structure["id"], str) else []
        for lieu, donnes in _lieux(structure, siens):
            utiles = [{c: s[c] for c in UTILES if c in s} for s in donnes]
            cellule = ecrivable(json.dumps(utiles, ensure_ascii=False).replace("\\u0000", "")) if utiles else ""
            lignes.append((len(lignes) + 1, (*(_texte(lieu.get(c)) for c in CHAMPS), cellule)))
    return Classeur(nom, (Feuille("", tuple(lignes)),), "UTF-8", "", tuple(avertissements))


def _lieux(
    structure: dict[str, Any], services: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Return a structure with the services given at its address, then each other address with those given there.

    A structure without an address is where its first service is.
    """
    ailleurs: dict[str, list[dict[str, Any]]] = {}
    ici, siens = _ou(structure), []
    for service in services:
        la = "" if service.get("modes_accueil") == ["a-distance"] else _ou(service)
        if la and not ici:
            ici, structure = la, structure | {c: service[c] for c in ADRESSE if c in service}
        if la in ("", ici):
            siens.append(service)
        else:
            ailleurs.setdefault(la, []).append(service)
    lieux = [(structure, siens)]
    for la, donnes in ailleurs.items():
        la_bas = {c: v for c, v in structure.items() if c not in ADRESSE and c not in DU_LIEU}
        la_bas |= {c: donnes[0][c] for c in ADRESSE if c in donnes[0]}
        empreinte = hashlib.sha256(la.encode()).hexdigest()[:8]
        lieux.append((la_bas | {"id": f"{structure['id']}{AUTRE_ADRESSE}{empreinte}"}, donnes))
    return lieux


def premiere_adresse(identifiant: str) -> str:
    """Return the identifier of the structure of which a row is another address; of any other row, its own."""
    return _AUTRE.sub("", identifiant)


def _ou(objet: dict[str, Any]) -> str:
    """Return an address without its case, accents and punctuation; "" when it is not one."""
    adresse, ou = objet.get("adresse"), objet.get("code_insee") or objet.get("code_postal") or objet.get("commune")
    if not (isinstance(adresse, str) and adresse.strip() and isinstance(ou, str)):
        return ""
    return "".join(c for c in plier(f"{adresse} {ou}") if c.isalnum())


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
