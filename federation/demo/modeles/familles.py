"""Parents, children, school, French lessons."""

from federation.demo.modeles.base import ATELIER, GRATUIT, Modele

ECRANS = Modele(
    code="ecrans",
    noms=(
        "Les écrans à la maison : en parler",
        "Parents : écrans, mode d’emploi",
        "Réseaux sociaux, jeux vidéo : comprendre ses ados",
        "Contrôle parental et confiance",
    ),
    nature="atelier",
    themes=("parentalite", "parentalite securite"),
    horaires=("mensuel", "soir", "quinzaine", "demi_journee_hors_vacances"),
    publics=("parents", "parents adultes"),
    formes="collectif",
    metiers=("referent_famille", "animateur", "intervenant_exterieur", "promeneur_net"),
    acces=("inscription", "sans_rdv"),
    appareils=("bienvenu", ""),
    tarifs=ATELIER,
    places=(8, 14),
    debuts=(
        "Combien de temps, à quel âge, dans quelle pièce ? Les réponses se cherchent à plusieurs.",
        "Pas de recette, pas de reproche : des parents qui se racontent.",
        "Installer un contrôle parental prend dix minutes ; en parler avec son enfant, un peu plus.",
        "TikTok, Snapchat, Roblox : on ouvre les applications et on regarde ce qu’il y a dedans.",
        "Le téléphone arrive souvent avec le collège, et les questions avec lui.",
    ),
    milieux=(
        "{un_pro} anime, mais ce sont les familles qui choisissent le thème.",
        "On fabrique une charte de la maison que chacun·e signe, parents compris.",
        "Les situations difficiles peuvent se dire ensuite, en tête-à-tête.",
        "Le 3018 et ce qu’il peut faire contre le harcèlement sont expliqués.",
        "Nous essayons les jeux avant d’en parler.",
    ),
    fins=(
        "Une garde d’enfants est prévue dans la salle d’à côté.",
        "Les pères viennent aussi, de plus en plus.",
        "Vous pouvez arriver en retard, les horaires d’école sont ce qu’ils sont.",
        "On se quitte avec une idée à essayer avant la prochaine fois.",
    ),
)

PARENTS_ENFANTS = Modele(
    code="parents_enfants",
    noms=(
        "Atelier parents-enfants : créer ensemble",
        "En famille devant l’écran",
        "Petit film en famille",
        "Le {jour} des familles connectées",
    ),
    nature="atelier",
    themes=("parentalite", "parentalite creation", "parentalite programmation"),
    horaires=("mercredi", "samedi", "mensuel"),
    publics=("parents_enfants", "parents parents_enfants enfants"),
    formes="collectif",
    metiers=("animateur", "referent_famille", "charge_numerique"),
    acces=("inscription",),
    appareils=("fourni",),
    tarifs=ATELIER,
    places=(6, 12),
    ages=(6, None),
    debuts=(
        "Un parent, un enfant, une idée à réaliser avant la fin de la séance.",
        "On dessine, on photographie, on anime : le film dure trente secondes et fait rire toute la famille.",
        "Pour une fois, l’écran se regarde à deux.",
        "Fabriquer une affiche, une chanson ou un album, main dans la main.",
    ),
    milieux=(
        "L’enfant tient la souris, l’adulte tient le fil.",
        "On parle du droit à l’image en prenant des photos.",
        "Les grands frères et grandes sœurs peuvent remplacer les parents.",
        "Chaque famille repart avec son œuvre sur une clé.",
    ),
    fins=(
        "Le goûter est partagé à la fin.",
        "Les enfants ne restent pas seuls : c’est tout l’intérêt.",
        "Prévenez-nous si vous venez avec plus de deux enfants.",
        "Habits de tous les jours, imagination du dimanche.",
    ),
    propres={
        "Petit film en famille": (
            "On dessine, on photographie, on anime : le film dure trente secondes et fait rire toute la famille.",
            "Un scénario de six lignes, un décor en carton : tout le monde a un rôle.",
        ),
    },
)

CAFE_PARENTS = Modele(
    code="cafe_parents",
    noms=("Café des parents", "Café des parents : spécial écrans", "Petit-déjeuner des parents"),
    nature="evenement",
    themes=("parentalite", "parentalite scolarite"),
    horaires=("mensuel_matin", "matin"),
    publics=("parents",),
    formes="collectif",
    metiers=("referent_famille", "promeneur_net"),
    acces=("sans_rdv",),
    tarifs=GRATUIT,
    debuts=(
        "Déposez les enfants à l’école et venez souffler une heure.",
        "Un café, des chaises en rond, un sujet choisi par le groupe.",
        "Ce matin-là, les parents parlent et les pros écoutent.",
        "Pas de thème imposé : on part de la semaine qui vient de passer.",
    ),
    milieux=(
        "On y a beaucoup parlé de Pronote et de la honte de ne pas y arriver : personne n’est seul.",
        "Ce qui se dit autour de la table ne sort pas.",
        "{un_pro} répond et note ce qui manque dans le quartier.",
        "Une invitée vient parfois parler du sommeil, des jeux ou des réseaux.",
    ),
    fins=(
        "Les tout-petits jouent sur le tapis, à portée de regard.",
        "Pas besoin de parler, on peut juste écouter.",
        "Vous pouvez proposer le prochain thème.",
        "Les viennoiseries partent vite.",
    ),
    propres={
        "Café des parents : spécial écrans": (
            "Un café, des chaises en rond, un sujet : cette fois, les écrans.",
            "Le téléphone à table, la console le soir : chacun·e raconte comment cela se passe à la maison.",
        ),
    },
)

