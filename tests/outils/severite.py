"""Make Django severe: what a template or an order forgets fails in a test, not at somebody's desk."""

import random
import sys
from pathlib import Path

from django.db.models import QuerySet

# Templates that are not ours and that lean on unknown variables being empty.
FOREIGN_TEMPLATES = ("django/contrib/", "simple_history/", "django_filters/", "leaflet/")


class UnknownTemplateVariable(AssertionError):
    """A template of ours names a variable that its view does not give."""


class FailOnUnknown(str):
    """Stand for `string_if_invalid`: raise as soon as one of our templates shows an unknown variable.

    Django asks `"%s" in value`, then `value % variable`. A filter that is made for absence
    (`default`, `default_if_none`) is the template's own answer, and is left alone.
    """

    __slots__ = ()

    def __contains__(self, key: str) -> bool:
        return key == "%s"

    def __mod__(self, variable: object) -> str:
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        filters = getattr(expression, "filters", [])
        if filters and filters[0][0].__name__ in {"default", "default_if_none"}:
            return ""
        context = frame.f_locals.get("context")
        # render_context.template is the file at work, context.template the page that includes it.
        template = getattr(getattr(context, "render_context", None), "template", None)
        origin = str(getattr(getattr(template, "origin", None), "name", "?"))
        if any(part in Path(origin).as_posix() for part in FOREIGN_TEMPLATES):
            return ""
        raise UnknownTemplateVariable(f"« {variable} » is unknown in {origin}")


def change_settings(settings, data: Path) -> None:
    """Change, before Django is set up, what tests need otherwise than production."""
    # A worker of xdist has read the settings in the environment of its parent: its files are its own all the same.
    settings.DATA_DIR, settings.EMAIL_FILE_PATH = data, str(data / "courrier")
    settings.STATIC_ROOT, settings.MEDIA_ROOT = data / "statiques", data / "fichiers"
    # Not Argon2: a hundred sign-ins must not take a minute.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Hashed names are a 404 with live_server, and need collectstatic.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailOnUnknown("%s")
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # A file, as in production: in memory, live_server's threads would share one connection.
        database.setdefault("TEST", {})["NAME"] = str(data / "tests.sqlite3")
        database["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
    # Whoever tries everything asks more than a program would; the limit has its own test.
    settings.API_PAR_MINUTE = 1_000_000
    # A kept connection would hold the database open when its thread is gone.
    database["CONN_MAX_AGE"] = 0


def shuffle_unordered_querysets() -> None:
    """Return the rows of a queryset without an order in any order, as PostgreSQL is allowed to."""
    fetch_all = QuerySet._fetch_all

    def shuffled(queryset: QuerySet) -> None:
        fresh = queryset._result_cache is None
        fetch_all(queryset)
        if fresh and queryset._result_cache and not queryset.ordered:
            random.shuffle(queryset._result_cache)

    QuerySet._fetch_all = shuffled


def drop_databases_at_once() -> None:
    """Drop PostgreSQL's test databases whoever is still there: a browser's last connection, a worker just killed."""
    from django.db.backends.postgresql.creation import DatabaseCreation

    def drop(creation: DatabaseCreation, name: str, verbosity: int) -> None:
        with creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {creation.connection.ops.quote_name(name)} WITH (FORCE)")

    DatabaseCreation._destroy_test_db = drop
