"""Invented names: nothing here is a real centre, a real partner or a real person.

The organisations that the survey names are in `nommes.py`, with what it says of them.
"""

# (name, commune, "a" associatif or "m" municipal, "cs" or "evs")
CENTRES: tuple[tuple[str, str, str, str], ...] = (
    ("Centre social Les Tilleuls", "94022", "a", "cs"),
    ("Centre social Le Petit Bac", "94022", "m", "cs"),
    ("Centre social Les Grands Peupliers", "94081", "m", "cs"),
    ("Centre social La Verrière", "94081", "m", "cs"),
    ("Centre socioculturel Les Martinets", "94081", "m", "cs"),
    ("Centre social Le Cèdre bleu", "94081", "m", "cs"),
    ("Centre socioculturel La Boussole", "94028", "a", "cs"),
    ("Centre social Les Roselières", "94028", "m", "cs"),
    ("Centre social La Courte Échelle", "94028", "a", "cs"),
    ("Centre social Le Kiosque", "94017", "m", "cs"),
    ("Centre socioculturel Les Trois Noyers", "94017", "a", "cs"),
    ("Centre social La Cabane verte", "94017", "m", "cs"),
    ("Centre social La Boucle", "94068", "a", "cs"),
    ("Centre social Les Canotiers", "94068", "m", "cs"),
    ("Centre social La Manufacture des voisins", "94041", "a", "cs"),
    ("Centre socioculturel Le Quai", "94041", "m", "cs"),
    ("Centre social Les Coquelicots", "94076", "a", "cs"),
    ("Centre social La Lanterne", "94076", "m", "cs"),
    ("Centre social Le Grand Noisetier", "94033", "a", "cs"),
    ("Centre social Les Hirondelles", "94033", "m", "cs"),
    ("Centre social L’Aiguillage", "94078", "a", "cs"),
    ("Centre social La Charmille", "94046", "m", "cs"),
    ("Centre socioculturel Le Tournesol", "94080", "a", "cs"),
    ("Centre social Les Deux Rives", "94002", "a", "cs"),
    ("Centre social Les Bords de l’eau", "94058", "m", "cs"),
    ("Centre social La Grande Ourse", "94079", "a", "cs"),
    ("Centre social Les Glycines", "94073", "m", "cs"),
    ("Centre social Le Ponton", "94052", "a", "cs"),
    ("Centre social La Roseraie des voisins", "94038", "m", "cs"),
    ("Centre socioculturel L’Aqueduc", "94016", "a", "cs"),
    ("Centre social Les Cerisiers", "94034", "m", "cs"),
    ("Centre social La Pépinière", "94071", "a", "cs"),
    ("Centre social Les Alouettes", "94044", "m", "cs"),
    ("Centre social La Piste", "94054", "a", "cs"),
    ("Centre social Le Dé à coudre", "94043", "a", "cs"),
    ("Centre social Les Arches", "94003", "m", "cs"),
    ("Centre social Le Bois joli", "94059", "m", "cs"),
    ("Centre social Les Maraîchers", "94021", "a", "cs"),
    ("Centre social Le Port aux idées", "94011", "m", "cs"),
    ("Espace de vie sociale Le Figuier", "94004", "a", "evs"),
    ("Espace de vie sociale La Halte", "94077", "a", "evs"),
    ("Espace de vie sociale Le Préau", "94060", "a", "evs"),
)

# Annexes: (index of the centre, name, its own commune).
ANNEXES: tuple[tuple[int, str], ...] = (
    (0, "Annexe du Verger"),
    (6, "L’Antenne du Lac"),
    (9, "Le Petit Kiosque"),
    (14, "L’Atelier des voisins"),
    (18, "La Maisonnette"),
    (20, "Le Local du square"),
    (29, "L’Annexe des Jardins"),
    (33, "La Piste bis"),
)

# genre: (kind of place, nature, names). A name ends with what distinguishes it; the commune follows on screen.
QUARTIERS = (
    "des Peupliers", "du Verger", "des Lilas", "du Vieux Pont", "de l’Écluse", "des Platanes", "du Belvédère",
    "de la Source", "des Bruyères", "du Moulin", "des Marronniers", "de la Ferme", "du Lavoir", "des Carrières",
    "de l’Orme", "des Vignes", "du Plateau", "de la Plaine", "des Saules", "du Château d’eau", "de la Butte",
    "des Iris", "du Coteau", "de la Clairière", "des Aubépines", "du Port", "de la Fontaine", "des Acacias",
    "du Square", "de la Gare", "des Genêts", "du Halage",
)  # fmt: skip

