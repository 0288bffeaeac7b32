"""`manage.py importer --appliquer` is stopped half-way: it says so, and run again it takes up under the same number."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.travailleur import faire_un_travail, reprendre
from echanges import application
from echanges.annulation import annuler
from echanges.models import Import, Statut
from echanges.taches import place_de_la_commande
from structures.models import Lieu, Source
from tests.echanges.conftest import NOW


@pytest.fixture
def commande(federation, csv_de, settings, tmp_path):
    """Give `commande()`: import a file of three rows, one a slice."""
    settings.DATA_DIR = tmp_path
    fichier = tmp_path / "trois.csv"
    fichier.write_bytes(csv_de(*({"id": f"k-{n}", "nom": f"Maison {n}"} for n in range(3))))
    return lambda: call_command("importer", str(fichier), "--federation", "fdcs94", "--appliquer")


@pytest.fixture
def arretee(commande, monkeypatch, capsys):
    """Stop the command, as by Ctrl-C, before its second slice."""
    ecrire = application._Ecrivain.ecrire

    def arreter(self, lignes):
        if Lieu.objects.exists():
            raise KeyboardInterrupt
        ecrire(self, lignes)

    with monkeypatch.context() as arret:
        arret.setattr(application, "TRANCHE", 1)
        arret.setattr(application._Ecrivain, "ecrire", arreter)
        with pytest.raises(KeyboardInterrupt):
            commande()
    assert "relancez la même commande" in capsys.readouterr().err
    return Import.objects.get()


def test_a_stopped_command_says_so_and_takes_up_under_the_same_number(arretee, commande, capsys):
    assert (arretee.statut, Lieu.objects.count()) == (Statut.INTERROMPU, 1)
    commande()
    assert (
        f"L’import n° {arretee.pk} de ce fichier s’était arrêté avant la fin : il reprend." in capsys.readouterr().out
    )
    fini = Import.objects.get()
    assert (fini.statut, fini.comptes["ajoutees"], Lieu.objects.count()) == (Statut.APPLIQUE, 3, 3)
    annuler(fini, by=None, now=timezone.now())
    assert faire_un_travail(timezone.now())
    assert not Lieu.objects.exists()
    assert not Source.objects.exists()


def test_a_killed_command_is_told_as_interrupted_once_it_no_longer_writes(arretee, commande):
    Import.objects.update(statut=Statut.COURS)  # what a kill leaves
    place = place_de_la_commande()
    reprendre(NOW)
    assert Import.objects.get().statut == Statut.COURS
    with pytest.raises(CommandError, match="Un autre import est en cours"):
        commande()
    place.close()
    reprendre(NOW)
    assert Import.objects.get().statut == Statut.INTERROMPU
