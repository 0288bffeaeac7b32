"""Ready-made activities: what a centre of this kind usually says of each, so that a new page begins nearly complete.

A proposal, never an obligation: all of it is edited on the cards. Data only; a test holds every line to the model.
"""

from dataclasses import dataclass
from typing import Any

from ateliers.nomenclature import (
    ACCES,
    FORMES,
    METIERS,
    NIVEAUX,
    PAPIERS,
    POSTURES,
    PUBLICS,
    THEMES,
    Appareil,
    Mode,
    Nature,
    Tarif,
)
from core.masques import Nomenclature

# What one is asked for, by démarche: offered when nobody has said which papers to bring.
PAPIERS_PAR_THEME: dict[str, str] = {
    "demarches": "identite telephone mail allocataire",
    "courrier": "courrier identite",
    "droits": "courrier identite",
    "emploi": "cv france_travail mail",
    "sante": "securite_sociale telephone mail",
}

MASQUES: dict[str, Nomenclature] = {
    "themes": THEMES,
    "publics": PUBLICS,
    "postures": POSTURES,
    "acces": ACCES,
    "formes": FORMES,
    "niveaux": NIVEAUX,
    "metiers": METIERS,
    "papiers": PAPIERS,
}


@dataclass(frozen=True, slots=True)
class Modele:
    """One usual kind of activity; the codes of a mask are separated by spaces."""

    code: str
    besoin: str  # the heading under which it is proposed
    nom: str
    pour: str  # one sentence: when to choose it
    icone: str
    nature: str
    themes: str
    presentation: str
    publics: str = "tous"
    postures: str = ""
    acces: str = "rdv"
    formes: str = "individuel"
    niveaux: str = ""
    metiers: str = ""
    papiers: str = ""
    tarif: str = ""
    appareil: str = ""
    mode: str = Mode.SUR_PLACE

    def colonnes(self) -> dict[str, Any]:
        """Return the columns of a new activity, place, zone and name left out."""
        valeurs: dict[str, Any] = {nom: liste.masque(getattr(self, nom).split()) for nom, liste in MASQUES.items()}
        directes = ("nature", "presentation", "tarif", "appareil")
        return valeurs | {nom: getattr(self, nom) for nom in directes}


def papiers_usuels(themes: int) -> int:
    """Return the papers usually asked for with these needs, as a mask."""
    codes = " ".join(PAPIERS_PAR_THEME.get(code, "") for code in THEMES.codes(themes))
    return PAPIERS.masque(codes.split())


DROITS = "Démarches, courrier, droits"
APPRENDRE = "Apprendre le numérique"
LIBRE = "Ordinateurs, matériel, création"
TRAVAIL = "Emploi, apprendre le français"
FAMILLE = "Enfants, école, parents"
LOIN = "Sans se déplacer"

