"""A table as a download, and the links that give it."""

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest, HttpResponse

from core.tableur.classeur import en_xlsx
from core.tableur.csv_francais import en_csv
from core.tableur.table import Table


class Format(StrEnum):
    """What a table may be downloaded as."""

    CSV = "csv"
    XLSX = "xlsx"


_ECRIRE = {
    Format.CSV: (en_csv, "text/csv; charset=utf-8"),
    Format.XLSX: (en_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class Telechargement:
    """A link that gives the table on screen as a file."""

    label: str
    adresse: str


def format_demande(request: HttpRequest) -> Format | None:
    """Return the file asked for by `?format=`; None for the page, and for what is no format."""
    demande = request.GET.get("format", "")
    return Format(demande) if demande in list(Format) else None


def telechargements(request: HttpRequest) -> list[Telechargement]:
    """Return the links of the page being shown: the same address and filters, without the page number."""
    parametres = request.GET.copy()
    for de_trop in ("page", "format"):
        parametres.pop(de_trop, None)
    liens = []
    for format_ in Format:
        parametres["format"] = format_.value
        liens.append(Telechargement(format_.name, f"{request.path}?{parametres.urlencode()}"))
    return liens


def reponse_tableau(table: Table, format_: Format) -> HttpResponse:
    """Return the table as a file to keep, in one of the formats."""
    ecrire, genre = _ECRIRE[format_]
    reponse = HttpResponse(ecrire(table), content_type=genre)
    reponse["Content-Disposition"] = f'attachment; filename="{table.fichier}.{format_.value}"'
    reponse["Cache-Control"] = "private, no-store"
    return reponse
