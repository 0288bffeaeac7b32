"""Encrypt what identifies somebody, with keys that only the environment holds.

The first key encrypts, all of them decrypt: a key is turned by putting a new one first, and `entretien` writes again
what an older one had written. Without the right key nothing is readable, and nothing fails.
"""

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def disponible() -> bool:
    """Tell whether there is a key: without one nobody is asked for anything."""
    return bool(settings.CLES_IDENTITES)


def _coffre() -> MultiFernet | None:
    return MultiFernet([Fernet(cle) for cle in settings.CLES_IDENTITES]) if settings.CLES_IDENTITES else None


def chiffrer(contenu: dict[str, Any]) -> str:
    """Return a token that only our keys open; RuntimeError when there is none."""
    coffre = _coffre()
    if coffre is None:
        raise RuntimeError("CLES_IDENTITES is not set: see exemple.env.")
    return coffre.encrypt(json.dumps(contenu, ensure_ascii=False).encode()).decode()


def dechiffrer(jeton: str) -> dict[str, str] | None:
    """Return what a token holds, or None: another key, no key, a token that was altered."""
    coffre = _coffre()
    if coffre is None:
        return None
    try:
        contenu = json.loads(coffre.decrypt(jeton.encode()))
    except (InvalidToken, ValueError):
        return None
    return {str(k): str(v) for k, v in contenu.items()} if isinstance(contenu, dict) else None


def tourner(jeton: str) -> str | None:
    """Return the same under the first key; None when it is already, or when no key opens it."""
    coffre = _coffre()
    if coffre is None:
        return None
    try:
        Fernet(settings.CLES_IDENTITES[0]).decrypt(jeton.encode())
    except InvalidToken:
        pass
    else:
        return None
    try:
        return coffre.rotate(jeton.encode()).decode()
    except InvalidToken:
        return None
