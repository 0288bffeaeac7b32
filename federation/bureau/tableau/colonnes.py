"""The headings of the table on the screen, and the columns of its file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comptes.models import Federation
from core.tableur import Cellule, Colonne, Genre, Table
from federation.bureau.tableau.criteres import LIEUX, TRIS, Criteres, TableauForm
from federation.bureau.tableau.lignes import Ligne

SANS_COLONNE = ("adhesion",)  # said in another column: sorted by the list alone
FLECHES = {"ascending": "arrow-up", "descending": "arrow-down", "none": "arrow-up-down"}


@dataclass(frozen=True, slots=True)
class Entete:
    """One heading: the address that sorts by it, and how the table is sorted by it now."""

    code: str
    nom: str
    requete: str
    sens: str  # aria-sort

    @property
    def icone(self) -> str:
        return FLECHES[self.sens]


def entetes(form: TableauForm, criteres: Criteres) -> list[Entete]:
    """Return the headings: a second click turns the order over."""
    faites = []
    for code, nom in TRIS[criteres.vue].items():
        if code in SANS_COLONNE:
            continue
        actuel = criteres.colonne == code
        sens = ("descending" if criteres.descend else "ascending") if actuel else "none"
        suivant = f"-{code}" if sens == "ascending" else code
        faites.append(Entete(code, nom, form.requete(tri="" if suivant == "nom" else suivant), sens))
    return faites


NOM = Colonne("nom", "Structure", "Le nom de la structure.", largeur=34)
LIEU = Colonne("nom", "Lieu", "Le nom du lieu.", largeur=34)
STRUCTURE = Colonne("structure", "Structure", "La structure à laquelle le lieu appartient.", largeur=34)
COMMUNES = (
    Colonne("nature", "Nature", "Centre social, espace de vie sociale, partenaire ou autre lieu."),
    Colonne("siret", "SIRET", "Le numéro SIRET de la structure, quand il est connu."),
    Colonne("adresse", "Adresse", "Le numéro et la rue ; d’une structure, ceux de son lieu principal.", largeur=34),
    Colonne("commune", "Commune", "La commune ; d’une structure, toutes celles de ses lieux."),
    Colonne("etat", "Publication", "Ce qui est visible : publié, brouillon, suspendu, fermé, archivé."),
    Colonne("verifie_le", "Vérifié le", "Le jour où quelqu’un a dit « c’est toujours vrai » ; d’une structure, "
            "celui de son lieu publié le plus ancien. Vide : jamais, pour un lieu au moins.", Genre.JOUR),
    Colonne("a_completer", "À compléter", "Ce que la page ne dit pas encore.", largeur=40),
    Colonne("telephone", "Téléphone", "Le numéro à appeler."),
    Colonne("courriel", "Courriel", "L’adresse de contact, pas celle d’une personne qui a un compte."),
    Colonne("responsables", "Responsables", "Combien de personnes responsables ont un compte.", Genre.NOMBRE),
    Colonne("adhesion", "Adhésion à la fédération", "La dernière année d’adhésion connue.", Genre.NOMBRE),
    Colonne("uid", "Identifiant", "L’identifiant de la fiche dans l’annuaire."),
)  # fmt: skip


def table(lignes: Iterable[Ligne], vue: str, *, federation: Federation, le: date) -> Table:
    """Return the table as a file: what the search finds, the same columns whatever was asked."""
    colonnes = (LIEU, STRUCTURE, *COMMUNES) if vue == LIEUX else (NOM, *COMMUNES)
    return Table(
        nom="Lieux" if vue == LIEUX else "Structures",
        fichier=f"{vue}-{federation.slug}",
        le=le,
        colonnes=colonnes,
        lignes=(tuple(_cellule(ligne, colonne.cle) for colonne in colonnes) for ligne in lignes),
    )


def _cellule(ligne: Ligne, cle: str) -> Cellule:
    valeur: Cellule = getattr(ligne, cle)
    return int(ligne.adhesion) if cle == "adhesion" and ligne.adhesion else valeur
