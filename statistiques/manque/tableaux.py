"""The answer as a table to download: every commune of the territory, near ones included."""

from datetime import date

from comptes.models import Federation
from core.tableur import Colonne, Genre, Table
from statistiques.manque.calcul import Manques


def table_des_manques(federation: Federation, reponse: Manques, nom: str, le: date) -> Table:
    """Return the table: one commune a row, in the order of the page as it opens."""
    km = reponse.km
    colonnes = (
        Colonne("commune", "Commune", "Le nom de la commune."),
        Colonne("code", "Code INSEE", "Son code officiel.", largeur=12),
        Colonne("population", "Population", "Combien d’habitant·es, d’après le fichier des communes.", Genre.NOMBRE),
        Colonne("loin", f"À plus de {km} km", f"Habitant·es à plus de {km} km de ce qui est cherché.", Genre.NOMBRE),
        Colonne("part", "Part (%)", "Leur part dans la commune, en pour cent.", Genre.NOMBRE),
        Colonne("points", "Points", "En combien de points ses habitant·es sont compté·es.", Genre.NOMBRE),
        Colonne("points_loin", "Points loin", f"Combien de ces points sont à plus de {km} km.", Genre.NOMBRE),
        Colonne("distance", "Le plus proche (km)", "Du centre au lieu ouvert le plus proche.", Genre.NOMBRE),
        Colonne("vaines", "Recherches sans résultat", "En douze mois, depuis cette commune.", Genre.NOMBRE),
        Colonne("gain", "Gain", f"Habitant·es qui seraient à moins de {km} km d’une permanence ici.", Genre.NOMBRE),
        Colonne("rang", "Rang", "La place dans le classement ; vide quand le gain est nul.", Genre.NOMBRE),
    )
    lignes = (
        (
            *(x.commune.nom, x.commune.code, x.commune.population, x.loin, x.part * 100, x.points, x.points_loin),
            *(x.plus_pres_km, x.vaines, x.gain, x.rang),
        )
        for x in reponse.lignes
    )
    remarques = (
        f"Ce qui est cherché : {nom}. Lieux ouverts qui comptent : {reponse.ouverts}.",
        "À vol d’oiseau, du centre des communes ; les plus grandes sont comptées en plusieurs points.",
        "La population est celle du fichier des communes, qui ne dit pas son année.",
        "Le plus proche : vide au-delà de 15 km.",
    )
    return Table("Où il manque", f"ou-manque-{federation.slug}-{km}km", le, colonnes, lignes, remarques)
