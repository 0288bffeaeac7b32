"""What bin/test runs once, on SQLite: what starts its own databases, PostgreSQL too, and what SQLite alone has."""

import os

from tests.navigateur.conftest import deja_vues, sans_defaut  # noqa: F401 pages kept without a network are looked at too

seuls = ["test_replica.py", "test_charge.py", "test_kill.py", "test_pannes_sqlite.py"]
collect_ignore = seuls if os.environ.get("TEST_DATABASE_URL") else []
