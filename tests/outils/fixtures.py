"""Fixtures that every test may ask for."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture(autouse=True)
def _cache_vide():
    """Forget what the test before has cached: its data version is rolled back, and comes again."""
    cache.clear()


@pytest.fixture
def compte_requetes(client):
    """Give `compte_requetes(page, agrandir, maximum=6)`: a page costs as many queries at two sizes.

    `page` is a path, got by the anonymous client, or a function without argument that shows the page;
    `agrandir` adds rows (from 3 to 9, say). Returns the number of queries.
    """

    def count(show: Callable[[], object]) -> list[str]:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            show()
        return [query["sql"] for query in captured.captured_queries]

    def show_path(path: str) -> None:
        response = client.get(path)
        assert response.status_code == 200, f"{path} : {response.status_code}"

    def compte(page: str | Callable[[], object], agrandir: Callable[[], object], maximum: int = 6) -> int:
        show = (lambda: show_path(page)) if isinstance(page, str) else page
        before = count(show)
        agrandir()
        after = count(show)
        assert len(after) == len(before), "more rows, more queries:\n" + "\n".join(after)
        assert len(after) <= maximum, f"{len(after)} queries, {maximum} allowed:\n" + "\n".join(after)
        return len(after)

    return compte
