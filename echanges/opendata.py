"""Open data: the page that presents the files, and the files."""

import gzip
from collections.abc import Callable, Iterator
from functools import partial
from io import BufferedReader

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition, require_safe

from comptes.context_processors import du_site
from comptes.models import Federation
from core import replique
from core.etiquettes import etiquetee as core_etiquetee
from core.etiquettes import quart_d_heure
from core.travailleur import PARIS
from echanges import ouverts
from echanges.changements.views import derniers
from echanges.inclusion.sortie import FICHIERS, fichier
from echanges.models import Releve
from echanges.sortie import dernier_changement, dire_comptes, resumes
from echanges.sortie import standard as ecrire_standard

etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)
BLOC = 256 * 1024
ATTENTE = 600  # seconds: what the worker takes for twenty thousand places, and a little more
STANDARD = "standard"
GENRES = {STANDARD: "text/csv; charset=utf-8; header=present"}
GENRE = "application/json; charset=utf-8"


@login_not_required
@require_safe
# The files of the night change without the data: the page that says their date is drawn again.
@partial(etiquetee, instant=lambda now: (quart_d_heure(now), ouverts.date_des_fichiers(now)))
def page(request: HttpRequest) -> HttpResponse:
    """Say which files there are, what they hold, and under which licence."""
    now = timezone.now()
    today = timezone.localdate(now, PARIS)
    fichiers = resumes(today)
    contexte = {
        "fichiers": fichiers,
        "contenu": dire_comptes(
            sum(f.lieux for f in fichiers), sum(f.structures for f in fichiers), sum(f.activites for f in fichiers)
        ),
        "verifie_le": max((f.verifie_le for f in fichiers if f.verifie_le), default=None),
        "change_a": dernier_changement(),
        "a_la_demande": ouverts.petit(today),
        "ecrit_a": now,
        "nuit": ouverts.date_des_fichiers(now),
        "semaines": derniers(4),
        "premier": Releve.objects.order_by("semaine").first(),
        "page_active": "",
    }
    return render(request, "echanges/opendata.html", contexte)


@login_not_required
@require_safe
def standard(request: HttpRequest) -> HttpResponseBase:
    """Give the published places in the national standard, of one federation when `?federation=` names it."""
    return _donner(request, STANDARD)


@login_not_required
@require_safe
def inclusion(request: HttpRequest, quoi: str) -> HttpResponseBase:
    """Give the published structures, or activities, as data·inclusion v1; of one federation with `?federation=`."""
    if quoi not in FICHIERS:
        raise Http404
    return _donner(request, quoi)


def _donner(request: HttpRequest, quoi: str) -> HttpResponseBase:
    """Write the file of a small network now; give that of the night of a large one, or say when to come back."""

    def faire() -> HttpResponse:
        if ouverts.petit(timezone.localdate(timezone.now(), PARIS)):
            return _ecrire(request, quoi)
        return _de_la_nuit(request, quoi)  # type: ignore[return-value]

    return replique.repondre(request, faire)


def _federation(request: HttpRequest) -> Federation | None:
    slug = request.GET.get("federation", "")
    return get_object_or_404(Federation, slug=slug) if slug else None


@etiquetee
def _ecrire(request: HttpRequest, quoi: str) -> HttpResponse:
    federation, today = _federation(request), timezone.localdate(timezone.now(), PARIS)
    if quoi == STANDARD:
        corps: bytes | str = ecrire_standard(today=today, federation=federation).octets
    else:
        corps = "".join(fichier(quoi, today=today, federation=federation))
    return HttpResponse(corps, content_type=GENRES.get(quoi, GENRE))


def _de_la_nuit(request: HttpRequest, quoi: str) -> HttpResponseBase:
    now = timezone.now()
    ouvert = ouverts.ouvrir(quoi, _federation(request), now=now)
    if ouvert is None:
        ouverts.demander(now)
        reponse: HttpResponseBase = render(request, "echanges/en_preparation.html", {"page_active": ""}, status=503)
        reponse["Retry-After"] = str(ATTENTE)
        patch_cache_control(reponse, no_store=True)
        return reponse
    comprime = "gzip" in request.headers.get("Accept-Encoding", "")
    gardee = condition(
        etag_func=lambda _: f'"{ouvert.nom}{"-gz" * comprime}"', last_modified_func=lambda _: ouvert.ecrit_a
    )
    donner: Callable[[HttpRequest], HttpResponseBase] = gardee(lambda _: _flux(ouvert.fichier, quoi, comprime=comprime))
    reponse = donner(request)
    if not reponse.streaming:  # « not modified »: nobody will read it
        ouvert.fichier.close()
    patch_cache_control(reponse, no_cache=True)
    patch_vary_headers(reponse, ["Accept-Encoding"])
    return reponse


def _flux(lu: BufferedReader, quoi: str, *, comprime: bool) -> HttpResponseBase:
    genre = GENRES.get(quoi, GENRE)
    if not comprime:
        return StreamingHttpResponse(_Blocs(lu), content_type=genre)
    reponse = FileResponse(lu, content_type=genre)
    reponse["Content-Encoding"] = "gzip"
    del reponse["Content-Disposition"]  # that of the file on the disk, whose name nobody knows
    return reponse


class _Blocs:
    """A compressed file as its own bytes, a block at a time, closed whatever was read of it."""

    def __init__(self, lu: BufferedReader) -> None:
        self._lu = lu

    def __iter__(self) -> Iterator[bytes]:
        with gzip.GzipFile(fileobj=self._lu) as entier:
            while bloc := entier.read(BLOC):
                yield bloc

    def close(self) -> None:
        self._lu.close()