PROMENEUR = Modele(
    code="promeneur",
    noms=(
        "Promeneuse du Net parentalité",
        "Écrire à la promeneuse du Net",
        "Promeneur·se du Net : joindre quelqu’un en ligne",
    ),
    nature="permanence",
    mode="telephone",
    themes=("parentalite", "parentalite securite"),
    horaires=("soir",),
    publics=("parents",),
    postures=("avec",),
    metiers=("promeneur_net",),
    acces=("sans_rdv",),
    tarifs={"gratuit": 100},
    debuts=(
        "Une question de parent, un soir, sans oser appeler : écrivez.",
        "Notre référente famille répond par messagerie, comme elle le ferait à l’accueil.",
        "Présente sur WhatsApp et Facebook pour les parents du quartier.",
    ),
    milieux=(
        "On peut en rester à l’écrit ou convenir d’un moment pour se voir.",
        "Les groupes par activité donnent les nouvelles et permettent d’échanger entre parents.",
        "La discussion est privée et s’arrête quand vous voulez.",
    ),
    fins=(
        "Réponse dans la journée, sauf le week-end.",
        "Aucune inscription au centre n’est demandée.",
        "En cas de danger pour un enfant, appelez le 119, jour et nuit.",
    ),
)

PRONOTE = Modele(
    code="pronote",
    noms=(
        "Pronote et l’ENT, enfin expliqués",
        "Suivre la scolarité de son enfant en ligne",
        "École en ligne : le point pour les parents",
        "Cantine, notes, absences : les sites de l’école",
    ),
    nature="atelier",
    themes=("scolarite", "scolarite demarches", "scolarite bases"),
    horaires=("demi_journee_hors_vacances", "mensuel", "soir"),
    publics=("parents", "parents allophones"),
    formes="collectif",
    niveaux=("", "debutant"),
    postures=("apprendre", "avec apprendre"),
    metiers=("referent_famille", "charge_numerique", "benevole", "animateur"),
    acces=("inscription", "sans_rdv"),
    papiers=("telephone mail", "telephone"),
    appareils=("bienvenu", "necessaire", "fourni"),
    tarifs=ATELIER,
    places=(5, 10),
    debuts=(
        "Le code est dans le cahier, le cahier est dans le sac, et le sac est au collège.",
        "Lire un message de la vie scolaire, justifier une absence, voir les devoirs.",
        "Il n’y a pas de honte à ne pas s’en sortir avec Pronote.",
        "On installe l’application, on se connecte une fois, on note le code au bon endroit.",
    ),
    milieux=(
        "Inscriptions à la cantine, bourses, Affelnet, Parcoursup : on suit le calendrier de l’année.",
        "Vous voyez ce que voit votre enfant, et il le saura.",
        "Si le compte est bloqué, nous écrivons au secrétariat avec vous.",
        "Les mots du collège sont expliqués et, quand on peut, traduits.",
    ),
    fins=(
        "Votre enfant peut venir : il connaît sûrement le chemin.",
        "Pensez aux papiers reçus à la rentrée.",
        "Une séance suffit pour être autonome, deux pour être tranquille.",
        "Les parents d’élèves de primaire sont aussi les bienvenus.",
    ),
    propres={
        "Cantine, notes, absences : les sites de l’école": (
            "Chaque école a son site, chaque service son mot de passe : on remet de l’ordre.",
            "La cantine se réserve en ligne le mercredi soir, et personne n’y pense.",
        ),
    },
)

