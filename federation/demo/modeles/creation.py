"""Making things: machines, music, code, games."""

from federation.demo.modeles.base import ATELIER, GRATUIT, MACHINES, Modele

FABLAB = Modele(
    code="fablab",
    noms=("Fablab ouvert", "Les machines en accès libre", "Le {jour}, le fablab est à vous"),
    nature="acces_libre",
    themes=("creation", "creation equipement"),
    horaires=("demi_journee", "samedi", "deux_demi", "soir"),
    publics=("tous", "tous auto_entrepreneurs", "jeunes adultes"),
    formes="individuel collectif",
    postures=("avec apprendre",),
    metiers=("charge_numerique", "animateur"),
    acces=("sans_rdv",),
    appareils=("fourni", "bienvenu"),
    tarifs=MACHINES,
    debuts=(
        "Imprimante 3D, découpe laser, brodeuse, fers à souder : venez avec un projet ou sans.",
        "On répare, on bricole, on invente, et parfois on rate.",
        "Les machines sont partagées ; le savoir-faire aussi.",
        "Un bouton de four introuvable ? Il se dessine et s’imprime ici.",
    ),
    milieux=(
        "Une première visite est obligatoire pour apprendre les règles de sécurité.",
        "Les habitant·es du quartier passent d’abord, les professionnels ensuite.",
        "Nous aidons à préparer le fichier, vous lancez la machine.",
        "La matière se paie à prix coûtant, ou se récupère dans le bac à chutes.",
    ),
    fins=(
        "Les enfants viennent avec un adulte.",
        "Cheveux attachés et manches courtes près de la découpe.",
        "Montrez-nous ce que vous avez fabriqué, on l’expose dans l’entrée.",
        "Comptez une heure pour un petit objet, une après-midi pour un grand.",
    ),
)

IMPRESSION = Modele(
    code="impression",
    noms=(
        "Impression 3D : dessiner un objet",
        "Découpe laser et petits objets",
        "Fabriquer avec les machines",
    ),
    nature="atelier",
    themes=("creation",),
    horaires=("mercredi", "samedi", "soir"),
    publics=("jeunes", "tous", "jeunes adultes"),
    formes="collectif",
    niveaux=("", "debutant", "intermediaire"),
    postures=("apprendre",),
    metiers=("charge_numerique", "animateur", "intervenant_exterieur"),
    acces=("inscription",),
    appareils=("fourni",),
    tarifs=MACHINES,
    places=(5, 8),
    ages=(11, None),
    debuts=(
        "De l’idée au plastique chaud, en passant par un logiciel de dessin.",
        "Un porte-clés pour commencer, une lampe pour finir.",
        "On mesure, on modélise, on lance l’impression, et on attend en discutant.",
        "On fabrique un objet simple, puis on l’améliore à la séance suivante.",
    ),
    propres={
        "Découpe laser et petits objets": (
            "La découpeuse trace plus vite que nous ne pensons.",
            "Une boîte, une enseigne, un jeu de dames : le bois sent bon quand il sort de la machine.",
        ),
    },
    milieux=(
        "Le logiciel est libre, vous pourrez continuer à la maison.",
        "Chaque participant·e garde ce qu’il ou elle a fabriqué.",
        "On apprend aussi à réparer plutôt qu’à jeter.",
        "Les erreurs finissent au mur, avec les honneurs.",
    ),
    fins=(
        "Aucune connaissance en dessin n’est demandée.",
        "Prévoyez une photo ou un croquis de ce que vous aimeriez faire.",
        "Les plus motivé·es deviennent tuteur·rices l’année suivante.",
        "Les objets longs à imprimer se récupèrent le lendemain.",
    ),
)

