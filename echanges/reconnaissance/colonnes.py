"""A table → what each of its columns corresponds to: names first, then contents, one column for one thing."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.textes import accord, plier
from echanges.classeurs.grille import Feuille, FichierIllisible
from echanges.reconnaissance.cibles import COORDONNEES, plusieurs
from echanges.reconnaissance.contenus import (
    FERMEES,
    cible_du_contenu,
    echantillon,
    est_a_cocher,
    libelle_constant,
    ressemble_a_sa_liste,
)
from echanges.reconnaissance.entete import rang_de_l_entete
from echanges.reconnaissance.noms import cible_de_service, cible_du_nom, parle_d_une_personne, serrer
from echanges.standard.colonnes import colonne_de

_ORGANISMES = frozenset(["structure", "organisme", "association", "porteur"])


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose header is known: names of columns, and numbered rows below that say something."""

    entetes: tuple[str, ...]
    lignes: tuple[tuple[int, tuple[str, ...]], ...]
    avertissements: tuple[str, ...] = ()

    def colonne(self, rang: int) -> list[str]:
        """Return the cells of a column."""
        return [cellules[rang] if rang < len(cellules) else "" for _, cellules in self.lignes]

    @property
    def signature(self) -> str:
        """Return what two files of one source share: the names of their columns, in order."""
        return hashlib.sha256("|".join(" ".join(plier(e).split()) for e in self.entetes).encode()).hexdigest()


def en_table(feuille: Feuille) -> Table:
    """Find the header of a sheet; raise FichierIllisible when no row names its columns."""
    rang = rang_de_l_entete([c for _, c in feuille.lignes[:60]])
    if rang is None:
        raise FichierIllisible(
            "La ligne des noms de colonnes est introuvable. On attend un tableau : une ligne de noms (nom, adresse, "
            "commune, téléphone…), puis une ligne par lieu."
        )
    _, entetes = feuille.lignes[rang]
    largeur = max((i + 1 for i, e in enumerate(entetes) if e.strip()), default=0)
    lignes = tuple((n, c) for n, c in feuille.lignes[rang + 1 :] if any(v.strip() for v in c))
    if not lignes:
        raise FichierIllisible("Ce tableau a des noms de colonnes, mais aucune ligne en dessous.")
    # A column without a name may still hold something.
    largeur = max([largeur, *(_largeur(c) for _, c in lignes[:200] if len(c) <= len(entetes))])
    complets = tuple(e.strip() for e in entetes[:largeur]) + ("",) * (largeur - len(entetes[:largeur]))
    titres = sum(1 for _ in feuille.lignes[:rang])
    avertissements = list(feuille.avertissements)
    if titres:
        avertissements.append(f"{accord(titres, 'ligne')} de titre au-dessus des noms de colonnes, laissées de côté.")
    return Table(complets, lignes, tuple(avertissements))


def _largeur(cellules: Sequence[str]) -> int:
    return max((i + 1 for i, c in enumerate(cellules) if c.strip()), default=0)


def reconnaitre(table: Table, communes: frozenset[str] = frozenset()) -> list[str]:
    """Return the target of each column, « » for those that are not imported.

    `communes`: the folded names known here, to tell a column of communes that bears another name.
    """
    cibles = [_par_le_nom(table, rang) for rang in range(len(table.entetes))]
    _departager(cibles, table)
    prises = {c for c in cibles if c}
    for rang, entete in enumerate(table.entetes):
        if cibles[rang]:
            continue
        cible = _par_le_contenu(table, rang, communes) if not parle_d_une_personne(entete) else ""
        if cible and (cible.startswith("service:") or not (cible in prises or _redite(cible, prises))):
            cibles[rang] = cible
            prises.add(cible)
    if "nom" not in prises:
        _deviner_le_nom(table, cibles)
    return cibles


def _par_le_nom(table: Table, rang: int) -> str:
    entete, cellules = table.entetes[rang], table.colonne(rang)
    officielle = colonne_de(entete)
    if officielle:
        return officielle
    # « Accès internet » over crosses is a service, whatever the same words mean elsewhere.
    if est_a_cocher(cellules) and (service := cible_de_service(entete)):
        return service
    cible = cible_du_nom(entete)
    if cible in FERMEES and not ressemble_a_sa_liste(cible, cellules):
        return ""
    return "" if cible and not _plausible(cible, cellules) else cible


def _plausible(cible: str, cellules: Sequence[str]) -> bool:
    """Tell whether the cells do not deny the name: an address is not a mail, a latitude is a number."""
    valeurs = echantillon(cellules)
    if not valeurs:
        return True
    if cible in ("latitude", "longitude"):
        return sum(1 for v in valeurs if re.search(r"\d", v)) * 2 >= len(valeurs)
    if cible in ("adresse", "nom", "commune"):
        return sum(1 for v in valeurs if "@" in v or v.startswith("http")) * 2 < len(valeurs)
    if cible in ("id", "nom"):
        return len(set(valeurs)) > len(valeurs) // 2
    return True


def _departager(cibles: list[str], table: Table) -> None:
    """Keep one column for what only one may say: « lieu » beside « structure » is the place and who runs it."""
    noms = [i for i, c in enumerate(cibles) if c == "nom"]
    if len(noms) > 1:
        organismes = [i for i in noms if _ORGANISMES.intersection(serrer(table.entetes[i]).split())]
        if 0 < len(organismes) < len(noms):
            for rang in organismes:
                cibles[rang] = "structure_parente"
    vues: set[str] = set()
    for rang, cible in enumerate(cibles):
        if cible in vues and not plusieurs(cible):
            cibles[rang] = ""
        vues.add(cible)
    # Telephones of several columns may be one place's; two columns of a closed list of the standard may not.
    if COORDONNEES in vues and {"latitude", "longitude"} <= vues:
        cibles[cibles.index(COORDONNEES)] = ""


def _redite(cible: str, prises: set[str]) -> bool:
    doubles = {
        COORDONNEES: "latitude",
        "latitude": COORDONNEES,
        "longitude": COORDONNEES,
        "adresse_complete": "adresse",
    }
    return doubles.get(cible) in prises


def _par_le_contenu(table: Table, rang: int, communes: frozenset[str]) -> str:
    cellules = table.colonne(rang)
    if est_a_cocher(cellules):
        return cible_de_service(table.entetes[rang])
    constant = libelle_constant(cellules)
    if constant:
        return cible_de_service(constant) if len(constant) > 2 else ""
    return cible_du_contenu(cellules, communes)


def _deviner_le_nom(table: Table, cibles: list[str]) -> None:
    """Take as the name the first column of words that says something else on nearly every row."""
    for rang, cible in enumerate(cibles):
        valeurs = echantillon(table.colonne(rang))
        if (
            not cible
            and not parle_d_une_personne(table.entetes[rang])
            and len(valeurs) * 2 >= min(len(table.lignes), 200)
            and len(set(valeurs)) >= 0.9 * len(valeurs)
            and sum(1 for v in valeurs if any(c.isalpha() for c in v)) >= 0.9 * len(valeurs)
        ):
            cibles[rang] = "nom"
            return
