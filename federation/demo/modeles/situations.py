"""Situations with a procedure of their own: residence permit, housing, family benefits, health, pension."""

from federation.demo.modeles.base import GRATUIT, Modele

SEJOUR = Modele(
    code="sejour",
    noms=(
        "Titre de séjour : préparer son dossier en ligne",
        "ANEF et rendez-vous en préfecture",
        "Étrangers, étrangères : aide aux démarches",
    ),
    nature="permanence",
    themes=("demarches droits", "demarches"),
    horaires=("demi_journee", "quinzaine"),
    publics=("adultes allophones", "tous", "adultes"),
    postures=("avec", "a_la_place avec"),
    metiers=("juriste", "benevole", "referent_famille", "ecrivain_public"),
    acces=("rdv",),
    papiers=("titre_sejour identite domicile mail", "titre_sejour mail telephone", "titre_sejour"),
    appareils=("fourni", "fourni", "bienvenu"),
    tarifs=GRATUIT,
    debuts=(
        "Renouvellement, première demande, changement d’adresse : le site de l’ANEF ne pardonne pas les oublis.",
        "Nous vérifions votre dossier avant qu’il parte, pièce par pièce.",
        "Le rendez-vous en préfecture se prépare : documents, copies, photos, traductions.",
        "{un_pro} vous aide à déposer la demande en ligne et à en garder la preuve.",
    ),
    milieux=(
        "On regarde d’abord la date de fin de votre titre.",
        "Les photos d’identité numériques se font chez un photographe agréé : nous vous donnons la liste.",
        "Chaque message de l’ANEF est lu et expliqué.",
        "Quand le compte est bloqué, nous écrivons au centre de contact citoyens.",
        "Les délais ne dépendent pas de nous, mais un dossier complet va plus vite.",
    ),
    fins=(
        "Commencez quatre mois avant la fin de votre titre.",
        "Gardez toujours l’attestation de prolongation sur vous.",
        "Nous ne vendons pas de rendez-vous ; méfiez-vous de ceux qui le font.",
        "Venez avec l’original et une copie de chaque document.",
    ),
)

LOGEMENT = Modele(
    code="logement",
    noms=(
        "Demande de logement social : dépôt et renouvellement",
        "Logement : dossier, DALO, charges",
        "Permanence logement",
    ),
    nature="permanence",
    themes=("demarches droits", "droits courrier", "demarches"),
    horaires=("demi_journee", "mensuel", "quinzaine"),
    publics=("adultes", "tous"),
    postures=("avec",),
    metiers=("referent_famille", "benevole", "agent_accueil", "juriste"),
    acces=("rdv", "rdv sans_rdv", "sans_rdv"),
    papiers=("identite impots domicile", "impots livret_famille", "identite domicile"),
    appareils=("fourni",),
    tarifs=GRATUIT,
    debuts=(
        "La demande de logement se renouvelle chaque année, sinon tout est perdu.",
        "Numéro unique, pièces à jour, communes choisies : on reprend le dossier du début.",
        "Vous attendez depuis longtemps ? Voyons si le recours DALO est possible.",
        "Factures d’énergie, dégâts, congé du propriétaire : le logement fait beaucoup de papiers.",
    ),
    milieux=(
        "Nous mettons les revenus et la composition de la famille à jour sur le site.",
        "On vérifie ensemble les aides : APL, Fonds de solidarité logement, garantie Visale.",
        "Une demande bien remplie se voit dès la première commission.",
        "Nous écrivons au bailleur avec vous quand il ne répond pas.",
        "Ici, personne n’attribue de logement ; nous veillons à ce que votre demande soit juste.",
    ),
    fins=(
        "Apportez les trois dernières quittances.",
        "Notez votre numéro unique quelque part où vous le retrouverez.",
        "En cas d’expulsion annoncée, venez sans attendre la prochaine date.",
        "L’avis d’impôt de l’année est indispensable.",
    ),
)

CAF = Modele(
    code="caf",
    noms=(
        "Prestations familiales : faire le point",
        "Déclarer, signaler, comprendre : vos allocations",
        "Droits des familles : point d’étape",
    ),
    nature="permanence",
    themes=("demarches droits", "droits", "demarches"),
    horaires=("demi_journee", "quinzaine", "mensuel"),
    publics=("parents", "adultes", "tous"),
    postures=("avec", "avec apprendre"),
    metiers=("referent_famille", "agent_accueil", "charge_numerique"),
    acces=("rdv", "sans_rdv", "rdv sans_rdv"),
    papiers=("allocataire identite", "allocataire livret_famille", "allocataire mail"),
    appareils=("fourni", "bienvenu"),
    tarifs=GRATUIT,
    debuts=(
        "Une naissance, une séparation, un nouveau travail : il faut le déclarer, et au bon endroit.",
        "Un trop-perçu à rembourser ? On lit le courrier et on regarde comment échelonner.",
        "Prime d’activité, APL, allocation de rentrée : avez-vous tout demandé ?",
        "{un_pro} ouvre avec vous votre espace allocataire et reprend les messages un par un.",
    ),
    milieux=(
        "La simulation prend dix minutes et n’engage à rien.",
        "Nous vous montrons où sont les attestations et comment les envoyer.",
        "Beaucoup de familles découvrent ici un droit oublié.",
        "Un changement déclaré tard coûte cher : mieux vaut venir tôt.",
    ),
    fins=(
        "Votre numéro d’allocataire est sur tous leurs courriers, en haut à gauche.",
        "Apportez les trois dernières fiches de paie du foyer.",
        "Si l’application est sur votre téléphone, on travaille directement dessus.",
        "Vos enfants peuvent venir, il y a de quoi dessiner.",
    ),
)

