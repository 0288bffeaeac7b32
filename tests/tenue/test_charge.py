"""Eight people write at once over HTTP, on each engine: nobody is refused, nothing of what was answered is lost.

It starts both engines by itself: bin/test runs it once. CHARGE=30 writes for thirty seconds instead of four.
"""

import os
import threading
import time

import pytest

from tests.tenue.ecrivains import BINAIRES, MOTEURS, Ecrivain, un_site

SECONDES = float(os.environ.get("CHARGE", "4"))
ENSEMBLE = 8


@pytest.mark.parametrize("moteur", MOTEURS)
def test_eight_writers_lose_nothing(moteur, tmp_path):
    if moteur == "postgresql" and BINAIRES is None:
        pytest.skip("initdb, pg_ctl et pg_basebackup sont introuvables : installez PostgreSQL")
    with un_site(moteur, tmp_path) as site:
        web, arret = site.web(), threading.Event()
        ecrivains = [Ecrivain(f"e{n}", site, lambda: web.adresse, arret) for n in range(ENSEMBLE)]
        for ecrivain in ecrivains:
            ecrivain.start()
        time.sleep(SECONDES)
        arret.set()
        for ecrivain in ecrivains:
            ecrivain.join(60)
        assert [r for e in ecrivains for r in e.refus] == []
        assert sum(e.coupees for e in ecrivains) == 0
        assert all(e.acquises for e in ecrivains)
        assert sorted(site.notes()) == sorted(note for e in ecrivains for note in e.acquises)
        assert "Traceback" not in web.journal.read_text("utf-8")
