"""Bad keys are said when the site starts, not when somebody is announced."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def cles_lisibles(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a key that is not 32 bytes in URL-safe base 64."""
    fautes: list[CheckMessage] = []
    for rang, cle in enumerate(settings.CLES_IDENTITES, start=1):
        try:
            Fernet(cle)
        except ValueError:
            fautes.append(
                Error(
                    f"CLES_IDENTITES: key {rang} is not a key.",
                    hint="See exemple.env, which says how to make one.",
                    id="orientations.E001",
                )
            )
    return fautes
