"""The headings of the table on the screen, and the columns of its file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.tableur import Cellule
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


def en_tableau(lignes: Iterable[Ligne], vue: str) -> Iterator[list[Cellule]]:
    """Give the file, its headings first."""
    if vue == LIEUX:
        yield ["Lieu", "Structure", "Nature", "SIRET", "Adresse", "Commune", "État", "Vérifié le", "À compléter",
               "Téléphone", "Courriel", "Responsables", "Adhésion à la fédération", "Identifiant"]  # fmt: skip
    else:
        yield ["Structure", "Nature", "SIRET", "Adresse", "Communes", "Publication", "Vérifié le", "À compléter",
               "Téléphone", "Courriel", "Responsables", "Adhésion à la fédération", "Identifiant"]  # fmt: skip
    for x in lignes:
        yield [
            x.nom,
            *([x.structure] if vue == LIEUX else []),
            x.nature,
            x.siret,
            x.adresse,
            x.commune,
            x.etat,
            x.verifie_le.strftime("%d/%m/%Y") if x.verifie_le else "",
            x.a_completer,
            x.telephone,
            x.courriel,
            x.responsables,
            x.adhesion,
            x.uid,
        ]
