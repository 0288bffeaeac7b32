"""The files of open data of a large network: written once by the night for everybody, since they take minutes.

`DATA_DIR/opendata/<what>[.<federation>].gz`, compressed as nearly everybody asks for them. The date of a file is the
moment whose data it holds: there is nothing else to keep. Machines that answer together share the directory, as they
share `fichiers/` (ADR 0019). A small network needs none: it is written when somebody asks.
"""

import csv
import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from ateliers.models import Offre
from comptes.models import Federation
from core.place_unique import prendre_place
from core.registre import confier
from core.textes import accord
from core.travailleur import PARIS, prendre_verrou
from echanges.inclusion import sortie as inclusion
from echanges.sortie import lieux_publies, rangees
from echanges.standard.colonnes import COLONNES

# What one request writes in under two seconds; beyond, it is the night's (docs/mesures.md).
LIEUX_MAX = 500
ACTIVITES_MAX = 1000
# What was withdrawn must not stay: a file that a night has not renewed is given no more.
PERIME = timedelta(hours=30)
PAUSE = timedelta(hours=1)  # between two requests to the worker, whatever the number of visitors
ECRIRE = "fichiers des données ouvertes"
DEJA = "les fichiers sont déjà en train d’être écrits"


class _Rendre:
    """What gives back the text that `csv` writes."""

    def write(self, texte: str) -> str:
        return texte


def _en_csv() -> Callable[[dict[str, str]], str]:
    ecrivain = csv.DictWriter(_Rendre(), list(COLONNES), lineterminator="\r\n")
    return lambda ligne: str(ecrivain.writerow(ligne))


def _standard(today: date) -> Iterator[tuple[int, str]]:
    en_csv = _en_csv()
    for lieu, ligne in rangees(today=today):
        if ligne is not None:
            yield lieu.structure.federation_id, en_csv(ligne)


def _inclusion(quoi: str) -> Callable[[date], Iterator[tuple[int, str]]]:
    def lire(today: date) -> Iterator[tuple[int, str]]:
        for federation, ligne in inclusion.par_federation(quoi, today):
            yield federation, json.dumps(ligne, ensure_ascii=False)

    return lire


@dataclass(frozen=True, slots=True)
class Forme:
    """How the rows of a file follow one another, and where they come from, each with its federation."""

    lire: Callable[[date], Iterator[tuple[int, str]]]
    tete: str = "[\n"
    entre: str = ",\n"
    pied: str = "\n]\n"


# Activities before structures: what is published meanwhile has its structure in the file.
FORMES = {
    "services": Forme(_inclusion("services")),
    "structures": Forme(_inclusion("structures")),
    "standard": Forme(_standard, tete=_en_csv()({c: c for c in COLONNES}), entre="", pied=""),
}


def petit(today: date) -> bool:
    """Tell whether the network is small enough for its files to be written when somebody asks."""
    # Counted no further than the answer needs.
    return (
        lieux_publies(today).order_by()[: LIEUX_MAX + 1].count() <= LIEUX_MAX
        and Offre.objects.published(today).order_by()[: ACTIVITES_MAX + 1].count() <= ACTIVITES_MAX
    )


def dossier() -> Path:
    return Path(settings.DATA_DIR) / "opendata"


def chemin(quoi: str, federation: int | None = None) -> Path:
    """Return where a file is kept, of one federation or of all."""
    return dossier() / (f"{quoi}.gz" if federation is None else f"{quoi}.{federation}.gz")


# ---------------------------------------------------------------------------------------------------------- written
def preparer(now: datetime) -> str:
    """Write the files of a large network, forget those of a small one; return one line of report."""
    if petit(timezone.localdate(now, PARIS)):
        oublier()
        return "réseau petit : ses fichiers sont écrits à la demande"
    dossier().mkdir(exist_ok=True)
    place = prendre_place(Path(settings.DATA_DIR) / "opendata.verrou")
    if place is None:
        return DEJA
    with place:
        comptes = _ecrire(now)
    return ", ".join(
        (
            accord(comptes["standard"], "lieu", "lieux"),
            accord(comptes["structures"], "structure"),
            accord(comptes["services"], "activité"),
        )
    )


