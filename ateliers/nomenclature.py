"""Closed lists of activities. A bit is written once and never reused."""

from django.db import models

from core.masques import Nomenclature, Terme


class Nature(models.TextChoices):
    PERMANENCE = "permanence", "Permanence"
    ATELIER = "atelier", "Atelier"
    CYCLE = "cycle", "Cycle d’ateliers"
    ACCOMPAGNEMENT = "accompagnement", "Accompagnement individuel"
    ACCES_LIBRE = "acces_libre", "Accès libre"
    EVENEMENT = "evenement", "Événement"
    PRET = "pret", "Prêt aux habitants"


class Mode(models.TextChoices):
    SUR_PLACE = "sur_place", "Sur place"
    A_DOMICILE = "a_domicile", "À domicile"
    TELEPHONE = "telephone", "Par téléphone ou messagerie"
    A_DISTANCE = "a_distance", "À distance"


class Tarif(models.TextChoices):
    GRATUIT = "gratuit", "Gratuit"
    ADHESION = "adhesion", "Gratuit avec l’adhésion"
    PARTICIPATION = "participation", "Participation"
    QUOTIENT = "quotient", "Selon le quotient familial"


class Appareil(models.TextChoices):
    FOURNI = "fourni", "Ordinateur sur place"
    BIENVENU = "bienvenu", "Vous pouvez apporter votre appareil"
    NECESSAIRE = "necessaire", "Apportez votre appareil"


class Grain(models.TextChoices):
    """What can be said of room: a wrong grain is worse than none."""

    RENDEZ_VOUS = "rendez_vous", "premier rendez-vous"
    INSCRIPTION = "inscription", "inscriptions"
    AUCUN = "aucun", "rien à dire"


class Dispo(models.TextChoices):
    """Room; each value belongs to one grain (see GRAINS)."""

    CETTE_SEMAINE = "cette_semaine", "Premier rendez-vous cette semaine"
    SEMAINE_PROCHAINE = "semaine_prochaine", "Premier rendez-vous la semaine prochaine"
    DEUX_TROIS_SEMAINES = "deux_trois_semaines", "Premier rendez-vous dans 2 à 3 semaines"
    PLUS_UN_MOIS = "plus_un_mois", "Premier rendez-vous dans plus d’un mois"
    COMPLET = "complet", "Complet"
    OUVERTES = "ouvertes", "Inscriptions ouvertes"
    ATTENTE = "attente", "Liste d’attente"
    CLOSES = "closes", "Inscriptions closes"


GRAINS: dict[str, tuple[str, ...]] = {
    Grain.RENDEZ_VOUS: (
        Dispo.CETTE_SEMAINE,
        Dispo.SEMAINE_PROCHAINE,
        Dispo.DEUX_TROIS_SEMAINES,
        Dispo.PLUS_UN_MOIS,
        Dispo.COMPLET,
    ),
    Grain.INSCRIPTION: (Dispo.OUVERTES, Dispo.ATTENTE, Dispo.CLOSES),
    Grain.AUCUN: (),
}
# « Il y a de la place »: somebody who comes now is received within three weeks.
AVEC_PLACE = (Dispo.CETTE_SEMAINE, Dispo.SEMAINE_PROCHAINE, Dispo.DEUX_TROIS_SEMAINES, Dispo.OUVERTES)
SANS_PLACE = (Dispo.COMPLET, Dispo.CLOSES)

THEMES = Nomenclature(
    "thème",
    Terme("demarches", 0, "Démarches en ligne"),
    Terme("courrier", 1, "Comprendre ou écrire un courrier"),
    Terme("droits", 2, "Connaître ses droits"),
    Terme("bases", 3, "Débuter : téléphone, ordinateur, mail"),
    Terme("bureautique", 4, "Traitement de texte, tableur"),
    Terme("securite", 5, "Sécurité en ligne, arnaques"),
    Terme("emploi", 6, "Emploi, CV"),
    Terme("parentalite", 7, "Parents et écrans"),
    Terme("scolarite", 8, "École : ENT, Pronote, devoirs"),
    Terme("creation", 9, "Création, fablab"),
    Terme("programmation", 10, "Programmation, jeux"),
    Terme("francais", 11, "Apprendre le français"),
    Terme("equipement", 12, "S’équiper : acheter, réparer, emprunter"),
    Terme("acces", 13, "Ordinateur, imprimer, scanner"),
    Terme("sante", 14, "Santé : Ameli, Doctolib"),
    Terme("ia", 15, "Intelligence artificielle"),
)

PUBLICS = Nomenclature(
    "s’adresse à",
    Terme("tous", 0, "Tous publics"),
    Terme("enfants", 1, "Enfants"),
    Terme("jeunes", 2, "Jeunes"),
    Terme("adultes", 3, "Adultes"),
    Terme("seniors", 4, "Seniors"),
    Terme("parents", 5, "Parents"),
    Terme("parents_enfants", 6, "Parents et enfants ensemble"),
    Terme("allophones", 7, "Personnes qui apprennent le français"),
    Terme("lecture", 8, "Personnes qui lisent difficilement"),
    Terme("handicap", 9, "Personnes en situation de handicap"),
    Terme("demandeurs_emploi", 10, "Demandeurs d’emploi"),
    Terme("auto_entrepreneurs", 11, "Auto-entrepreneurs"),
    Terme("etudiants", 12, "Étudiants"),
    Terme("femmes", 13, "Femmes"),
)

