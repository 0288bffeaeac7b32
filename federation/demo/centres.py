"""The 42 centres: which indicators each answers, its place, its equipment and its activities."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, METIERS, PAPIERS, POSTURES, PUBLICS, THEMES, Dispo, Tarif
from core.voies import Voie
from federation.demo import horaires, lieux, noms
from federation.demo.activites import Cadre, a_la_commune, drapeaux
from federation.demo.reseau import Reseau
from federation.demo.tirage import des, francais

# How many of the 42 answer each indicator, as in the survey (issue 2, §4).
EFFECTIFS = {
    "atelier": 41,
    "ecrivain": 31,
    "conseiller": 22,
    "rdv_individuel": 32,
    "perfectionnement": 23,
    "creation": 20,
    "emploi": 36,
    "atelier_emploi": 21,
    "parentalite": 24,
    "salle": 32,
    "une_personne": 35,
    "partenariat": 39,
    "mediation": 26,
    "reseaux": 37,
    "renouveler": 15,
}
# Drawn among those that answer another: an « atelier emploi » is an atelier, and about emploi.
PARMI = {"perfectionnement": "atelier", "atelier_emploi": "emploi", "mediation": "partenariat"}
SANS_ATELIER = 41
# The acceptance scenario: an écrivain public near Choisy-le-Roi on Thursday afternoon.
SCENARIO = (0, 1, 2, 6, 23, 26, 33)


def repartir() -> list[frozenset[str]]:
    """Return, for each of the 42, the indicators that it answers: the counts are exact."""
    dits: list[set[str]] = [set() for _ in noms.CENTRES]
    for nom, effectif in EFFECTIFS.items():
        candidats = [
            i
            for i in range(len(noms.CENTRES))
            if (nom not in ("atelier", "atelier_emploi", "perfectionnement") or i != SANS_ATELIER)
            and (nom not in PARMI or PARMI[nom] in dits[i])
        ]
        des("repartir", nom).shuffle(candidats)
        # The scenario's centres come first: they host an écrivain public, most by appointment.
        if nom in ("ecrivain", "rdv_individuel"):
            candidats.sort(key=lambda i: i not in SCENARIO)
        for i in candidats[:effectif]:
            dits[i].add(nom)
    return [frozenset(d) for d in dits]


# Which kinds can answer an indicator that a centre still lacks, best first.
REPONSES = {
    "ecrivain": ("ecrivain",),
    "conseiller": ("conseiller", "demarches", "smartphone", "internet"),
    "rdv_individuel": ("caf", "retraite", "logement", "juriste"),
    "perfectionnement": ("bureautique",),
    "creation": ("musique", "code", "fablab", "impression", "brodeuse"),
    "emploi": ("emploi",),
    "atelier_emploi": ("cv", "entretien"),
    "parentalite": ("ecrans", "cafe_parents", "parents_enfants"),
    "atelier": ("smartphone", "ordinateur", "internet"),
}
# What fills a centre up, with its weight.
REMPLISSAGE = {
    "demarches": 10, "acces": 9, "smartphone": 6, "ordinateur": 5, "internet": 4, "clas": 6, "asl": 6, "pronote": 4,
    "cafe": 4, "securite": 4, "impressions": 4, "caf": 3, "sante": 4, "logement": 3, "sejour": 2, "retraite": 2,
    "juriste": 2, "ecrans": 3, "parents_enfants": 3, "cafe_parents": 3, "musique": 2, "code": 2, "fablab": 1,
    "impression": 1, "brodeuse": 2, "ia": 2, "jeux": 2, "reparation": 2, "pret": 1, "conference": 1, "emploi": 3,
    "cv": 2, "entretien": 2, "bureautique": 2, "aidants": 2, "conseiller": 3, "ecrivain": 3, "etudier": 1,
}  # fmt: skip


def nombres_d_ordinateurs() -> list[int]:
    """Return how many computers each centre has: seven on average, exactly."""
    hasard = des("ordinateurs")
    nombres = [hasard.choice((3, 4, 5, 6, 6, 7, 8, 8, 9, 10, 12)) for _ in noms.CENTRES]
    rang = 0
    while sum(nombres) != 7 * len(nombres):
        pas = 1 if sum(nombres) < 7 * len(nombres) else -1
        if 3 <= nombres[rang] + pas <= 14:
            nombres[rang] += pas
        rang = (rang + 5) % len(nombres)
    return nombres


def centre(reseau: Reseau, rang: int, dits: frozenset[str], ordinateurs: int) -> None:
    nom, insee, statut, genre = noms.CENTRES[rang]
    commune, municipal = reseau.communes[insee], statut == "m"
    court = nom.split(" ", 2)[2] if genre == "cs" else nom.removeprefix("Espace de vie sociale ")
    structure = lieux.structure(
        reseau.federation,
        nom,
        lieux.NATURES[genre],
        reseaux=lieux.reseaux(court) if "reseaux" in dits else [],
    )
    place = lieux.lieu(
        structure,
        commune,
        reseau.atlas,
        nom=nom,
        genre="centre",
        typologies=["EVS"] if genre == "evs" else ["CSC"] if "socioculturel" in nom else ["CS"],
        today=reseau.today,
        dispositifs=["Conseillers numériques"] if "conseiller" in dits else [],
        presentation_resume=francais(des("resume", nom).choice(RESUMES)),
        presentation=francais(presentation_centre(rang, commune.nom)),
    )
    animateurs = 1 if "une_personne" in dits else des("animateurs", nom).choice((2, 2, 3))
    fiche = lieux.centre(structure, statut=statut, evs=genre == "evs", animateurs=animateurs, today=reseau.today)
    sans_salle = sorted(i for i, d in enumerate(repartir()) if "salle" not in d)
    reseau.centres.append(structure)
    reseau.fiches.append(fiche)
    reseau.lieux.append(place)
    reseau.equipements.append(
        lieux.equipement_centre(
            place,
            ordinateurs,
            salle="salle" in dits,
            portables=rang in sans_salle[:3],
            geant=rang == 12,
            renouveler="renouveler" in dits,
            municipal=municipal,
        )
    )
    hasard = des("salles", nom)
    cadre = Cadre(
        structure,
        place,
        commune,
        salles=tuple(hasard.sample(noms.SALLES_CENTRE, 3)),
        adhesion=fiche.adhesion_famille,
        municipal=municipal,
        drapeaux=dits & frozenset(REPONSES),
    )
    reseau.cadres[place.uid] = cadre
    for annexe_de, nom_annexe in noms.ANNEXES:
        if annexe_de == rang:
            annexe = lieux.lieu(
                structure,
                commune,
                reseau.atlas,
                nom=nom_annexe,
                genre="association",
                typologies=["CS"],
                today=reseau.today,
                principal=False,
                telephone=lieux.telephone(nom_annexe),
            )
            reseau.lieux.append(annexe)
            reseau.cadres[annexe.uid] = Cadre(
                structure,
                annexe,
                commune,
                salles=tuple(hasard.sample(noms.SALLES_AUTRE[3:6] + noms.SALLES_CENTRE[5:9], 2)),
                adhesion=fiche.adhesion_famille,
                municipal=municipal,
                drapeaux=cadre.drapeaux,
            )


RESUMES = (
    "Un lieu ouvert à tous les habitants du quartier, sans condition.",
    "Accueil, ateliers, permanences et sorties, à tous les âges.",
    "On y vient pour un papier, on y reste pour un café.",
    "Activités pour les familles, accès aux droits et coups de main numériques.",
    "La maison des habitants du quartier.",
    "Écouter, accompagner, faire ensemble.",
    "Un accueil tous les jours et des idées qui viennent des habitants.",
)


def presentation_centre(rang: int, commune: str) -> str:
    """Return what a centre says of itself."""
    hasard, ou = des("presentation", rang), a_la_commune(commune)
    un = (
        f"Nous sommes installés {ou} depuis une trentaine d’années, au milieu des immeubles et du marché.",
        f"Le centre est né {ou} d’un groupe de parents qui cherchait un lieu pour se retrouver.",
        f"Une équipe de huit personnes et une quarantaine de bénévoles font vivre le centre {ou}.",
        f"Le quartier a changé, le centre aussi : il a rouvert {ou} après deux ans de travaux.",
    )
    deux = (
        "L’accueil répond à toutes les questions, et quand il ne sait pas, il cherche.",
        "Chaque habitant·e peut proposer une activité ; beaucoup ont commencé ainsi.",
        "Le numérique est partout dans nos activités, jamais obligatoire.",
        "Les démarches prennent une place grandissante, et nous ne laissons personne seul·e devant un écran.",
    )
    trois = (
        "Poussez la porte.",
        "La cuisine est ouverte le midi, apportez votre plat.",
        "Le programme du trimestre est affiché dehors.",
        "Les enfants du quartier connaissent le chemin, suivez-les.",
    )
    return " ".join((hasard.choice(un), hasard.choice(deux), hasard.choice(trois)))


def activites(reseau: Reseau, rang: int, dits: frozenset[str]) -> None:
    structure = reseau.centres[rang]
    places = [c for c in reseau.cadres.values() if c.structure is structure and c.lieu is not None]
    principal, annexes = places[0], places[1:]
    hasard = des("activites", structure.uid)
    faits: set[str] = set()
    codes: list[str] = []
    if rang in SCENARIO:
        faits |= drapeaux(_scenario(reseau, rang, principal))
        codes.append("ecrivain")
    for nom, reponses in REPONSES.items():
        if nom in dits and nom not in faits:
            for code in reponses:
                offre = None if code in codes else reseau.ajouter(code, principal, f"{structure.uid}:{nom}")
                if offre is not None and nom in drapeaux(offre):
                    faits |= drapeaux(offre)
                    codes.append(code)
                    break
    voulues = hasard.randrange(7, 10) + len(annexes)
    essais = 0
    while len(codes) < voulues and essais < 60:
        essais += 1
        code = hasard.choices(list(REMPLISSAGE), weights=list(REMPLISSAGE.values()))[0]
        if codes.count(code) >= (2 if code in ("demarches", "ecrivain", "conseiller") else 1):
            continue
        cadre = hasard.choice([principal, *annexes, *annexes]) if annexes else principal
        if reseau.ajouter(code, cadre, f"{structure.uid}:{essais}", libre=True) is not None:
            codes.append(code)


def _scenario(reseau: Reseau, rang: int, cadre: Cadre) -> Offre:
    """Return the Thursday permanence of a centre around Choisy-le-Roi: their rooms differ on purpose."""
    today = reseau.today
    heures = {0: "14:00-17:00", 1: "13:30-16:30", 2: "14:00-16:30", 6: "14:30-17:30", 23: "14:00-17:00",
              26: "13:30-17:00", 33: "15:00-18:00"}  # fmt: skip
    # (room, said how many days ago, full for how many days, note)
    salles: dict[int, tuple[str, int, int, str]] = {
        0: (Dispo.COMPLET, 2, 16, "le planning suivant ouvre ce jour-là"),
        2: (Dispo.CETTE_SEMAINE, 1, 0, "deux places jeudi"),
        6: (Dispo.DEUX_TROIS_SEMAINES, 4, 0, ""),
        23: (Dispo.PLUS_UN_MOIS, 3, 0, "pour un courrier urgent, demandez à l’accueil"),
        26: (Dispo.SEMAINE_PROCHAINE, 2, 0, ""),
        33: (Dispo.CETTE_SEMAINE, 27, 0, ""),  # too old to be sure
    }
    champs: dict[str, Any] = {
        "heures": horaires.fixe(f"Th {heures[rang]}; PH off"),
        "tarif": Tarif.GRATUIT,
        "tarif_detail": "",
        "themes": THEMES.masque(["courrier", "demarches"]),
        "publics": PUBLICS.masque(["tous"]),
        "postures": POSTURES.masque(["a_la_place", "avec"]),
        "metiers": METIERS.masque(["ecrivain_public"]),
        "papiers": PAPIERS.masque(["courrier", "identite"]),
        "acces": ACCES.masque(["rdv"]),
        "reserves": 0,
        "reserve_detail": "",
        "verifie_le": today - timedelta(days=9 + rang),
        "verifie_voie": Voie.ECRAN,
    }
    if rang in salles:
        dispo, il_y_a, pendant, note = salles[rang]
        champs |= {
            "dispo": dispo,
            "dispo_le": today - timedelta(days=il_y_a),
            "dispo_voie": Voie.LIEN,
            "dispo_jusqu_au": today + timedelta(days=pendant) if pendant else None,
            "dispo_note": note,
        }
    else:
        champs |= {"acces": ACCES.masque(["sans_rdv"]), "dispo": "", "dispo_le": None, "dispo_voie": ""}
        champs |= {"dispo_jusqu_au": None, "dispo_note": francais("tickets à 13 h 15, 12 personnes")}
    special = replace(cadre, champs=champs)
    offre = reseau.ajouter("ecrivain", special, f"{cadre.structure.uid}:jeudi")
    if offre is None:
        raise RuntimeError(f"{cadre.structure.nom}: the scenario asks for what the centre does not host.")
    return offre
