"""What the pages of the état des lieux show, on screen as in the booklet: chapters, bases, who is behind a number."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format

from core.textes import accord
from statistiques.graphiques import Barres, Colonnes, barres, colonnes, repartition
from statistiques.indicateurs import Base, Chapitre, EtatDesLieux, Genre, Resultat, Unite
from statistiques.indicateurs.faits import Faits
from statistiques.indicateurs.modele import NBSP, UNITES, nombre
from statistiques.indicateurs.registre import GENRES_CHERCHES

NOMS_DES_BASES = {
    Base.RESEAU: "réseau",
    Base.REPONDANTS: "répondants",
    Base.TERRITOIRE: "territoire",
}
# What is told value by value, beside its mean or its median: in the booklet, and on its own page.
REPARTITIONS = ("attente_mediane", "ordinateurs_moyenne", "personnes_par_semaine")


@dataclass(frozen=True, slots=True)
class LigneIndicateur:
    resultat: Resultat
    evolution: str
    base: str


@dataclass(frozen=True, slots=True)
class PageChapitre:
    """A chapter: its charts, its figures (those that detail another come last), and one sentence."""

    code: str
    nom: str
    lignes: list[LigneIndicateur]
    graphiques: list[Barres]
    repartitions: list[Colonnes]
    phrase: str

    @property
    def principales(self) -> list[LigneIndicateur]:
        """Leave out what details another: its own chart tells it, number by number."""
        return [x for x in self.lignes if not x.resultat.indicateur.detail_de]


@dataclass(frozen=True, slots=True)
class DitDeBase:
    nom: str
    combien: str
    phrase: str


def bases(etat: EtatDesLieux, territoire: str) -> list[DitDeBase]:
    """Say of whom the figures speak, with how many they are and on which day."""
    faits, jour = etat.faits, date_format(etat.faits.jour, "j F Y")
    reponses = faits.reponses
    if reponses.derniere:
        dites = (
            f"Celles du réseau qui ont dit leurs chiffres de l’année {reponses.annee}, "
            f"au {date_format(reponses.derniere, 'j F Y')}, jour de la dernière réponse."
        )
    else:
        dites = "Aucune structure n’a encore dit ses chiffres de l’année."
    return [
        DitDeBase(
            "Réseau",
            accord(etat.taille(Base.RESEAU), "structure"),
            f"Les structures adhérentes à la fédération dont un lieu au moins est publié, le {jour}.",
        ),
        DitDeBase("Répondants", accord(etat.taille(Base.REPONDANTS), "structure"), dites),
        DitDeBase(
            "Territoire", accord(etat.taille(Base.TERRITOIRE), "commune"), f"Les communes du territoire : {territoire}."
        ),
    ]


def chapitres(etat: EtatDesLieux, evolutions: dict[str, str]) -> list[PageChapitre]:
    """Return the chapters, in order."""
    pages = []
    for code, nom, resultats in etat.chapitres():
        lignes = []
        for r in resultats:
            lignes += [_ligne(x, evolutions) for x in (r, *etat.details(r.indicateur.cle))]
        pages.append(
            PageChapitre(code, nom, lignes, _graphiques(etat, code, nom, resultats), _repartitions(resultats),
                         _phrase(etat, code, resultats))
        )  # fmt: skip
    return pages


def _ligne(resultat: Resultat, evolutions: dict[str, str]) -> LigneIndicateur:
    cle, base = resultat.indicateur.cle, NOMS_DES_BASES[resultat.indicateur.base]
    return LigneIndicateur(resultat, evolutions.get(cle, ""), base)


def _parts(resultats: list[Resultat], unite: str) -> list[Resultat]:
    return [r for r in resultats if r.indicateur.genre == Genre.PART and r.indicateur.unite == unite]


def _graphiques(etat: EtatDesLieux, code: str, nom: str, resultats: list[Resultat]) -> list[Barres]:
    """Draw the shares of a chapter, what is counted apart in a chart apart."""
    dessins = []
    structures = _parts(resultats, Unite.STRUCTURES)
    if structures:
        lignes = [(r.indicateur.nom, r) for r in structures]
        dessins.append(barres(f"g-{code}", f"{nom} : structures", "structures", lignes))
    if code == Chapitre.RESEAU:
        servis = sorted(
            (r for r in etat.details("reseaux_sociaux") if r.numerateur), key=lambda r: -(r.numerateur or 0)
        )
        reseaux = [(r.indicateur.nom.removeprefix("Sont sur "), r) for r in servis]
        if reseaux:
            dessins.append(barres("g-reseaux", "Sur quels réseaux sociaux", "structures", reseaux))
    communes = [(r.indicateur.nom, r) for r in _parts(resultats, Unite.COMMUNES)]
    if communes:
        dessins.append(barres("g-communes", "Communes où il manque une activité", "communes", communes))
    return dessins


def _repartitions(resultats: list[Resultat]) -> list[Colonnes]:
    return [
        dessin
        for r in resultats
        if r.indicateur.cle in REPARTITIONS and (dessin := dessiner_repartition(r)) is not None
    ]


def dessiner_repartition(resultat: Resultat) -> Colonnes | None:
    """Draw how the answers of a mean or a median spread."""
    indicateur = resultat.indicateur
    if indicateur.genre == Genre.PART:
        return None
    attente = indicateur.cle == "attente_mediane"
    unite = UNITES[indicateur.unite][1]
    return colonnes(
        f"r-{indicateur.cle}",
        f"{indicateur.nom.split(',')[0]} : combien d{'’' if attente else 'e '}{unite}",
        "Premier rendez-vous" if attente else indicateur.mesure[1].capitalize(),
        unite.capitalize(),
        repartition(resultat),
    )


def _phrase(etat: EtatDesLieux, code: str, resultats: list[Resultat]) -> str:
    """Say what is the most and the least common of a chapter; of the last one, who is there."""
    if code == Chapitre.RESEAU:
        combien = [int(etat.resultats[statut].numerateur or 0) for statut in ("associatif", "municipal")]
        return (
            f"{accord(etat.taille(Base.RESEAU), 'structure adhérente', 'structures adhérentes')}, "
            f"dont {accord(combien[0], 'associative')} et {accord(combien[1], 'municipale')}, "
            f"sur un territoire de {accord(etat.taille(Base.TERRITOIRE), 'commune')}."
        )
    dites = [r for r in _parts(resultats, Unite.STRUCTURES) if r.denominateur]
    if len(dites) < 2:
        return ""
    classees = sorted(dites, key=lambda r: -(r.valeur or 0))
    plus, moins = classees[0], classees[-1]
    return (
        f"Le plus répandu{NBSP}: « {plus.indicateur.nom} », {plus.rapport_dit} ({plus.valeur_dite}). "
        f"Le moins{NBSP}: « {moins.indicateur.nom} », {moins.rapport_dit} ({moins.valeur_dite})."
    )


@dataclass(frozen=True, slots=True)
class Qui:
    """One answer behind a number: who, where to read more (a view and its uid), and what."""

    nom: str
    vue: str
    uid: str
    precision: str
    valeur: float | None
    dit: str

    @property
    def adresse(self) -> str:
        return reverse(self.vue, args=[self.uid, ""]) if self.vue else ""


def qui(etat: EtatDesLieux, resultat: Resultat) -> list[Qui]:
    """Return who is behind a number: yes or the largest first, then by name; what is not known last."""
    indicateur, faits = resultat.indicateur, etat.faits
    gens = []
    for reponse in resultat.reponses:
        if indicateur.genre == Genre.PART:
            dit = (
                {1.0: "oui", 0.0: "non"}.get(reponse.valeur, "non connu") if reponse.valeur is not None else "non connu"
            )
        else:
            dit = "non connu" if reponse.valeur is None else nombre(reponse.valeur)
        gens.append(Qui(*_qui(faits, indicateur.unite, reponse.cle), reponse.valeur, dit))
    return sorted(gens, key=lambda q: (q.valeur is None, -(q.valeur or 0)))


def _qui(faits: Faits, unite: str, cle: int | str) -> tuple[str, str, str, str]:
    if isinstance(cle, str):
        return faits.communes[cle].nom, "", "", cle
    if unite == Unite.ACTIVITES:
        activite = faits.activites[cle]
        chez = sorted(faits.membres[pk].nom for pk in activite.chez)
        return activite.nom, "recherche:offre", activite.uid, ", ".join(chez)
    membre = faits.membres[cle]
    commune = faits.communes.get(membre.commune)
    return membre.nom, "recherche:lieu", membre.lieu, commune.nom if commune else ""


@dataclass(frozen=True, slots=True)
class LigneCommune:
    """What a commune holds: structures of the network, and activities of each sort, whoever provides them."""

    code: str
    nom: str
    population: int | None
    structures: int
    activites: int
    genres: list[int]

    @property
    def population_dite(self) -> str:
        return "" if self.population is None else nombre(self.population)

    @property
    def manque(self) -> list[str]:
        """Name what it lacks."""
        return [nom for (_, nom, _, _), n in zip(GENRES_CHERCHES, self.genres, strict=True) if not n]

    @property
    def manque_dit(self) -> str:
        return ", ".join(nom[0].lower() + nom[1:] for nom in self.manque)


def communes(etat: EtatDesLieux) -> list[LigneCommune]:
    """Return one row a commune of the territory."""
    return list(_communes(etat.faits))


def _communes(faits: Faits) -> Iterator[LigneCommune]:
    par_commune: dict[str, int] = {}
    for membre in faits.membres.values():
        par_commune[membre.commune] = par_commune.get(membre.commune, 0) + 1
    for code, commune in faits.communes.items():
        genres = faits.par_commune[code]
        yield LigneCommune(
            code,
            commune.nom,
            commune.population,
            par_commune.get(code, 0),
            sum(g.combien for g in genres),
            [sum(g.combien for g in genres if convient(g)) for _, _, _, convient in GENRES_CHERCHES],
        )
