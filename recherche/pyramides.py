"""The cells of a large network's map, gathered in advance by the worker: made by night, and again when data change.

A pyramid holds no clock and nobody: it is named by the day and the data version it was made from (ADR 0020).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from comptes.models import Federation
from core.models import Travail, Version
from core.registre import confier, file, quotidien, tache
from core.replique import lecture
from core.textes import accord
from core.travailleur import PARIS, lacher_verrou, prendre_verrou
from recherche import amas
from recherche.amas import BLOC, NIVEAU_ENSEMBLE, NIVEAU_FIN, Amas, au_dela
from recherche.criteres import Criteres
from recherche.models import Bloc, Pyramide

NIVEAUX = range(NIVEAU_ENSEMBLE, NIVEAU_FIN + 1)
AMAS = "amas de la carte"
# Between two pyramids of data that keep changing; and between two requests to the worker, whoever comes.
PAUSE = timedelta(minutes=15)
DUREE = timedelta(hours=1)
LIMITE = 600.0  # seconds of one reading; the worker is in no hurry


def construire(now: datetime) -> str:
    """Gather a large network, and each large federation; forget what is small. Return one line of report."""
    if not prendre_verrou(AMAS, now=now, duree=DUREE):
        return "les amas sont déjà en train d’être faits"
    try:
        version = Version.lire()  # before the data
        federations = _grandes(now)
        petites = Pyramide.objects.exclude(federation__in=[f for f in federations if f])
        (petites.exclude(federation=None) if None in federations else petites).delete()
        faites = [_construire(federation, version, now=now) for federation in federations]
    finally:
        lacher_verrou(AMAS, expire_a=now + DUREE)
    if not faites:
        return "réseau petit : la carte reçoit tous les lieux"
    return f"{accord(max(p.lieux for p in faites), 'lieu', 'lieux')}, {accord(len(faites), 'pyramide')}"


def _grandes(now: datetime) -> list[Federation | None]:
    """Return what is large enough: None for all the network, then federations."""
    if not au_dela(Criteres(), now=now, secondes=LIMITE):
        return []
    # Places that show nothing are counted with the others: this only spares the small ones a reading.
    candidates = Federation.objects.annotate(n=Count("structures__lieux")).filter(n__gt=amas.SEUIL).order_by("pk")
    return [None, *(f for f in candidates if au_dela(Criteres(federation=f.slug), now=now, secondes=LIMITE))]


def _construire(federation: Federation | None, version: int, *, now: datetime) -> Pyramide:
    """Gather one, and put it in the place of the one before."""
    criteres = Criteres(federation=federation.slug if federation else "")
    blocs: dict[tuple[int, int, int], list[Amas]] = {}
    lieux = 0
    for niveau, cellule in amas.amasser(criteres, NIVEAUX, now=now, secondes=LIMITE):
        blocs.setdefault((niveau, cellule.ligne // BLOC, cellule.colonne // BLOC), []).append(cellule)
        lieux += cellule.nombre * (niveau == NIVEAU_ENSEMBLE)
    with transaction.atomic():
        # A visitor who reads meanwhile has the whole of one or of the other.
        Pyramide.objects.filter(federation=federation).delete()
        pyramide = Pyramide.objects.create(
            federation=federation, jour=now.astimezone(PARIS).date(), version=version, faite_a=now, lieux=lieux
        )
        Bloc.objects.bulk_create(
            (
                Bloc(pyramide=pyramide, niveau=niveau, ligne=ligne, colonne=colonne, amas=cellules)
                for (niveau, ligne, colonne), cellules in blocs.items()
            ),
            batch_size=1000,
        )
    return pyramide


def a_refaire(now: datetime) -> bool:
    """Tell whether data or the day have moved on since, for long enough."""
    version, jour = Version.lire(), now.astimezone(PARIS).date()
    return Pyramide.objects.exclude(version=version, jour=jour).filter(faite_a__lte=now - PAUSE).exists()


def noms() -> tuple[int, ...]:
    """Return what names the pyramids there are: what is made from them is named by it too."""
    with lecture().cursor() as curseur:  # by hand, as the site's own row: it is read even when nothing has changed
        curseur.execute("SELECT id FROM recherche_pyramide ORDER BY id")
        return tuple(cle for (cle,) in curseur.fetchall())


def demander(now: datetime) -> None:
    """Ask the worker for the cells of a network that has none: once an hour, however many visitors."""
    if prendre_verrou(f"{AMAS}, demandés", now=now, duree=DUREE):
        confier(AMAS, now=now)


@quotidien(AMAS)
def chaque_nuit(now: datetime) -> str:
    """Gather by night: what ended yesterday is counted no more."""
    return construire(now)


@file(AMAS)
def tenir_a_jour(now: datetime) -> int:
    """Gather again when data have changed; only what was gathered once is looked at."""
    if not a_refaire(now):
        return 0
    construire(now)
    return 1


@tache(AMAS)
def a_la_demande(*, travail: Travail) -> str:
    return construire(timezone.now())
