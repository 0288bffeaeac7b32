"""Two web processes, a primary, a real streaming replica and a shared cache: nobody reads their own write late.

One journey, since what it stands on takes seconds to start: PostgreSQL twice, gunicorn twice. It starts both engines
by itself: bin/test runs it once (`conftest.py`).
"""

import gzip
import json
import os
import pickle
import subprocess
import sys
from datetime import timedelta
from http.cookiejar import Cookie
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from redis import Redis

from tests.tenue.deux_machines import ICI, Cache, Grappe, Navigateur, Web, attendre, binaires_de_postgresql

BINAIRES = binaires_de_postgresql()
pytestmark = pytest.mark.skipif(
    BINAIRES is None, reason="initdb, pg_ctl et pg_basebackup sont introuvables : installez PostgreSQL"
)


@pytest.fixture
def site(tmp_path):
    """The whole site: `web1`, `web2`, `grappe`, `cache`, and what the network holds."""
    grappe, cache, webs = Grappe(BINAIRES), Cache(), []
    try:
        grappe.preparer()
        reglages = {
            "DATABASE_URL": grappe.adresse("principale"),
            "DATABASE_REPLICA_URL": grappe.adresse("replique"),
            "CACHE_URL": cache.adresse,
        }
        webs += [Web(tmp_path / nom, **reglages) for nom in ("web1", "web2")]
        environ = os.environ | {"DATABASE_URL": reglages["DATABASE_URL"], "DATA_DIR": str(tmp_path)}
        commande = [sys.executable, "-W", "ignore", "-m", "tests.tenue.preparer_replique"]
        sortie = subprocess.run(commande, cwd=ICI, env=environ, check=True, stdout=subprocess.PIPE, text=True).stdout
        grappe.copier()
        for web in webs:
            web.attendre()
        yield SimpleNamespace(grappe=grappe, cache=cache, web1=webs[0], web2=webs[1], **json.loads(sortie))
    finally:
        for web in webs:
            web.fermer()
        cache.tuer()
        grappe.fermer()


def biscuit(nom: str, valeur: str) -> Cookie:
    return Cookie(0, nom, valeur, None, False, "127.0.0.1", True, False, "/", True, False, None, False, None, None, {})


def dire(navigateur, web, site, note: str, base: str = "/espace/"):
    """Say that the activity is full, with a note that its page shows."""
    dans = (timezone.localdate() + timedelta(days=14)).isoformat()
    donnees = urlencode({"dispo": "complet", "jusqu_au": dans, "note": note}).encode()
    return navigateur.demander(
        f"{web.adresse}{base}offres/{site.uid}/place/", poster=donnees, X_CSRFToken="j" * 32, Referer=web.adresse
    )


def test_nobody_reads_their_own_write_late_and_nothing_stops_the_pages(site):
    grappe, web1, web2 = site.grappe, site.web1, site.web2
    bureau, amina = Navigateur(), Navigateur()
    amina.cookies.set_cookie(biscuit("sessionid", site.session))
    amina.cookies.set_cookie(biscuit("csrftoken", "j" * 32))
    poste = f"/poste/{site.poste}/"

    def lu(navigateur, web, **entetes):
        """The activity's page: a search of its own each time would say as much."""
        reponse = navigateur.demander(web.adresse + site.page, **entetes)
        assert reponse.statut in (200, 304), reponse
        return reponse

    def passant(web, **entetes):
        return lu(Navigateur(), web, **entetes)

    # ---- What one machine keeps, the other shows.
    avant = passant(web1)
    redis = Redis(port=site.cache.port, protocol=2)
    cle = f"au-bon-endroit:1:page:{avant.etiquette}"
    gardee = redis.get(cle)
    assert gzip.decompress(pickle.loads(gardee)[0]).decode() == avant.texte
    redis.set(cle, pickle.dumps((gzip.compress(b"du cache"), "text/html")))
    assert passant(web2).texte == "du cache"
    redis.set(cle, gardee)

    # ---- The replica stands still: who has written reads it on the other machine, others an older page that holds.
    grappe.demander("replique", "SELECT pg_wal_replay_pause()::text")
    attendre(lambda: grappe.demander("replique", "SELECT pg_get_wal_replay_pause_state()") == "paused")
    assert dire(bureau, web1, site, "dit au bureau", poste).statut == 303
    assert [c.name for c in bureau.cookies] == ["ecrit"]
    ecrite = lu(bureau, web2)
    assert "dit au bureau" in ecrite.texte
    assert lu(amina, web2).texte.count("dit au bureau") == 1  # whoever holds a session reads the primary
    for web in (web1, web2):
        vue = passant(web)
        assert "dit au bureau" not in vue.texte
        assert vue.etiquette not in ("", ecrite.etiquette)
        assert passant(web, If_None_Match=vue.etiquette).statut == 304
        # The name of the newer page does not make the older one pass for it.
        assert passant(web, If_None_Match=ecrite.etiquette)[:2] == (200, vue.texte)
    assert dire(amina, web2, site, "dit par amina").statut in (200, 302, 303)
    amina.cookies.clear("127.0.0.1", "/", "sessionid")  # signed out, or the session at its end
    assert "dit par amina" in lu(amina, web1).texte

    # ---- It goes on: everybody reads the same, under one name.
    grappe.demander("replique", "SELECT pg_wal_replay_resume()::text")
    grappe.attendre_la_replique()
    pages = [lu(qui, web) for qui in (bureau, amina, Navigateur()) for web in (web1, web2)]
    assert len({page.etiquette for page in pages}) == 1
    assert all("dit par amina" in page.texte for page in pages)

    # ---- Gone: the primary answers everybody, the new with it.
    grappe.tuer("replique")
    assert dire(bureau, web1, site, "sans réplique", poste).statut == 303
    for web in (web1, web2):
        assert "sans réplique" in passant(web).texte
        for n in range(5):
            assert Navigateur().demander(f"{web.adresse}/?pres=Cr%C3%A9teil&page={n}").statut == 200
        assert web.a_dit("réplique laissée de côté")

    # ---- Back, it is read again; so is it alone when the primary is gone.
    grappe.demarrer("replique")
    grappe.attendre_la_replique()
    for web in (web1, web2):
        attendre(lambda web=web: passant(web) and web.a_dit("réplique : lue", fois=2))
    grappe.tuer("principale")
    for web in (web1, web2):
        assert Navigateur().demander(f"{web.adresse}/?pres=Cr%C3%A9teil&page=7").statut == 200
        assert Navigateur().demander(f"{web.adresse}/sante").statut == 503
        pret = Navigateur().demander(f"{web.adresse}/sante/pret")
        assert (pret.statut, '"ecriture": "arrêtée"' in pret.texte) == (200, True), pret.texte
    grappe.demarrer("principale")

    # ---- Promoted by mistake, it follows nothing: what is written is read all the same.
    grappe.demander("replique", "SELECT pg_promote()")
    assert dire(bureau, web2, site, "après la promotion", poste).statut == 303
    attendre(lambda: "après la promotion" in passant(web1).texte)
    attendre(lambda: "après la promotion" in passant(web2).texte)
    assert web1.a_dit("ne suit plus rien")

    # ---- Without the shared cache each remembers by itself.
    site.cache.tuer()
    for web in (web1, web2):
        assert "après la promotion" in passant(web).texte
        assert web.a_dit("cache partagé muet")
        assert "Traceback" not in web.journal.read_text("utf-8")
