"""Cells that hold values of a closed list: « | » today, « ; » in older files, words of version 0.1."""

import re

from echanges.remarques import Remarque, Remarques, repare, signale
from echanges.standard.valeurs import FRAIS, LISTES, PUBLICS, SERVICES, SERVICES_PAR_DEFAUT, SOEURS, Liste, cle


def decouper(brut: str, liste: Liste) -> list[str]:
    """Return the pieces of a cell; a comma separates only when every piece is known."""
    morceaux = [m.strip() for m in re.split(r"[|;\n]", brut) if m.strip()]
    if len(morceaux) == 1 and "," in brut and liste.trouver(brut) is None:
        virgules = [m.strip() for m in brut.split(",") if m.strip()]
        if all(liste.trouver(m) for m in virgules):
            return virgules
    return morceaux


def enumeration(brut: str, champ: str) -> tuple[list[str], list[str], Remarques]:
    """Return (values, values that belong to the sister column, remarks); what is unknown is dropped and said."""
    liste = LISTES[champ]
    valeurs: list[str] = []
    soeurs: list[str] = []
    remarques: list[Remarque] = []
    for mot in decouper(brut, liste):
        trouvee = liste.trouver(mot)
        ailleurs = LISTES[SOEURS[champ]].trouver(mot) if trouvee is None and champ in SOEURS else None
        if trouvee is None and ailleurs is None:
            remarques.append(signale(champ, mot, "valeur inconnue du standard, laissée de côté"))
            continue
        valeur = trouvee or ailleurs or ""
        cible = valeurs if trouvee else soeurs
        if valeur not in cible:
            cible.append(valeur)
        if _autre_mot(mot, valeur):
            remarques.append(repare(champ, mot, valeur))
    if champ != "typologie":  # where the first code is the main one
        # In the order of the list: the same choices are the same value.
        valeurs.sort(key=liste.valeurs.index)
    return valeurs, soeurs, tuple(remarques)


def _autre_mot(mot: str, valeur: str) -> bool:
    """Tell whether a value was written otherwise than by a space or another apostrophe."""
    return cle(mot) != cle(valeur) or " ".join(mot.split()).casefold().replace("’", "'") != valeur.casefold()


def frais(valeurs: list[str], brut: str) -> tuple[list[str], Remarques]:
    """« Gratuit » beside « Gratuit sous condition » is a box ticked twice: the condition holds."""
    gratuit, sous_condition = FRAIS[:2]
    if gratuit in valeurs and sous_condition in valeurs:
        restent = [v for v in valeurs if v != gratuit]
        return restent, (repare("frais_a_charge", brut, "|".join(restent)),)
    return valeurs, ()


def publics(valeurs: list[str], brut: str) -> tuple[list[str], Remarques]:
    """All audiences ticked mean everyone: « tous » is then the only value."""
    if set(valeurs) == set(PUBLICS):
        raison = "tous les publics cochés : tout le monde"
        return ["tous"], (repare("publics_specifiquement_adresses", brut, "tous publics", raison),)
    return valeurs, ()


def services(valeurs: list[str], brut: str) -> tuple[list[str], bool, Remarques]:
    """Return (keys of services, « the defaults of another tool », remarks).

    Those seven services together are what a tool fills when nobody chose: they state nothing, so no theme is taken.
    """
    par_valeur = {valeur: service for service, (valeur, _) in SERVICES.items()}
    trouves = [par_valeur[v] for v in valeurs]
    if frozenset(trouves) == SERVICES_PAR_DEFAUT:
        raison = "ces sept services sont ceux qu’un autre outil coche d’office : services à préciser"
        return [], True, (signale("services", brut, raison, "services à préciser"),)
    if not trouves:
        return [], False, (signale("services", brut, "aucun service connu : le lieu est pris sans activité"),)
    return trouves, False, ()
