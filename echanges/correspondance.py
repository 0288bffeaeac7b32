"""A table and what its columns correspond to → rows of the standard, ready to compare."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.textes import mots
from echanges.classeurs.grille import Classeur
from echanges.reconnaissance.cibles import (
    ACTIVITES,
    ADRESSE_COMPLETE,
    COORDONNEES,
    JOINTES,
    LIBELLES,
    SERVICE,
    plusieurs,
)
from echanges.reconnaissance.colonnes import Table
from echanges.reconnaissance.contenus import cochee
from echanges.standard.lignes import Fichier, LigneLue
from echanges.standard.valeurs import SERVICES
from structures.communes import cle_commune

IDENTIFIANT_MAX = 120
_ADRESSE = re.compile(r"(.*?)[\s,;–-]*\b(\d{5})\s+(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Precisions:
    """What the person said of the file beside its columns."""

    date_maj: str = ""  # ISO: when the information was checked, for a file that does not say
    communes: Mapping[str, str] = field(default_factory=dict)  # « cle_commune » of a name → its INSEE code


def fautes(cibles: Sequence[str], entetes: Sequence[str]) -> list[str]:
    """Return in French what cannot stand in a correspondence; [] when it can be applied."""
    sorties = []
    for cible in dict.fromkeys(cibles):
        if cible and cible not in LIBELLES:
            sorties.append("Une colonne correspond à quelque chose qui n’existe pas : choisissez dans la liste.")
        elif cible and not plusieurs(cible) and cibles.count(cible) > 1:
            noms = " » et « ".join(e or "(sans nom)" for e, c in zip(entetes, cibles, strict=True) if c == cible)
            sorties.append(f"« {LIBELLES[cible]} » : choisissez une seule des colonnes « {noms} ».")
    if "nom" not in cibles:
        sorties.append("Dites quelle colonne donne le nom du lieu : sans nom, aucune ligne ne peut être prise.")
    if not {"commune", "code_postal", "code_insee", ADRESSE_COMPLETE} & set(cibles):
        sorties.append("Dites quelle colonne donne la commune ou le code postal : sans elle, un lieu n’est nulle part.")
    return sorties


def en_fichier(classeur: Classeur, table: Table, cibles: Sequence[str], precisions: Precisions) -> Fichier:
    """Return the rows of the standard that a table gives under this correspondence."""
    places: dict[str, list[int]] = {}
    for rang, cible in enumerate(cibles):
        if cible:
            places.setdefault(cible, []).append(rang)
    ignorees = [e[:60] for e, c in zip(table.entetes, cibles, strict=True) if e and not c]
    avertissements = [*classeur.avertissements, *table.avertissements]
    if ignorees:
        avertissements.append(f"Colonnes non importées : {', '.join(ignorees)}.")
    if not any(c in ("services", ACTIVITES) or c.startswith(SERVICE) for c in places):
        avertissements.append("Aucune colonne ne dit les services : les lieux sont pris sans activité.")
    if "date_maj" not in places and not precisions.date_maj:
        avertissements.append("Le fichier ne dit pas quand ses informations ont été vérifiées : la date est inconnue.")
    rangement = _Rangement(places, precisions, largeur=len(table.entetes))
    lignes = [rangement.ligne(numero, cellules) for numero, cellules in table.lignes]
    return Fichier(
        nom=classeur.nom,
        encodage=classeur.encodage,
        separateur=classeur.separateur,
        colonnes=tuple(dict.fromkeys(c for c in cibles if c)),
        ignorees=tuple(ignorees),
        lignes=tuple(lignes),
        avertissements=tuple(avertissements),
        entetes=table.entetes,
    )


class _Rangement:
    """Put the cells of a row where they belong; rows that nothing numbers are told apart as they come."""

    def __init__(self, places: Mapping[str, list[int]], precisions: Precisions, *, largeur: int) -> None:
        self.places, self.precisions, self.largeur = places, precisions, largeur
        self.vus: set[str] = set()

    def ligne(self, numero: int, cellules: tuple[str, ...]) -> LigneLue:
        """Return a row by columns of the standard."""
        valeurs = self._valeurs(cellules)
        _deplier(valeurs)
        if self.precisions.date_maj:
            valeurs["date_maj"] = valeurs.get("date_maj", "").strip() or self.precisions.date_maj
        insee = self.precisions.communes.get(cle_commune(valeurs.get("commune", "")), "")
        if insee and not valeurs.get("code_insee", "").strip():
            valeurs["code_insee"] = insee
        if "id" not in self.places:
            valeurs["id"] = _identifiant(valeurs, numero, self.vus)
        en_trop = tuple(c for c in cellules[self.largeur :] if c.strip())
        return LigneLue(numero, valeurs, en_trop, cellules=cellules[: self.largeur])

    def _valeurs(self, cellules: tuple[str, ...]) -> dict[str, str]:
        valeurs: dict[str, str] = {}
        coches: list[str] = []
        for cible, rangs in self.places.items():
            pleines = [cellules[r] for r in rangs if r < len(cellules)]
            if cible.startswith(SERVICE):
                if any(cochee(c) for c in pleines):
                    coches.append(SERVICES[cible.removeprefix(SERVICE)][0])
            elif len(rangs) == 1:
                valeurs[cible] = pleines[0] if pleines else ""
            else:
                valeurs[cible] = JOINTES[cible].join(dict.fromkeys(c.strip() for c in pleines if c.strip()))
        if any(c.startswith(SERVICE) for c in self.places):
            valeurs["services"] = "|".join([m for m in (valeurs.get("services", ""), *coches) if m])
        return valeurs


def _deplier(valeurs: dict[str, str]) -> None:
    """Give each its own cell: a whole address, a couple of coordinates."""
    if COORDONNEES in valeurs:
        valeurs["latitude"], valeurs["longitude"] = valeurs.pop(COORDONNEES), ""
    if ADRESSE_COMPLETE in valeurs:
        entiere = valeurs.pop(ADRESSE_COMPLETE)
        trouvee = _ADRESSE.fullmatch(" ".join(entiere.split()))
        parties = dict(zip(("adresse", "code_postal", "commune"), trouvee.groups(), strict=True)) if trouvee else {}
        for champ, valeur in (parties or {"adresse": entiere}).items():
            valeurs[champ] = valeurs.get(champ, "").strip() or valeur.strip(" ,;")


def _identifiant(valeurs: Mapping[str, str], numero: int, vus: set[str]) -> str:
    """Return what recognises a row from one time to the next when the file does not number them: name and commune,
    then the address when two rows share both.
    """
    nom = "-".join(mots(valeurs.get("nom", "")))
    ou = valeurs.get("code_postal", "").strip() or valeurs.get("commune", "") or valeurs.get("code_insee", "")
    court = f"{nom}-{'-'.join(mots(ou))}".strip("-")[:IDENTIFIANT_MAX]
    if not nom:
        return f"ligne-{numero}"
    if court in vus:
        court = f"{court}-{'-'.join(mots(valeurs.get('adresse', '')))}"[:IDENTIFIANT_MAX].strip("-")
    vus.add(court)
    return court
