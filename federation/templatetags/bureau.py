"""The navigation of a federation's workspace, for the pages of every floor that belong to it."""

from typing import Any

from django import template

from comptes.models import Federation
from federation.bureau.rubriques import RUBRIQUES

register = template.Library()


@register.inclusion_tag("bureau/_rubriques.html")
def rubriques(federation: Federation, active: str = "") -> dict[str, Any]:
    """Show the sections of a federation's workspace; `active` is the key of the one shown."""
    liens = [(rubrique, rubrique.adresse(federation), rubrique.cle == active) for rubrique in RUBRIQUES]
    return {"federation": federation, "liens": liens, "accueil": not active}