_TOUS: tuple[Modele, ...] = (
    Modele(
        "ecrivain-public", DROITS, "Permanence d’écrivain public",
        "Lire un courrier, écrire une lettre, remplir un dossier papier.", "pen-line",
        Nature.PERMANENCE, "courrier demarches droits",
        "On lit avec vous le courrier reçu et on écrit la réponse avec vos mots. Rien ne part sans votre accord.",
        postures="a_la_place avec", metiers="ecrivain_public", papiers="courrier identite", tarif=Tarif.GRATUIT,
    ),
    Modele(
        "acces-aux-droits", DROITS, "Permanence d’accès aux droits",
        "Logement, dettes, séparation, titre de séjour : un·e juriste ou une association.", "scale",
        Nature.PERMANENCE, "droits courrier",
        "Une personne qui connaît le droit écoute votre situation et vous dit quoi faire, et avant quelle date.",
        postures="avec", metiers="juriste", papiers="courrier identite", tarif=Tarif.GRATUIT,
    ),
    Modele(
        "demarches-en-ligne", DROITS, "Aide aux démarches en ligne",
        "CAF, impôts, Ameli, retraite, préfecture : on fait la démarche ensemble.", "file-check",
        Nature.PERMANENCE, "demarches sante",
        "On fait la démarche avec vous, à côté de vous. Vous repartez avec le numéro de votre dossier.",
        postures="avec", metiers="agent_accueil", papiers="identite telephone mail allocataire",
        tarif=Tarif.GRATUIT, appareil=Appareil.FOURNI,
    ),
    Modele(
        "conseiller-numerique", DROITS, "Conseiller numérique sur rendez-vous",
        "Une personne, une heure : ses démarches, son téléphone, ses questions.", "user-round-check",
        Nature.PERMANENCE, "demarches bases securite",
        "Une heure pour vous : une démarche, un téléphone qui ne marche plus, une question sur internet.",
        postures="avec apprendre", metiers="conseiller_numerique", papiers="identite telephone mail",
        tarif=Tarif.GRATUIT, appareil=Appareil.BIENVENU,
    ),
    Modele(
        "sante-en-ligne", DROITS, "Ma santé en ligne",
        "Ameli, Doctolib, Mon espace santé, carte Vitale.", "heart-pulse",
        Nature.PERMANENCE, "sante demarches",
        "Prendre un rendez-vous, trouver une attestation, ouvrir son compte Ameli : on le fait avec vous.",
        postures="avec apprendre", metiers="conseiller_numerique", papiers="securite_sociale identite telephone mail",
        tarif=Tarif.GRATUIT, appareil=Appareil.BIENVENU,
    ),
    Modele(
        "smartphone-debutant", APPRENDRE, "Atelier smartphone, débutants",
        "Appeler, envoyer une photo, installer une application, en petit groupe.", "smartphone",
        Nature.ATELIER, "bases",
        "On part de votre téléphone et de ce que vous voulez en faire. On va lentement, on recommence.",
        publics="adultes seniors", postures="apprendre", acces="inscription", formes="collectif",
        niveaux="grand_debutant debutant", metiers="conseiller_numerique", papiers="telephone",
        appareil=Appareil.NECESSAIRE,
    ),
    Modele(
        "ordinateur-debutant", APPRENDRE, "Atelier ordinateur, débutants",
        "La souris, le clavier, les dossiers, internet, en petit groupe.", "monitor",
        Nature.ATELIER, "bases",
        "Pour les personnes qui n’ont jamais utilisé un ordinateur, ou presque. Chacun avance à son rythme.",
        publics="adultes seniors", postures="apprendre", acces="inscription", formes="collectif",
        niveaux="grand_debutant debutant", metiers="conseiller_numerique", papiers="rien", appareil=Appareil.FOURNI,
    ),
    Modele(
        "cycle-prise-en-main", APPRENDRE, "Prise en main du numérique, en plusieurs séances",
        "Le même groupe, plusieurs semaines, du premier clic au premier mail.", "list-ordered",
        Nature.CYCLE, "bases bureautique",
        "Un petit groupe se retrouve plusieurs semaines de suite. Il vaut mieux venir à toutes les séances.",
        publics="adultes", postures="apprendre", acces="inscription", formes="collectif",
        niveaux="grand_debutant debutant", metiers="conseiller_numerique", papiers="rien", appareil=Appareil.FOURNI,
    ),
    Modele(
        "accompagnement-individuel", APPRENDRE, "Accompagnement individuel pour apprendre",
        "Une personne à la fois, plusieurs rendez-vous, sur ce qu’elle veut apprendre.", "user",
        Nature.ACCOMPAGNEMENT, "bases",
        "Vous dites ce que vous voulez savoir faire. On se revoit jusqu’à ce que vous le fassiez sans aide.",
        publics="adultes seniors", postures="apprendre", niveaux="grand_debutant debutant",
        metiers="conseiller_numerique benevole", papiers="telephone", tarif=Tarif.GRATUIT, appareil=Appareil.BIENVENU,
    ),
    Modele(
        "arnaques-securite", APPRENDRE, "Éviter les arnaques sur internet",
        "Faux messages, mots de passe, achats en ligne, fausses informations.", "shield-check",
        Nature.ATELIER, "securite",
        "Faux SMS, faux conseiller de la banque, colis à payer : on apprend à les reconnaître, avec de vrais exemples.",
        publics="adultes seniors", postures="apprendre", acces="inscription", formes="collectif",
        metiers="conseiller_numerique", papiers="rien", appareil=Appareil.BIENVENU,
    ),
    Modele(
        "intelligence-artificielle", APPRENDRE, "Comprendre l’intelligence artificielle",
        "Ce qu’elle sait faire, ce qu’il ne faut pas lui confier.", "sparkles",
        Nature.ATELIER, "ia securite",
        "On essaie ensemble, on regarde ce qui est faux, et ce qu’il vaut mieux ne jamais y écrire.",
        publics="adultes jeunes", postures="apprendre", acces="inscription", formes="collectif",
        metiers="conseiller_numerique", papiers="rien", appareil=Appareil.FOURNI,
    ),
    Modele(
        "acces-libre", LIBRE, "Accès libre : ordinateurs, imprimante, Wi-Fi",
        "On vient quand c’est ouvert, sans rendez-vous.", "printer",
        Nature.ACCES_LIBRE, "acces",
        "Des ordinateurs, une imprimante, un scanner et le Wi-Fi. Quelqu’un aide à démarrer.",
        acces="sans_rdv", metiers="agent_accueil", papiers="rien", appareil=Appareil.FOURNI,
    ),
    Modele(
        "pret-ordinateur", LIBRE, "Prêt d’ordinateur aux habitants",
        "Un ordinateur ou une clé de connexion, pour quelques semaines.", "laptop",
        Nature.PRET, "equipement",
        "Un ordinateur prêté pour quelques semaines, avec une convention à signer et une prise en main.",
        publics="adultes", papiers="identite domicile", metiers="animateur",
    ),
    Modele(
        "reparer-s-equiper", LIBRE, "Réparer et s’équiper",
        "Un appareil en panne, un ordinateur d’occasion, un forfait moins cher.", "wrench",
        Nature.ATELIER, "equipement",
        "On regarde ensemble pourquoi l’appareil ne marche plus, et ce qui coûterait moins cher que d’en acheter un.",
        publics="tous", postures="avec", acces="sans_rdv inscription", formes="collectif", metiers="benevole",
        papiers="telephone", appareil=Appareil.NECESSAIRE,
    ),
    Modele(
        "fablab", LIBRE, "Fablab : impression 3D, découpe, broderie",
        "Fabriquer, dessiner, réparer avec des machines.", "box",
        Nature.ATELIER, "creation programmation",
        "On vient avec une idée, ou sans idée. Les machines s’apprennent sur place.",
        publics="jeunes adultes", postures="apprendre", acces="inscription", formes="collectif",
        metiers="animateur", papiers="rien", appareil=Appareil.FOURNI,
    ),
    Modele(
        "cv-emploi", TRAVAIL, "Atelier CV et recherche d’emploi",
        "CV, lettre, offres en ligne, espace France Travail.", "briefcase",
        Nature.ATELIER, "emploi bureautique",
        "On écrit ou on reprend votre CV, on cherche des offres, on envoie les candidatures.",
        publics="demandeurs_emploi", postures="avec apprendre", acces="inscription", formes="collectif",
        metiers="conseiller_numerique", papiers="cv france_travail mail", tarif=Tarif.GRATUIT,
        appareil=Appareil.FOURNI,
    ),
    Modele(
        "apprendre-le-francais", TRAVAIL, "Apprendre le français (ASL)",
        "Ateliers sociolinguistiques : parler, lire, écrire au quotidien.", "languages",
        Nature.CYCLE, "francais",
        "Parler pour les rendez-vous, l’école, le travail. Un premier entretien permet de choisir le bon groupe.",
        publics="adultes allophones", postures="apprendre", acces="inscription", formes="collectif",
        metiers="benevole", papiers="identite",
    ),
    Modele(
        "clas-numerique", FAMILLE, "Accompagnement à la scolarité (CLAS)",
        "Devoirs, méthode, ENT et Pronote, après l’école.", "backpack",
        Nature.CYCLE, "scolarite",
        "Après l’école, un adulte aide à s’organiser : les devoirs, l’agenda en ligne, l’exposé à préparer.",
        publics="enfants jeunes", postures="avec apprendre", acces="inscription", formes="collectif",
        metiers="animateur benevole", papiers="rien", appareil=Appareil.FOURNI,
    ),
    Modele(
        "ecole-en-ligne", FAMILLE, "L’école en ligne, pour les parents",
        "Pronote, ENT, cantine, bourses, Affelnet, Parcoursup.", "school",
        Nature.PERMANENCE, "scolarite demarches",
        "Se connecter à l’espace de l’école, répondre à un message, inscrire à la cantine, demander une bourse.",
        publics="parents", postures="avec apprendre", metiers="referent_famille", papiers="telephone mail",
        tarif=Tarif.GRATUIT, appareil=Appareil.BIENVENU,
    ),
    Modele(
        "cafe-des-parents", FAMILLE, "Café des parents : les écrans à la maison",
        "Un temps d’échange entre parents, sans leçon de morale.", "coffee",
        Nature.EVENEMENT, "parentalite",
        "Des parents parlent des écrans, des jeux, des réseaux sociaux. On écoute, on essaie, on se trompe aussi.",
        publics="parents", acces="sans_rdv", formes="collectif", metiers="referent_famille promeneur_net",
        papiers="rien", tarif=Tarif.GRATUIT,
    ),
    Modele(
        "parents-enfants", FAMILLE, "Atelier parents-enfants",
        "Créer, jouer, programmer ensemble.", "baby",
        Nature.ATELIER, "parentalite creation programmation",
        "Un parent, un enfant, un ordinateur pour deux : on fabrique quelque chose et on l’emporte.",
        publics="parents_enfants", postures="apprendre", acces="inscription", formes="collectif",
        metiers="referent_famille animateur", papiers="rien", appareil=Appareil.FOURNI,
    ),
    Modele(
        "par-telephone", LOIN, "Aide par téléphone",
        "Répondre à une question, suivre une démarche, sans venir.", "phone",
        Nature.PERMANENCE, "demarches droits",
        "On répond à vos questions et on vous guide pas à pas, au téléphone.",
        postures="avec", acces="sans_rdv", metiers="conseiller_numerique", papiers="courrier mail allocataire",
        tarif=Tarif.GRATUIT, mode=Mode.TELEPHONE,
    ),
    Modele(
        "a-domicile", LOIN, "Aide à domicile",
        "Pour les personnes qui ne peuvent pas se déplacer.", "house",
        Nature.ACCOMPAGNEMENT, "bases demarches",
        "Une personne vient chez vous, avec une carte à son nom, pour le téléphone, la tablette, une démarche.",
        publics="seniors handicap", postures="avec apprendre", metiers="conseiller_numerique benevole",
        papiers="identite telephone mail", mode=Mode.A_DOMICILE,
    ),
)  # fmt: skip
MODELES: dict[str, Modele] = {m.code: m for m in _TOUS}


def par_besoin() -> dict[str, list[Modele]]:
    """Return the models under their headings, in order."""
    groupes: dict[str, list[Modele]] = {}
    for modele in _TOUS:
        groupes.setdefault(modele.besoin, []).append(modele)
    return groupes
