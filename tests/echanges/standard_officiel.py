"""The national standard as it is published (schema 1.0.2, and the model 2.3.0 where it is stricter), by column.

Written out here on purpose, for the tests alone: what the product writes is judged by another list than its own.
"""

import re

_URL = r"https?://[^\s'()|\"<>]+"
_SERVICES = (
    "Aide aux démarches administratives", "Maîtrise des outils numériques du quotidien",
    "Insertion professionnelle via le numérique", "Utilisation sécurisée du numérique",
    "Parentalité et éducation avec le numérique", "Loisirs et créations numériques",
    "Compréhension du monde numérique", "Accès internet et matériel informatique",
    "Acquisition de matériel informatique à prix solidaire",
)  # fmt: skip
_PRISES_EN_CHARGE = (
    "Surdité", "Handicaps moteurs", "Handicaps mentaux", "Illettrisme", "Langues étrangères (anglais)",
    "Langues étrangères (autres)", "Déficience visuelle",
)  # fmt: skip
_DISPOSITIFS = (
    "Aidants Connect", "Bibliothèques numérique de référence", "Certification PIX", "Conseillers numériques",
    "Emmaüs Connect", "France Services", "Grande école du numérique", "La Croix Rouge",
    "Point d'accès numérique CAF", "Promeneurs du net", "Relais numérique (Emmaüs Connect)",
)  # fmt: skip
# Without « Étapes numériques (La Poste) », that the schema refuses; its misspelling there is refused by the model.
_FORMATIONS = (
    "Formé à « Mon Espace Santé »", "Formé à « DUPLEX » (illettrisme)", "Arnia/MedNum BFC (Bourgogne-Franche-Comté)",
    "Collectif ressources et acteurs réemploi (Normandie)", "Fabriques de Territoire",
    "Les Éclaireurs du numérique (Drôme)", "Mes Papiers (Métropole de Lyon)", "ORDI 3.0", "SUD LABS (PACA)",
)  # fmt: skip
_ACCES = (
    "Se présenter", "Téléphoner", "Contacter par mail", "Prendre un RDV en ligne", "Ce lieu n'accueille pas de public",
    "Envoyer un mail avec une fiche de prescription",
)  # fmt: skip

# In the order of the columns: what a cell must be when it is not empty.
REGLES: dict[str, str | tuple[str, ...]] = {
    "id": r".+",
    "pivot": r"\d{14}|W[0-9A-Za-z]{9}",
    "nom": r".+",
    "commune": r"[A-Za-zÀ-ÖØ-öø-ÿœŒŸ0-9 '’-]+",
    "code_postal": r"\d{5}",
    "code_insee": r"([013-9]\d|2[AB1-9])\d{3}",
    "adresse": r"[\w\s\-,()°.&:+–|;'’/]+",
    "complement_adresse": r".+",
    "latitude": r"-?\d{1,2}(\.\d+)?",
    "longitude": r"-?\d{1,3}(\.\d+)?",
    "typologie": r"([A-Z0-9_]+|Autre)(\|([A-Z0-9_]+|Autre))*",
    "telephone": r"(\+33|\+590|\+594|\+262|\+596|\+687|\+689|\+508|\+681)(\d){6,9}",
    "courriels": r"[!-~]{2,}@[!-~]+\.[a-z]{2,}(\|[!-~]{2,}@[!-~]+\.[a-z]{2,})*",
    "site_web": rf"{_URL}(\|{_URL})*",
    "horaires": r".+",
    "presentation_resume": r"(?s).{1,280}",
    "presentation_detail": r"(?s).+",
    "source": r".+",
    "itinerance": ("Itinérant", "Fixe"),
    "structure_parente": r".+",
    "date_maj": r"20\d\d-[01]\d-[0-3]\d",
    "services": _SERVICES,
    "publics_specifiquement_adresses": ("Jeunes", "Étudiants", "Familles et/ou enfants", "Seniors", "Femmes"),
    "prise_en_charge_specifique": _PRISES_EN_CHARGE,
    "frais_a_charge": ("Gratuit", "Gratuit sous condition", "Payant"),
    "dispositif_programmes_nationaux": _DISPOSITIFS,
    "formations_labels": _FORMATIONS,
    "autres_formations_labels": r".+",
    "modalites_acces": _ACCES,
    "modalites_accompagnement": (
        "En autonomie", "Accompagnement individuel", "Dans un atelier collectif", "À distance",
    ),
    "fiche_acces_libre": _URL,
    "prise_rdv": _URL,
}  # fmt: skip
OBLIGATOIRES = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj")
SANS_FORMULE = tuple(c for c in REGLES if c not in ("telephone", "latitude", "longitude"))


def fautes(ligne: dict[str, str]) -> list[str]:
    """Return what the standard refuses in a row, one « column: value » each."""
    trouvees = [f"{c} is missing" for c in OBLIGATOIRES if not ligne[c]]
    for colonne, regle in REGLES.items():
        valeur = ligne[colonne]
        if not valeur:
            continue
        if isinstance(regle, str):
            juste = re.fullmatch(regle, valeur) is not None
        else:
            morceaux = valeur.split("|")
            juste = set(morceaux) <= set(regle) and len(set(morceaux)) == len(morceaux)
        if not juste or (colonne in SANS_FORMULE and valeur[0] in "=+-@\t\r"):
            trouvees.append(f"{colonne}: {valeur!r}")
    return trouvees