RESERVES = Nomenclature(
    "réservé à",
    Terme("commune", 0, "habitants de la commune"),
    Terme("adherents", 1, "adhérents"),
    Terme("allocataires", 2, "allocataires de la CAF"),
    Terme("orientation", 3, "personnes orientées par un professionnel"),
    Terme("autorisation_parentale", 4, "mineurs avec autorisation parentale"),
)

POSTURES = Nomenclature(
    "posture",
    Terme("a_la_place", 0, "faire à votre place"),
    Terme("avec", 1, "faire avec vous"),
    Terme("apprendre", 2, "apprendre à faire"),
)

FORMES = Nomenclature(
    "forme",
    Terme("individuel", 0, "individuel"),
    Terme("collectif", 1, "en groupe"),
)

ACCES = Nomenclature(
    "accès",
    Terme("sans_rdv", 0, "Sans rendez-vous"),
    Terme("rdv", 1, "Sur rendez-vous"),
    Terme("inscription", 2, "Sur inscription"),
)

NIVEAUX = Nomenclature(
    "niveau",
    Terme("grand_debutant", 0, "grand débutant"),
    Terme("debutant", 1, "débutant"),
    Terme("intermediaire", 2, "intermédiaire"),
    Terme("avance", 3, "avancé"),
)

METIERS = Nomenclature(
    "qui reçoit",
    Terme("ecrivain_public", 0, "Écrivain·e public·que"),
    Terme("conseiller_numerique", 1, "Conseiller·ère numérique"),
    Terme("charge_numerique", 2, "Chargé·e de numérique"),
    Terme("referent_famille", 3, "Référent·e famille"),
    Terme("animateur", 4, "Animateur·rice"),
    Terme("promeneur_net", 5, "Promeneur·se du Net"),
    Terme("benevole", 6, "Bénévole"),
    Terme("intervenant_exterieur", 7, "Intervenant·e extérieur·e"),
    Terme("agent_accueil", 8, "Agent·e d’accueil"),
    Terme("juriste", 9, "Juriste"),
)

HABILITATIONS = Nomenclature(
    "habilitations",
    Terme("aidants_connect", 0, "Aidants Connect"),
    Terme("conseiller_fs", 1, "Conseiller·ère numérique France Services"),
    Terme("defenseur_droits", 2, "Délégué·e du Défenseur des droits"),
)

LANGUES = Nomenclature(
    "langue parlée sur place",
    Terme("fr", 0, "français"),
    Terme("en", 1, "anglais"),
    Terme("ar", 2, "arabe"),
    Terme("es", 3, "espagnol"),
    Terme("pt", 4, "portugais"),
    Terme("tr", 5, "turc"),
    Terme("uk", 6, "ukrainien"),
    Terme("ro", 7, "roumain"),
    Terme("zh", 8, "chinois"),
    Terme("lsf", 9, "langue des signes française"),
    Terme("ber", 10, "berbère"),
    Terme("bm", 11, "bambara"),
    Terme("ff", 12, "peul"),
    Terme("snk", 13, "soninké"),
    Terme("wo", 14, "wolof"),
    Terme("ln", 15, "lingala"),
    Terme("ta", 16, "tamoul"),
    Terme("bn", 17, "bengali"),
    Terme("ur", 18, "ourdou"),
    Terme("fa", 19, "persan, dari"),
    Terme("ps", 20, "pachto"),
    Terme("ru", 21, "russe"),
    Terme("vi", 22, "vietnamien"),
    Terme("it", 23, "italien"),
    Terme("de", 24, "allemand"),
    Terme("pl", 25, "polonais"),
    Terme("ht", 26, "créole haïtien"),
    Terme("sq", 27, "albanais"),
    Terme("km", 28, "khmer"),
)

PAPIERS = Nomenclature(
    "papiers à apporter",
    Terme("identite", 0, "une pièce d’identité"),
    Terme("courrier", 1, "le courrier reçu"),
    Terme("telephone", 2, "votre téléphone, chargé"),
    Terme("mail", 3, "de quoi ouvrir votre boîte mail"),
    Terme("allocataire", 4, "votre numéro d’allocataire"),
    Terme("securite_sociale", 5, "votre carte Vitale ou votre numéro de sécurité sociale"),
    Terme("domicile", 6, "un justificatif de domicile"),
    Terme("impots", 7, "votre avis d’impôt"),
    Terme("france_travail", 8, "votre numéro France Travail"),
    Terme("cv", 9, "votre CV, même ancien"),
    Terme("livret_famille", 10, "votre livret de famille"),
    Terme("titre_sejour", 11, "votre titre de séjour"),
    Terme("rien", 12, "rien de particulier"),
)

JOURS = ("lu", "ma", "me", "je", "ve", "sa", "di")
JOURS_LABELS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOMENTS = ("matin", "apres-midi", "soir")
MOMENTS_LABELS = ("matin", "après-midi", "soir")


def bit_creneau(jour: int, moment: int) -> int:
    """Return the mask of one half-day of the week: Monday 0 – Sunday 6, morning 0 – evening 2."""
    return 1 << (jour * 3 + moment)


def grain_de(nature: str, acces: int) -> str:
    """Return what can be said of the room of an activity."""
    if nature in (Nature.ATELIER, Nature.CYCLE):
        return Grain.AUCUN if acces == ACCES["sans_rdv"].masque else Grain.INSCRIPTION
    if nature in (Nature.PERMANENCE, Nature.ACCOMPAGNEMENT) and acces & ACCES["rdv"].masque:
        return Grain.RENDEZ_VOUS
    return Grain.AUCUN
