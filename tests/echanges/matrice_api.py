"""The API in the matrix of rights: open to everybody, a draft's to nobody, and nothing is written by it."""

from tests.outils.roles import OUVERT, PERSONNE_N_ECRIT, ROLES

INCONNU = dict.fromkeys(ROLES, "0")


def _api(nom, chemin, get=OUVERT):
    return {f"echanges:api:{nom}": (f"/api/v1/{chemin}", get, PERSONNE_N_ECRIT)}


API = (
    _api("documentation", "")
    | _api("openapi", "openapi.json")
    | _api("recherche", "recherche")
    | _api("geojson", "recherche.geojson")
    | _api("structures", "structures")
    | _api("structure", "structures/{structure.uid}")
    | _api("lieux", "lieux")
    | _api("lieu", "lieux/{lieu.uid}")
    | _api("lieu, brouillon", "lieux/{brouillon.uid}", INCONNU)
    | _api("activites", "activites")
    | _api("activite", "activites/{offre.uid}")
    | _api("place", "activites/{offre.uid}/place")
    | _api("seances", "seances")
    | _api("referentiels", "referentiels")
    | _api("referentiel", "referentiels/themes")
    | _api("communes", "communes")
    | _api("inconnue", "rien", INCONNU)
)
API |= {
    "echanges:inclusion": ("/opendata/data-inclusion-services.json", OUVERT, PERSONNE_N_ECRIT),
    "echanges:inclusion, autre fichier": ("/opendata/data-inclusion-personnes.json", INCONNU, PERSONNE_N_ECRIT),
}