ASSOCIATIONS = (
    "Les Mots d’à côté", "Clic et compagnie", "Pas à page", "Voisins de palier", "L’Encrier partagé",
    "La Souris verte", "Déclic citoyen", "Le Fil et la Toile", "Passe ton code", "Écrans ouverts",
    "Les Bonnes Adresses", "Lire et dire", "Entr’aînés", "Cap premier pas", "La Main à l’écran",
    "Tissons demain", "Parole de papier", "Un toit, des droits", "Seniors en ligne", "Le Trait d’union du quartier",
    "La Fabrique du oui", "Mille langues", "Droit devant l’écran", "Ordi pour tous", "Le Banc public",
    "Ensemble et connectés", "Paroles d’ici", "Le Goût d’apprendre", "Accueil et partage", "La Porte à côté",
    "Les Ateliers du mardi", "Chemins de femmes", "Pause-devoirs", "Bricolages numériques",
)  # fmt: skip

RUES = (
    "rue des Acacias", "rue du Verger", "allée des Platanes", "rue de la Source", "avenue des Tilleuls",
    "rue du Vieux Pont", "place du Marché-Neuf", "rue des Écluses", "sentier des Vignes", "rue de la Fontaine",
    "rue des Lavandières", "boulevard du Plateau", "rue du Moulin à vent", "passage des Jardiniers",
    "rue de la Passerelle", "rue des Sablons", "allée du Belvédère", "rue du Four", "rue de la Briqueterie",
    "rue des Champs-Fleuris", "avenue du Parc", "square des Aubépines", "rue du Lavoir", "rue des Maraîchers",
    "rue du Petit-Bois", "chemin de halage", "rue de l’Abreuvoir", "rue des Cordiers", "rue du Pressoir",
    "place des Marronniers", "rue des Cerisiers", "rue du Canal", "rue de la Pépinière", "impasse des Rosiers",
    "rue du Chemin-Vert", "avenue de la Plaine", "rue des Tanneurs", "rue du Bac", "rue de l’Étang", "mail des Arts",
)  # fmt: skip

ARRETS = (
    "Marché-Neuf", "Les Platanes", "Belvédère", "Écluse", "Vieux Pont", "La Briqueterie", "Square des Aubépines",
    "Les Sablons", "Pépinière", "Fontaine", "Gymnase", "Les Marronniers", "Parc", "Place des Arts", "Le Bac",
)  # fmt: skip

REPERES = (
    "porte verte, à côté de la pharmacie",
    "grande fresque bleue sur le mur de la cour",
    "au pied de la tour la plus haute, côté square",
    "l’ancienne école, sous le préau",
    "la vitrine avec les affiches, entre la boulangerie et le coiffeur",
    "au fond de la cour, suivez les flèches jaunes",
    "bâtiment en briques, drapeau à l’entrée",
    "au-dessus de la crèche, entrée par l’escalier extérieur",
    "en face de l’arrêt de bus, portail rouge",
    "rez-de-chaussée de la résidence, sonnette « Accueil »",
    "derrière le gymnase, on voit les bacs à fleurs",
    "la maison aux volets orange",
    "à l’angle de la place, sous les arcades",
    "deuxième porte après la poste, rampe sur le côté",
    "dans la galerie du marché, premier étage",
)

SALLES_CENTRE = (
    "dans la salle informatique du rez-de-chaussée", "dans la salle du premier étage, par l’ascenseur",
    "dans le petit bureau vitré, à gauche de l’accueil", "dans la salle bleue", "dans la salle des Glaïeuls",
    "dans le bureau du fond, porte jaune", "dans la cuisine partagée", "dans la grande salle polyvalente",
    "dans la bibliothèque du centre", "dans la salle Multimédia, au bout du couloir", "dans le salon des familles",
    "dans la véranda", "dans la salle d’activités, côté jardin", "au deuxième étage, salle 4",
    "dans le bureau des permanences, porte 3", "dans la mezzanine", "dans l’ancien atelier, au fond de la cour",
    "dans la salle des voisins",
)  # fmt: skip
SALLES_MEDIATHEQUE = (
    "dans l’espace numérique du premier étage", "dans la salle de travail, derrière la presse",
    "dans la petite salle vitrée", "au fond du secteur adultes", "dans la salle d’animation",
    "près des grandes fenêtres, côté musique",
)  # fmt: skip
SALLES_AUTRE = (
    "dans le bureau 2", "dans le bureau 12, au premier étage", "à l’accueil, guichet de droite",
    "dans la salle de réunion", "dans le local du rez-de-chaussée", "dans la petite salle du fond",
    "au fond de l’espace d’accueil", "au guichet numérique, face à l’entrée",
)  # fmt: skip
SALLES_ATELIER = (
    "dans la salle des machines", "au fond, derrière les établis", "dans la grande salle, côté rue",
    "dans l’atelier du rez-de-chaussée", "à la table ronde, près de l’entrée",
)  # fmt: skip

LANGUES_COURANTES = ("ar", "en", "pt", "es", "tr", "ber", "bm", "snk", "ta", "zh", "ln", "ro", "ff", "ht", "lsf")

ADHESIONS = (
    "8 € par an et par famille", "5 € par an et par personne", "10 € par an et par famille",
    "12 € par an et par famille", "3 € par an et par personne", "6 € par an et par adulte",
    "de 5 à 20 € par an selon le quotient familial",
)  # fmt: skip
