"""The worker is killed while it imports, and while it undoes: the base ends as after the import, or as before it."""

import signal

import pytest
from django.utils import timezone

from ateliers.controle import ecarts
from core import registre
from core.models import Passage
from core.travailleur import faire_un_travail, reprendre
from echanges import application, preparation, taches
from echanges.annulation import annuler
from echanges.models import Import, LignePreparee, Statut
from tests.echanges.import_a_tuer import dans_un_processus
from tests.echanges.test_annulation import contenu, etat_de_l_annuaire

LIGNES = 120  # three slices


def fichier_de(csv_de, lignes=LIGNES, telephone="+33145123456"):
    return csv_de(*({"id": f"k-{n}", "nom": f"Maison {n}", "telephone": telephone} for n in range(lignes)))


def preparer(octets, federation):
    """Prepare an import as on screen, and hand it to the worker."""
    now = timezone.now()
    depose = preparation.deposer(octets, "grand.csv", federation=federation, by=None, now=now)
    depose.source, depose.statut = "essai", Statut.COMPARE
    classeur = preparation.rouvrir(depose)
    table = preparation.en_table(preparation.feuille_choisie(depose, classeur))
    depose.options["colonnes"] = preparation.reconnaitre(table, preparation.connues())
    depose.save()
    preparation.preparer(depose, now=now)
    preparation.lancer_l_application(depose, by=None, now=now)
    depose.refresh_from_db()
    return depose


@pytest.fixture
def dossier(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def tuer(transactional_db, federation, settings, tmp_path):
    """Give `tuer(point, n)`: a real worker on the test database, that dies as by SIGKILL."""
    settings.DATA_DIR = tmp_path
    now = timezone.now()
    Passage.objects.bulk_create(
        Passage(tache=nom, debut=now, fin=now, reussi=True, rapport="") for nom in registre.quotidiens
    )

    def lancer(point, rang):
        assert dans_un_processus(point, rang) == -signal.SIGKILL, point

    return lancer


def test_a_killed_import_is_taken_up_to_its_end_and_a_killed_undo_too(tuer, federation, csv_de):
    avant = etat_de_l_annuaire()
    importation = preparer(fichier_de(csv_de), federation)
    for point, rang in (("avant les lignes", 2), ("avant la mémoire", 2), ("avant la fin", 1), ("après la fin", 1)):
        tuer(point, rang)
    reprendre(timezone.now())
    assert not faire_un_travail(timezone.now())
    importation.refresh_from_db()
    assert importation.statut == Statut.APPLIQUE
    assert importation.comptes["ajoutees"] == LIGNES
    assert not importation.chemin.exists()
    assert not LignePreparee.objects.exists()
    assert list(ecarts(timezone.now())) == []
    assert [nom for nom, *_ in contenu()[0]] == sorted(f"Maison {n}" for n in range(LIGNES))

    annuler(importation, by=None, now=timezone.now())
    tuer("avant l’effacement", 2)
    assert 0 < len(contenu()[0]) < LIGNES
    reprendre(timezone.now())
    assert faire_un_travail(timezone.now())
    importation.refresh_from_db()
    assert (importation.statut, importation.refus) == (Statut.ANNULE, [])
    assert etat_de_l_annuaire() == avant


def test_what_another_import_of_the_source_brought_meanwhile_is_not_brought_twice(
    importer, csv_de, dossier, federation, monkeypatch
):
    """A worker that was thought dead, or a command: after the comparison, it brings a part of the same rows."""
    importation = preparer(fichier_de(csv_de, 4), federation)
    comparer, entre_temps = taches.diff_de, [fichier_de(csv_de, 2)]

    def comparer_et_laisser_passer(*args, **kwargs):
        fait = comparer(*args, **kwargs)
        if entre_temps:
            importer(entre_temps.pop())
        return fait

    monkeypatch.setattr(taches, "diff_de", comparer_et_laisser_passer)
    assert faire_un_travail(timezone.now())
    importation.refresh_from_db()
    assert importation.statut == Statut.APPLIQUE
    assert [nom for nom, *_ in contenu()[0]] == [f"Maison {n}" for n in range(4)]
    assert list(ecarts(timezone.now())) == []


def test_an_import_that_fails_half_way_is_given_back(federation, csv_de, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    avant = etat_de_l_annuaire()
    importation = preparer(fichier_de(csv_de), federation)
    ecrire, faits = application._Ecrivain.ecrire, []

    def plein(self, lignes):
        if faits:
            raise OSError("plus de place")
        faits.append(ecrire(self, lignes))

    monkeypatch.setattr(application._Ecrivain, "ecrire", plein)
    assert faire_un_travail(timezone.now())
    importation.refresh_from_db()
    assert importation.statut == Statut.INTERROMPU
    assert faits
    assert etat_de_l_annuaire() == avant


def test_a_file_that_kills_its_worker_each_time_is_given_up(federation, csv_de, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    importation = preparer(fichier_de(csv_de, 2), federation)
    for _ in range(taches.ESSAIS_MAX):
        travail = Import.objects.get().travail
        travail.etat = "cours"
        travail.pris_a = timezone.now()
        travail.save()
        reprendre(timezone.now())
    importation.refresh_from_db()
    assert importation.statut == Statut.INTERROMPU
    assert not faire_un_travail(timezone.now())
