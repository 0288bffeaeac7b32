"""What the worker does for imports: compare a long file, apply, and forget what nobody applied."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from core.models import Travail
from core.registre import quotidien, tache
from echanges.application import appliquer
from echanges.models import Import, Statut
from echanges.preparation import APPLIQUER, COMPARER, abandonner, diff_de, preparer

GARDE = timedelta(days=30)


class Avancement:
    """Say how far a job is: at most a hundred writes, each of a moment."""

    def __init__(self, travail: Travail, *, debut: int = 0, fin: int = 100) -> None:
        self.travail, self.debut, self.fin = travail, debut, fin

    def __call__(self, fait: int, tout: int) -> None:
        part = self.debut + (self.fin - self.debut) * fait // max(1, tout)
        if part != self.travail.avancement:
            self.travail.avancement = part
            self.travail.save(update_fields=["avancement"])


@tache(COMPARER)
def comparer_un_import(*, travail: Travail, importation: int, **_: Any) -> str:
    """Compute what a long file would change."""
    prepare = Import.objects.filter(pk=importation, statut=Statut.COMPARE).select_related("federation").first()
    if prepare is None:
        return "cet import n’est plus à comparer"
    try:
        preparer(prepare, now=timezone.now(), avance=Avancement(travail, fin=90))
    except Exception:
        Import.objects.filter(pk=importation, statut=Statut.COMPARE).update(statut=Statut.DEPOSE)
        raise
    return f"{prepare.comptes['lues']} lignes comparées"


@tache(APPLIQUER)
def appliquer_un_import(*, travail: Travail, importation: int, **_: Any) -> str:
    """Compare again with the base as it is now, and write."""
    prepare = Import.objects.filter(pk=importation, statut=Statut.COURS).select_related("federation", "par").first()
    if prepare is None:
        return "cet import n’est plus à appliquer"
    now = timezone.now()
    try:
        diff, _fichier = diff_de(prepare, now=now, avance=Avancement(travail, fin=30))
        journal = appliquer(
            diff,
            federation=prepare.federation,
            by=prepare.par,
            now=now,
            fini=now,
            journal=prepare,
            avance=Avancement(travail, debut=30, fin=99),
        )
    except Exception:
        Import.objects.filter(pk=importation, statut=Statut.COURS).update(statut=Statut.INTERROMPU)
        raise
    journal.lignes.all().delete()
    journal.chemin.unlink(missing_ok=True)
    return f"{journal.comptes['lues']} lignes appliquées"


@quotidien("imports préparés")
def oublier_les_vieux(now: datetime) -> str:
    """Forget, with their files, what was deposited a month ago and never applied."""
    vieux = list(Import.objects.being_prepared().filter(commence_a__lt=now - GARDE))
    for importation in vieux:
        abandonner(importation)
    # A file whose import was interrupted: it is the same one that one deposits again.
    for interrompu in Import.objects.filter(statut=Statut.INTERROMPU, commence_a__lt=now - GARDE).order_by("pk"):
        interrompu.chemin.unlink(missing_ok=True)
    return f"{len(vieux)} oubliés"
