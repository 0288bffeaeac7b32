"""What changed in the open data: the list of weeks, the page of one, its file."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from comptes.context_processors import du_site
from core.etiquettes import etiquetee as core_etiquetee
from core.textes import accord
from echanges.changements.champs import Quoi
from echanges.changements.models import Changement, Genre, Releve
from echanges.sortie import dire_comptes
from echanges.standard.sortie.regles import formule

etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)

EN_MEMOIRE = 5_000  # changes of a file that is kept; a longer one is sent as it is read
MONTRES = 100  # of one kind, on the page; the file has them all
TITRES = {
    (Quoi.LIEU, Genre.NOUVEAU): ("nouveau lieu", "nouveaux lieux"),
    (Quoi.LIEU, Genre.REVENU): ("lieu de retour", "lieux de retour"),
    (Quoi.LIEU, Genre.CHANGE): ("lieu changé", "lieux changés"),
    (Quoi.LIEU, Genre.RETIRE): ("lieu retiré", "lieux retirés"),
    (Quoi.ACTIVITE, Genre.NOUVEAU): ("nouvelle activité", "nouvelles activités"),
    (Quoi.ACTIVITE, Genre.REVENU): ("activité de retour", "activités de retour"),
    (Quoi.ACTIVITE, Genre.CHANGE): ("activité changée", "activités changées"),
    (Quoi.ACTIVITE, Genre.RETIRE): ("activité retirée", "activités retirées"),
}
COLONNES = (
    "changement", "objet", "uid", "nom", "structure", "commune", "federation", "champs", "champs_en_mots", "raison",
    "remplace_par", "adresse", "du", "au",
)  # fmt: skip


def resume(releve: Releve) -> str:
    """Return the counts of a week in one sentence: « 3 nouveaux lieux, 12 activités changées »."""
    dits = [
        accord(nombre, *mots)
        for (quoi, genre), mots in TITRES.items()
        if (nombre := releve.comptes.get(f"{quoi}.{genre}"))
    ]
    return ", ".join(dits) or "rien n’a changé"


def derniers(nombre: int | None = None) -> list[tuple[Releve, str]]:
    """Return the last weeks that have something to compare, the latest first, each with its sentence."""
    return [(r, resume(r)) for r in Releve.objects.exclude(depuis=None).order_by("-semaine")[:nombre]]


@login_not_required
@require_safe
@etiquetee
def liste(request: HttpRequest) -> HttpResponse:
    """The weeks of the last year."""
    contexte = {"semaines": derniers(), "premier": Releve.objects.order_by("semaine").first(), "page_active": ""}
    return render(request, "echanges/changements.html", contexte)


@login_not_required
@require_safe
@etiquetee
def releve(request: HttpRequest, semaine: date) -> HttpResponse:
    """What changed in one week."""
    objet = get_object_or_404(Releve.objects.exclude(depuis=None), semaine=semaine)
    parties: list[dict[str, Any]] = []
    for (quoi, genre), mots in TITRES.items():
        nombre = objet.comptes.get(f"{quoi}.{genre}", 0)
        if nombre:
            lignes = list(objet.changements.filter(quoi=quoi, genre=genre).order_by("pk")[:MONTRES])
            parties.append({
                "ancre": f"{quoi}-{genre}",
                "titre": accord(nombre, *mots),
                "genre": genre.value,
                "lignes": lignes,
                "autres": accord(nombre - len(lignes), "autre") if nombre > len(lignes) else "",
            })  # fmt: skip
    comptes = objet.comptes
    contexte = {
        "releve": objet,
        "parties": parties,
        "contenu": dire_comptes(comptes["lieux"], comptes["structures"], comptes["activites"]),
        "page_active": "",
    }
    return render(request, "echanges/releve.html", contexte)


@login_not_required
@require_safe
@etiquetee
def fichier(request: HttpRequest, semaine: date) -> HttpResponse:
    """The same for machines: UTF-8, commas, one row a change; the week of a large import is not held in memory."""
    objet = get_object_or_404(Releve.objects.exclude(depuis=None), semaine=semaine)
    genre = "text/csv; charset=utf-8; header=present"
    reponse: HttpResponseBase
    if objet.total > EN_MEMOIRE:
        reponse = StreamingHttpResponse(_texte(objet), content_type=genre)
    else:
        reponse = HttpResponse("".join(_texte(objet)), content_type=genre)
    reponse["Content-Disposition"] = f'attachment; filename="changements-{semaine}.csv"'
    return reponse  # type: ignore[return-value]  # what keeps pages lets a stream through


def _texte(objet: Releve) -> Iterator[str]:
    """Yield the file, some five hundred rows at a time."""
    texte = io.StringIO(newline="")
    ecrivain = csv.writer(texte, lineterminator="\r\n")
    ecrivain.writerow(COLONNES)
    changements = objet.changements.select_related("federation").order_by("pk").iterator(chunk_size=2000)
    while lot := list(islice(changements, 500)):
        ecrivain.writerows([_cellule(v) for v in _ligne(c, objet)] for c in lot)
        yield texte.getvalue()
        texte.seek(0)
        texte.truncate()
    yield texte.getvalue()  # the head alone, of a week without a change


def _ligne(c: Changement, objet: Releve) -> tuple[str, ...]:
    return (
        *(c.genre, c.quoi, c.uid, c.nom, c.structure, c.commune, c.federation.slug),
        *("|".join(c.champs), c.champs_dits, c.raison, c.remplace_par),
        *(settings.SITE_URL + c.get_absolute_url(), f"{objet.depuis}", f"{objet.le}"),
    )


def _cellule(texte: str) -> str:
    return f"'{texte}" if formule(texte) else texte
