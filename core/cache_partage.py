"""A cache that several machines share: Django's own Redis backend, for a site that goes on without it.

Nothing is kept there that the database does not hold: when Redis does not answer, each process remembers by itself, as
a site that has no shared cache, and asks again ten seconds later.
"""

import logging
import pickle
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisSerializer
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PAUSE = 10.0  # seconds
_JOURNAL = logging.getLogger(__name__)


class Illisible(Exception):
    """What another version of the code has kept, and this one cannot read."""


class Serialiseur(RedisSerializer):
    """Django's, whose failures have a name."""

    def loads(self, data: Any) -> Any:
        try:
            return super().loads(data)
        except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, TypeError, ValueError) as e:
            raise Illisible from e


class CachePartage(RedisCache):
    """Redis, or this process's own memory for as long as Redis does not answer."""

    # Of the process: each of its threads has its own instance.
    _reprise = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "serializer": Serialiseur(),
            "protocol": 2,  # enough for keys and values, and spoken by every Redis and what replaces it
            # Half a second is long for what only saves time; one retry, for a connection closed meanwhile.
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
            "retry": Retry(NoBackoff(), 1),
        }
        super().__init__(server, {**params, "OPTIONS": options | params.get("OPTIONS", {})})
        self._secours = LocMemCache("secours", {"OPTIONS": {"MAX_ENTRIES": 2000}})

    def _essayer(self, nom: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= CachePartage._reprise:
            try:
                return getattr(super(), nom)(*args, **kwargs)
            except (RedisError, OSError) as erreur:
                CachePartage._reprise = time.monotonic() + PAUSE
                _JOURNAL.warning("cache partagé muet, chacun retient pour soi pendant %d s : %s", PAUSE, erreur)
        return getattr(self._secours, nom)(*args, **kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return self._essayer("get", key, default, version)
        except Illisible:
            return default

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        try:
            return self._essayer("get_many", keys, version)
        except Illisible:
            return {}

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._essayer("add", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._essayer("set", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return self._essayer("set_many", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return self._essayer("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._essayer("delete", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._essayer("delete_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return self._essayer("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> int:
        return self._essayer("incr", *args, **kwargs)

    def clear(self) -> None:
        self._secours.clear()
        self._essayer("clear")