BRODEUSE = Modele(
    code="brodeuse",
    noms=("Brodeuse numérique et couture", "Le {jour}, on brode", "Couture augmentée"),
    nature="atelier",
    themes=("creation",),
    horaires=("demi_journee", "demi_journee_hors_vacances"),
    publics=("tous", "seniors", "adultes", "femmes"),
    formes="collectif",
    niveaux=("", "debutant", "intermediaire"),
    postures=("apprendre",),
    metiers=("animateur", "benevole"),
    acces=("inscription", "sans_rdv"),
    appareils=("fourni",),
    tarifs=MACHINES,
    places=(6, 10),
    debuts=(
        "Un motif dessiné à l’écran, cousu par la machine, posé sur un sac.",
        "Le groupe de couture a adopté la brodeuse, et ne la lâche plus.",
        "Prénoms, fleurs, logos d’associations : la machine suit le fil.",
    ),
    milieux=(
        "Les anciennes forment les nouvelles, et tout le monde finit par savoir.",
        "On passe du papier au fichier sans s’en apercevoir.",
        "Des commandes du quartier paient le fil.",
    ),
    fins=(
        "Apportez un tissu qui vous plaît, ou prenez dans la réserve.",
        "On chante parfois, tant pis pour le bruit de la machine.",
        "Une exposition est prévue à la fête du quartier.",
    ),
)

MUSIQUE = Modele(
    code="musique",
    noms=(
        "Studio son : créer sa musique",
        "Affiches et visuels : créer sur ordinateur",
        "Montage vidéo pour débuter",
        "Radio de quartier",
    ),
    nature="atelier",
    themes=("creation", "creation bureautique"),
    horaires=("mercredi", "samedi", "soir"),
    publics=("jeunes", "jeunes enfants", "jeunes adultes"),
    formes="collectif",
    niveaux=("", "intermediaire", "debutant"),
    postures=("apprendre",),
    metiers=("animateur", "charge_numerique", "intervenant_exterieur"),
    acces=("inscription",),
    appareils=("fourni", "bienvenu"),
    tarifs=ATELIER,
    places=(6, 12),
    ages=(11, 25),
    debuts=(
        "Un micro, un ordinateur, une idée de refrain.",
        "L’affiche du prochain spectacle, c’est vous qui la faites.",
        "On coupe, on colle, on ajoute du son : le montage s’apprend vite.",
        "Reportages, interviews, jingles : le quartier a des choses à dire.",
    ),
    milieux=(
        "On parle de droits d’auteur avant de publier quoi que ce soit.",
        "Les logiciels avancés se découvrent pas à pas.",
        "Un·e artiste invité·e passe deux fois dans l’année.",
        "Chaque groupe mène son projet jusqu’au bout.",
    ),
    fins=(
        "Le résultat est diffusé à la fête de fin d’année.",
        "Débutant·es et confirmé·es travaillent ensemble.",
        "Les parents sont invité·es à la dernière séance.",
        "Le matériel reste au centre, l’envie repart avec vous.",
    ),
    propres={
        "Studio son : créer sa musique": (
            "Un micro, un ordinateur, une idée de refrain.",
            "Poser sa voix, couper un silence, ajouter une basse.",
            "On enregistre le premier jour, même si ce n’est pas parfait.",
        ),
        "Affiches et visuels : créer sur ordinateur": (
            "L’affiche du prochain spectacle, c’est vous qui la faites.",
            "Une couleur, une police, une image : apprendre à en enlever plutôt qu’à en ajouter.",
        ),
        "Montage vidéo pour débuter": (
            "On coupe, on colle, on ajoute du son : le montage s’apprend vite.",
            "Trois minutes de film demandent beaucoup de patience et quelques fous rires.",
        ),
    },
)

CODE = Modele(
    code="code",
    noms=(
        "Programmer un jeu",
        "Robots et code pour les 8-12 ans",
        "Club robotique du {jour}",
        "Coder son premier site",
    ),
    nature="cycle",
    themes=("programmation", "programmation creation"),
    horaires=("mercredi", "samedi"),
    publics=("enfants", "enfants jeunes", "jeunes"),
    formes="collectif",
    niveaux=("", "debutant", "intermediaire"),
    postures=("apprendre",),
    metiers=("animateur", "charge_numerique", "intervenant_exterieur"),
    acces=("inscription",),
    appareils=("fourni",),
    tarifs=ATELIER,
    places=(8, 12),
    ages=(8, 15),
    debuts=(
        "Un chat qui saute, un score qui monte : le premier jeu tient en vingt lignes.",
        "Le robot avance de trois pas et tombe de la table. On recommence.",
        "Apprendre à coder, c’est d’abord apprendre à expliquer.",
        "Assembler des blocs de couleur, puis regarder ce que la machine a compris.",
    ),
    milieux=(
        "On travaille à deux par écran, et on échange les rôles.",
        "Les filles sont aussi nombreuses que les garçons, et c’est voulu.",
        "Tout ce qui est fait ici peut se continuer à la maison.",
        "Un défi entre équipes clôt chaque période.",
    ),
    fins=(
        "Il n’est pas nécessaire d’être bon·ne en maths.",
        "Les familles jouent aux jeux terminés le dernier jour.",
        "On arrive à l’heure, les robots n’attendent pas.",
        "Une séance d’essai est possible.",
    ),
)

