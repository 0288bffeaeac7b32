"""The fixed words of the paper, in easy French: the message ids of every catalogue.

One idea a sentence, no abbreviation, no future tense. Codes are those of the closed lists of activities.
"""

from django.utils.translation import gettext_noop as _

from ateliers.nomenclature import Appareil, Dispo, Mode, Nature, Tarif

NATURES: dict[str, str] = {
    Nature.PERMANENCE: _("Permanence"),
    Nature.ATELIER: _("Atelier en groupe"),
    Nature.CYCLE: _("Cours en plusieurs séances"),
    Nature.ACCOMPAGNEMENT: _("Aide individuelle pour apprendre"),
    Nature.ACCES_LIBRE: _("Ordinateurs en accès libre"),
    Nature.EVENEMENT: _("Rencontre"),
    Nature.PRET: _("Prêt de matériel"),
}
THEMES: dict[str, str] = {
    "demarches": _("démarches sur internet"),
    "courrier": _("comprendre ou écrire une lettre"),
    "droits": _("connaître ses droits"),
    "bases": _("débuter avec le téléphone ou l’ordinateur"),
    "bureautique": _("écrire et compter sur l’ordinateur"),
    "securite": _("éviter les arnaques sur internet"),
    "emploi": _("chercher un emploi, faire un CV"),
    "parentalite": _("les enfants et les écrans"),
    "scolarite": _("l’école, les devoirs"),
    "creation": _("créer, fabriquer"),
    "programmation": _("programmer, jouer"),
    "francais": _("apprendre le français"),
    "equipement": _("acheter ou réparer un appareil"),
    "acces": _("ordinateur, imprimer, scanner"),
    "sante": _("la santé sur internet"),
    "ia": _("l’intelligence artificielle"),
}
POSTURES: dict[str, str] = {
    "a_la_place": _("On fait la démarche à votre place."),
    "avec": _("On fait la démarche avec vous."),
    "apprendre": _("On vous apprend à faire."),
}
MODES: dict[str, str] = {
    Mode.A_DOMICILE: _("On vient chez vous."),
    Mode.TELEPHONE: _("C’est par téléphone ou par message."),
    Mode.A_DISTANCE: _("C’est à distance, par internet."),
}
METIERS: dict[str, str] = {
    "ecrivain_public": _("Un écrivain public vous reçoit."),
    "conseiller_numerique": _("Un conseiller numérique vous reçoit."),
    "charge_numerique": _("Un professionnel du numérique vous reçoit."),
    "referent_famille": _("Le référent famille vous reçoit."),
    "animateur": _("Un animateur vous reçoit."),
    "promeneur_net": _("Un professionnel de la parentalité vous reçoit."),
    "benevole": _("Un bénévole vous reçoit."),
    "intervenant_exterieur": _("Un intervenant vous reçoit."),
    "agent_accueil": _("Un agent d’accueil vous reçoit."),
    "juriste": _("Un juriste vous reçoit."),
}
TARIFS: dict[str, str] = {
    Tarif.GRATUIT: _("C’est gratuit."),
    Tarif.ADHESION: _("C’est gratuit avec l’adhésion au centre."),
    Tarif.PARTICIPATION: _("Il faut payer une participation."),
    Tarif.QUOTIENT: _("Le prix dépend de vos revenus."),
}
RESERVES: dict[str, str] = {
    "adherents": _("Seulement pour les adhérents du centre."),
    "allocataires": _("Seulement pour les allocataires de la CAF."),
    "orientation": _("Un professionnel doit vous envoyer."),
    "autorisation_parentale": _("Avant 18 ans : il faut l’accord des parents."),
}
PUBLICS: dict[str, str] = {
    "enfants": _("enfants"),
    "jeunes": _("jeunes"),
    "adultes": _("adultes"),
    "seniors": _("personnes âgées"),
    "parents": _("parents"),
    "parents_enfants": _("parents avec leurs enfants"),
    "allophones": _("personnes qui apprennent le français"),
    "lecture": _("personnes qui lisent difficilement"),
    "handicap": _("personnes handicapées"),
    "demandeurs_emploi": _("personnes qui cherchent un emploi"),
    "auto_entrepreneurs": _("auto-entrepreneurs"),
    "etudiants": _("étudiants"),
    "femmes": _("femmes"),
}
PAPIERS: dict[str, str] = {
    "identite": _("une pièce d’identité"),
    "courrier": _("la lettre que vous avez reçue"),
    "telephone": _("votre téléphone, chargé"),
    "mail": _("votre adresse mail et le mot de passe"),
    "allocataire": _("votre numéro d’allocataire CAF"),
    "securite_sociale": _("votre carte Vitale"),
    "domicile": _("un justificatif de domicile"),
    "impots": _("votre avis d’impôt"),
    "france_travail": _("votre numéro France Travail"),
    "cv": _("votre CV, même ancien"),
    "livret_famille": _("votre livret de famille"),
    "titre_sejour": _("votre titre de séjour"),
}
APPAREILS: dict[str, str] = {
    Appareil.FOURNI: _("Il y a un ordinateur pour vous sur place."),
    Appareil.BIENVENU: _("Vous pouvez apporter votre téléphone ou votre ordinateur."),
    Appareil.NECESSAIRE: _("Apportez votre téléphone ou votre ordinateur."),
}
# What the living page says of room; the date of a return is said apart.
DISPOS: dict[str, str] = {
    Dispo.CETTE_SEMAINE: _("Il y a de la place cette semaine."),
    Dispo.SEMAINE_PROCHAINE: _("Il y a de la place la semaine prochaine."),
    Dispo.DEUX_TROIS_SEMAINES: _("Il y a de la place dans 2 à 3 semaines."),
    Dispo.PLUS_UN_MOIS: _("Il faut attendre plus d’un mois."),
    Dispo.COMPLET: _("C’est complet en ce moment."),
    Dispo.OUVERTES: _("Les inscriptions sont ouvertes."),
    Dispo.ATTENTE: _("Il y a une liste d’attente."),
    Dispo.CLOSES: _("Les inscriptions sont fermées en ce moment."),
}
