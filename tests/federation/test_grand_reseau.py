"""The big invented network: the same every time, as the one writer would have written it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ateliers.models import Offre, Seance
from comptes.models import Federation
from structures.communes import charger_livrees
from structures.models import Commune, Lieu, Structure

pytestmark = pytest.mark.django_db


def ecrire(**options) -> str:
    sortie = StringIO()
    call_command("grand_reseau", stdout=sortie, **options)
    return sortie.getvalue()


def dire(commande: str) -> str:
    sortie = StringIO()
    call_command(commande, stdout=sortie)
    return sortie.getvalue()


def test_says_nothing_that_the_one_writer_would_not():
    ecrire(lieux=25, graine=3)
    assert Lieu.objects.count() == 25
    assert Offre.objects.count() == 100
    assert Seance.objects.count() > 200
    assert Offre.history.count() == 100
    assert "concorde" in dire("verifier")


def test_is_a_demonstration_with_communes_of_its_own():
    charger_livrees()
    avant = set(Commune.objects.values_list("code_insee", flat=True))
    ecrire(lieux=5)
    federation = Federation.objects.get(slug="grand-reseau")
    assert federation.demonstration
    siennes = Commune.objects.filter(lieux__structure__federation=federation).values_list("code_insee", flat=True)
    assert siennes
    assert not avant & set(siennes)


def test_the_same_seed_gives_the_same_network_and_a_smaller_one_begins_it():
    ecrire(lieux=12, graine=5)

    def lire() -> list[tuple]:
        colonnes = ("uid", "nom", "latitude", "longitude", "lieu_nature", "themes", "acces", "horaires", "dispo")
        return list(Offre.objects.filter(lieu__isnull=False).order_by("uid").values_list(*colonnes))

    def oublier() -> None:
        Offre.objects.all().delete()
        Lieu.objects.all().delete()
        Structure.objects.all().delete()
        Federation.objects.all().delete()

    premier = lire()
    oublier()
    ecrire(lieux=12, graine=5)
    assert lire() == premier
    oublier()
    ecrire(lieux=5, graine=5)
    petit = lire()
    # The last place alone takes what is left of the number asked for.
    assert len(set(petit) & set(premier)) >= len(petit) - 6
    oublier()
    ecrire(lieux=12, graine=6)
    assert not set(lire()) & set(premier)


def test_twice_changes_nothing_and_another_size_is_refused():
    ecrire(lieux=5)
    avant = Offre.objects.count()
    assert "déjà là" in ecrire(lieux=5)
    assert Offre.objects.count() == avant
    with pytest.raises(CommandError, match="base neuve"):
        ecrire(lieux=6)


def test_big_cities_hold_what_the_law_says():
    from federation.grand_reseau.pays import communes

    villes = communes(1)
    total = sum(v.poids for v in villes)
    assert len({v.fiche.code_insee for v in villes}) == len({v.fiche.nom for v in villes}) == 2500
    assert villes[0].poids / total == pytest.approx(0.032, abs=0.001)
    assert sum(v.poids for v in villes[:10]) / total == pytest.approx(0.185, abs=0.005)
    assert sum(v.poids for v in villes[1250:]) / total == pytest.approx(0.11, abs=0.005)
