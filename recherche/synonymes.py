"""What people say, and the themes it leads to: everyday words, acronyms, expressions.

Written for the desks of the Val-de-Marne, to be added to by whoever hears a word that the search does not know.
How to write a line:

* accents, capitals, plurals, apostrophes and little words (de, la, mon, pas…) do not matter, and are written
  anyway so that the line reads well;
* the longest expression wins (« lettre de motivation » before « lettre »), so a general word may stand beside its
  exceptions;
* what names a place or a function (« France Services », « mission locale », « médiathèque », « écrivain public »,
  « conseiller numérique ») stays out: those words are searched as they are;
* `appoint=True`: the word counts only when nothing more precise was said (« téléphone », alone, is for beginners;
  in « imprimer depuis mon téléphone » it adds nothing).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sens:
    """Expressions with one meaning: codes of THEMES, METIERS and Nature; an activity needs one of them."""

    themes: tuple[str, ...]
    expressions: tuple[str, ...]
    metiers: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    appoint: bool = False


def _sens(themes: str, expressions: str, *, metiers: str = "", natures: str = "", appoint: bool = False) -> Sens:
    return Sens(
        tuple(themes.split()),
        tuple(e.strip() for e in expressions.split("|")),
        tuple(metiers.split()),
        tuple(natures.split()),
        appoint,
    )


def _mots(texte: str) -> frozenset[str]:
    return frozenset(texte.split())


TABLE: tuple[Sens, ...] = (
    # --- Papers, vehicles, travel
    _sens(
        "demarches droits",
        "titre de séjour | carte de séjour | carte de résident | récépissé | visa | naturalisation "
        "| nationalité | nationalité française | regroupement familial | attestation de prolongation "
        "| autorisation de travail | titre de voyage | DCEM | régularisation",
    ),
    _sens(
        "demarches",
        "ANEF | préfecture | rendez-vous préfecture | ANTS | France Titres | FranceConnect | France Identité "
        "| service public | démarches simplifiées",
    ),
    _sens("droits", "OQTF | sans papiers | droit des étrangers | asile | demande d’asile | réfugié | OFPRA"),
    _sens(
        "demarches",
        "carte d’identité | pièce d’identité | papiers d’identité | CNI | passeport | refaire mes papiers "
        "| acte de naissance | extrait de naissance | acte de mariage | mariage | PACS | état civil "
        "| livret de famille | casier judiciaire | carte électorale | liste électorale | procuration "
        "| changement d’adresse | changer d’adresse | déménagement | justificatif de domicile | timbre fiscal",
    ),
    _sens(
        "demarches",
        "carte grise | permis de conduire | permis | échange de permis | code de la route | immatriculation "
        "| certificat de cession | vendre ma voiture | Crit’Air | stationnement | carte de stationnement",
    ),
    _sens(
        "demarches",
        "Navigo | passe Navigo | Navigo solidarité | solidarité transport | tarification solidarité transport "
        "| Imagine R | Améthyste | carte de transport | SNCF | billet de train",
    ),
    # --- CAF, taxes
    _sens(
        "demarches",
        "CAF | allocation | allocations familiales | allocataire | MSA | APL | ALS | aide au logement | prime "
        "| prime d’activité | déclaration trimestrielle | prime de naissance | PAJE | Pajemploi | CMG "
        "| allocation de rentrée | quotient familial | chèque énergie | FSL | simulation d’aides",
    ),
    _sens("demarches droits", "RSA | AAH | AEEH | pension alimentaire | minima sociaux"),
    _sens("courrier droits demarches", "trop-perçu | indu | rappel de la CAF | suspension de droits"),
    _sens(
        "demarches",
        "impôt | déclaration | déclaration de revenus | déclaration d’impôts | avis d’imposition | avis d’impôt "
        "| taxe d’habitation | taxe foncière | prélèvement à la source | trésor public",
    ),
    _sens(
        "demarches courrier", "amende | contravention | PV | procès-verbal | forfait post-stationnement | FPS | ANTAI"
    ),
    # --- Work
    _sens(
        "emploi demarches",
        "France Travail | Pôle emploi | ANPE | chômage | actualisation | m’actualiser | ARE | ASSEDIC "
        "| inscription France Travail | conseiller France Travail | CPF | compte formation "
        "| compte personnel de formation | VAE",
    ),
    _sens(
        "emploi",
        "emploi | CV | faire un CV | curriculum vitae | lettre de motivation | candidature | postuler "
        "| entretien d’embauche | embauche | recherche d’emploi | recherche de travail | chercher du travail "
        "| trouver du travail | travail | boulot | job | job d’été | offre d’emploi | intérim | alternance "
        "| apprentissage | contrat d’apprentissage | service civique | LinkedIn | Indeed | reconversion "
        "| insertion | bilan de compétences | recruteur",
    ),
    _sens("emploi", "formation | se former", appoint=True),
    _sens("emploi scolarite", "stage | convention de stage | stage de troisième"),
    _sens(
        "emploi demarches",
        "auto-entrepreneur | autoentrepreneur | micro-entreprise | créer mon entreprise | création d’entreprise "
        "| URSSAF | CESU | chèque emploi service | Kbis | facturer",
    ),
    _sens(
        "droits emploi",
        "contrat de travail | licenciement | prud’hommes | rupture conventionnelle | démission | fiche de paie "
        "| bulletin de salaire | solde de tout compte | harcèlement au travail | inspection du travail "
        "| code du travail",
    ),
    # --- Health, disability, age
    _sens(
        "sante demarches",
        "Ameli | sécurité sociale | sécu | CPAM | assurance maladie | carte Vitale | numéro de sécurité sociale "
        "| mutuelle | complémentaire santé | complémentaire santé solidaire | CSS | C2S | CMU | AME "
        "| aide médicale d’État | feuille de soins | remboursement | médecin traitant | arrêt maladie "
        "| arrêt de travail | indemnités journalières | accident du travail | congé maternité | maternité "
        "| congé paternité | CEAM | carte européenne d’assurance maladie",
    ),
    _sens(
        "sante",
        "Doctolib | Mon espace santé | santé | rendez-vous médical | rendez-vous chez le médecin | médecin "
        "| docteur | téléconsultation | ordonnance | vaccin | vaccination | dossier médical | hôpital "
        "| pharmacie | dentiste",
    ),
    _sens(
        "demarches droits",
        "MDPH | handicap | reconnaissance handicap | RQTH | PCH | carte mobilité inclusion | CMI "
        "| carte d’invalidité | invalidité | pension d’invalidité | APA | aide à domicile "
        "| aide aux personnes âgées | EHPAD | maison de retraite | retraite | pension de retraite | CNAV "
        "| Agirc-Arrco | relevé de carrière | réversion | pension de réversion | ASPA | minimum vieillesse "
        "| veuvage",
    ),
    # --- Housing
    _sens(
        "demarches droits",
        "logement | logement social | demande de logement | demande de logement social | HLM | SNE "
        "| numéro unique | DALO | DAHO | Action Logement | bailleur | Visale | hébergement",
    ),
    _sens(
        "droits",
        "expulsion | impayé | loyer impayé | dette de loyer | propriétaire | bail | préavis | état des lieux "
        "| charges locatives | insalubrité | logement insalubre | punaises de lit | hébergement d’urgence | 115 "
        "| SIAO | sans abri | SDF",
    ),
    _sens("droits", "domiciliation | élection de domicile | sans adresse | adresse postale | sans domicile"),
    # --- Rights
    _sens(
        "droits",
        "droit | accès au droit | ouverture de droits | aide juridictionnelle | tribunal | plainte "
        "| porter plainte | dépôt de plainte | divorce | séparation | garde d’enfant | autorité parentale "
        "| violence | violences conjugales | discrimination | racisme | succession | héritage | litige "
        "| conciliateur | médiateur | défenseur des droits | tutelle | curatelle | notaire | consommation",
    ),
    _sens(
        "droits", "avocat | consultation juridique | conseil juridique | aide juridique | juridique", metiers="juriste"
    ),
    _sens(
        "droits demarches",
        "aide sociale | droits sociaux | assistante sociale | assistant social | travailleur social "
        "| aide financière | non-recours | compte en banque | banque | ouvrir un compte en banque",
    ),
    _sens(
        "droits courrier",
        "surendettement | dette | crédit | Banque de France | huissier | saisie | commissaire de justice",
    ),
    _sens("courrier droits", "recours | recours gracieux | contestation | contester | mise en demeure | réclamation"),
    # --- Letters
    _sens(
        "courrier",
        "courrier | lettre | lire un courrier | comprendre un courrier | écrire un courrier | écrire une lettre "
        "| lettre recommandée | recommandé | accusé de réception | résiliation | résilier "
        "| lettre de résiliation | attestation | attestation sur l’honneur | rédiger | rédaction "
        "| je ne sais pas écrire | courrier administratif",
    ),
    _sens(
        "courrier francais",
        "traduction | traduire | je ne sais pas lire | ne sait pas lire | illettré | illettrée "
        "| ne lit pas le français | lit mal le français | ne comprend pas le français | comprend mal le français "
        "| analphabète",
    ),
    _sens(
        "courrier demarches",
        "formulaire | remplir un formulaire | remplir un dossier | dossier administratif | Cerfa "
        "| papiers administratifs | facture | facture d’électricité | facture d’eau | EDF | Engie "
        "| coupure d’électricité",
    ),
    _sens(
        "demarches",
        "démarche | démarches en ligne | démarches administratives | administratif | en ligne",
        appoint=True,
    ),
    _sens("demarches courrier", "dossier | papiers", appoint=True),
    # --- First steps
    _sens(
        "bases securite",
        "mot de passe | mot de passe oublié | code oublié | identifiant | connexion à mon compte | compte bloqué",
    ),
    _sens(
        "bases",
        "mail | e-mail | boîte mail | adresse mail | boîte e-mail | créer une adresse mail | messagerie | Gmail "
        "| Outlook | Yahoo | pièce jointe | souris | clavier | naviguer | navigateur | Google | Windows "
        "| Android | iPhone | WhatsApp | SMS | visio | visioconférence | Zoom | Teams | Skype | copier-coller "
        "| télécharger | transférer des photos | ranger mes photos | mise à jour | sauvegarde | cloud "
        "| Google Drive | YouTube | GPS | Google Maps | itinéraire | QR code | Pix | compétences numériques "
        "| se servir d’un ordinateur | apprendre l’ordinateur | cours d’ordinateur | cours d’informatique "
        "| apprendre l’informatique | atelier informatique | atelier numérique",
    ),
    _sens("bases", "initiation | débutant | débuter | prise en main", appoint=True),
    _sens(
        "bases",
        "téléphone | téléphone portable | portable | tél | tél portable | smartphone | tablette | appli | application",
        appoint=True,
    ),
    _sens("bases", "internet | informatique | logiciel | site internet", appoint=True),
    _sens("bases acces", "ordinateur | ordi | PC", appoint=True),
    _sens("bases acces", "clé USB | clef USB | disque dur"),
    _sens(
        "bureautique",
        "bureautique | Word | Excel | tableau | traitement de texte | tableur | PowerPoint | diaporama "
        "| LibreOffice | OpenOffice | mise en page | taper un texte | pack Office "
        "| perfectionnement informatique",
    ),
    _sens("bureautique bases", "PDF | convertir en PDF | document | fichier | dactylo"),
    # --- Safety
    _sens(
        "securite",
        "arnaque | escroquerie | escroc | fraude | piratage | piraté | piratée | carte bancaire piratée "
        "| compte piraté | phishing | hameçonnage | virus | antivirus | spam | données personnelles | RGPD "
        "| CNIL | vie privée | fausses informations | fake news | désinformation | usurpation d’identité "
        "| faux site | faux conseiller | faux SMS | cybersécurité | sécurité | double authentification "
        "| chantage | carte bancaire | paiement en ligne | achat en ligne | acheter en ligne | Vinted "
        "| Leboncoin | éducation aux médias",
    ),
    _sens("securite parentalite", "harcèlement | cyberharcèlement | harcèlement scolaire | harcèlement en ligne"),
    # --- Parents, school
    _sens(
        "parentalite",
        "écran | temps d’écran | addiction aux écrans | enfants et écrans | contrôle parental | parentalité "
        "| parentalité numérique | ateliers parents-enfants | café des parents | jeux en ligne | Fortnite",
    ),
    _sens(
        "parentalite securite",
        "réseaux sociaux | réseau social | TikTok | Snapchat | Instagram | Facebook | pornographie",
    ),
    _sens("parentalite programmation", "jeux vidéo | console | Roblox"),
    _sens(
        "scolarite",
        "devoirs | aide aux devoirs | CLAS | soutien scolaire | accompagnement à la scolarité | ENT | Pronote "
        "| école | collège | lycée | scolarité | scolaire | EduConnect | Monlycée | Affelnet | Parcoursup "
        "| orientation post-bac | post-bac | orientation scolaire | orientation | Onisep | Mon Master | brevet "
        "| baccalauréat | bac | révisions | professeur | études",
    ),
    _sens(
        "scolarite demarches",
        "cantine | inscription à l’école | inscription scolaire | inscription cantine | bourse "
        "| bourse scolaire | CROUS | périscolaire | centre de loisirs | portail famille | crèche "
        "| place en crèche | garderie | assistante maternelle | Pass culture | Pass’Sport | carte scolaire",
    ),
    # --- Making, coding
    _sens(
        "creation",
        "fablab | imprimante 3D | impression 3D | 3D | brodeuse | broderie | machine à coudre | couture "
        "| découpe laser | découpe vinyle | découpeuse | flocage | musique | MAO | montage vidéo | vidéo "
        "| photo | retouche photo | podcast | radio | affiche | flyer | graphisme | dessin numérique "
        "| stop motion | Canva | maquette | modélisation | bricolage | loisirs créatifs",
    ),
    _sens(
        "programmation",
        "programmation | programmer | jeu | coder | apprendre à coder | atelier code | Scratch | robot "
        "| robotique | Arduino | Raspberry Pi | Python | développeur | créer un jeu | créer un site "
        "| créer un site internet | Minecraft",
    ),
    # --- French
    _sens(
        "francais",
        "français | cours de français | apprendre le français | parler français | parle pas français "
        "| parle mal français | parle peu français | langue française | FLE | ASL "
        "| atelier sociolinguistique | alphabétisation | alpha | illettrisme | DELF | DILF | TCF | conversation "
        "| lire et écrire | apprendre à lire | apprendre à écrire | savoirs de base | primo-arrivant",
    ),
    _sens("francais demarches", "OFII | contrat d’intégration | CIR"),
    # --- Equipment and connection
    _sens(
        "equipement",
        "écran cassé | téléphone cassé | ordinateur cassé | cassé | cassée | en panne | réparer | réparation "
        "| réparateur | Repair Café | ordinateur lent | acheter un ordinateur | acheter un téléphone "
        "| ordinateur pas cher | téléphone pas cher | reconditionné | ordinateur reconditionné | s’équiper "
        "| matériel informatique | matériel d’occasion | forfait | forfait pas cher | forfait téléphone "
        "| carte SIM | SIM | box | box internet | fibre | abonnement internet | connexion internet "
        "| recharge téléphone | batterie | chargeur | webcam",
    ),
    _sens(
        "equipement",
        "emprunter | emprunter un ordinateur | prêt d’ordinateur | prêt de matériel | prêt d’une tablette",
        natures="pret",
    ),
    # --- Using a computer, printing
    _sens(
        "acces",
        "imprimer | imprimante | impression | photocopie | photocopier | photocopieuse | photocopieur | scanner "
        "| scan | numériser | imprimer un document | imprimer un CV | imprimer une attestation "
        "| scanner un document | imprimer un courrier | scanner un courrier | Wi-Fi | wifi | cybercafé "
        "| Cyber-base",
    ),
    _sens(
        "acces",
        "accès libre | libre accès | libre service | accès internet | accès à un ordinateur "
        "| utiliser un ordinateur | ordinateur libre | poste informatique | salle informatique | EPN",
        natures="acces_libre",
    ),
    _sens(
        "ia",
        "intelligence artificielle | IA | ChatGPT | Chat GPT | GPT | Gemini | Copilot | Mistral | IA générative",
    ),
    _sens("ia securite", "deepfake | hypertrucage | fausse vidéo"),
)

# How people ask: said around the need, dropped as soon as anything else is said.
DE_QUESTION = _mots(
    "ai aimerais aimerait aller alors aussi avant avez avoir avons bien bonjour c ca car cela cest cet cette cherche "
    "cherchent chercher comment d dame deja depuis des dit dois doit donc elle elles encore entre est et etait ete "
    "etre eux fais fait faut ici il ils j jai je l leurs lui m ma madame mais merci moi monsieur n ni non nos notre "
    "nous on ont oui peut peux plait plus possible pourquoi pouvoir puis qu quand quel quelle quelles quelqu quels "
    "quil quoi s sais sait si sont souhaite sous suis svp t ta tes toi ton tous tout toute toutes tres trop trouver "
    "tu va vais venir veulent veut veux viennent viens vient voudrais voudrait y"
)
# General words, dropped when a need was understood: « aide pour mes impôts » is « impôts »; « aide » alone is searched.
D_APPUI = _mots(
    "accompagnement accompagner aide aider aides appeler apprendre besoin carte changer completer comprend comprends "
    "compte connecter consulter contacter coupe couper cours creer declarer demande demander demandes deposer envoyer "
    "erreur expliquer faire fait galere gerer habite inscription inscrire installer justifier mal maman mari mere "
    "mettre modifier necessaire numero obtenir papa parle parlent passer payer perdre perdu pere personne personnes "
    "peur prendre probleme problemes quelque question questions rdv recevoir recu refaire refus refuse refusee regler "
    "remplir rendez renouveler renouvellement renseignement renseignements repondre reponse retrouver savoir servir "
    "site suivi suivre utiliser valider verifier voir"
)
# Said with a need, these belong to other filters: dropped too, but the screen says so.
AUTRES_CRITERES = _mots(
    "ado adolescent adolescents ados adulte adultes age agee agees ages allemand anglais apres arabe bambara "
    "bengali berbere chinois demain enfant enfants espagnol femme femmes fille filles fils gratuit gratuite "
    "gratuitement gratuites gratuits homme hommes italien jeudi jeune jeunes lingala lundi mardi matin mercredi "
    "midi ourdou persan peul polonais portugais proche rapide rapidement roumain russe samedi senior seniors soir "
    "soninke tamoul turc ukrainien urgence urgent urgente vendredi vite weekend wolof"
)
# Names of places and people: never a typo, searched as they are even when the directory does not hold them.
NOMS = _mots(
    "accueil antenne association bibliotheque ccas centre cidff cimade conseil croix departement emmaus epicerie "
    "evs gare hotel juriste mairie maison marie mds mediatheque mission mjc pad pij pimms pmi point pole police "
    "poste quartier refuge relais resto restos rouge secours solidarites udaf ville"
)
