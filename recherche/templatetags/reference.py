"""Tags for what search engines read."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from recherche.referencement import absolue as adresse_absolue

register = template.Library()
# As Django's json_script does: no text may close the element.
_ECHAPPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def absolue(chemin: str) -> str:
    """Return the whole address of a page of the site."""
    return adresse_absolue(chemin)


@register.simple_tag
def donnees_liees(donnees: dict[str, Any]) -> SafeString:
    """Return the page's own words as JSON-LD: a block of data, that no policy takes for a script."""
    texte = json.dumps(donnees, ensure_ascii=False, separators=(",", ":")).translate(_ECHAPPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(texte))
