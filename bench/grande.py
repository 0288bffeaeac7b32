"""A network a hundred times bigger, written by the database itself: 200,000 places and a million activities in minutes.

`grand_reseau` writes each row as the site does, an hour and a half for 200,000 places. Here the rows of a network that
it wrote are copied by SQL, each copy with its own keys, identifiers and position (some three kilometres around), then
one activity in four a second time: four activities a place become five. Copies have no history, that no row measures.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

from ateliers.models import Mot, Offre, Seance
from core.models import Version
from core.uid import ALPHABET, LONGUEUR
from federation.grand_reseau.tirage import _PAS
from structures.models import Fermeture, Lieu, Structure
from structures.models.lieux import BANDES_PAR_DEGRE

FAIT = "grand_fait"
TABLES: tuple[type[models.Model], ...] = (Structure, Lieu, Fermeture, Offre, Mot, Seance)
_COPIES = "WITH RECURSIVE copies(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copies WHERE k < {fois} - 1) "


def multiplier(fois: int) -> None:
    """Copy the network of the current database until it is `fois` times as big, unless it is done."""
    with connection.cursor() as curseur:
        if FAIT in connection.introspection.table_names(curseur):
            return
        nombres = {}
        for modele in TABLES:
            curseur.execute(f"SELECT COALESCE(MAX(id), 0) FROM {modele._meta.db_table}")  # noqa: S608 a name of ours
            nombres[modele] = curseur.fetchone()[0]
        with _sans_index(curseur):
            for modele in TABLES:
                _copier(curseur, modele, fois, nombres)
            _une_sur_quatre(curseur, nombres[Offre] * fois)
        Version.avancer()
        curseur.execute(f"CREATE TABLE {FAIT} AS SELECT {fois} AS fois")
        if connection.vendor == "postgresql":
            for modele in TABLES:
                table = modele._meta.db_table
                curseur.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"  # noqa: S608
                )
            if not connection.in_atomic_block:
                curseur.execute("VACUUM ANALYZE")
    if not connection.in_atomic_block:
        connection.close()  # and its settings with it


@contextmanager
def _sans_index(curseur: Any) -> Iterator[None]:
    """Drop the indexes that are no constraint, and make them again at the end; check nothing meanwhile."""
    noms = ", ".join(f"'{modele._meta.db_table}'" for modele in TABLES)
    if connection.vendor == "sqlite":
        if not connection.in_atomic_block:
            for reglage in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-1000000"):
                curseur.execute(f"PRAGMA {reglage}")
        curseur.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({noms})"  # noqa: S608
            " AND sql LIKE 'CREATE INDEX%'"
        )
    else:
        curseur.execute("SET session_replication_role = replica")
        curseur.execute("SET maintenance_work_mem = '1GB'")
        curseur.execute(
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({noms})"  # noqa: S608
            " AND indexdef LIKE 'CREATE INDEX%'"
        )
    index = curseur.fetchall()
    for nom, _ in index:
        curseur.execute(f'DROP INDEX "{nom}"')
    yield
    for _, definition in index:
        curseur.execute(definition)
    if connection.vendor == "postgresql":
        curseur.execute("SET session_replication_role = DEFAULT")


def _copier(curseur: Any, modele: type[models.Model], fois: int, nombres: dict[type[models.Model], int]) -> None:
    """Add the copies of one table."""
    table, n = modele._meta.db_table, nombres[modele]
    remplaces = {"id": f"o.id + c.k * {n}"}
    for parent in (Structure, Lieu, Offre):
        cle = f"{parent._meta.model_name}_id"
        remplaces[cle] = f"o.{cle} + c.k * {nombres[parent]}"
    genres: dict[type[models.Model], int] = {Structure: 0, Lieu: 1, Offre: 2}
    if modele in genres:
        remplaces["uid"] = _uid(genres[modele], f"(o.id - 1 + c.k * {n})")
    if modele in (Lieu, Offre):
        lieu = "o.id" if modele is Lieu else "o.lieu_id"
        latitude = f"(o.latitude + ((({lieu} * 7919 + c.k * 104729) % 2001) - 1000) * 0.00003)"
        longitude = f"(o.longitude + ((({lieu} * 104729 + c.k * 15485863) % 2001) - 1000) * 0.000045)"
        bande = f"FLOOR({latitude} * {BANDES_PAR_DEGRE})"
        if modele is Offre:
            bande = f"CASE WHEN o.lieu_id IS NULL THEN o.bande ELSE {bande} END"
        remplaces |= {"latitude": latitude, "longitude": longitude, "bande": bande}
    colonnes = _colonnes(modele)
    curseur.execute(
        f"{_COPIES.format(fois=fois)}INSERT INTO {table} ({', '.join(colonnes)})"  # noqa: S608 our own names
        f" SELECT {', '.join(remplaces.get(nom, f'o.{nom}') for nom in colonnes)}"
        f" FROM copies c CROSS JOIN {table} o WHERE o.id <= {n}"
    )


def _une_sur_quatre(curseur: Any, offres: int) -> None:
    """Write one activity in four a second time, at the same place."""
    nouvelle = f"{offres} + (o.id + 3) / 4"
    remplaces = {"id": nouvelle, "uid": _uid(2, f"({nouvelle} - 1)")}
    colonnes = _colonnes(Offre)
    curseur.execute(
        f"INSERT INTO ateliers_offre ({', '.join(colonnes)})"  # noqa: S608 our own names
        f" SELECT {', '.join(remplaces.get(nom, f'o.{nom}') for nom in colonnes)}"
        f" FROM ateliers_offre o WHERE o.id % 4 = 1 AND o.id <= {offres}"
    )
    for modele in (Mot, Seance):
        table, colonnes = modele._meta.db_table, _colonnes(modele)
        curseur.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")  # noqa: S608
        fin = curseur.fetchone()[0]
        remplaces = {"id": f"{fin} + ROW_NUMBER() OVER ()", "offre_id": f"{offres} + (o.offre_id + 3) / 4"}
        curseur.execute(
            f"INSERT INTO {table} ({', '.join(colonnes)})"  # noqa: S608
            f" SELECT {', '.join(remplaces.get(nom, f'o.{nom}') for nom in colonnes)}"
            f" FROM {table} o WHERE o.offre_id % 4 = 1 AND o.offre_id <= {offres}"
        )


def _colonnes(modele: type[models.Model]) -> list[str]:
    return [champ.column for champ in modele._meta.concrete_fields if not champ.generated]


def _uid(genre: int, rang: str) -> str:
    """Return in SQL the identifier of the n-th row of a kind, as `federation.grand_reseau.tirage.uid` draws it."""
    nombre, base = f"(({rang} * 8 + {genre}) * {_PAS} + 7919191)", len(ALPHABET)
    return " || ".join(
        f"SUBSTR('{ALPHABET}', CAST({nombre} / {base**n} % {base} AS integer) + 1, 1)" for n in range(LONGUEUR)
    )
