"""What the name of a column says: the standard's names, then what people write at the head of theirs."""

import re

from core.textes import plier
from echanges.reconnaissance.cibles import ACTIVITES, ADRESSE_COMPLETE, COORDONNEES, SERVICE
from echanges.standard.colonnes import colonne_de
from echanges.standard.valeurs import LISTES, SERVICES

_SYNONYMES: dict[str, str] = {
    "nom": "nom|structure|lieu|nom structure|nom lieu|nom centre|denomination|raison sociale|organisme|association|"
    "intitule|libelle|etablissement|nom etablissement|nom organisme|nom association|nom site|nom usuel|enseigne|centre",
    "id": "id|uid|identifiant|num|n|no|ref|reference|code|objectid|fid",
    "pivot": "siret|numero siret|n siret|no siret|siret structure|rna|siret rna",
    "structure_parente": "structure parente|organisme gestionnaire|gestionnaire|structure porteuse|porteur|tutelle",
    "adresse": "adresse|adresse postale|adresse 1|adresse1|adresse ligne 1|adres|rue|voie|numero et rue|"
    "numero et voie|adr|adresse rue|localisation|lieu adresse|n et rue",
    ADRESSE_COMPLETE: "adresse complete|adresse entiere|adresse geocodee",
    "complement_adresse": "complement|complement adresse|adresse 2|adresse2|adresse ligne 2|batiment|cplt adresse",
    "code_postal": "cp|code postal|codepostal|c p|postal|code post",
    "commune": "commune|ville|localite|nom commune|municipalite",
    "code_insee": "insee|code insee|codeinsee|code commune|insee commune|code com|com insee|citycode",
    "latitude": "lat|latitude|y|lat wgs84|coord y|coordonnee y|ylat|geo lat",
    "longitude": "lon|lng|long|longitude|x|lon wgs84|coord x|coordonnee x|xlong|geo lon|geo long",
    COORDONNEES: "coordonnees|geo point|geo point 2d|geolocalisation|position|gps|coordonnees gps|latlong|lat long|"
    "latitude longitude|geoloc|point geo",
    "telephone": "tel|telephone|tel fixe|telephone fixe|numero telephone|n telephone|phone|tel 1|tel 2|portable|"
    "standard",
    "courriels": "mail|email|e mail|courriel|courriels|mel|adresse mail|adresse email|adresse e mail|"
    "adresse courriel|adresse electronique|mail contact|email contact|contact mail",
    "site_web": "site|site web|site internet|web|url|site inter|adresse site|adresse internet|page web|lien site|www",
    "prise_rdv": "prise rdv|prise rendez vous|rdv en ligne|lien rdv",
    "horaires": "horaires|horaire|heures|ouverture|horaires ouverture|jours et horaires|heures ouverture|"
    "horaires accueil|jours ouverture|opening hours|permanences|jours horaires",
    "typologie": "type|typologie|type structure|type lieu|nature|categorie|picto|type etablissement",
    "presentation_detail": "presentation|description|descriptif|commentaire|commentaires|observations|remarques|"
    "informations|detail|details|missions",
    "presentation_resume": "resume|presentation courte|description courte",
    "date_maj": "date maj|maj|mise a jour|date mise a jour|derniere mise a jour|date modification|modifie le|"
    "date actualisation|last update",
    "services": "services|service|activites|activite|thematiques|thematique|actions|offre|offres|prestations|"
    "services proposes|accompagnements",
    "publics_specifiquement_adresses": "public|publics|public cible|publics cibles|public vise|publics accueillis",
    "frais_a_charge": "tarif|tarifs|prix|cout|gratuit|gratuite|frais|payant",
    "modalites_acces": "acces|modalites|modalite acces|conditions acces|sur rdv|rdv",
    "arret": "transport|transports|arret|arrets|acces transport|bus|metro|transports en commun|arret bus|"
    "acces transports|arret proche",
    "source": "source|producteur",
}
_PAR_NOM = {nom: cible for cible, noms in _SYNONYMES.items() for nom in noms.split("|")}
_VIDES = frozenset({
    "de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "a", "au", "aux", "ou", "un", "une", "user",
    "usager", "struct", "str", "pour", "sur", "notre", "votre", "centre", "social", "lieu", "structure",
    "accueil",
})  # fmt: skip
# The name of a person is not the name of a place, and her own telephone is not the place's.
_PERSONNES = frozenset({
    "referent", "referente", "contact", "responsable", "prenom", "animateur", "animatrice", "directeur",
    "directrice", "interlocuteur", "interlocutrice", "president", "presidente", "civilite", "personne",
    "conseiller", "mediateur", "salarie", "benevole",
})  # fmt: skip
# Words that say what a column is wherever they stand, the most telling first.
_MOTS = (
    ("courriels", ("mail", "email", "courriel", "mel")),
    ("telephone", ("telephone", "tel", "phone")),
    ("pivot", ("siret", "rna")),
    ("code_insee", ("insee",)),
    ("horaires", ("horaires", "horaire")),
    ("latitude", ("latitude", "lat")),
    ("longitude", ("longitude", "lng", "lon")),
    ("code_postal", ("postal", "cp")),
    ("id", ("uid",)),
    ("date_maj", ("maj",)),
    ("commune", ("commune", "ville")),
    ("adresse", ("adresse",)),
    ("site_web", ("site", "web")),
)
# What people call the services of the standard, when they do not write the standard's words.
_SERVICES = (
    ("materiel", ("prix solidaire", "acquisition", "reconditionne", "acheter")),
    (
        "acces",
        ("wifi", "wi-fi", "imprimante", "imprimer", "impression", "scanner", "utilisation ordinateur", "borne ",
         "acces internet", "connexion", "ordinateurs en libre", "poste informatique", "libre acces", "pret de materiel",
         "acces libre", "acces a internet", "acces ordi"),
    ),
    ("securite", ("securit", "risques", "arnaque", "donnees personnelles")),
    ("parentalite", ("parent", "scolar", "pronote", "education")),
    ("insertion", ("emploi", "insertion", "curriculum")),
    ("demarches", ("demarche", "administrati", "dematerialis", "ecrivain public", "acces aux droits")),
    ("loisirs", ("loisir", "creation", "programmation", "fablab", "robot", "jeux video")),
    ("comprehension", ("culture numerique", "esprit critique", "comprehension", "avis eclaire", "intelligence art")),
    (
        "quotidien",
        ("initiation", "prise en main", "outils numeriques", "bureautique", "smartphone", "tablette",
         "perfectionnement", "utiliser le numerique", "bases", "informatique", "ordinateur"),
    ),
)  # fmt: skip


