"""What the worker does for imports: compare a long file, apply, undo, take up what a kill cut, forget what is old.

An import under way when its worker died is taken up where it stopped by the next worker (ADR 0015); one that fails is
given back. After either, the base is as after the whole import, or as before it.
"""

import logging
from datetime import datetime, timedelta
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from core.models import Travail
from core.place_unique import prendre_place
from core.registre import confier, quotidien, reprise, tache
from echanges import ouverts
from echanges.annulation import ANNULER, defaire
from echanges.application import ComparaisonPerimee, appliquer, attendre_les_siens
from echanges.models import Import, LignePreparee, MemoireRemplacee, Statut
from echanges.preparation import APPLIQUER, COMPARER, abandonner, diff_de, effacer_lignes, preparer

journal = logging.getLogger(__name__)

GARDE = timedelta(days=30)
ANNULABLE = timedelta(days=365)
COMPARAISONS_MAX = 5  # times that another import of the same source may come between
ESSAIS_MAX = 20  # a file that kills its worker each time is not tried for ever


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
    """Compare again with the base as it is now, and write; what is written already is compared as unchanged."""
    prepare = Import.objects.filter(pk=importation, statut=Statut.COURS).select_related("federation", "par").first()
    if prepare is None:
        return "cet import n’est plus à appliquer"
    try:
        attendre_les_siens(prepare)
        for reste in reversed(range(COMPARAISONS_MAX)):
            try:
                _comparer_et_ecrire(prepare, travail)
                break
            except ComparaisonPerimee:
                if not reste:
                    raise
    except Exception:
        _rendre(prepare)
        raise
    _ranger(prepare)
    return f"{prepare.comptes['lues']} lignes appliquées"


def _comparer_et_ecrire(prepare: Import, travail: Travail) -> None:
    now = timezone.now()
    diff, _fichier = diff_de(prepare, now=now, avance=Avancement(travail, fin=30))
    appliquer(
        diff,
        federation=prepare.federation,
        by=prepare.par,
        now=now,
        fini=timezone.now,
        journal=prepare,
        avance=Avancement(travail, debut=30, fin=99),
    )


def _rendre(importation: Import) -> None:
    """Give back what an import that cannot go to its end has written, and tell it as interrupted."""
    try:
        defaire(importation, by=importation.par, now=timezone.now())
    except Exception:  # noqa: BLE001  told, and the first failure is the one that is raised
        # The base itself may be what fails: the page still offers to undo.
        journal.exception("Import %s : ce qui était écrit n’a pas pu être défait", importation.pk)
    Import.objects.filter(pk=importation.pk, statut=Statut.COURS).update(statut=Statut.INTERROMPU)


def _ranger(importation: Import) -> None:
    effacer_lignes(importation)
    importation.chemin.unlink(missing_ok=True)


@tache(ANNULER)
def annuler_un_import(*, travail: Travail, importation: int, **_: Any) -> str:
    """Give back what an import wrote."""
    a_defaire = (
        Import.objects.filter(pk=importation, statut=Statut.ANNULATION)
        .select_related("federation", "annule_par")
        .first()
    )
    if a_defaire is None:
        return "cet import n’est plus à annuler"
    attendre_les_siens(a_defaire)
    defaire(a_defaire, by=a_defaire.annule_par, now=timezone.now(), avance=Avancement(travail, fin=99))
    a_defaire.statut, a_defaire.annule_a = Statut.ANNULE, timezone.now()
    a_defaire.save(update_fields=["statut", "annule_a"])
    return f"import annulé, {len(a_defaire.refus)} fiches gardées"


@tache(ouverts.ECRIRE)
def ecrire_les_fichiers(*, travail: Travail, **_: Any) -> str:
    """Write the files of open data that somebody asked for before the night."""
    return ouverts.preparer(timezone.now())


TACHES = {Statut.COMPARE: COMPARER, Statut.COURS: APPLIQUER, Statut.ANNULATION: ANNULER}


def place_de_la_commande() -> IO[str] | None:
    """Return the one place of `manage.py importer --appliquer`, None while another one writes."""
    return prendre_place(settings.DATA_DIR / "importer.verrou")


def constater_les_commandes_tuees() -> int:
    """Tell as interrupted what a command began and did not end: its file is not here, only it can take it up.

    Only for who holds the command's place.
    """
    return Import.objects.filter(statut=Statut.COURS, travail=None).update(statut=Statut.INTERROMPU)


@reprise("imports des commandes")
def dire_les_commandes_tuees(now: datetime) -> int:
    """Tell what a killed command left, unless one is writing now."""
    place = place_de_la_commande()
    if place is None:
        return 0
    with place:
        return constater_les_commandes_tuees()


@reprise("imports")
def reprendre_les_imports(now: datetime) -> int:
    """Take up the comparison, the writing or the undoing that a killed worker left; return how many."""
    laisses = Import.objects.filter(statut__in=TACHES, travail__etat=Travail.Etat.ECHEC).select_related(
        "travail", "par"
    )
    repris = 0
    for importation in laisses.defer("rapport").order_by("pk"):
        arguments = importation.travail.arguments if importation.travail else {}
        essai = arguments.get("essai", 1)
        if essai >= ESSAIS_MAX:
            _renoncer(importation)
            continue
        importation.travail = confier(
            TACHES[Statut(importation.statut)], now=now, importation=importation.pk, essai=essai + 1
        )
        importation.save(update_fields=["travail"])
        repris += 1
    # Killed between the last write and the tidying.
    finis = Import.objects.filter(statut=Statut.APPLIQUE, pk__in=LignePreparee.objects.values("importation"))
    for importation in finis.without_report().order_by("pk"):
        _ranger(importation)
    return repris


def _renoncer(importation: Import) -> None:
    if importation.statut == Statut.COMPARE:
        importation.statut = Statut.DEPOSE
        importation.save(update_fields=["statut"])
    elif importation.statut == Statut.COURS:
        _rendre(importation)


@quotidien("imports préparés")
def oublier_les_vieux(now: datetime) -> str:
    """Forget, with their files, what was deposited a month ago and never applied."""
    vieux = list(Import.objects.being_prepared().filter(commence_a__lt=now - GARDE))
    for importation in vieux:
        abandonner(importation)
    # A file whose import was interrupted: it is the same one that one deposits again.
    for interrompu in Import.objects.filter(statut=Statut.INTERROMPU, commence_a__lt=now - GARDE).order_by("pk"):
        interrompu.chemin.unlink(missing_ok=True)
    MemoireRemplacee.objects.filter(importation__commence_a__lt=now - ANNULABLE).delete()
    return f"{len(vieux)} oubliés"
