"""Closed lists of organisations and places; codes are those of the national standard where it has one."""

from django.db import models

from core.masques import Nomenclature, Terme


class Nature(models.TextChoices):
    """What an organisation is to the network: drives the pins and the filters."""

    CENTRE = "centre", "Centre social"
    EVS = "evs", "Espace de vie sociale"
    PARTENAIRE = "partenaire", "Partenaire"
    AUTRE = "autre", "Autre lieu"


class Role(models.TextChoices):
    RESPONSABLE = "responsable", "Responsable"
    EQUIPE = "equipe", "Équipe"


class RoleInvite(models.TextChoices):
    """What an invitation may make of somebody: a member of a structure, or an administrator of a federation."""

    RESPONSABLE = "responsable", "Responsable"
    EQUIPE = "equipe", "Équipe"
    ADMINISTRATEUR = "administrateur", "Administratrice ou administrateur"


class Precision(models.TextChoices):
    EXACTE = "exacte", "exacte"
    APPROXIMATIVE = "approximative", "approximative : au centre de la commune"
    NON_VERIFIEE = "non_verifiee", "position non vérifiée"


class GenreFermeture(models.TextChoices):
    FERMETURE = "fermeture", "Fermeture"
    OUVERTURE = "ouverture", "Ouverture exceptionnelle"


ITINERANCES = Nomenclature(
    "itinérance",
    Terme("Fixe", 0, "Fixe"),
    Terme("Itinérant", 1, "Itinérant"),
)

ACCESSIBILITES = Nomenclature(
    "accessibilité",
    Terme("fauteuil", 0, "Accessible en fauteuil"),
    Terme("toilettes", 1, "Toilettes accessibles"),
    Terme("ascenseur", 2, "Ascenseur"),
    Terme("boucle", 3, "Boucle magnétique"),
    Terme("lsf", 4, "Accueil en langue des signes"),
    Terme("stationnement", 5, "Place de stationnement réservée à proximité"),
    Terme("calme", 6, "Salle au calme"),
)

PRISES_EN_CHARGE = Nomenclature(
    "prise en charge spécifique",
    Terme("Surdité", 0, "Surdité"),
    Terme("Handicaps moteurs", 1, "Handicaps moteurs"),
    Terme("Handicaps mentaux", 2, "Handicaps mentaux"),
    Terme("Illettrisme", 3, "Illettrisme"),
    Terme("Langues étrangères (anglais)", 4, "Langues étrangères (anglais)"),
    Terme("Langues étrangères (autres)", 5, "Langues étrangères (autres)"),
    Terme("Déficience visuelle", 6, "Déficience visuelle"),
)

DISPOSITIFS = Nomenclature(
    "dispositifs et programmes nationaux",
    Terme("Aidants Connect", 0, "Aidants Connect"),
    Terme("Bibliothèques numérique de référence", 1, "Bibliothèques numériques de référence"),
    Terme("Certification PIX", 2, "Certification PIX"),
    Terme("Conseillers numériques", 3, "Conseillers numériques"),
    Terme("Emmaüs Connect", 4, "Emmaüs Connect"),
    Terme("France Services", 5, "France Services"),
    Terme("Grande école du numérique", 6, "Grande école du numérique"),
    Terme("La Croix Rouge", 7, "La Croix Rouge"),
    Terme("Point d'accès numérique CAF", 8, "Point d’accès numérique CAF"),
    Terme("Promeneurs du net", 9, "Promeneurs du net"),
    Terme("Relais numérique (Emmaüs Connect)", 10, "Relais numérique (Emmaüs Connect)"),
)

FORMATIONS = Nomenclature(
    "formations et labels",
    Terme("Formé à « Mon Espace Santé »", 0, "Formé à « Mon Espace Santé »"),
    Terme("Formé à « DUPLEX » (illettrisme)", 1, "Formé à « DUPLEX » (illettrisme)"),
    Terme("Arnia/MedNum BFC (Bourgogne-Franche-Comté)", 2, "Arnia/MedNum BFC (Bourgogne-Franche-Comté)"),
    Terme(
        "Collectif ressources et acteurs réemploi (Normandie)",
        3,
        "Collectif ressources et acteurs réemploi (Normandie)",
    ),
    Terme("Étapes numériques (La Poste)", 4, "Étapes numériques (La Poste)"),
    Terme("Fabriques de Territoire", 5, "Fabriques de Territoire"),
    Terme("Les Éclaireurs du numérique (Drôme)", 6, "Les Éclaireurs du numérique (Drôme)"),
    Terme("Mes Papiers (Métropole de Lyon)", 7, "Mes Papiers (Métropole de Lyon)"),
    Terme("ORDI 3.0", 8, "ORDI 3.0"),
    Terme("SUD LABS (PACA)", 9, "SUD LABS (PACA)"),
)

RESEAUX_SOCIAUX = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "whatsapp": "WhatsApp",
    "youtube": "YouTube",
    "linkedin": "LinkedIn",
    "x": "X",
    "tiktok": "TikTok",
    "mastodon": "Mastodon",
}
