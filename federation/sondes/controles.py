"""A token that could be guessed is said when the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

LONGUEUR = 24


@register()
def jeton_long(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a METRIQUES_JETON that is short."""
    if not settings.METRIQUES_JETON or len(settings.METRIQUES_JETON) >= LONGUEUR:
        return []
    hint = "See exemple.env, which says how to make one."
    return [Error(f"METRIQUES_JETON has fewer than {LONGUEUR} characters.", hint=hint, id="federation.E001")]
