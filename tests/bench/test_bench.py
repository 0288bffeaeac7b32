"""`bin/bench` on a small network: every row yields a number, or says why it could not."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.bases import Postgres
from bench.mesure import entrelacer, repete
from bench.navigateur import chromium
from bench.tableau import Ligne, imprimer, nombre
from tests.outils.modele import MODELE

RACINE = Path(__file__).resolve().parents[2]


def test_two_hundred_places_give_a_number_to_every_row(tmp_path):
    sortie = tmp_path / "tableau.json"
    # PostgreSQL's user must be able to go through the directory.
    donnees = Path("/tmp") / f"abe-mesures-{os.getpid()}"
    modele = Path(os.environ["TESTS_DATA_DIR"]) / f"{MODELE}.sqlite3"
    if modele.exists():  # migrated by another worker of this run: bench copies it, as it does its own
        donnees.mkdir()
        shutil.copyfile(modele, donnees / "vide.sqlite3")
    environnement = {nom: v for nom, v in os.environ.items() if not nom.startswith(("DATABASE_URL", "PYTEST_"))}
    try:
        fait = subprocess.run(
            [sys.executable, "-m", "bench", "--lieux", "200", "--tours", "1",
             "--donnees", str(donnees), "--json", str(sortie)],
            cwd=RACINE, env=environnement, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
    finally:
        shutil.rmtree(donnees, ignore_errors=True)
    assert fait.returncode == 0, fait.stdout[-2000:] + fait.stderr[-4000:]
    tableau = json.loads(sortie.read_text(encoding="utf-8"))
    lignes = {ligne["nom"]: ligne for ligne in tableau["lignes"]}
    for debut in (
        "page + total + facettes, un filtre, sqlite, médiane",
        "page + total + facettes, trois filtres, sqlite, pire ville",
        "dix fois plus de lieux, même boîte, sqlite",
        "un mot, contre un LIKE, sqlite",
        "CPU, page sans cache, contre WSGI brut",
        "CPU, page sans cache, contre vue Django nue",
        "CPU, 304, contre WSGI brut",
        "CPU, page en cache, contre WSGI brut",
        "CPU, enregistrer une activité, contre save(), sqlite",
        "requêtes d’une page",
        "tous les points, compressés, par point",
        "Chromium, tous les points, premier affichage",
        "première visite, poids",
        "page suivante, poids",
    ):
        assert any(nom.startswith(debut) for nom in lignes), debut
    if Postgres(tmp_path).absent == "":
        assert any("postgresql" in nom for nom in lignes)
    sans_nombre = {nom: ligne["detail"] for nom, ligne in lignes.items() if ligne["valeur"] is None}
    attendues = ("page + total + facettes",) if not tableau["postgis"] else ()
    attendues += () if chromium() else ("Chromium", "première visite", "page suivante")
    assert not [nom for nom in sans_nombre if not nom.startswith(attendues or ("-",))], sans_nombre
    assert all(sans_nombre.values()), "a row without a number says why"
    # What does not depend on the size of the network or on the machine holds here too.
    for nom in ("écart de requêtes entre 42 lieux et le grand réseau", "requêtes d’une page, au pire des deux tailles"):
        assert lignes[nom]["tenue"], lignes[nom]


def test_a_row_knows_whether_it_holds(capsys):
    assert Ligne("a", 6, "×", "≥", 5).tenue
    assert Ligne("a", 4.9, "×", "≥", 5).tenue is False
    assert Ligne("a", 9, "×", "≤", 10).tenue
    assert Ligne("a", None, "×", "≤", 10, "rien à comparer").tenue is None
    imprimer([Ligne("longue ligne", 1234.5, "×", "≤", 10), Ligne("courte", None, "", detail="pas ici")])
    dit = capsys.readouterr().out
    assert "NON" in dit
    assert "non mesuré" in dit
    assert "pas ici" in dit


@pytest.mark.parametrize(
    ("valeur", "dit"), [(3.456, "3,46"), (34.56, "34,6"), (1234.5, "1\u202f234"), (5, "5"), (0.5, "0,50")]
)
def test_numbers_are_said_with_three_digits(valeur, dit):
    assert nombre(valeur) == dit


def test_each_try_takes_its_turn_and_the_median_counts():
    ordre: list[str] = []
    horloge = iter(range(1000))
    durees = entrelacer(
        {"a": lambda: ordre.append("a"), "b": repete(lambda: ordre.append("b"), 2)},
        tours=3,
        chrono=lambda: float(next(horloge)),
    )
    assert durees == {"a": 1.0, "b": 1.0}
    assert ordre[:3] == ["a", "b", "b"]
    assert ordre.count("a") == 4
    assert "".join(ordre[3:]) in ("abbbbaabb", "abbbba" + "abb")
