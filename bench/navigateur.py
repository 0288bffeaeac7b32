"""Rows measured in Chromium, against the production server on this machine."""

import base64
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.bases import RACINE
from bench.tableau import Ligne

# One transparent pixel.
TUILE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
LARGE = {"width": 1280, "height": 800}
# When the points have arrived, and when the map that shows them has been painted.
GUETTEUR = """
new MutationObserver(() => {
  const compte = document.querySelector("[data-carte-compte]");
  if (!/sur la carte/.test(compte?.textContent ?? "") || window.__peinte) return;
  window.__peinte = -1;
  requestAnimationFrame(() => setTimeout(() => { window.__peinte = performance.now(); }, 0));
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


def chromium() -> str:
    """Return the browser's path, or "" when there is none."""
    for nom in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        if nom and (trouve := shutil.which(nom)):
            return trouve
    return ""


@contextmanager
def site(adresse_base: str, donnees: Path, adresse_tuiles: str) -> Iterator[str]:
    """Run the production server on a free port, with its static files collected; yield its address."""
    environnement = os.environ | {
        "DATABASE_URL": adresse_base,
        "DATA_DIR": str(donnees),
        "TUILES_URL": adresse_tuiles,
    }
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        port = libre.getsockname()[1]
    serveur = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "federation.wsgi:application", f"--bind=127.0.0.1:{port}", "--threads=4",
         "--log-level=error"],
        env=environnement, cwd=RACINE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    base = f"http://127.0.0.1:{port}"
    try:
        _attendre(f"{base}/sante", serveur)
        yield base
    finally:
        serveur.terminate()
        serveur.wait(20)


def _attendre(adresse: str, serveur: subprocess.Popen) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(adresse, timeout=5):  # noqa: S310 our own server
                return
        except OSError:
            if serveur.poll() is not None:
                break
            time.sleep(0.2)
    raise RuntimeError("gunicorn ne répond pas")


def mesurer(adresse_base: str, donnees: Path, questions: dict[str, str], *, tours: int) -> list[Ligne]:
    """Measure the map with all the points, the first visit and the next page."""
    noms = (
        "Chromium, tous les points, premier affichage",
        "Chromium, tous les points, processeur 4 fois plus lent",
        "première visite, poids",
        "première visite, requêtes",
        "page suivante, poids",
    )
    executable = chromium()
    if not executable:
        return [Ligne(nom, None, "", detail="aucun Chromium (CHROMIUM=/chemin en désigne un)") for nom in noms]
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    from playwright.sync_api import sync_playwright

    with tuiles() as t, site(adresse_base, donnees, t) as base, sync_playwright() as p:
        arguments = ["--no-sandbox"] if os.getuid() == 0 else []
        navigateur = p.chromium.launch(executable_path=executable, args=arguments)
        try:
            a_vide = [_affichage(navigateur, base, ralenti=1) for _ in range(tours)]
            ralenti = [_affichage(navigateur, base, ralenti=4) for _ in range(tours)]
            premiere, suivante = _visites(navigateur, base, questions)
        finally:
            navigateur.close()
    lignes = []
    for nom, mesures, cible in ((noms[0], a_vide, 0.5), (noms[1], ralenti, 1.5)):
        entier = median(m["depuis_le_clic"] for m in mesures)
        n = mesures[0]["points"]
        lignes.append(
            Ligne(
                nom, median(m["affichage"] for m in mesures), "s", "≤", cible,
                f"{n} points reçus puis peints ; {entier:.2f} s depuis l’ouverture de la page",
                {"mesures": mesures},
            )
        )  # fmt: skip
    poids, requetes, detail = _compter(premiere)
    lignes.append(Ligne(noms[2], poids / 1000, "ko", "≤", 100, detail, premiere))
    lignes.append(Ligne(noms[3], requetes, "", "≤", 14, "", premiere))
    poids, _, detail = _compter(suivante)
    lignes.append(Ligne(noms[4], poids / 1000, "ko", "≤", 25, detail, suivante))
    return lignes