SANTE = Modele(
    code="sante",
    noms=(
        "Ameli, Doctolib, Mon espace santé : on s’y met",
        "Santé en ligne",
        "Prendre rendez-vous chez le médecin par internet",
        "Carte Vitale, C2S, AME : vos droits santé",
    ),
    nature="permanence",
    themes=("sante demarches", "sante", "sante droits"),
    horaires=("demi_journee", "mensuel", "quinzaine"),
    publics=("tous", "seniors", "adultes", "adultes allophones"),
    postures=("avec", "avec apprendre", "apprendre"),
    metiers=("conseiller_numerique", "benevole", "agent_accueil", "charge_numerique", "intervenant_exterieur"),
    acces=("rdv", "sans_rdv", "rdv sans_rdv"),
    papiers=("securite_sociale telephone", "securite_sociale identite", "securite_sociale mail"),
    appareils=("bienvenu", "fourni", "necessaire"),
    tarifs=GRATUIT,
    debuts=(
        "Créer son compte Ameli, trouver un médecin, suivre un remboursement.",
        "Beaucoup de médecins ne prennent plus de rendez-vous par téléphone. Voici comment faire.",
        "Mon espace santé s’est ouvert tout seul, mais qui vous l’a expliqué ?",
        "La Complémentaire santé solidaire se demande en ligne ; nous remplissons le dossier à vos côtés.",
        "Ordonnances, résultats, vaccins : tout arrive désormais dans le téléphone.",
    ),
    milieux=(
        "On règle aussi qui peut voir quoi dans votre dossier médical.",
        "Nous ne regardons jamais vos documents de santé sans vous.",
        "Un proche peut prendre vos rendez-vous si vous le souhaitez : cela se paramètre.",
        "Les faux SMS de l’Assurance maladie sont nombreux, on apprend à les reconnaître.",
        "On vérifie que votre médecin traitant est bien déclaré.",
    ),
    fins=(
        "La carte Vitale suffit pour commencer.",
        "Si vous n’avez pas de médecin, nous cherchons avec vous ceux qui prennent de nouveaux patients.",
        "L’AME se dépose toujours sur papier : nous avons le formulaire.",
        "Venez avec l’application déjà installée si vous savez faire, sinon tant pis.",
    ),
    propres={
        "Prendre rendez-vous chez le médecin par internet": (
            "Beaucoup de médecins ne prennent plus de rendez-vous par téléphone. Voici comment faire.",
            "Trouver un créneau près de chez soi, l’annuler si besoin, recevoir le rappel.",
        ),
        "Carte Vitale, C2S, AME : vos droits santé": (
            "La Complémentaire santé solidaire se demande en ligne ; nous remplissons le dossier à vos côtés.",
            "Changer de caisse, déclarer un médecin, renouveler un droit : mieux vaut s’y prendre tôt.",
        ),
    },
)

RETRAITE = Modele(
    code="retraite",
    noms=(
        "Préparer sa retraite en ligne",
        "Dossier de retraite : relevé de carrière et demande",
        "Seniors : aides, retraite, autonomie",
    ),
    nature="permanence",
    themes=("demarches droits", "demarches"),
    horaires=("mensuel", "quinzaine", "demi_journee"),
    publics=("seniors", "seniors adultes"),
    postures=("avec", "a_la_place avec"),
    metiers=("benevole", "agent_accueil", "charge_numerique"),
    acces=("rdv",),
    papiers=("identite securite_sociale", "securite_sociale impots", "identite mail"),
    appareils=("fourni", "bienvenu"),
    tarifs=GRATUIT,
    ages=(55, None),
    debuts=(
        "Le relevé de carrière a souvent des trous : on les cherche à deux, année après année.",
        "Demander sa retraite prend six mois, et tout commence par un compte en ligne.",
        "APA, aide au logement, carte mobilité : après 60 ans, les guichets se multiplient.",
        "Vous avez travaillé dans plusieurs pays ? Apportez ce que vous avez gardé.",
    ),
    milieux=(
        "Les anciens bulletins de salaire valent de l’or.",
        "Nous ne calculons pas votre pension, mais nous faisons parler le simulateur.",
        "Chaque caisse a son site ; on les ouvre un par un.",
        "On apprend à télécharger et à ranger les attestations.",
    ),
    fins=(
        "Un premier passage à 55 ans n’est pas trop tôt.",
        "Venez à deux si vous vivez en couple : beaucoup de questions se rejoignent.",
        "Comptez une heure, et deux passages pour un dossier complet.",
        "Pensez à votre livret militaire et aux certificats de travail.",
    ),
)

MODELES = (SEJOUR, LOGEMENT, CAF, SANTE, RETRAITE)
