"""Rows of `--grand`: what becomes of a page when the network is ten times that of the other rows, 200,000 places."""

import gzip
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench import pages, recherche, temoin
from bench.bases import ouverte
from bench.mesure import entrelacer, repete
from bench.tableau import Ligne, nombre
from core.models import Version
from recherche import amas, pyramides
from recherche.criteres import Criteres
from recherche.queries import trouver

Bases = dict[str, tuple[str, str]]  # {engine: (small, big)}
# What the least WSGI application took on the machine where the target in milliseconds was said.
BRUTE_US = 56


def mesures(
    bases: Bases, tailles: tuple[int, int], temoin_base: str, *, now: datetime, tours: int
) -> Iterator[Callable[[], list[Ligne]]]:
    """Yield the groups of rows, the slowest last."""
    petite, grande = (f"{nombre(n)} lieux" for n in tailles)
    yield lambda: recherche.croissance(
        bases, now=now, tours=tours, ou=f", de {petite} à {grande}", filtres=tuple(recherche.FILTRES)
    )
    yield lambda: plus_proches(bases, now=now, tours=tours, ou=f"de {petite} à {grande}")
    yield lambda: deja_demandee(bases, tours=tours, ou=f"de {petite} à {grande}")
    yield lambda: processeur(bases["sqlite"], (petite, grande), tours=tours)
    yield lambda: carte(bases, grande, tours=tours)
    if temoin_base:
        with ouverte(temoin_base):
            temoin.preparer()
    grandes = {moteur: paire[1] for moteur, paire in bases.items()}
    yield lambda: recherche.page_total_facettes(
        grandes, temoin_base, now=now, tours=tours, ou=f", {grande}", cible=7, combien=5
    )


def plus_proches(bases: Bases, *, now: datetime, tours: int, ou: str) -> list[Ligne]:
    """Compare the nearest places that match, no radius given, in the two networks."""
    lignes = []
    for moteur, (petite, grande) in bases.items():
        with ouverte(grande):
            origines = recherche.villes(5)
        for nom, filtres in recherche.FILTRES.items():
            rapports, ms = [], []
            for origine in origines:
                criteres = Criteres(origine=origine, **filtres)

                def essai(criteres: Criteres = criteres) -> Any:
                    return trouver(criteres, now=now, lieux_seuls=True).groupes[:20]

                durees = entrelacer({b: recherche.dans(b, repete(essai, 3)) for b in (petite, grande)}, tours=tours)
                rapports.append(durees[grande] / durees[petite])
                ms.append(round(durees[grande] / 3 * 1000, 2))
            detail = f"au pire {nombre(max(rapports))} × ; {median(ms):.1f} ms, au pire {max(ms):.1f} ms"
            mesures = {"rapports": [round(r, 2) for r in rapports], "ms": ms}
            lignes.append(
                Ligne(f"les plus proches, {nom}, {moteur}, {ou}", median(rapports), "×", "≤", 2, detail, mesures)
            )
    return lignes


def deja_demandee(bases: Bases, *, tours: int, ou: str) -> list[Ligne]:
    """Compare a page asked again, its counts with it, and check that a write is seen at once."""
    lignes = []
    for moteur, paire in bases.items():
        with ouverte(paire[1]):
            chemin = "/?" + urlencode(recherche.question(recherche.villes(2)[0]))

        tours_de: dict[str, list[float]] = {base: [] for base in paire}
        for base in paire * max(3, tours):
            with ouverte(base):
                client = Client()
                avant = client.get(chemin)["ETag"]
                debut = time.process_time()
                for _ in range(20):
                    assert client.get(chemin)["ETag"] == avant
                tours_de[base].append(time.process_time() - debut)
        with ouverte(paire[1]):
            avant = Client().get(chemin)["ETag"]
            Version.avancer()
            assert Client().get(chemin)["ETag"] != avant
        durees = {base: median(valeurs) for base, valeurs in tours_de.items()}
        rapport = durees[paire[1]] / durees[paire[0]]
        detail = f"{durees[paire[1]] / 20 * 1000:.1f} ms, client de test compris ; une écriture la refait"
        lignes.append(Ligne(f"page et facettes redemandées, {moteur}, {ou}", rapport, "×", "≤", 2, detail))
    return lignes