class Tuile(BaseHTTPRequestHandler):
    """A server of tiles that answers at once: they are not ours to weigh, and without them the map does more."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(TUILE)))
        self.end_headers()
        self.wfile.write(TUILE)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def tuiles() -> Iterator[str]:
    """Serve tiles on this machine; yield their template."""
    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Tuile)
    threading.Thread(target=serveur.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{serveur.server_port}/{{z}}/{{x}}/{{y}}.png"
    finally:
        serveur.shutdown()
        serveur.server_close()


def _affichage(navigateur: Any, base: str, *, ralenti: int) -> dict[str, float]:
    """Return how long it takes to paint all the points once they have come."""
    contexte = navigateur.new_context(viewport=LARGE, service_workers="block")
    page = contexte.new_page()
    page.add_init_script(GUETTEUR)
    if ralenti > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": ralenti})
    page.goto(f"{base}/?tout=1", wait_until="load")
    _jusqu_a(page, "window.__peinte > 0")
    temps = page.evaluate(
        """() => {
          const recus = performance.getEntriesByType("resource").filter((r) => r.name.includes("points.json")).at(-1);
          return { affichage: (window.__peinte - recus.responseEnd) / 1000, depuis_le_clic: window.__peinte / 1000,
                   attente: (recus.responseEnd - recus.startTime) / 1000,
                   points: Number(document.querySelector("[data-carte-compte]").textContent.replace(/\\D/g, "")) };
        }"""
    )
    contexte.close()
    return temps


def _jusqu_a(page: Any, condition: str) -> None:
    """Wait until this is true; Playwright's own waiting evaluates text, which the page's CSP refuses."""
    fin = time.monotonic() + 60
    while not page.evaluate(f"() => Boolean({condition})"):
        if time.monotonic() > fin:
            carte = page.evaluate("() => document.getElementById('plan')?.innerText ?? document.title")
            raise TimeoutError(f"{condition} ; la page dit : {carte[:200]}")
        page.wait_for_timeout(50)


def _visites(navigateur: Any, base: str, questions: dict[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return what the home, then a first search, cost on the network: {path: compressed bytes}, tiles aside."""
    # What is kept for want of network comes after the page, and would answer in place of the next ones.
    contexte = navigateur.new_context(viewport=LARGE, service_workers="block")
    page = contexte.new_page()
    recus: dict[str, int] = {}
    adresses: dict[str, str] = {}
    cdp = contexte.new_cdp_session(page)
    cdp.send("Network.enable")

    def reponse(evenement: dict) -> None:
        reponse = evenement["response"]
        if reponse["url"].startswith(base) and not reponse.get("fromDiskCache"):
            adresses[evenement["requestId"]] = reponse["url"].removeprefix(base)

    def fini(evenement: dict) -> None:
        if chemin := adresses.pop(evenement["requestId"], ""):
            recus[chemin] = recus.get(chemin, 0) + int(evenement["encodedDataLength"])

    cdp.on("Network.responseReceived", reponse)
    cdp.on("Network.loadingFinished", fini)
    page.goto(f"{base}/?{urlencode(questions)}", wait_until="networkidle")
    _jusqu_a(page, "/sur la carte/.test(document.querySelector('[data-carte-compte]')?.textContent ?? '')")
    premiere = dict(recus)
    recus.clear()
    page.goto(f"{base}/?{urlencode({**questions, 'page': '2'})}", wait_until="networkidle")
    deuxieme = dict(recus)
    recus.clear()
    page.locator(".carte-lieu h3 a").first.click()
    page.wait_for_load_state("networkidle")
    troisieme = dict(recus)
    contexte.close()
    return premiere, max(deuxieme, troisieme, key=lambda r: sum(r.values()))


def _compter(recus: dict[str, int]) -> tuple[int, int, str]:
    """Return the weight, the number of requests, and the heaviest of them."""
    lourds = sorted(recus.items(), key=lambda r: -r[1])[:3]
    detail = ", ".join(f"{c.split('?')[0].rsplit('/', 1)[-1] or 'page'} {t / 1000:.0f} ko" for c, t in lourds)
    return sum(recus.values()), len(recus), detail
