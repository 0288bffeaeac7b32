"""The same table as an XLSX workbook: typed cells, a head that stays, and a sheet that says what each column is.

Written row by row to the disk by openpyxl's write-only mode: memory holds one row, whatever their number.
"""

import io
import math
import re
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from core.tableur.table import Cellule, Colonne, Genre, Table, a_l_air_d_une_formule, texte_propre
from core.travailleur import PARIS

LONGUEUR_MAX = 32_767  # characters in a cell
ENTIER_EXACT = 10**15  # beyond, a spreadsheet rounds
AN_MIN = 1901  # a date before 1900 is none, and 1900 is counted wrong
LARGEURS = {Genre.TEXTE: 32, Genre.NOMBRE: 12, Genre.JOUR: 13, Genre.MOMENT: 18, Genre.OUI_NON: 10}
LARGEUR_MAX = 80
FORMATS = {datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy"}
COLONNES = (
    Colonne("colonne", "Colonne", ""),
    Colonne("explication", "Ce que l’on y lit", "", largeur=80),
    Colonne("genre", "Genre", "", largeur=16),
)
_INTERDITS_AU_NOM = re.compile(r"[\[\]:*?/\\']")


def en_xlsx(table: Table) -> bytes:
    """Return the workbook: the table, then « Colonnes »."""
    classeur = Workbook(write_only=True)
    _feuille(classeur, _nom_de_feuille(table.nom), table.colonnes, table.lignes)
    explications = [(c.label, c.explication, c.genre.value) for c in table.colonnes]
    dites = [(remarque, "", "") for remarque in (f"Fichier du {table.le:%d/%m/%Y}.", *table.remarques)]
    _feuille(classeur, "Colonnes", COLONNES, [*explications, ("", "", ""), *dites], filtre=False)
    le = datetime(table.le.year, table.le.month, table.le.day, tzinfo=UTC).replace(tzinfo=None)
    classeur.properties.created = classeur.properties.modified = le
    classeur.properties.creator, classeur.properties.title = "", _en_texte(table.nom)
    classeur.properties.language = "fr"  # what a screen reader speaks
    tampon = io.BytesIO()
    with _Archive(tampon, le) as archive:
        ExcelWriter(classeur, archive).write_data()
    return tampon.getvalue()


def _nom_de_feuille(nom: str) -> str:
    propre = " ".join(_INTERDITS_AU_NOM.sub(" ", texte_propre(nom)).split())[:31].strip()
    return propre if propre and propre.casefold() not in ("colonnes", "history") else "Tableau"


def _feuille(
    classeur: Workbook,
    nom: str,
    colonnes: Sequence[Colonne],
    lignes: Iterable[Sequence[Cellule]],
    *,
    filtre: bool = True,
) -> None:
    feuille = classeur.create_sheet(nom)
    feuille.freeze_panes = "A2"
    feuille.page_setup.orientation = "landscape"
    feuille.page_setup.fitToWidth, feuille.page_setup.fitToHeight = 1, 0
    feuille.sheet_properties.pageSetUpPr.fitToPage = True
    feuille.print_title_rows = "1:1"
    for rang, colonne in enumerate(colonnes, 1):
        largeur = max(colonne.largeur or LARGEURS[colonne.genre], len(colonne.label) + 4)
        feuille.column_dimensions[get_column_letter(rang)].width = min(largeur, LARGEUR_MAX)
    feuille.append([_tete(feuille, colonne.label) for colonne in colonnes])
    nombre = 1
    for ligne in lignes:
        feuille.append([_cellule(feuille, valeur) for valeur in ligne])
        nombre += 1
    if filtre:
        feuille.auto_filter.ref = f"A1:{get_column_letter(len(colonnes))}{nombre}"


def _tete(feuille: Any, label: str) -> Any:
    cellule = WriteOnlyCell(feuille, _en_texte(label))
    cellule.data_type, cellule.quotePrefix = "s", True
    cellule.font = Font(bold=True)
    cellule.fill = PatternFill("solid", fgColor="E8EDF3")
    cellule.alignment = Alignment(vertical="top", wrap_text=True)
    return cellule


def _cellule(feuille: Any, valeur: Cellule) -> Any:
    """Return what the sheet takes: plain values as they are, what needs a format or a guard as a cell."""
    if valeur is None or valeur == "":
        return None
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, int):
        return valeur if abs(valeur) < ENTIER_EXACT else str(valeur)
    if isinstance(valeur, float):
        return round(valeur, 2) if math.isfinite(valeur) else None
    if isinstance(valeur, date):
        return _date(feuille, valeur)
    texte = _en_texte(valeur)
    if not texte.startswith("#") and not a_l_air_d_une_formule(texte):
        return texte
    # A text, said to be one (« '=1+1 » in the formula bar): it stays one when somebody edits the cell.
    cellule = WriteOnlyCell(feuille, texte)
    cellule.data_type, cellule.number_format, cellule.quotePrefix = "s", "@", True
    return cellule


def _date(feuille: Any, valeur: date) -> Any:
    moment = isinstance(valeur, datetime)
    locale = valeur.astimezone(PARIS).replace(tzinfo=None) if isinstance(valeur, datetime) else valeur
    if locale.year < AN_MIN:
        return f"{locale:%d/%m/%Y}"
    cellule = WriteOnlyCell(feuille, locale)
    cellule.number_format = FORMATS[datetime if moment else date]
    return cellule


def _en_texte(texte: str) -> str:
    return texte_propre(texte)[:LONGUEUR_MAX]


class _Archive(ZipFile):
    """A zip whose entries all have the same date, so that the same table is the same file."""

    def __init__(self, tampon: IO[bytes], le: datetime) -> None:
        super().__init__(tampon, "w", ZIP_DEFLATED)
        self._le = (max(le.year, 1980), le.month, le.day, 0, 0, 0)

    def _entree(self, nom: str) -> ZipInfo:
        entree = ZipInfo(nom, self._le)
        entree.compress_type, entree.external_attr = ZIP_DEFLATED, 0o600 << 16
        return entree

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **options: Any) -> None:
        super().writestr(self._entree(zinfo_or_arcname), data)

    def write(self, filename: str | PathLike[str], arcname: Any = None, *args: Any, **options: Any) -> None:
        with Path(filename).open("rb") as source, self.open(self._entree(arcname), "w") as cible:
            shutil.copyfileobj(source, cible)
