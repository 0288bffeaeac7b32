"""The longest tests that need no database start first: one left for the end would keep a core waiting."""

from pathlib import Path

import pytest

LONGS = (
    Path("tests/bench"),
    Path("tests/structures/horaires"),
    *(Path(f"tests/tenue/test_{nom}.py") for nom in ("charge", "kill", "replica")),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Move them up; the others keep the order that pytest-randomly and pytest-django gave (flushing tests last)."""
    longs = [config.rootpath / chemin for chemin in LONGS]
    items.sort(key=lambda item: not any(chemin in (item.path, *item.path.parents) for chemin in longs))
