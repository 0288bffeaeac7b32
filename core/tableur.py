"""Write a table that French spreadsheets open by a double click: UTF-8 with its mark, semicolons, decimal commas."""

import csv
import io
import unicodedata
from collections.abc import Iterable

from django.http import HttpResponse

Cellule = str | int | float | None

# What a spreadsheet would run, full-width signs included.
_FORMULES = frozenset("=+-@\t\r")


def en_cellule(valeur: Cellule) -> str:
    """Return one cell: a number as French writes it, a text on one line that no spreadsheet takes for a formula."""
    if valeur is None:
        return ""
    if isinstance(valeur, float):
        return f"{valeur:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(valeur, int):
        return str(valeur)
    texte = " ".join(valeur.split())
    debut = unicodedata.normalize("NFKC", texte[:1])
    return f"'{texte}" if debut[:1] in _FORMULES else texte


def en_csv(lignes: Iterable[Iterable[Cellule]]) -> bytes:
    """Return the file."""
    tampon = io.StringIO(newline="")
    ecrivain = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    ecrivain.writerows([en_cellule(c) for c in ligne] for ligne in lignes)
    return tampon.getvalue().encode("utf-8-sig")


def reponse_csv(lignes: Iterable[Iterable[Cellule]], nom: str) -> HttpResponse:
    """Return the file as a download; `nom` is plain ASCII."""
    reponse = HttpResponse(en_csv(lignes), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    reponse["Cache-Control"] = "private, no-store"
    return reponse
