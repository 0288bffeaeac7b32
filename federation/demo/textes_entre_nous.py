"""The words of the demonstration's « Entre nous »: (structure, how many days ago, what is said)."""

from typing import Any

Dit = tuple[str, int, dict[str, Any]]

ANNONCES: tuple[Dit, ...] = (
    (
        "Centre social Les Tilleuls",
        2,
        {
            "sens": "cherche",
            "genre": "intervenant",
            "titre": "Une écrivaine publique ou un écrivain public, le mardi matin",
            "texte": "Notre permanence du mardi n’a plus personne depuis la rentrée. Bureau fermé, ordinateur et "
            "imprimante sur place, une dizaine de personnes par matinée.\n\nUne structure voisine partagerait-elle "
            "la sienne, même un mardi sur deux ?",
        },
    ),
    (
        "Centre social Les Grands Peupliers",
        5,
        {
            "sens": "propose",
            "genre": "pret",
            "titre": "Douze ordinateurs portables, pendant les vacances",
            "texte": "Notre classe mobile ne sert pas pendant les vacances scolaires : douze portables, leur chariot "
            "et une borne Wi-Fi.\n\nÀ venir chercher, contre une convention d’une page.",
        },
    ),
    (
        "Centre social La Lanterne",
        9,
        {
            "sens": "propose",
            "genre": "salle",
            "titre": "Une salle de vingt places, le soir",
            "texte": "Salle du premier étage, vidéoprojecteur, ascenseur. Libre du lundi au jeudi après 18 h.",
        },
    ),
    (
        "Espace de vie sociale Le Figuier",
        16,
        {
            "sens": "cherche",
            "genre": "benevole",
            "titre": "Des bénévoles pour l’accès libre du samedi",
            "texte": "Deux personnes à l’aise avec un téléphone, une fois par mois. Une animatrice est toujours là.",
        },
    ),
    (
        "",
        20,
        {
            "sens": "cherche",
            "genre": "formation",
            "titre": "Qui veut se former à « l’aller vers » ?",
            "texte": "Nous montons une session de deux jours au printemps, s’il y a huit personnes. Dites-nous vos "
            "disponibilités.",
        },
    ),
)

EXPERIENCES: tuple[Dit, ...] = (
    (
        "Centre socioculturel Le Tournesol",
        12,
        {
            "titre": "Un café numérique tenu par les habitants",
            "texte": "Tous les jeudis, quatre habitants qui avaient suivi nos ateliers accueillent les suivants. Nous "
            "ouvrons la salle et restons à côté.\n\nCe qui a marché : un binôme par table, jamais plus de trois "
            "questions par personne, et du café.\n\nCe que nous referions autrement : prévenir plus tôt que l’on ne "
            "fait pas de démarches en ligne ce jour-là. Une permanence, juste après, les prend.",
            "annees": 1,
            "themes": ["bases", "acces"],
            "contact": "chargée de numérique",
        },
    ),
    (
        "Centre social Le Petit Bac",
        30,
        {
            "titre": "Pronote expliqué aux parents, au portail de l’école",
            "texte": "Trois mercredis de septembre, une table devant l’école : on installe l’application, on regarde "
            "ensemble le cahier de textes. Soixante familles.\n\nL’école a imprimé les codes oubliés la veille : sans "
            "cela, rien n’aurait été possible.",
            "annees": 1,
            "themes": ["scolarite", "parentalite"],
            "contact": "référente famille",
        },
    ),
    (
        "Centre social L’Aiguillage",
        41,
        {
            "titre": "Un atelier de réparation de téléphones avec le lycée",
            "texte": "Les élèves de terminale ont remplacé des écrans et des batteries, sous l’œil de leur enseignante."
            " Quarante appareils en deux samedis, dont vingt-sept repartis en état.",
            "annees": 2,
            "themes": ["equipement"],
            "contact": "coordination jeunesse",
        },
    ),
)

PAS_A_PAS = (
    "Créer une adresse de courriel, pas à pas",
    "",
    "1. Choisissez un nom simple à dire au téléphone.",
    "2. Choisissez un mot de passe long : quatre mots sans rapport entre eux.",
    "3. Écrivez-le sur un papier que vous gardez chez vous.",
    "4. Donnez un numéro de téléphone, pour le jour où vous l’oublierez.",
    "5. Envoyez un premier message à quelqu’un que vous connaissez.",
    "",
    "Personne n’a besoin de votre mot de passe, même pour vous aider.",
    "",
    "Fiche inventée pour la démonstration.",
)

FICHES: tuple[Dit, ...] = (
    (
        "Centre social Les Tilleuls",
        6,
        {
            "titre": "Créer une adresse de courriel, pas à pas",
            "texte": "Une page à donner à la fin de l’atelier. Les captures d’écran manquent exprès : elles changent "
            "trop vite.",
            "licence": "cc_by",
            "themes": ["bases"],
            "publics": ["adultes", "seniors"],
        },
    ),
    (
        "",
        25,
        {
            "titre": "Trame d’un atelier « arnaques »",
            "texte": "Une heure et demie, douze messages à trier : vrais ou faux. Avec les réponses.",
            "url": "https://www.example.org/trame-arnaques",
            "licence": "cc_by_sa",
            "themes": ["securite"],
            "publics": ["tous"],
        },
    ),
)

AGENDA: tuple[Dit, ...] = (
    (
        "",
        10,
        {
            "genre": "temps_fort",
            "titre": "La journée du réseau",
            "texte": "Le matin, ce que dit l’état des lieux. L’après-midi, par tables : les permanences saturées, la "
            "place des bénévoles, les écrans dans la famille.\n\nRepas sur place.",
            "ou": "Centre social Les Tilleuls, Champigny-sur-Marne",
            "places": 80,
            "dans": 24,
            "heure": 9,
            "heures": 7,
        },
    ),
    (
        "",
        8,
        {
            "genre": "formation",
            "titre": "Orienter sans perdre personne en route",
            "texte": "Deux heures pour prendre le site en main : chercher, donner le papier, prévenir le lieu.",
            "ou": "En visioconférence",
            "places": 20,
            "dans": 11,
            "heure": 14,
            "heures": 2,
        },
    ),
    (
        "Centre socioculturel La Boussole",
        4,
        {
            "genre": "rencontre",
            "titre": "Petit déjeuner des écrivains publics",
            "texte": "Pour ceux qui passent d’un centre à l’autre et ne se croisent jamais. Venez comme vous êtes.",
            "ou": "Centre socioculturel La Boussole, Créteil",
            "sur_inscription": False,
            "dans": 17,
            "heure": 9,
            "heures": 2,
        },
    ),
)