JEUX = Modele(
    code="jeux",
    noms=("Tournoi et découverte du jeu vidéo", "Après-midi jeux : vidéo et plateau"),
    nature="evenement",
    themes=("programmation", "programmation parentalite"),
    horaires=("date_apres_midi",),
    publics=("jeunes enfants", "tous", "parents_enfants"),
    formes="collectif",
    metiers=("animateur",),
    acces=("sans_rdv",),
    appareils=("fourni",),
    tarifs=GRATUIT,
    places=(20, 40),
    debuts=(
        "Des manettes, des cartes et un grand écran : on joue ensemble, pas chacun dans son coin.",
        "Les ados présentent leurs jeux aux plus vieux, qui ne gagnent pas toujours.",
    ),
    milieux=(
        "On regarde les âges conseillés et ce qu’ils veulent dire.",
        "Les créateurs d’un petit studio viennent raconter leur métier.",
        "Une partie dure vingt minutes, puis on tourne.",
    ),
    fins=(
        "Fin du tournoi vers 17 h 30, avec remise de coupes en carton.",
        "Boissons et gâteaux sur place.",
        "Les moins de 10 ans viennent accompagnés.",
    ),
)

REPARATION = Modele(
    code="reparation",
    noms=(
        "Café réparation : téléphones et ordinateurs",
        "Réparer son téléphone",
        "Ordinateur lent ? On le soigne",
    ),
    nature="evenement",
    themes=("equipement", "equipement bases"),
    horaires=("mensuel", "samedi"),
    publics=("tous",),
    formes="individuel collectif",
    postures=("avec", "avec apprendre"),
    metiers=("benevole", "intervenant_exterieur"),
    acces=("sans_rdv", "inscription"),
    appareils=("necessaire",),
    tarifs={"gratuit": 70, "participation": 20, "adhesion": 5},
    debuts=(
        "Écran fendu, batterie fatiguée, ordinateur qui rame : ne jetez rien avant d’être passé·e.",
        "On ouvre l’appareil ensemble et on regarde ce qui ne va pas.",
        "Des bénévoles outillés et patients, un fer à souder, du café.",
        "La moitié des pannes viennent d’un câble ou d’une mise à jour.",
    ),
    propres={
        "Réparer son téléphone": (
            "Écran fendu, batterie fatiguée, micro muet : le téléphone s’ouvre et se soigne.",
            "Avec le bon tournevis, changer une batterie prend vingt minutes.",
        ),
        "Ordinateur lent ? On le soigne": (
            "Dix ans, ce n’est pas vieux pour un ordinateur.",
            "On nettoie, on ajoute de la mémoire, on change de système s’il le faut.",
        ),
    },
    milieux=(
        "Vous apprenez à le refaire, c’est le principe.",
        "Les pièces sont commandées au nom de chacun·e, sans marge.",
        "Nous installons un système plus léger sur les vieux portables.",
        "Ce qui ne se répare pas est recyclé correctement.",
    ),
    fins=(
        "Sauvegardez vos photos avant de venir, ou demandez-nous comment faire.",
        "On ne garantit pas le miracle, mais on essaie.",
        "Un appareil par personne et par passage.",
        "Apportez le chargeur, s’il existe encore.",
    ),
)

MODELES = (FABLAB, IMPRESSION, BRODEUSE, MUSIQUE, CODE, JEUX, REPARATION)