def processeur(paire: tuple[str, str], noms: tuple[str, str], *, tours: int) -> list[Ligne]:
    """Say what a results page that nobody has asked for costs the processor, and what the least of pages costs here."""
    lignes = []
    for base, nom, cible in zip(paire, noms, (8, None), strict=True):
        brute = pages.processeur(base, tours=max(tours, 5))[0]
        rapport = brute.valeur or 0
        detail = (
            f"{nombre(rapport)} × WSGI brut, qui prend ici {brute.mesures['brute'] * 1000:.0f} µs ;"
            f" {nombre(rapport * BRUTE_US / 1000)} ms où il en prend {BRUTE_US}"
        )
        titre, sens = f"CPU, page sans cache, {nom}", "≤" if cible else ""
        lignes.append(Ligne(titre, brute.mesures["page"], "ms", sens, cible, detail, brute.mesures))
    return lignes


def carte(bases: Bases, nom: str, *, tours: int) -> list[Ligne]:
    """Say what the map of the whole country costs: what it receives first, then a screen of each zoom."""
    lignes = []
    for moteur, (_, base) in bases.items():
        with ouverte(base):
            debut = time.process_time()
            rapport = pyramides.construire(timezone.now())
            faite = time.process_time() - debut
            reponse = Client().get(reverse("recherche:points"), {"tout": "1"})
            corps, n = gzip.compress(reponse.content, 6, mtime=0), reponse.json()["n"]
            detail = f"{nombre(n)} lieux ; les amas faits d’avance en {faite:.1f} s de processeur : {rapport}"
            lignes.append(
                Ligne(f"carte du pays, première réponse, {moteur}, {nom}", len(corps) / 1000, "ko", detail=detail)
            )
            lignes += _tous_les_zooms(moteur, nom, tours=max(tours, 5))
    return lignes


def _tous_les_zooms(moteur: str, nom: str, *, tours: int) -> list[Ligne]:
    """Measure the densest screen (1536 × 1088 pixels) of every zoom: the function alone, and as the view answers it."""
    titre, now = f"amas à tout niveau de zoom, {moteur}, {nom}", timezone.now()
    pyramide = amas.pyramide_de(Criteres(), now=now)
    if pyramide is None:
        return [Ligne(titre, None, "ms", "≤", 5, "réseau petit : la carte reçoit tous les lieux")]
    client, mesures = Client(), {}
    for zoom in range(19):
        dense = max(amas.lire(pyramide, min(max(zoom, 6), amas.NIVEAU_FIN)), key=lambda a: a.nombre)
        latitude, longitude = dense.latitude / 1e5, dense.longitude / 1e5
        largeur, hauteur = amas.pas(zoom)
        ecran = {
            "zoom": str(zoom),
            "sud": str(max(-90, latitude - 8 * hauteur)),
            "nord": str(min(90, latitude + 8 * hauteur)),
            "ouest": str(max(-180, longitude - 11.5 * largeur)),
            "est": str(min(180, longitude + 11.5 * largeur)),
        }

        def par_la_vue(ecran: dict[str, str] = ecran) -> dict[str, Any]:
            cache.clear()
            return client.get(reverse("recherche:amas"), ecran).json()

        def seule(ecran: dict[str, str] = ecran) -> dict[str, Any]:
            return amas.partie(Criteres(), amas.vue_demandee(ecran), now=now)

        durees = entrelacer({"vue": par_la_vue, "seule": seule}, tours=tours, chrono=time.process_time)
        mesures[zoom] = {nom: round(d * 1000, 2) for nom, d in durees.items()} | {"amas": "amas" in seule()}
    groupes = {z: m for z, m in mesures.items() if m["amas"]}
    lieux = {z: m for z, m in mesures.items() if not m["amas"]}
    pire, de_pres = (max(parts, key=lambda z: parts[z]["seule"]) for parts in (groupes, lieux))
    par_vue = max(m["vue"] for m in groupes.values())
    exacts = f"au pire, zoom {de_pres} : {lieux[de_pres]['vue']:.1f} ms par la vue"
    return [
        Ligne(titre, groupes[pire]["seule"], "ms", "≤", 5, f"au pire, zoom {pire}", {"zooms": mesures}),
        Ligne(f"{titre}, par la vue", par_vue, "ms", detail="client de test et intergiciels compris"),
        Ligne(f"{titre}, de près, les lieux eux-mêmes", lieux[de_pres]["seule"], "ms", detail=exacts),
    ]
