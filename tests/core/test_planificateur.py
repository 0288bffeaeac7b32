"""The database counts its tables again after a large write, and only then."""

import pytest
from django.db import connection

from core import planificateur
from core.models import LienConsomme
from core.planificateur import BEAUCOUP, apres_ecriture
from tests.core.ordres import demandes


@pytest.mark.django_db
def test_a_small_write_asks_for_nothing():
    assert demandes(lambda: apres_ecriture(BEAUCOUP - 1)) == ([], [])
    assert len(demandes(lambda: apres_ecriture(BEAUCOUP))[1]) == 1


@pytest.mark.django_db
def test_what_a_transaction_wrote_is_counted_before_its_end():
    """PostgreSQL's planner; SQLite's has nothing to lose in a transaction, and accepts it."""
    LienConsomme.objects.bulk_create(
        LienConsomme(empreinte=f"{n:064}", consomme_a="2026-11-23T09:00:00Z") for n in range(50)
    )
    apres_ecriture(BEAUCOUP)
    assert LienConsomme.objects.count() == 50
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as curseur:
        curseur.execute("SELECT reltuples FROM pg_class WHERE relname = 'core_lienconsomme'")
        assert curseur.fetchone() == (50,)


@pytest.mark.django_db
def test_a_database_that_refuses_spoils_nothing(monkeypatch, caplog):
    def refuser():
        with connection.cursor() as curseur:
            curseur.execute("SELECT * FROM nulle_part")

    monkeypatch.setattr(planificateur, "_compter", refuser)
    LienConsomme.objects.create(empreinte="x", consomme_a="2026-11-23T09:00:00Z")
    apres_ecriture(BEAUCOUP)
    assert LienConsomme.objects.count() == 1
    assert "n’a pas pu être refait" in caplog.text
