"""Arrange the severe world in which every test runs.

The environment comes first: the settings read it once, when Django is set up below, and nothing of
the developer's own environment (their database above all) may reach a test.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

# xdist's workers are children of the controller: they find, and share, its directory.
MADE_HERE = "TESTS_DATA_DIR" not in os.environ
if MADE_HERE:
    os.environ["TESTS_DATA_DIR"] = tempfile.mkdtemp(prefix="au-bon-endroit-")
    atexit.register(shutil.rmtree, os.environ["TESTS_DATA_DIR"], ignore_errors=True)
COMMUN = Path(os.environ["TESTS_DATA_DIR"])
# What one worker keeps (files, imports, mails), another must not count.
DONNEES = COMMUN / os.environ.get("PYTEST_XDIST_WORKER", "seul")
DONNEES.mkdir(exist_ok=True)
# Collected files, that no test needs: but WhiteNoise warns when their directory is missing.
(DONNEES / "statiques").mkdir(exist_ok=True)

FROM_OUTSIDE = (
    "CLES_IDENTITES SECRET_KEY_FALLBACKS ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS HTTPS PROXY EMAIL_URL DEFAULT_FROM_EMAIL "
    "TUILES_URL TUILES_ATTRIBUTION GEOCODEUR_URL SITE_URL DATABASE_REPLICA_URL CACHE_URL JETON_DATA_INCLUSION "
    "METRIQUES_JETON LOG_FORMAT"
)
for name in FROM_OUTSIDE.split():
    os.environ.pop(name, None)
os.environ.update(
    DJANGO_SETTINGS_MODULE="federation.settings",
    DEBUG="false",
    SECRET_KEY="pour-les-tests-seulement-" * 3,
    CLES_IDENTITES="cG91ci1sZXMtdGVzdHMtc2V1bGVtZW50LWZlcm5ldC0=",
    DATA_DIR=str(DONNEES),
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{DONNEES / 'donnees.sqlite3'}",
    LOG_LEVEL="WARNING",
)

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from pytest_django.plugin import blocking_manager_key  # noqa: E402

from tests.outils import modele, severite  # noqa: E402

severite.change_settings(settings, DONNEES)
django.setup()
severite.shuffle_unordered_querysets()
severite.drop_databases_at_once()
modele.migrate_once(COMMUN)

pytest_plugins = ["tests.outils.fixtures", "tests.outils.sauts", "tests.outils.ordre", "tests.distribution"]


def pytest_collection_finish():
    """Leave three thousand tests and their modules out of what each collection of garbage goes through."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config):
    """After the workers, in the process that started them."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        with config.stash[blocking_manager_key].unblock():
            modele.forget()
