"""The 32 columns of the national standard (schema 1.0.2), and the names that older files give them."""

from core.textes import plier

# In the order of the standard: what exports write, and what people read in a report.
COLONNES: dict[str, str] = {
    "id": "identifiant",
    "pivot": "SIRET ou RNA",
    "nom": "nom",
    "commune": "commune",
    "code_postal": "code postal",
    "code_insee": "code INSEE",
    "adresse": "adresse",
    "complement_adresse": "complément d’adresse",
    "latitude": "position",
    "longitude": "position",
    "typologie": "type de lieu",
    "telephone": "téléphone",
    "courriels": "courriels",
    "site_web": "site",
    "horaires": "horaires",
    "presentation_resume": "présentation courte",
    "presentation_detail": "présentation",
    "source": "source",
    "itinerance": "itinérance",
    "structure_parente": "structure parente",
    "date_maj": "date de mise à jour",
    "services": "services",
    "publics_specifiquement_adresses": "publics",
    "prise_en_charge_specifique": "prise en charge spécifique",
    "frais_a_charge": "frais à charge",
    "dispositif_programmes_nationaux": "dispositifs nationaux",
    "formations_labels": "formations et labels",
    "autres_formations_labels": "autres formations et labels",
    "modalites_acces": "modalités d’accès",
    "modalites_accompagnement": "modalités d’accompagnement",
    "fiche_acces_libre": "fiche Acceslibre",
    "prise_rdv": "prise de rendez-vous",
}

# Version 0.1 (29 columns). Two of its columns were split in two: each value finds its own list (standard.valeurs).
ANCIENNES = {
    "courriel": "courriels",
    "conditions_acces": "frais_a_charge",
    "publics_accueillis": "publics_specifiquement_adresses",
    "public_accueillis": "publics_specifiquement_adresses",
    "labels_nationaux": "dispositif_programmes_nationaux",
    "labels_autres": "autres_formations_labels",
    "accessibilite": "fiche_acces_libre",
}
# The official French titles, that some spreadsheets carry instead of the names.
TITRES = {
    "identifiant unique local du lieu": "id",
    "identifiant": "id",
    "siret": "pivot",
    "siret ou rna ou ridet": "pivot",
    "code postal": "code_postal",
    "code insee": "code_insee",
    "complement d'adresse": "complement_adresse",
    "numero de telephone": "telephone",
    "courriel(s)": "courriels",
    "site web": "site_web",
    "presentation resume": "presentation_resume",
    "presentation detaillee": "presentation_detail",
    "structure collectant la donnee": "source",
    "structure parente": "structure_parente",
    "date de mise a jour": "date_maj",
    "publics specifiquement adresses": "publics_specifiquement_adresses",
    "prise en charge specifique": "prise_en_charge_specifique",
    "frais a charge": "frais_a_charge",
    "dispositifs et programmes nationaux": "dispositif_programmes_nationaux",
    "formations et labels": "formations_labels",
    "autres formations et labels": "autres_formations_labels",
    "modalites d'acces": "modalites_acces",
    "modalites d'accompagnement": "modalites_accompagnement",
    "fiche acces libre": "fiche_acces_libre",
    "prise de rdv": "prise_rdv",
}


def colonne_de(entete: str) -> str | None:
    """Return the column of the standard that a header names, or None."""
    nom = " ".join(plier(entete[:80]).split())
    souligne = nom.replace(" ", "_").replace("-", "_")
    if souligne in COLONNES:
        return souligne
    return ANCIENNES.get(souligne) or TITRES.get(nom)


def libelle(colonne: str) -> str:
    """Return the words that a report uses for a column."""
    return "arrêt le plus proche" if colonne == "arret" else COLONNES.get(colonne, colonne)
