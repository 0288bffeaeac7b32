"""The état des lieux as tables to keep."""

from collections.abc import Iterator, Sequence

from comptes.models import Federation
from core.tableur import Cellule, Colonne, Genre, Table
from statistiques.indicateurs import EtatDesLieux, Resultat
from statistiques.indicateurs.modele import CHAPITRES, UNITES
from statistiques.indicateurs.registre import GENRES_CHERCHES
from statistiques.presentation import NOMS_DES_BASES, LigneCommune, Qui, bases

INDICATEURS = (
    Colonne("chapitre", "Chapitre", "Le chapitre de l’état des lieux.", largeur=28),
    Colonne("cle", "Clé", "Le nom de l’indicateur pour une machine : il ne change pas.", largeur=26),
    Colonne("nom", "Indicateur", "Ce qui est compté.", largeur=48),
    Colonne("base", "Base", "De qui parle le chiffre : réseau, répondants ou territoire.", largeur=14),
    Colonne("unite", "On compte des", "Structures, activités ou communes.", largeur=14),
    Colonne("numerateur", "Numérateur", "Combien répondent oui, ou la somme des réponses.", Genre.NOMBRE),
    Colonne("denominateur", "Dénominateur", "Combien ont une réponse connue.", Genre.NOMBRE),
    Colonne("inconnus", "Non connus", "Combien n’ont pas de réponse : ils ne comptent pas.", Genre.NOMBRE),
    Colonne("valeur", "Valeur", "Le pourcentage, la moyenne ou la médiane.", Genre.NOMBRE),
    Colonne("mesure", "Mesure", "L’unité de la valeur : %, ordinateurs, personnes, semaines.", largeur=14),
    Colonne("associatives", "Associatives", "Oui parmi les structures associatives, ou leur somme.", Genre.NOMBRE),
    Colonne("associatives_sur", "Sur (associatives)", "Combien de structures associatives ont répondu.", Genre.NOMBRE),
    Colonne("municipales", "Municipales", "Oui parmi les structures municipales, ou leur somme.", Genre.NOMBRE),
    Colonne("municipales_sur", "Sur (municipales)", "Combien de structures municipales ont répondu.", Genre.NOMBRE),
    Colonne("definition", "Définition", "Ce que veut dire l’indicateur.", largeur=80),
)


def table_des_indicateurs(federation: Federation, etat: EtatDesLieux) -> Table:
    """Return every indicator, one a row."""
    remarques = [f"{b.nom} : {b.combien}. {b.phrase}" for b in bases(etat, federation.territoire)]
    nom = f"etat-des-lieux-{federation.slug}-{etat.faits.jour:%Y-%m-%d}"
    return Table("État des lieux", nom, etat.faits.jour, INDICATEURS, _indicateurs(etat), (federation.nom, *remarques))


def _indicateurs(etat: EtatDesLieux) -> Iterator[Sequence[Cellule]]:
    for cle, r in etat.resultats.items():
        i = r.indicateur
        statuts: list[Cellule] = []
        for _, partie in etat.par_statut(r) or ():
            statuts += [_rond(partie.numerateur), partie.denominateur]
        yield (
            CHAPITRES[i.chapitre],
            cle,
            i.nom,
            NOMS_DES_BASES[i.base],
            UNITES[i.unite][1],
            _rond(r.numerateur),
            r.denominateur,
            r.inconnus,
            r.valeur,
            i.mesure[1] or "%",
            *(statuts or [None] * 4),
            i.definition,
        )


def _rond(valeur: float | None) -> Cellule:
    return int(valeur) if valeur is not None and valeur == int(valeur) else valeur


def table_des_reponses(federation: Federation, etat: EtatDesLieux, resultat: Resultat, gens: Sequence[Qui]) -> Table:
    """Return who is behind a number."""
    indicateur = resultat.indicateur
    un = UNITES[indicateur.unite][0].capitalize()
    reponse = Colonne("reponse", "Réponse", indicateur.definition, largeur=14)
    colonnes = (
        Colonne("nom", un, "Son nom.", largeur=48),
        Colonne("precision", "Précision", "La commune, ou qui propose l’activité.", largeur=40),
        reponse,
    )
    nom = f"{indicateur.cle.replace('_', '-')}-{federation.slug}-{etat.faits.jour:%Y-%m-%d}"
    lignes = ((q.nom, q.precision, q.dit if q.dit in ("oui", "non", "non connu") else q.valeur) for q in gens)
    remarques = (indicateur.nom, f"{resultat.valeur_dite} ({resultat.rapport_dit})")
    return Table(indicateur.nom, nom, etat.faits.jour, colonnes, lignes, remarques)


COMMUNES = (
    Colonne("code", "Code Insee", "Le code officiel de la commune.", largeur=12),
    Colonne("commune", "Commune", "Son nom."),
    Colonne("population", "Population", "Habitants.", Genre.NOMBRE),
    Colonne("structures", "Structures du réseau", "Structures adhérentes et publiées de la commune.", Genre.NOMBRE),
    Colonne("activites", "Activités", "Toutes celles de la commune, réseau et partenaires.", Genre.NOMBRE),
    *(
        Colonne(cle, nom, f"Activités de la commune qui proposent {mots}.", Genre.NOMBRE)
        for cle, nom, mots, _ in GENRES_CHERCHES
    ),
)


def table_des_communes(federation: Federation, etat: EtatDesLieux, lignes: Sequence[LigneCommune]) -> Table:
    """Return what each commune holds."""
    nom = f"communes-{federation.slug}-{etat.faits.jour:%Y-%m-%d}"
    rangs = ((x.code, x.nom, x.population, x.structures, x.activites, *x.genres) for x in lignes)
    return Table("Communes", nom, etat.faits.jour, COMMUNES, rangs, (federation.nom,))
