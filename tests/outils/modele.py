"""One worker migrates the test database; the others, and PostgreSQL's, copy what it made."""

import fcntl
import os
import shutil
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.postgresql.creation import DatabaseCreation as PostgreSQL
from django.db.backends.sqlite3.creation import DatabaseCreation as SQLite

MODELE = "modele"


def migrate_once(data: Path) -> None:
    """Let the workers of one run, that share the directory `data`, apply the migrations once between them."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    kept = data / f"{MODELE}.sqlite3"  # on PostgreSQL an empty file, that says that the model is there
    copied = _database()
    create = BaseDatabaseCreation.create_test_db

    @contextmanager
    def alone():
        with closing((data / f"{MODELE}.verrou").open("w")) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def create_test_db(creation: BaseDatabaseCreation, *arguments, **options) -> str:
        with alone():
            name = create(creation, *arguments, **options)
            if not kept.exists():
                creation.connection.close()
                if creation.connection.vendor == "sqlite":
                    shutil.copyfile(name, kept)
                else:
                    _copy(creation, name, copied)
                    kept.touch()
                creation.connection.ensure_connection()
        return name

    def sqlite_start(creation: SQLite, *arguments, **options) -> str:
        name = sqlite_create(creation, *arguments, **options)
        if kept.exists():
            shutil.copyfile(kept, name)
        return name

    def postgresql_start(creation: PostgreSQL, cursor, parameters: dict[str, str], keepdb: bool = False) -> None:
        if kept.exists():
            parameters = {**parameters, "suffix": f"TEMPLATE {creation.connection.ops.quote_name(copied)}"}
        postgresql_create(creation, cursor, parameters, keepdb)

    sqlite_create, postgresql_create = SQLite._create_test_db, PostgreSQL._execute_create_test_db
    BaseDatabaseCreation.create_test_db = create_test_db
    SQLite._create_test_db = sqlite_start
    PostgreSQL._execute_create_test_db = postgresql_start


def _database() -> str:
    """Return the name of PostgreSQL's model: two runs on one server must not take one another's."""
    return f"{MODELE}_{settings.DATABASES['default']['NAME']}"


def _copy(creation: PostgreSQL, source: str, name: str) -> None:
    quote = creation.connection.ops.quote_name
    with creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(source)}")


def forget() -> None:
    """Drop PostgreSQL's model when every worker is done: the server may be somebody's own."""
    creation = connections["default"].creation
    if isinstance(creation, PostgreSQL):
        with creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {creation.connection.ops.quote_name(_database())} WITH (FORCE)")
