"""Signed links of three kinds; see rule 4 of the architecture and docs/adr.

* sign-in: 15 minutes, single use. The GET shows a button, the POST consumes: mail scanners follow every link.
* action: one person × one object × one purpose, 30 days; the membership is checked again, the POST is idempotent.
* mise en relation: its page until it closes; the page itself knows whether it is closed.
"""

import hashlib
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction

from core.models import LienConsomme

DEJA_SERVI = "Ce lien a déjà servi. Demandez-en un nouveau."


class Genre(Enum):
    CONNEXION = ("connexion", timedelta(minutes=15))
    ACTION = ("action", timedelta(days=30))
    MISE_EN_RELATION = ("relation", None)

    @property
    def sel(self) -> str:
        return f"core.liens.{self.value[0]}"

    @property
    def duree(self) -> timedelta | None:
        return self.value[1]


class LienRefuse(Exception):
    """The link is altered, of another kind, expired or already used; `str()` says it in French."""


def signer(genre: Genre, **charge: Any) -> str:
    """Return a token, safe in a URL, that holds these JSON values."""
    return signing.dumps(charge, salt=genre.sel, compress=True)


def lire(genre: Genre, jeton: str) -> dict[str, Any]:
    """Return what a token holds, or raise LienRefuse; reading never consumes."""
    try:
        return signing.loads(jeton, salt=genre.sel, max_age=genre.duree)
    except signing.SignatureExpired as erreur:
        raise LienRefuse("Ce lien a expiré. Demandez-en un nouveau.") from erreur
    except (signing.BadSignature, ValueError) as erreur:
        raise LienRefuse("Ce lien n’est pas valable. Vérifiez qu’il est entier.") from erreur


def verifier(genre: Genre, jeton: str) -> dict[str, Any]:
    """Return what a token holds if it would still be accepted; LienRefuse when it has been spent."""
    charge = lire(genre, jeton)
    if LienConsomme.objects.filter(empreinte=_empreinte(jeton)).exists():
        raise LienRefuse(DEJA_SERVI)
    return charge


def consommer(genre: Genre, jeton: str, *, now: datetime) -> dict[str, Any]:
    """Return what a token holds and spend it: a second call raises LienRefuse."""
    charge = lire(genre, jeton)
    try:
        with transaction.atomic():
            LienConsomme.objects.create(empreinte=_empreinte(jeton), consomme_a=now)
    except IntegrityError as erreur:
        raise LienRefuse(DEJA_SERVI) from erreur
    return charge


def _empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode("utf-8", "surrogatepass")).hexdigest()