CLAS = Modele(
    code="clas",
    noms=(
        "CLAS : accompagnement à la scolarité",
        "Aide aux devoirs et ordinateurs",
        "Accompagnement à la scolarité, collège",
        "Le club des devoirs",
    ),
    nature="cycle",
    themes=("scolarite", "scolarite bureautique"),
    horaires=("clas",),
    publics=("enfants", "jeunes", "enfants jeunes"),
    formes="collectif",
    metiers=("animateur", "benevole"),
    acces=("inscription",),
    appareils=("fourni", "bienvenu"),
    tarifs={"gratuit": 35, "adhesion": 40, "quotient": 15},
    places=(10, 16),
    ages=(6, 16),
    debuts=(
        "Après l’école, un endroit calme, des adultes disponibles et des ordinateurs.",
        "On fait les devoirs, puis on découvre autre chose : un exposé, un jeu éducatif, une carte mentale.",
        "Les devoirs d’abord, l’écran ensuite, et jamais de jeux vidéo avant 18 h.",
        "Réviser une leçon en vidéo, préparer un diaporama, apprendre à chercher.",
    ),
    milieux=(
        "Les parents passent nous voir une fois par trimestre.",
        "Chaque enfant avance à son rythme, avec un·e bénévole pour trois.",
        "On se connecte à l’ENT ensemble pour vérifier ce qui est demandé.",
        "Beaucoup n’ont pas d’ordinateur à la maison ; ici, ils en ont un.",
    ),
    fins=(
        "Le goûter est compris.",
        "L’engagement se prend pour l’année, avec l’enfant et sa famille.",
        "Nous raccompagnons les plus petits jusqu’à la porte.",
        "Une sortie a lieu à chaque vacances.",
    ),
)

ASL = Modele(
    code="asl",
    noms=(
        "Ateliers de français et numérique",
        "ASL : parler, lire, cliquer",
        "Français de tous les jours, avec l’ordinateur",
        "Apprendre le français à son rythme",
    ),
    nature="cycle",
    themes=("francais", "francais bases", "francais demarches"),
    horaires=("deux_demi_hors_vacances", "demi_journee_hors_vacances"),
    publics=("allophones", "adultes allophones", "femmes allophones"),
    formes="collectif",
    niveaux=("", "grand_debutant", "debutant"),
    postures=("apprendre",),
    metiers=("benevole", "animateur", "intervenant_exterieur"),
    acces=("inscription",),
    appareils=("fourni", "bienvenu", ""),
    tarifs={"gratuit": 40, "adhesion": 45, "participation": 8},
    places=(10, 15),
    debuts=(
        "On apprend à parler pour prendre le bus, aller chez le médecin, rencontrer la maîtresse.",
        "Le français s’apprend en groupe, et se révise sur l’ordinateur.",
        "Lire une affiche, remplir un formulaire, laisser un message.",
        "Trois groupes, du tout premier mot à la conversation.",
        "Ici, on vient de vingt pays et on rit dans la même langue.",
    ),
    milieux=(
        "Un logiciel permet de continuer à la maison, quand on a une connexion.",
        "Une sortie par mois met en pratique ce qu’on a vu.",
        "Un court entretien sert à trouver le bon groupe.",
        "Les séances du {jour} alternent oral, lecture et clavier.",
        "Nous travaillons avec de vrais documents : facture, ordonnance, mot d’école.",
    ),
    fins=(
        "Venir régulièrement compte plus que le niveau.",
        "Les mamans avec bébé sont accueillies.",
        "On peut être aidé·e dans sa langue pour l’inscription.",
        "Les groupes sont mixtes et bienveillants.",
    ),
)

CONFERENCE = Modele(
    code="conference",
    noms=(
        "Soirée-débat : grandir avec les écrans",
        "Conférence : le cyberharcèlement, en parler tôt",
        "Rencontre : nos enfants et les fausses informations",
    ),
    nature="evenement",
    themes=("parentalite securite", "parentalite"),
    horaires=("date_soir",),
    publics=("parents jeunes", "parents", "tous"),
    formes="collectif",
    metiers=("intervenant_exterieur",),
    acces=("sans_rdv", "inscription"),
    tarifs=GRATUIT,
    places=(30, 60),
    debuts=(
        "Une psychologue et des parents du quartier, micro ouvert.",
        "Une heure pour écouter, une heure pour répondre.",
        "On commence par un court film, on continue par vos questions.",
        "Pourquoi un enfant se tait, et comment l’aider à parler.",
    ),
    milieux=(
        "Les collégien·nes ont préparé une scène de théâtre.",
        "Des ressources à emporter seront sur la table.",
        "La soirée est ouverte aux familles qui ne fréquentent pas encore le centre.",
    ),
    fins=(
        "Un buffet suit, chacun·e apporte un plat.",
        "Les enfants sont gardés sur place jusqu’à 21 h.",
        "La rencontre finit à l’heure, les discussions moins.",
    ),
    propres={
        "Conférence : le cyberharcèlement, en parler tôt": (
            "Pourquoi un enfant se tait, et comment l’aider à parler.",
            "On commence par un court film sur une classe de cinquième, on continue par vos questions.",
        ),
        "Rencontre : nos enfants et les fausses informations": (
            "Une vidéo truquée circule au collège : qu’en dire à la maison ?",
            "Une journaliste raconte comment elle vérifie, puis les familles essaient.",
        ),
    },
)

MODELES = (ECRANS, PARENTS_ENFANTS, CAFE_PARENTS, PROMENEUR, PRONOTE, CLAS, ASL, CONFERENCE)