def oublier() -> None:
    """Erase the files: what they hold is no longer what the site shows."""
    for fichier in dossier().glob("*.gz"):
        fichier.unlink(missing_ok=True)


def _ecrire(now: datetime) -> dict[str, int]:
    """Write every file beside the old ones, then put them all in place: whoever reads one keeps it to its end."""
    for laisse in dossier().glob("*.provisoire"):  # by a worker that was killed: we alone are writing
        laisse.unlink(missing_ok=True)
    federations = [None, *Federation.objects.order_by("pk").values_list("pk", flat=True)]
    today = timezone.localdate(now, PARIS)
    provisoires: dict[Path, Path] = {}
    comptes = {}
    try:
        for quoi, forme in FORMES.items():
            voulus = {f: chemin(quoi, f) for f in federations}
            provisoires |= {c: c.with_suffix(".provisoire") for c in voulus.values()}
            comptes[quoi] = _un_genre(forme, {f: provisoires[c] for f, c in voulus.items()}, today)
        for provisoire in provisoires.values():
            os.utime(provisoire, (now.timestamp(), now.timestamp()))
        for final, provisoire in provisoires.items():
            provisoire.replace(final)
    except BaseException:
        for provisoire in provisoires.values():
            provisoire.unlink(missing_ok=True)
        raise
    for ancien in set(dossier().glob("*.gz")) - set(provisoires):
        ancien.unlink(missing_ok=True)  # of a federation that is gone
    return comptes


def _un_genre(forme: Forme, fichiers: dict[int | None, Path], today: date) -> int:
    """Write one kind of file, that of all and that of each federation at once; return the rows of the first."""
    nombres = dict.fromkeys(fichiers, 0)
    with ExitStack() as pile:
        sorties: dict[int | None, IO[Any]] = {
            f: pile.enter_context(gzip.open(c, "wt", compresslevel=6, encoding="utf-8", newline=""))
            for f, c in fichiers.items()
        }
        for sortie in sorties.values():
            sortie.write(forme.tete)
        for federation, texte in forme.lire(today):
            # A federation that was born meanwhile has its own file tomorrow.
            for f in (None, federation) if federation in sorties else (None,):
                sorties[f].write(forme.entre * bool(nombres[f]) + texte)
                nombres[f] += 1
        for sortie in sorties.values():
            sortie.write(forme.pied)
    return nombres[None]


# ------------------------------------------------------------------------------------------------------------ given
@dataclass(frozen=True, slots=True)
class Ouvert:
    """A file of the night, open: a new night does not change what is read of it."""

    fichier: BufferedReader
    ecrit_a: datetime
    nom: str  # the same for the same bytes, whatever machine answers


def ouvrir(quoi: str, federation: Federation | None, *, now: datetime) -> Ouvert | None:
    """Open a file of the night; None when there is none, or one that is too old to be given."""
    try:
        fichier = chemin(quoi, federation.pk if federation else None).open("rb")
    except FileNotFoundError:
        return None
    etat = os.fstat(fichier.fileno())
    ecrit_a = datetime.fromtimestamp(etat.st_mtime, UTC)
    if now - ecrit_a > PERIME:
        fichier.close()
        return None
    return Ouvert(fichier, ecrit_a, f"{int(etat.st_mtime)}-{etat.st_size}")


def date_des_fichiers(now: datetime) -> datetime | None:
    """Return the moment whose data the files hold; None when none can be given."""
    ouvert = ouvrir("services", None, now=now)
    if ouvert is None:
        return None
    ouvert.fichier.close()
    return ouvert.ecrit_a


def demander(now: datetime) -> None:
    """Ask the worker for the files: once, however many visitors find none."""
    if prendre_verrou(ECRIRE, now=now, duree=PAUSE):
        confier(ECRIRE, now=now)
