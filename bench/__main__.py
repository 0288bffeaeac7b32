"""`./bin/bench`: print the table of the site's speed, each row a ratio measured in this run."""

import argparse
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from bench import bases
from bench.tableau import Ligne, dire, ecrire, imprimer

PETIT = 42  # lieux, the size of a département's network


def arguments() -> argparse.Namespace:
    analyseur = argparse.ArgumentParser(prog="bin/bench", description="Mesure la vitesse du site, en rapports.")
    analyseur.add_argument("--lieux", type=int, default=20_000, metavar="N", help="taille du réseau (20000)")
    analyseur.add_argument("--json", type=Path, metavar="FICHIER", help="écrit aussi le tableau dans ce fichier")
    analyseur.add_argument("--donnees", type=Path, default=bases.RACINE / "var" / "bench", help="où garder les bases")
    analyseur.add_argument("--tours", type=int, default=7, metavar="T", help="mesures de chaque essai (7)")
    analyseur.add_argument("--sans-postgresql", action="store_true", help="SQLite seulement")
    analyseur.add_argument("--sans-navigateur", action="store_true", help="sans Chromium")
    analyseur.add_argument(
        "--grand", action="store_true", help="dix fois plus grand : 200 000 lieux, un million d’activités"
    )
    analyseur.add_argument("--preparer", action="store_true", help="écrit les bases, sans mesurer")
    options = analyseur.parse_args()
    if options.lieux < 100:
        analyseur.error("il faut au moins 100 lieux")
    return options