def serrer(entete: str) -> str:
    """Return a header as words of letters and digits: « USER_ADRES » → « user adres »."""
    return " ".join(re.findall(r"[a-z]+|\d+", plier(entete[:120])))


def parle_d_une_personne(entete: str) -> bool:
    """Tell whether a header names somebody: her name and her number are not the place's."""
    mots = serrer(entete).split()
    return mots != ["contact"] and bool(_PERSONNES.intersection(mots))


def cible_du_nom(entete: str) -> str:
    """Return what a header names, « » when its words do not say."""
    if cible := colonne_de(entete):
        return cible
    if entete == ACTIVITES:
        return ACTIVITES
    nom = serrer(entete)
    if nom in _PAR_NOM:
        return _PAR_NOM[nom]
    mots = nom.split()
    if not mots or _PERSONNES.intersection(mots):
        return ""
    reste = " ".join(m for m in mots if m not in _VIDES)
    if reste in _PAR_NOM:
        return _PAR_NOM[reste]
    if len(mots) <= 4:
        for cible, signes in _MOTS:
            if any(s in mots for s in signes):
                return cible
    return ""


def service_de(libelle: str) -> str:
    """Return the key of the service that a label names, « » when none."""
    valeur = LISTES["services"].trouver(libelle)
    if valeur:
        return next(cle for cle, (nom, _) in SERVICES.items() if nom == valeur)
    texte = f" {' '.join(plier(libelle[:200]).replace('_', ' ').split())} "
    return next((cle for cle, signes in _SERVICES if any(s in texte for s in signes)), "")


def cible_de_service(libelle: str) -> str:
    """Return the target of a column that stands for one service, « » when none is named."""
    cle = service_de(libelle)
    return f"{SERVICE}{cle}" if cle else ""
