"""What people type as a commune, with all of France in the table."""

import pytest

from core.textes import cle_de_tri
from structures.communes import proposer
from structures.models import Commune

pytestmark = pytest.mark.django_db


def peupler(*lignes: tuple[str, str, int | None]) -> None:
    Commune.objects.bulk_create(
        Commune(code_insee=code, nom=nom, nom_plie=cle_de_tri(nom), departement=code[:2], population=population)
        for code, nom, population in lignes
    )


def noms(texte: str) -> list[str]:
    return [f"{c.nom} {c.departement}" for c in proposer(texte)]


def test_thousands_of_saints_hide_none():
    peupler(*((f"{n:05}", f"Saint-A{n:04}", 100) for n in range(1000, 3500)))
    peupler(("94068", "Saint-Maur-des-Fossés", 75000), ("93066", "Saint-Denis", 113000), ("11339", "Saint-Denis", 500))
    assert noms("st maur") == ["Saint-Maur-des-Fossés 94"]
    assert noms("Saint-Denis") == ["Saint-Denis 93", "Saint-Denis 11"]
    assert noms("saint")[0] == "Saint-Denis 93"


def test_an_exact_name_comes_before_bigger_ones_that_begin_so():
    peupler(("94001", "Orly", 24000), ("95000", "Orly-la-Grande", 90000), ("94002", "Autre", None))
    assert noms("ORLY") == ["Orly 94", "Orly-la-Grande 95"]


def test_a_name_that_repeats_a_word():
    peupler(("01001", "Condé-sur-Condé", 100))
    assert noms("Condé sur Condé") == ["Condé-sur-Condé 01"]
    assert noms("Condé sur C") == ["Condé-sur-Condé 01"]
