"""What `manage.py check` says of a configuration that could not work."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, Error, connections

from core.replique import REPLIQUE


def _adresse(alias: str) -> tuple[Any, ...]:
    base = settings.DATABASES[alias]
    options = base.get("OPTIONS", {})
    return (base.get("HOST") or options.get("host"), base.get("PORT") or options.get("port"), base.get("NAME"))


@checks.register(checks.Tags.compatibility)
def replique(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse a replica that could not be one."""
    if REPLIQUE not in settings.DATABASES:
        return []
    moteurs = {settings.DATABASES[alias]["ENGINE"] for alias in (DEFAULT_DB_ALIAS, REPLIQUE)}
    if moteurs != {"django.db.backends.postgresql"}:
        conseil = "Leave it empty, or give both variables a postgres:// address."
        return [checks.Error("DATABASE_REPLICA_URL needs PostgreSQL, as DATABASE_URL.", hint=conseil, id="core.E001")]
    if _adresse(DEFAULT_DB_ALIAS) == _adresse(REPLIQUE):
        conseil = "Give the replica's address, or leave the variable empty."
        return [checks.Error("DATABASE_REPLICA_URL is DATABASE_URL itself.", hint=conseil, id="core.E002")]
    return []


@checks.register(checks.Tags.database)
def replique_suit(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Tell, when asked with `--database replique`, whether the replica answers and follows."""
    if REPLIQUE not in (databases or ()) or REPLIQUE not in settings.DATABASES or replique(None):
        return []
    try:
        with connections[REPLIQUE].cursor() as curseur:
            curseur.execute("SELECT pg_is_in_recovery()")
            (suit,) = curseur.fetchone()
    except Error as erreur:
        conseil = "The site reads the primary meanwhile."
        return [checks.Warning(f"The replica does not answer: {erreur}", hint=conseil, id="core.W001")]
    if not suit:
        conseil = "It is never read so. Promoted on purpose: put its address in DATABASE_URL."
        return [checks.Warning("The replica follows no primary.", hint=conseil, id="core.W002")]
    return []


@checks.register(checks.Tags.caches)
def cache_partage(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse a shared cache that is no Redis."""
    if not settings.CACHE_URL or urlsplit(settings.CACHE_URL).scheme in ("redis", "rediss", "unix"):
        return []
    conseil = "redis://:password@host:6379/0 (rediss:// over TLS), or nothing for each process's own memory."
    return [checks.Error("CACHE_URL is not the address of a Redis.", hint=conseil, id="core.E003")]
