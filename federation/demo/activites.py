"""Draw one activity of a kind: its fields, its room, its words; each from its own dice."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ateliers.models import Offre
from ateliers.nomenclature import (
    ACCES,
    FORMES,
    LANGUES,
    METIERS,
    NIVEAUX,
    PAPIERS,
    POSTURES,
    PUBLICS,
    RESERVES,
    THEMES,
    Dispo,
    Grain,
    Mode,
    Nature,
    Tarif,
    grain_de,
)
from core.masques import Nomenclature
from core.voies import Voie
from federation.demo import horaires, noms
from federation.demo.lieux import date_de_verification, telephone
from federation.demo.modeles import Modele
from federation.demo.textes import Faits, Plume
from federation.demo.tirage import des, francais, peser, uid
from structures.cycle import Etat
from structures.models import Commune, Lieu, Structure

AUTRES_PAPIERS = ("vos trois dernières fiches de paie", "les photos demandées", "le livret scolaire")
DISPOS = {
    Grain.RENDEZ_VOUS: {
        Dispo.CETTE_SEMAINE: 20,
        Dispo.SEMAINE_PROCHAINE: 27,
        Dispo.DEUX_TROIS_SEMAINES: 25,
        Dispo.PLUS_UN_MOIS: 13,
        Dispo.COMPLET: 15,
    },
    Grain.INSCRIPTION: {Dispo.OUVERTES: 50, Dispo.ATTENTE: 30, Dispo.CLOSES: 20},
}
NOTES: dict[str, tuple[str, ...]] = {
    Dispo.CETTE_SEMAINE: ("deux places, appelez le matin", "une annulation hier", "encore trois créneaux"),
    Dispo.SEMAINE_PROCHAINE: ("surtout en début d’après-midi", "il reste quatre créneaux"),
    Dispo.DEUX_TROIS_SEMAINES: ("liste d’annulation possible", "appelez le lundi, il y a des annulations"),
    Dispo.PLUS_UN_MOIS: ("si c’est urgent, demandez à l’accueil", "une liste d’annulation est ouverte"),
    Dispo.COMPLET: ("le planning suivant ouvre ce jour-là", "appelez à l’ouverture du planning"),
    Dispo.OUVERTES: ("il reste quatre places", "encore de la place", "deux places"),
    Dispo.ATTENTE: ("une dizaine de personnes avant vous", "on rappelle dans l’ordre", "six personnes en attente"),
    Dispo.CLOSES: ("nouveau groupe après les vacances", "prochaine session en préparation"),
}


@dataclass
class Cadre:
    """Where an activity takes place, and what that decides for it."""

    structure: Structure
    lieu: Lieu | None
    commune: Commune
    salles: tuple[str, ...] = ()
    adhesion: str = ""
    municipal: bool = False
    guichet: bool = False  # a public service: it does not say « nous avons créé »
    zone: tuple[str, ...] = ()
    drapeaux: frozenset[str] | None = None  # what its centre may host; None: anything
    champs: dict[str, Any] = field(default_factory=dict)


def drapeaux(offre: Offre) -> frozenset[str]:
    """Return which indicators an activity answers; `controle` counts them again, from the database."""
    collectif = offre.nature in (Nature.ATELIER, Nature.CYCLE)
    themes, metiers = set(THEMES.codes(offre.themes)), set(METIERS.codes(offre.metiers))
    perfectionne = offre.niveaux & NIVEAUX.masque(["intermediaire", "avance"])
    individuel = offre.formes & FORMES["individuel"].masque and offre.acces & ACCES["rdv"].masque
    dits = {
        "atelier": collectif,
        "ecrivain": "ecrivain_public" in metiers,
        "conseiller": "conseiller_numerique" in metiers,
        "rdv_individuel": bool(individuel),
        "perfectionnement": bool(collectif and perfectionne),
        "creation": bool(themes & {"creation", "programmation"}),
        "emploi": "emploi" in themes,
        "atelier_emploi": collectif and "emploi" in themes,
        "parentalite": "parentalite" in themes,
    }
    return frozenset(nom for nom, dit in dits.items() if dit)


def a_la_commune(nom: str) -> str:
    """Return « à Thiais », « au Perreux-sur-Marne », « à L’Haÿ-les-Roses »."""
    nom = nom.replace("'", "’")
    if nom.startswith("Le "):
        return f"au {nom[3:]}"
    return f"à {nom}"


def _masque(liste: Nomenclature, codes: str) -> int:
    return liste.masque(codes.split())


def dessiner(modele: Modele, cadre: Cadre, cle: object, today: date, plume: Plume) -> Offre | None:
    """Return an unsaved activity, or None when no draw fits what its centre hosts."""
    for essai in range(60):
        hasard = des("offre", cle, modele.code, essai)
        offre, faits = _remplir(modele, cadre, cle, hasard, today)
        if cadre.drapeaux is None or drapeaux(offre) <= cadre.drapeaux:
            break
    else:
        return None
    offre.presentation = plume.ecrire(modele, faits, hasard, nom=faits.nom, bref=hasard.random() < 0.12)
    return offre


def _remplir(modele: Modele, cadre: Cadre, cle: object, hasard: random.Random, today: date) -> tuple[Offre, Faits]:
    heures = cadre.champs.get("heures") or horaires.tirer(
        hasard.choice(modele.horaires), hasard, today, au_lieu=cadre.lieu is not None
    )
    if hasard.random() < 0.05 and "heures" not in cadre.champs:
        heures = horaires.Heures()  # nobody has said when
    metier = hasard.choice(modele.metiers)
    codes_acces = hasard.choice(modele.acces)
    langues = hasard.sample(noms.LANGUES_COURANTES, hasard.choice((1, 1, 2))) if hasard.random() < 0.24 else []
    places = hasard.randrange(modele.places[0], modele.places[1] + 1) if modele.places else None
    papiers = hasard.choice(modele.papiers) if hasard.random() < 0.8 else ""
    champs: dict[str, Any] = {
        "nature": modele.nature,
        "mode": modele.mode,
        "themes": _masque(THEMES, hasard.choice(modele.themes)),
        "publics": _masque(PUBLICS, hasard.choice(modele.publics)) if hasard.random() < 0.95 else 0,
        "formes": _masque(FORMES, modele.formes),
        "niveaux": _masque(NIVEAUX, hasard.choice(modele.niveaux)),
        "postures": _masque(POSTURES, hasard.choice(modele.postures)),
        "metiers": _masque(METIERS, metier),
        "acces": _masque(ACCES, codes_acces) if hasard.random() < 0.97 or modele.places else 0,
        "langues": LANGUES.masque(["fr", *langues]) if langues or hasard.random() < 0.5 else 0,
        "papiers": _masque(PAPIERS, papiers),
        "papiers_autres": hasard.choice(AUTRES_PAPIERS) if hasard.random() < 0.03 else "",
        "appareil": hasard.choice(modele.appareils) if hasard.random() < 0.85 else "",
        "aidants_connect": modele.aidants_connect,
        "capacite": places if hasard.random() < 0.85 else None,
        "age_min": modele.ages[0],
        "age_max": modele.ages[1],
        "en_cours_d_annee": modele.nature in (Nature.ATELIER, Nature.CYCLE) and hasard.random() < 0.5,
        "horaires": heures.osm,
        "horaires_ancre": heures.ancre,
        "suit_le_lieu": heures.suit_le_lieu,
        "telephone": telephone("offre", cle, modele.code) if cadre.lieu is None or hasard.random() < 0.2 else "",
        "etat": Etat.PUBLIE,
    }
    champs |= _tarif(modele, cadre, hasard) | _reserve(modele, cadre, hasard) | _periode(modele, hasard, today)
    champs |= _disponibilite(champs, heures, hasard, today)
    verifie = date_de_verification(hasard, today)
    champs |= {
        "verifie_le": verifie,
        "verifie_voie": hasard.choice((Voie.ECRAN, Voie.ECRAN, Voie.LIEN)) if verifie else "",
        **{c: v for c, v in cadre.champs.items() if c != "heures"},
    }
    possibles = [n for n in modele.noms if "{jour}" not in n or heures.jour]
    patron = hasard.choice(possibles)
    offre = Offre(
        uid=uid("offre", cle, modele.code),
        structure=cadre.structure,
        lieu=cadre.lieu,
        zone="|" + "|".join(cadre.zone) + "|" if cadre.zone else "",
        nom=francais(patron.format(jour=heures.jour)),
        **champs,
    )
    if offre.mode != Mode.SUR_PLACE:
        offre.lieu = None
    faits = _faits(modele, cadre, offre, heures=heures, metier=metier, langues=langues, hasard=hasard)
    faits.nom = patron
    return offre, faits


def _faits(
    modele: Modele,
    cadre: Cadre,
    offre: Offre,
    *,
    heures: horaires.Heures,
    metier: str,
    langues: list[str],
    hasard: random.Random,
) -> Faits:
    parlees = [LANGUES[c].label for c in langues if c != "lsf"]
    groupes = ["commune"] if cadre.lieu is not None and not cadre.guichet and hasard.random() < 0.3 else []
    if cadre.salles and offre.lieu and modele.code != "impressions":
        groupes += ["salle", "salle", "salle"]
    if offre.capacite:
        groupes.append("places")
    if heures.heure and modele.nature in (Nature.ATELIER, Nature.CYCLE, Nature.EVENEMENT):
        groupes.append("heure")
    groupes += _groupe_acces(offre)
    if parlees:
        groupes.append("langue")
    if offre.tarif == Tarif.ADHESION:
        groupes.append("adhesion")
    uniques = list(dict.fromkeys(hasard.sample(groupes, len(groupes))))
    return Faits(
        metier=metier,
        jour=heures.jour,
        heure=heures.heure,
        places=offre.capacite,
        salle=hasard.choice(cadre.salles) if cadre.salles else "",
        langue=" et ".join(parlees),
        commune=a_la_commune(cadre.commune.nom) if offre.lieu else "",
        commune_nue=cadre.commune.nom.replace("'", "’") if offre.lieu else "",
        groupes=tuple(uniques),
    )


def _groupe_acces(offre: Offre) -> list[str]:
    """Return which sentences say how to come; none when there are two ways, or no place."""
    codes = ACCES.codes(offre.acces)
    if len(codes) != 1 or offre.lieu is None or offre.nature in (Nature.ACCES_LIBRE, Nature.PRET):
        return []
    if codes == ["sans_rdv"] and offre.formes & FORMES["collectif"].masque:
        return ["sans_inscription"]
    return codes


def _tarif(modele: Modele, cadre: Cadre, hasard: random.Random) -> dict[str, Any]:
    tarif = peser(hasard, modele.tarifs)
    if tarif == Tarif.ADHESION and not cadre.adhesion:
        tarif = Tarif.GRATUIT
    detail = ""
    match tarif:
        case Tarif.ADHESION:
            detail = cadre.adhesion
        case Tarif.PARTICIPATION if modele.code == "impressions":
            detail = hasard.choice(
                ("0,10 € la page", "0,20 € la page, 0,50 € en couleur", "10 pages gratuites, puis 0,15 €")
            )
        case Tarif.PARTICIPATION if modele.code in ("fablab", "impression", "brodeuse"):
            detail = hasard.choice(("2 € la séance, matière en plus", "matière à prix coûtant", "5 € la demi-journée"))
        case Tarif.PARTICIPATION:
            detail = hasard.choice(("1 € la séance", "2 € la séance", "10 € le trimestre", "libre, selon vos moyens"))
        case Tarif.QUOTIENT:
            detail = hasard.choice(("de 5 à 30 € par trimestre", "de 1 à 4 € la séance"))
    return {"tarif": tarif, "tarif_detail": francais(detail)}


def _reserve(modele: Modele, cadre: Cadre, hasard: random.Random) -> dict[str, Any]:
    if cadre.lieu is None:
        return {"reserves": 0, "reserve_detail": ""}
    tire, codes, detail = hasard.random(), [], ""
    if modele.code == "domiciliation" or (cadre.municipal and tire < 0.24) or tire < 0.04:
        codes = ["commune"]
    elif cadre.adhesion and tire < 0.12:
        codes = ["adherents"]
    elif modele.code == "caf" and tire < 0.5:
        codes = ["allocataires"]
    elif modele.formes == "individuel" and 0.3 < tire < 0.34:
        codes, detail = ["orientation"], "sur un mot du travailleur social, ou un simple appel"
    if modele.ages[1] is not None and modele.ages[1] < 18 and tire > 0.6:
        codes = [*codes, "autorisation_parentale"]
    return {"reserves": RESERVES.masque(codes), "reserve_detail": detail}


def _periode(modele: Modele, hasard: random.Random, today: date) -> dict[str, Any]:
    if modele.nature == Nature.CYCLE:
        debut = today - timedelta(days=hasard.randrange(-18, 70))
        return {"debut": debut, "fin": today + timedelta(days=hasard.randrange(45, 190))}
    return {"debut": None, "fin": None}


def _disponibilite(
    champs: dict[str, Any], heures: horaires.Heures, hasard: random.Random, today: date
) -> dict[str, Any]:
    grain = grain_de(champs["nature"], champs["acces"])
    dit, recent, vieux = hasard.random(), hasard.randrange(0, 12), hasard.randrange(17, 48)
    fin, note = hasard.randrange(4, 38), hasard.random()
    if grain == Grain.AUCUN:
        tickets = (
            champs["acces"] == ACCES["sans_rdv"].masque
            and champs["nature"] == Nature.PERMANENCE
            and champs["mode"] == Mode.SUR_PLACE
        )
        return {"dispo_note": _note_sans_rdv(heures, hasard) if tickets and note < 0.4 else ""}
    if dit > 0.52:
        return {}
    dispo = peser(hasard, {str(d): p for d, p in DISPOS[Grain(grain)].items()})
    le = today - timedelta(days=vieux * (2 if grain == Grain.INSCRIPTION else 1) if hasard.random() < 0.24 else recent)
    jusqu_au = None
    if dispo in (Dispo.COMPLET, Dispo.CLOSES) and hasard.random() < 0.85:
        jusqu_au = today + timedelta(days=fin)
    return {
        "dispo": dispo,
        "dispo_le": le,
        "dispo_voie": hasard.choice((Voie.ECRAN, Voie.LIEN)),
        "dispo_jusqu_au": jusqu_au,
        "dispo_note": hasard.choice(NOTES[dispo]) if note < 0.35 else "",
    }


def _note_sans_rdv(heures: horaires.Heures, hasard: random.Random) -> str:
    if not heures.osm:
        return ""
    if not heures.heure:
        return "arriver une heure avant la fin au plus tard"
    h = int(heures.heure.split(" ")[0])
    minutes = 30 if heures.heure.endswith("30") else 0
    avant = h * 60 + minutes - 15
    ticket = horaires.lire(f"{avant // 60}:{avant % 60:02d}")
    combien = hasard.choice((8, 10, 12, 15))
    return francais(hasard.choice((f"tickets à {ticket}, {combien} personnes", f"tickets dès {ticket}")))


def varier_etats(offres: Iterable[Offre], today: date) -> None:
    """Suspend, close, archive or leave in draft a few activities, as in life."""
    ordre = sorted(offres, key=lambda o: uid("etat", o.uid))
    suites = [Etat.SUSPENDU] * 9 + [Etat.CLOS] * 7 + [Etat.ARCHIVE] * 6 + [Etat.BROUILLON] * 7
    for offre, etat in zip(ordre, suites, strict=False):
        offre.etat = etat
        if etat == Etat.SUSPENDU:
            offre.suspendu_jusqu_au = today + timedelta(days=des("suspendu", offre.uid).randrange(8, 60))
        if etat == Etat.BROUILLON:
            offre.verifie_le, offre.verifie_voie = None, ""


__all__ = ["Cadre", "a_la_commune", "dessiner", "drapeaux", "varier_etats"]
