"""What a row of ours becomes in an answer: codes, texts for a person, no name of anybody."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ateliers.models import Offre, Seance
from ateliers.nomenclature import (
    ACCES,
    AVEC_PLACE,
    LANGUES,
    METIERS,
    NIVEAUX,
    POSTURES,
    PUBLICS,
    THEMES,
)
from ateliers.seances import regle_de, regle_du_lieu
from core.travailleur import PARIS
from recherche.fiches import lien_web
from recherche.phrases import dispo_en_francais, etat_du_lieu, papiers_de, reserve_en_francais
from recherche.referencement import absolue
from structures.horaires.phrases import en_francais
from structures.models import Commune, Lieu, Structure
from structures.nomenclature import ACCESSIBILITES


def commune_breve(commune: Commune) -> dict[str, Any]:
    return {"code_insee": commune.code_insee, "nom": commune.nom, "departement": commune.departement}


def commune_entiere(commune: Commune) -> dict[str, Any]:
    codes = sorted(c.code for c in commune.codes_postaux.all())
    place = {"latitude": commune.latitude, "longitude": commune.longitude}
    return commune_breve(commune) | {"codes_postaux": codes} | place


def structure_breve(structure: Structure) -> dict[str, Any]:
    return {"uid": structure.uid, "nom": structure.nom, "nature": structure.nature}


def structure_entiere(structure: Structure) -> dict[str, Any]:
    return structure_breve(structure) | {
        "federation": structure.federation.slug,
        "siret": structure.siret,
        "rna": structure.rna,
        "telephone": str(structure.telephone or ""),
        "courriel": structure.courriel,
        "site_web": lien_web(structure.site_web),
        "presentation": structure.presentation,
    }


def lieu_bref(lieu: Lieu) -> dict[str, Any]:
    return {"uid": lieu.uid, "nom": lieu.nom, "url": absolue(lieu.get_absolute_url())}


def lieu_entier(lieu: Lieu, *, now: datetime) -> dict[str, Any]:
    """Return a place, loaded with its structure, its commune and its closures that may still matter."""
    ouvert, etat = etat_du_lieu(lieu, now=now)
    return lieu_bref(lieu) | {
        "structure": structure_breve(lieu.structure),
        "adresse": lieu.adresse,
        "complement": lieu.complement,
        "code_postal": lieu.code_postal,
        "commune": commune_breve(lieu.commune),
        "latitude": lieu.latitude,
        "longitude": lieu.longitude,
        "precision": lieu.precision,
        "typologies": lieu.typologies,
        "accessibilites": ACCESSIBILITES.codes(lieu.accessibilites),
        "telephone": str(lieu.telephone or lieu.structure.telephone or ""),
        "courriel": lieu.courriel or lieu.structure.courriel,
        "site_web": lien_web(lieu.site_web or lieu.structure.site_web),
        "prise_rdv_url": lien_web(lieu.prise_rdv_url),
        "presentation": lieu.presentation_resume or lieu.presentation,
        "horaires": {"osm": lieu.horaires, "phrase": en_francais(regle_du_lieu(lieu))},
        "etat": etat,
        "ouvert": ouvert,
        "fermetures": [
            {"genre": f.genre, "debut": f.debut, "fin": f.fin, "heures": f.heures, "motif": f.motif}
            for f in lieu.fermetures.all()
        ],
        "verifie_le": lieu.verifie_le,
    }


def place(offre: Offre, *, now: datetime) -> dict[str, Any]:
    """Return what is said of room, when, and whether it still counts today."""
    today = now.astimezone(PARIS).date()
    ligne = dispo_en_francais(offre, today)
    sure = bool(offre.dispo) and not offre.dispo_douteuse(today)
    return {
        "code": offre.dispo,
        "phrase": ligne.texte if ligne else "",
        "dite_le": offre.dispo_le,
        "jusqu_au": offre.dispo_jusqu_au,
        "note": offre.dispo_note,
        "sure": sure,
        "il_y_a_de_la_place": sure and offre.dispo in AVEC_PLACE,
    }


def activite(offre: Offre, *, now: datetime) -> dict[str, Any]:
    """Return an activity, loaded with its structure and its place, and annotated with its next session."""
    lieu = offre.lieu
    ailleurs = (lieu, lieu.structure, offre.structure) if lieu else (offre.structure,)
    regle = regle_de(offre)
    return {
        "uid": offre.uid,
        "nom": offre.nom,
        "url": absolue(offre.get_absolute_url()),
        "structure": structure_breve(offre.structure),
        "lieu": lieu_bref(lieu) if lieu else None,
        "zone": [code for code in offre.zone.split("|") if code],
        "nature": offre.nature,
        "mode": offre.mode,
        "themes": THEMES.codes(offre.themes),
        "publics": PUBLICS.codes(offre.publics),
        "postures": POSTURES.codes(offre.postures),
        "niveaux": NIVEAUX.codes(offre.niveaux),
        "langues": LANGUES.codes(offre.langues),
        "metiers": METIERS.codes(offre.metiers),
        "acces": ACCES.codes(offre.acces),
        "tarif": {"code": offre.tarif, "detail": offre.tarif_detail},
        "reserve": reserve_en_francais(offre),
        "age_min": offre.age_min,
        "age_max": offre.age_max,
        "papiers": papiers_de(offre),
        "aidants_connect": offre.aidants_connect,
        "presentation": offre.presentation,
        "telephone": str(_premier("telephone", offre, *ailleurs)),
        "courriel": str(_premier("courriel", offre, *ailleurs)),
        "inscription_url": lien_web(offre.inscription_url),
        "horaires": {"osm": regle.osm, "phrase": en_francais(regle)},
        "debut": offre.debut,
        "fin": offre.fin,
        "place": place(offre, now=now),
        "prochaine_seance": getattr(offre, "prochaine", None),
        "a_preciser": offre.a_preciser,
        "verifie_le": offre.verifie_le,
    }


def seance(ligne: Seance) -> dict[str, Any]:
    debut, fin = ligne.debut.astimezone(PARIS), ligne.fin.astimezone(PARIS)
    return {
        "activite": ligne.offre.uid,
        "debut": debut,
        "fin": fin,
        "statut": ligne.statut,
        "note": ligne.note,
    }


def entite(lieu: Lieu, *, activites: int, complet: bool, km: float | None) -> dict[str, Any]:
    """Return a place as a feature of GeoJSON."""
    return {
        "geometry": {"coordinates": (lieu.longitude, lieu.latitude)},
        "properties": lieu_bref(lieu)
        | {
            "nature": lieu.structure.nature,
            "commune": lieu.commune.nom,
            "activites": activites,
            "complet": complet,
            "distance_km": kilometres(km),
        },
    }


def kilometres(km: float | None) -> float | None:
    return None if km is None else round(km, 2)


def _premier(champ: str, *objets: Any) -> Any:
    return next((getattr(o, champ) for o in objets if getattr(o, champ)), "")


def par_id(ids: Sequence[int], lignes: Iterable[Any]) -> list[Any]:
    """Return loaded rows in the order of their ids; one erased meanwhile is left out."""
    trouves = {ligne.pk: ligne for ligne in lignes}
    return [trouves[i] for i in ids if i in trouves]
