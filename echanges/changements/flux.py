"""The weeks as an Atom feed: who follows it learns what changed without coming back."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from comptes.context_processors import du_site
from core.etiquettes import etiquetee as core_etiquetee
from echanges.changements.models import Releve
from echanges.changements.views import derniers

etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)

Semaine = tuple[Releve, str]


class Flux(Feed):
    """One entry a week, a year of them."""

    feed_type = Atom1Feed
    language = "fr"
    title = "Ce qui change dans l’annuaire"
    subtitle = "Chaque semaine, les lieux et les activités nouveaux, changés ou retirés."

    def link(self) -> str:
        return settings.SITE_URL + reverse("echanges:changements")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("echanges:flux_changements")

    def items(self) -> list[Semaine]:
        return derniers()

    def item_title(self, item: Semaine) -> str:
        return f"Ce qui a changé {item[0].periode}"

    def item_description(self, item: Semaine) -> str:
        return item[1][:1].upper() + item[1][1:] + "."

    def item_link(self, item: Semaine) -> str:
        return settings.SITE_URL + item[0].get_absolute_url()

    def item_pubdate(self, item: Semaine) -> datetime:
        return item[0].fait_a

    def item_updateddate(self, item: Semaine) -> datetime:
        return item[0].fait_a


_FLUX = Flux()


@login_not_required
@require_safe
@etiquetee
def changements(request: HttpRequest) -> HttpResponse:
    """The feed."""
    return _FLUX(request)
