"""No query of the search, of the API or of the files compares whole rows: `SELECT DISTINCT` on 250 columns."""

import re
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ateliers.models import Offre
from echanges import ouverts
from echanges.ouverts import preparer

# To tell two rows apart by their key costs nothing; by all that they hold, PostgreSQL spent 160 ms planning it.
COLONNES_MAX = 4
PUBLIQUES = (
    "/", "/?pres=Créteil&theme=demarches&public=seniors&quand=semaine", "/?q=démarches&acces=sans_rdv", "/?rayon=5",
    "/f/val-de-marne/", "/f/val-de-marne/?theme=demarches", "/ecrivains-publics/", "/conseillers-numeriques/",
    "/carte/points.json", "/agenda.ics?theme=demarches", "/annuaire/", "/annuaire/imprimer/", "/plan.xml",
    "/api/v1/recherche?pres=Créteil&theme=demarches", "/api/v1/recherche.geojson?q=démarches",
    "/api/v1/structures", "/api/v1/lieux", "/api/v1/activites", "/api/v1/seances",
)  # fmt: skip


def larges(requetes: list[str]) -> list[str]:
    """Return the queries that tell rows apart by more columns than a key and what sorts them."""
    return [
        sql
        for sql in requetes
        for colonnes in re.findall(r"SELECT DISTINCT (?!ON\b)(.*?) FROM ", sql, re.DOTALL)
        if colonnes.count(",") >= COLONNES_MAX
    ]


def test_the_guard_sees_a_wide_distinct_and_lets_a_key_pass(db):
    assert larges([str(Offre.objects.distinct().query)])
    assert not larges([str(Offre.objects.values("lieu").distinct().query)])


def test_search_api_and_files_compare_no_whole_rows(client, distribution, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(ouverts, "petit", lambda today: False)
    offre = distribution.offres["Le Lien"]
    siennes = (offre.get_absolute_url(), offre.lieu.get_absolute_url(), f"/offres/{offre.uid}/papier/")
    lues = {}
    with CaptureQueriesContext(connection) as vues:
        for adresse in PUBLIQUES + siennes:
            deja = len(vues)
            assert client.get(adresse).status_code == 200, adresse
            lues[adresse] = len(vues) - deja
        deja = len(vues)
        preparer(timezone.now() + timedelta(days=1))
        lues["les fichiers de la nuit"] = len(vues) - deja
    assert min(lues.values()) > 0, lues
    assert not larges([requete["sql"] for requete in vues.captured_queries])
