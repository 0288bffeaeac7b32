"""What a column may correspond to: the columns of the standard, and a few that people keep and the standard lacks."""

from echanges.standard.colonnes import COLONNES
from echanges.standard.valeurs import SERVICES

ADRESSE_COMPLETE = "adresse_complete"
COORDONNEES = "coordonnees"
ACTIVITES = "activites"  # one cell of JSON: the services of data·inclusion
SERVICE = "service:"  # one column for one service: « service:demarches »

# By group, as the list of choices shows them: code, words of a newcomer.
GROUPES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Qui et où",
        (
            ("nom", "Nom du lieu"),
            ("adresse", "Adresse (numéro et rue)"),
            ("code_postal", "Code postal"),
            ("commune", "Commune"),
            (ADRESSE_COMPLETE, "Adresse entière, avec le code postal et la commune"),
            ("complement_adresse", "Complément d’adresse"),
            ("code_insee", "Code INSEE de la commune"),
            ("latitude", "Latitude"),
            ("longitude", "Longitude"),
            (COORDONNEES, "Latitude et longitude dans la même cellule"),
            ("arret", "Arrêt le plus proche"),
            ("id", "Numéro ou identifiant de la ligne"),
            ("pivot", "SIRET ou numéro RNA"),
            ("structure_parente", "Organisme dont le lieu dépend"),
            ("typologie", "Type de lieu"),
            ("itinerance", "Fixe ou itinérant"),
        ),
    ),
    (
        "Contacts et horaires",
        (
            ("telephone", "Téléphone"),
            ("courriels", "Courriel"),
            ("site_web", "Site web"),
            ("prise_rdv", "Lien de prise de rendez-vous"),
            ("horaires", "Horaires"),
            ("fiche_acces_libre", "Fiche Acceslibre"),
            ("presentation_resume", "Présentation courte"),
            ("presentation_detail", "Présentation"),
            ("date_maj", "Date de mise à jour"),
            ("source", "Qui a collecté l’information"),
        ),
    ),
    (
        "Activités",
        (
            ("services", "Services, tous dans la même cellule"),
            (ACTIVITES, "Services de data·inclusion"),
            ("publics_specifiquement_adresses", "Publics"),
            ("prise_en_charge_specifique", "Prise en charge spécifique"),
            ("frais_a_charge", "Gratuit ou payant"),
            ("modalites_acces", "Comment y accéder"),
            ("modalites_accompagnement", "Manière d’accompagner"),
            ("dispositif_programmes_nationaux", "Dispositifs nationaux (conseillers numériques…)"),
            ("formations_labels", "Formations et labels"),
            ("autres_formations_labels", "Autres formations et labels"),
        ),
    ),
    (
        "Une colonne par service (une croix, « oui » ou le nom du service)",
        tuple((f"{SERVICE}{cle}", f"Service : {nom}") for cle, (nom, _) in SERVICES.items()),
    ),
)
LIBELLES = {code: libelle for _, cibles in GROUPES for code, libelle in cibles}
# Several columns may go to one of these: their cells are put together, with this between them.
JOINTES = {
    "telephone": " / ",
    "courriels": "|",
    "site_web": "|",
    "typologie": "|",
    "adresse": " ",
    "complement_adresse": ", ",
    "presentation_detail": "\n",
    "horaires": " ",
    "services": "|",
    "publics_specifiquement_adresses": "|",
    "prise_en_charge_specifique": "|",
    "frais_a_charge": "|",
    "modalites_acces": "|",
    "modalites_accompagnement": "|",
    "dispositif_programmes_nationaux": "|",
    "formations_labels": "|",
    "autres_formations_labels": "|",
}

if set(COLONNES) - set(LIBELLES):
    raise RuntimeError(f"columns that nobody can choose: {set(COLONNES) - set(LIBELLES)}")


def plusieurs(cible: str) -> bool:
    """Tell whether several columns may correspond to this."""
    return cible in JOINTES or cible.startswith(SERVICE)