def preparer(donnees: Path, lieux: int, pg: bases.Postgres | None) -> dict[str, dict[int, str]]:
    """Write what is missing; return {engine: {size: address}}, each declared as « engine_size »."""
    tailles = (PETIT, lieux // 10, lieux)
    adresses: dict[str, dict[int, str]] = {
        "sqlite": {n: bases.fichier(donnees, f"lieux-{n}") for n in tailles},
    }
    if pg is not None and not pg.absent:
        adresses["postgresql"] = {n: pg.adresse(f"lieux_{n}") for n in tailles[1:]}
    for moteur, par_taille in adresses.items():
        for n, adresse in par_taille.items():
            debut = time.monotonic()
            bases.declarer(f"{moteur}_{n}", adresse)
            bases.ecrire_reseau(f"{moteur}_{n}", n)
            if time.monotonic() - debut > 10:
                dire(f"{moteur}, {n} lieux : écrits en {time.monotonic() - debut:.0f} s")
    return adresses


def preparer_grand(donnees: Path, lieux: int, pg: bases.Postgres | None) -> dict[str, dict[int, str]]:
    """Write what is missing for --grand: a network of a tenth, then copied by SQL to the size, and to ten times it."""
    base = lieux // 10
    moteurs: dict[str, dict[int, str]] = {"sqlite": {}}
    if pg is not None and not pg.absent:
        moteurs["postgresql"] = {}
    for moteur, adresses in moteurs.items():
        for n in (base, lieux, lieux * 10):
            debut = time.monotonic()
            if n == base:
                adresse = bases.fichier(donnees, f"lieux-{n}") if moteur == "sqlite" else pg.adresse(f"lieux_{n}")
            elif moteur == "sqlite":
                adresse = bases.fichier(donnees, f"grand-{n}", modele=f"lieux-{base}")
            else:
                adresse = pg.adresse(f"grand_{n}", modele=f"lieux_{base}")
            bases.declarer(f"{moteur}_{n}", adresse)
            if n == base:
                bases.ecrire_reseau(f"{moteur}_{n}", n)
            else:
                bases.multiplier_reseau(f"{moteur}_{n}", n // base)
            bases.fermer()  # what is copied, nobody reads
            adresses[n] = adresse
            if time.monotonic() - debut > 10:
                dire(f"{moteur}, {n} lieux : écrits en {time.monotonic() - debut:.0f} s")
    return moteurs


def mesures(
    options: argparse.Namespace, adresses: dict[str, dict[int, str]], pg: bases.Postgres | None
) -> Iterator[Callable[[], list[Ligne]]]:
    """Yield the groups of rows, in the order of the table."""
    from django.utils import timezone

    from bench import ecriture, navigateur, pages, recherche, temoin

    n, tours, now = options.lieux, options.tours, timezone.now()
    grandes = {moteur: f"{moteur}_{n}" for moteur in adresses}
    temoin_base = ""
    if pg is not None and pg.postgis and "postgresql" in grandes:
        temoin_base = grandes["postgresql"]
        with bases.ouverte(temoin_base):
            temoin.preparer()
    yield lambda: recherche.page_total_facettes(grandes, temoin_base, now=now, tours=tours)
    yield lambda: recherche.croissance({m: (f"{m}_{n // 10}", f"{m}_{n}") for m in adresses}, now=now, tours=tours)
    yield lambda: recherche.mots(grandes, tours=tours)
    yield lambda: pages.processeur(grandes["sqlite"], tours=max(tours, 9))
    yield lambda: ecriture.enregistrer(grandes, tours=tours)
    yield lambda: recherche.requetes(f"sqlite_{PETIT}", grandes["sqlite"])
    yield lambda: recherche.points(grandes["sqlite"])
    if not options.sans_navigateur:
        with bases.ouverte(grandes["sqlite"]):
            questions = recherche.question(recherche.villes()[0])
        yield lambda: navigateur.mesurer(adresses["sqlite"][n], options.donnees, questions, tours=min(3, tours))


def mesures_grand(
    options: argparse.Namespace, adresses: dict[str, dict[int, str]], pg: bases.Postgres | None
) -> Iterator[Callable[[], list[Ligne]]]:
    """Return the groups of rows of --grand."""
    from django.utils import timezone

    from bench import national

    tailles = (options.lieux, options.lieux * 10)
    paires = {moteur: (f"{moteur}_{tailles[0]}", f"{moteur}_{tailles[1]}") for moteur in adresses}
    temoin_base = paires["postgresql"][1] if pg is not None and pg.postgis and "postgresql" in paires else ""
    return national.mesures(paires, tailles, temoin_base, now=timezone.now(), tours=min(3, options.tours))


def main() -> int:
    options = arguments()
    options.donnees = options.donnees.resolve()
    bases.regler(options.donnees)
    bases.rassembler_les_statiques()
    import federation.wsgi  # noqa: F401  as a process of the site starts

    debut = time.monotonic()
    lignes: list[Ligne] = []
    with ExitStack() as pile:
        pg = None
        if not options.sans_postgresql:
            pg = bases.Postgres(options.donnees)
            pile.callback(pg.arreter)
            pg.demarrer()
            if pg.absent:
                dire(f"PostgreSQL ne sera pas mesuré : {pg.absent}.")
            elif not pg.postgis:
                dire(
                    "PostGIS n’est pas installé (Debian : postgresql-15-postgis-3) : rien à quoi comparer la recherche."
                )
        adresses = (preparer_grand if options.grand else preparer)(options.donnees, options.lieux, pg)
        pile.callback(bases.fermer)
        if options.preparer:
            return 0
        debut = time.monotonic()
        for groupe in (mesures_grand if options.grand else mesures)(options, adresses, pg):
            nouvelles = groupe()
            imprimer(nouvelles)
            lignes += nouvelles
    duree = time.monotonic() - debut
    dire(f"\n{options.lieux} lieux, en {duree:.0f} s\n")
    imprimer(lignes)
    if options.json:
        contexte = {
            "lieux": options.lieux,
            "duree_s": round(duree),
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "postgis": pg.postgis if pg else "",
        }
        ecrire(options.json, lignes, contexte)
    return 0


if __name__ == "__main__":
    sys.exit(main())
