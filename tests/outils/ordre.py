"""The longest tests that need no database start first: one left for the end would keep a core waiting.

Then those of a module that writes a whole network for itself: a worker that starts with them does them all, where
several would each write it.
"""

from pathlib import Path

import pytest

LONGS = (
    Path("tests/bench"),
    Path("tests/structures/horaires"),
    *(Path(f"tests/tenue/test_{nom}.py") for nom in ("charge", "kill", "replica")),
)
RESEAUX = (Path("tests/federation/test_demo.py"),)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Move them up; the others keep the order that pytest-randomly and pytest-django gave (flushing tests last)."""
    premiers = [{config.rootpath / chemin for chemin in chemins} for chemins in (LONGS, RESEAUX)]
    rangs = {
        chemin: next((n for n, voulus in enumerate(premiers) if voulus & {chemin, *chemin.parents}), len(premiers))
        for chemin in {item.path for item in items}
    }
    items.sort(key=lambda item: rangs[item.path])
