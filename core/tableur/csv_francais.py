"""A CSV that French spreadsheets open by a double click: UTF-8 with its mark, semicolons, decimal commas."""

import csv
import io
import math
from datetime import date, datetime

from core.tableur.table import Cellule, Table, a_l_air_d_une_formule, texte_propre
from core.travailleur import PARIS


def en_cellule(valeur: Cellule) -> str:
    """Return one cell: a number and a date as French writes them, a text on one line that is never a formula."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, float):
        if not math.isfinite(valeur):
            return ""
        return f"{valeur:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(valeur, int):
        return str(valeur)
    if isinstance(valeur, datetime):
        return f"{valeur.astimezone(PARIS):%d/%m/%Y %H:%M}"
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    texte = " ".join(texte_propre(valeur).split())
    return f"'{texte}" if a_l_air_d_une_formule(texte) else texte


def en_csv(table: Table) -> bytes:
    """Return the file: the heads, then the rows."""
    tampon = io.BytesIO()
    with io.TextIOWrapper(tampon, encoding="utf-8-sig", newline="", write_through=True) as texte:
        ecrivain = csv.writer(texte, delimiter=";", lineterminator="\r\n")
        ecrivain.writerow([en_cellule(c.label) for c in table.colonnes])
        ecrivain.writerows([en_cellule(c) for c in ligne] for ligne in table.lignes)
        return tampon.getvalue()
