"""`kill -9` of the web processes, then of the database, while people write: what was answered is there afterwards.

The worker's own kills are in tests/comptes/test_travailleur_tue.py (mails) and tests/echanges/test_import_tue.py
(imports). It starts both engines by itself: bin/test runs it once.
"""

import random
import threading
import time

import pytest

from tests.tenue.deux_machines import Navigateur, attendre
from tests.tenue.ecrivains import BINAIRES, MOTEURS, Ecrivain, un_site

COUPS = 2


@pytest.mark.parametrize("moteur", MOTEURS)
def test_what_was_answered_survives_every_kill(moteur, tmp_path):
    if moteur == "postgresql" and BINAIRES is None:
        pytest.skip("initdb, pg_ctl et pg_basebackup sont introuvables : installez PostgreSQL")
    hasard = random.Random(9)
    with un_site(moteur, tmp_path) as site:
        webs, arret = [site.web()], threading.Event()
        ecrivains = [Ecrivain(f"e{n}", site, lambda: webs[-1].adresse, arret) for n in range(2)]

        def ecrites() -> int:
            return sum(len(e.acquises) for e in ecrivains)

        def encore_ecrit() -> None:
            avant = ecrites()
            attendre(lambda: ecrites() > avant + 2, 60)

        for ecrivain in ecrivains:
            ecrivain.start()
        for _ in range(COUPS):
            encore_ecrit()
            time.sleep(hasard.uniform(0, 0.2))
            webs[-1].tuer()
            webs.append(site.web())
        if site.grappe:
            encore_ecrit()
            site.grappe.abattre("principale")
            # The web process has seen nothing but failures meanwhile: it goes on by itself.
        encore_ecrit()
        arret.set()
        for ecrivain in ecrivains:
            ecrivain.join(60)

        acquises = {note for e in ecrivains for note in e.acquises}
        notes = site.notes()
        assert len(notes) == len(set(notes))  # nothing twice
        assert acquises <= set(notes)
        # While the database was away, each answer said so in French.
        refus = [r for e in ecrivains for r in e.refus]
        assert {statut for statut, _ in refus} <= ({503} if site.grappe else set())
        page = Navigateur().demander(webs[-1].adresse + site.page)
        assert page.statut == 200
        assert any(note in page.texte for note in (e.acquises[-1] for e in ecrivains))
