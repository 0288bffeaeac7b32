"""Short random immutable identifiers, for URLs, exports and calendars."""

import hashlib
import secrets
import uuid
from typing import Any

from django.db import models

# No vowel (no word by accident), nothing that is misread aloud or on paper (0/o, 1/l).
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LONGUEUR = 8


def nouvel_uid() -> str:
    """Return a new identifier: 8 characters, 2.8 × 10¹¹ possible values."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR))


def uid_de(graine: bytes) -> str:
    """Return the identifier that these bytes give, always the same; whoever does not know them cannot tell it."""
    reste = int.from_bytes(hashlib.sha256(graine).digest())
    lettres = []
    for _ in range(LONGUEUR):
        reste, rang = divmod(reste, len(ALPHABET))
        lettres.append(ALPHABET[rang])
    return "".join(lettres)


def uuid_de(graine: bytes) -> str:
    """Return the UUID that these bytes give, always the same: the identity of what has no uid."""
    return str(uuid.UUID(bytes=hashlib.sha256(graine).digest()[:16], version=4))


class UidField(models.CharField):
    """The public identifier of a row: drawn once, never changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=LONGUEUR, editable=False, default=nouvel_uid)
        kwargs.setdefault("unique", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for cle in ("max_length", "editable", "default"):
            kwargs.pop(cle, None)
        # Said even when it is False: a table of history holds the same uid many times.
        kwargs["unique"] = self.unique
        return name, path, args, kwargs
