"""SQLite itself, out of room: a limit that it alone has, so that this runs on it alone (`conftest.py`)."""

import pytest
from django.db import connection

from tests.tenue.test_pannes import dite, geste, note_de, visiteur

__all__ = ["geste", "visiteur"]


@pytest.mark.django_db(transaction=True)
def test_sqlite_itself_out_of_room(geste):
    """Not one more page in the file: what a full disk answers to SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that the tests before have freed would be taken first, post after post
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            # What room is left in each page is taken first; then nothing more is, and what was answered before stays.
            acquises = []
            for numero in range(2_000):
                reponse = geste(f"note {numero} {'a' * 100}")
                if reponse.status_code != 303:
                    break
                acquises.append(numero)
            dite(reponse)
            assert note_de(geste.offre) == (f"note {acquises[-1]} {'a' * 100}" if acquises else "")
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert geste("après").status_code == 303
    assert note_de(geste.offre) == "après"
