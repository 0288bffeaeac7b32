"""Tables that leave: one value, written as a French CSV or as an XLSX workbook, and sent as a download.

A view that shows a table gives the same one as a file, at its own address (`?format=csv`, `?format=xlsx`), with the
same rights and the same filters:

    table = table_des_imports(...)
    if format_ := format_demande(request):
        return reponse_tableau(table, format_)
    contexte = {..., "telecharger": telechargements(request)}

and its template includes `composants/telecharger.html`.
"""

from core.tableur.reponse import Format, Telechargement, format_demande, reponse_tableau, telechargements
from core.tableur.table import Cellule, Colonne, Genre, Table

__all__ = [
    "Cellule",
    "Colonne",
    "Format",
    "Genre",
    "Table",
    "Telechargement",
    "format_demande",
    "reponse_tableau",
    "telechargements",
]
