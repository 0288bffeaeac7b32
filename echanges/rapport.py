"""What an import says, as JSON for the journal and as lines of French for the terminal."""

from collections.abc import Iterator
from typing import Any

from core.textes import accord
from echanges.diff import Diff, Ecart, Etat, LigneDiff
from echanges.remarques import Remarque
from echanges.standard.colonnes import libelle

LIGNES_MAX = 5_000  # rows that the journal keeps in detail
MOTS_MAX = 300

BLOCS = {
    "verifie": "date de vérification",
    "commune": "commune",
    "position": "position",
    "horaires": "horaires",
    "nature": "nature et accès",
    "mode": "mode",
    "tarif": "tarif",
    "siret": "SIRET",
    "rna": "RNA",
    "reseaux": "réseaux sociaux",
    "complement": "complément d’adresse",
    "typologies": "types de lieu",
    "telephone": "téléphone",
    "site_web": "site",
    "prise_rdv_url": "prise de rendez-vous",
    "acces_libre_url": "fiche Acceslibre",
    "presentation_resume": "présentation courte",
    "presentation": "présentation",
    "itinerance": "itinérance",
    "prises_en_charge": "prise en charge spécifique",
    "autres_formations": "autres formations et labels",
    "themes": "thèmes",
    "metiers": "qui reçoit",
    "aidants_connect": "Aidants Connect",
    "reserves": "réservé à",
    "inscription_url": "inscription en ligne",
    "horaires_source": "horaires tels qu’écrits",
    "arret": "arrêt le plus proche",
}
NOUNS = {"structure": "structure", "lieu": "lieu", "offre": "activité"}


def phrase_des_comptes(comptes: dict[str, int]) -> list[str]:
    """Return the counts as sentences, the rows first."""
    etats = ", ".join(
        accord(comptes[cle], mot)
        for cle, mot in (
            ("ajoutees", "ajoutée"),
            ("changees", "changée"),
            ("inchangees", "inchangée"),
            ("rejetees", "rejetée"),
        )
    )
    soins = f"{accord(comptes['reparees'], 'réparée')}, {accord(comptes['signalees'], 'signalée')}"
    phrases = [
        f"{accord(comptes['lues'], 'ligne lue', 'lignes lues')} : {etats}.",
        f"Parmi les lignes prises : {soins}.",
    ]
    if comptes["conservees"]:
        phrases.append(f"{accord(comptes['conservees'], 'ligne')} : une valeur modifiée ici a été conservée.")
    if comptes["disparues"] or comptes["activites_disparues"]:
        phrases.append(
            f"{accord(comptes['disparues'], 'lieu', 'lieux')} et "
            f"{accord(comptes['activites_disparues'], 'activité')} ne sont plus dans le fichier : rien n’est supprimé."
        )
    return [p.replace(" : ", "\u00a0: ") for p in phrases]


def en_json(diff: Diff) -> dict[str, Any]:
    """Return the report that the journal keeps: only the rows that have something to say, cut at LIGNES_MAX."""
    parlantes = [ligne for ligne in diff.lignes if _parle(ligne)]
    return {
        "rien_a_changer": diff.rien_a_changer,
        "avertissements": list(diff.avertissements),
        "communes": [f"{c.nom} ({c.code_insee})" for c in diff.communes],
        "disparues": [
            {"genre": NOUNS[d.noun], "identifiant": d.identifiant, "nom": d.nom} for d in diff.disparues[:LIGNES_MAX]
        ],
        "lignes": [ligne_en_json(ligne) for ligne in parlantes[:LIGNES_MAX]],
        "lignes_tues": max(0, len(parlantes) - LIGNES_MAX),
    }


def _parle(ligne: LigneDiff) -> bool:
    return bool(ligne.etat == Etat.REJETEE or ligne.remarques or ligne.ecarts)


def ligne_en_json(ligne: LigneDiff) -> dict[str, Any]:
    """Return what one row has to say."""
    return {
        "numero": ligne.numero,
        "identifiant": ligne.identifiant,
        "nom": ligne.nom,
        "etat": ligne.etat.value,
        "raison": ligne.raison,
        "reparations": [_remarque(r) for r in ligne.reparations],
        "signalements": [_remarque(r) for r in ligne.signalements],
        "notes": [_remarque(r) for r in ligne.notes],
        "changements": [_ecart(e) for e in ligne.changements],
        "conservees": [_ecart(e) for e in ligne.conservees],
    }


def _remarque(remarque: Remarque) -> dict[str, str]:
    return {
        "champ": libelle(remarque.champ),
        "avant": remarque.avant[:MOTS_MAX],
        "apres": remarque.apres[:MOTS_MAX],
        "raison": remarque.raison,
    }


def _ecart(ecart: Ecart) -> dict[str, str]:
    return {
        "genre": NOUNS[ecart.noun],
        "nom": ecart.nom,
        "champ": BLOCS.get(ecart.bloc, ecart.bloc),
        "avant": ecart.avant[:MOTS_MAX],
        "apres": ecart.apres[:MOTS_MAX],
        "raison": "",
    }


def en_texte(diff: Diff) -> Iterator[str]:
    """Yield the report line by line, as a terminal shows it: counts, then details by kind."""
    rapport = en_json(diff)
    yield f"Fichier : {diff.fichier}. Source : {diff.source}."
    yield from phrase_des_comptes(diff.comptes())
    yield from rapport["avertissements"]
    if rapport["communes"]:
        yield f"Communes ajoutées au référentiel : {', '.join(rapport['communes'])}."
    lignes = rapport["lignes"]
    rejetees = [f"ligne {li['numero']} · {_qui(li)} : {li['raison']}" for li in lignes if li["etat"] == Etat.REJETEE]
    prises = [li for li in lignes if li["etat"] != Etat.REJETEE]
    yield from _section("Rejetées", rejetees)
    yield from _section("Réparées", (_dite(li, r) for li in prises for r in li["reparations"]))
    yield from _section("Signalées", (_dite(li, r) for li in prises for r in li["signalements"]))
    yield from _section("Gardées à côté", (_dite(li, r) for li in prises for r in li["notes"]))
    yield from _section("Changées", (_changee(li, e) for li in prises for e in li["changements"]))
    yield from _section(
        "Modifiées ici, conservées",
        (
            f"{_qui(li)} · {e['genre']}, {e['champ']} : « {e['avant']} » (le fichier dit « {e['apres']} »)"
            for li in prises
            for e in li["conservees"]
        ),
    )
    yield from _section(
        "Disparues du fichier (rien n’est supprimé)",
        (f"{d['genre']} · {d['identifiant']} · {d['nom']}" for d in rapport["disparues"]),
    )
    if rapport["lignes_tues"]:
        yield f"… et {accord(rapport['lignes_tues'], 'autre ligne', 'autres lignes')} à dire."
    if diff.rien_a_changer:
        yield "Rien à changer."


def _section(titre: str, lignes: Any) -> Iterator[str]:
    lignes = list(lignes)
    if lignes:
        yield ""
        yield f"{titre} ({len(lignes)})"
        yield from (f"  {' '.join(ligne.split())}" for ligne in lignes)


def _qui(ligne: dict[str, Any]) -> str:
    return " · ".join(m for m in (ligne["identifiant"], ligne["nom"]) if m) or "sans identifiant"


def _dite(ligne: dict[str, Any], remarque: dict[str, str]) -> str:
    mots = f"{_qui(ligne)} · {remarque['champ']} :"
    if remarque["avant"]:
        mots += f" « {remarque['avant']} »"
    if remarque["apres"]:
        mots += f" → « {remarque['apres']} »"
    return f"{mots} ({remarque['raison']})" if remarque["raison"] else mots


def _changee(ligne: dict[str, Any], ecart: dict[str, str]) -> str:
    return f"{_qui(ligne)} · {ecart['genre']}, {ecart['champ']} : « {ecart['avant']} » → « {ecart['apres']} »"
