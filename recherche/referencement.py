"""What search engines read: the map of the site, and each page's own words as schema.org says them.

Only what the page shows, and never a person: who receives is told by function, on the page alone.
Source: schema.org (Place, Service, Event, OpeningHoursSpecification), sitemaps.org.
"""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ateliers.models import Offre, Seance
from ateliers.nomenclature import Nature, Tarif
from ateliers.seances import regle_du_lieu
from core.travailleur import PARIS
from recherche.fiche_lieu import FicheLieu
from recherche.fiche_offre import FicheOffre
from structures.horaires.creneaux import semaine_simple
from structures.models import Lieu

JOURS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CONTEXTE = "https://schema.org"
SEANCES_MAX = 5


def absolue(chemin: str) -> str:
    """Return the one whole address of a page of the site."""
    return settings.SITE_URL + chemin


# ------------------------------------------------------------------------------------ each page
def lieu_partage(fiche: FicheLieu) -> dict[str, str]:
    """Return what a shared link says of a place; its own words may name somebody: they are not taken."""
    quoi = f"{fiche.nature_label}, {fiche.commune}"
    return {
        "titre": f"{fiche.nom}, {fiche.commune}",
        "description": f"{quoi}. Horaires, téléphone, activités et accès.",
        "image": fiche.photo_url,
    }


def offre_partagee(fiche: FicheOffre) -> dict[str, str]:
    """Return what a shared link says of an activity, as above."""
    quand = f"{fiche.horaires_phrase}. " if fiche.horaires_phrase else ""
    themes = f" : {', '.join(fiche.themes)}" if fiche.themes else ""
    return {
        "titre": f"{fiche.nom}, {fiche.lieu.nom}" if fiche.lieu else fiche.nom,
        "description": f"{fiche.nature_label}{themes}. {quand}Pour qui, à quel prix, comment venir.",
        "image": "",
    }


def lieu_lie(lieu: Lieu, fiche: FicheLieu) -> dict[str, Any]:
    """Return a place as a schema.org Place; {} for one that no longer is, or not yet."""
    if fiche.disparu or fiche.brouillon:
        return {}
    return {"@context": CONTEXTE, **_lieu(lieu), **_sans_vides({
        "description": fiche.presentation,
        "telephone": fiche.telephone_href.removeprefix("tel:"),
        "image": absolue(fiche.photo_url) if fiche.photo_url else "",
        "sameAs": fiche.site_web,
        "openingHoursSpecification": _heures(lieu) if not fiche.suspendu else [],
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": nom, "value": True} for nom in fiche.accessibilite
        ],
    })}  # fmt: skip


def offre_liee(offre: Offre, fiche: FicheOffre, *, now: datetime) -> dict[str, Any]:
    """Return an activity as a Service, with its next sessions as Events when people gather there; {} as above."""
    if fiche.disparu or fiche.brouillon:
        return {}
    ou = _lieu(offre.lieu) if offre.lieu else None
    commun = _sans_vides({"isAccessibleForFree": True if offre.tarif == Tarif.GRATUIT else None})
    service = {
        "@type": "Service",
        "@id": absolue(offre.get_absolute_url()),
        "url": absolue(offre.get_absolute_url()),
        "name": offre.nom,
        "provider": {"@type": "Organization", "name": offre.structure.nom},
        **_sans_vides({
            "serviceType": ", ".join(fiche.themes),
            "description": offre.presentation,
            "availableChannel": {"@type": "ServiceChannel", "serviceLocation": ou} if ou else None,
        }),
        **commun,
    }  # fmt: skip
    if offre.nature not in (Nature.ATELIER, Nature.CYCLE, Nature.EVENEMENT) or not ou:
        return {"@context": CONTEXTE, **service}
    evenements = [
        {
            "@type": "Event",
            "name": offre.nom,
            "url": absolue(offre.get_absolute_url()),
            "startDate": seance.debut.astimezone(PARIS).isoformat(),
            "endDate": seance.fin.astimezone(PARIS).isoformat(),
            "eventStatus": f"{CONTEXTE}/Event{'Cancelled' if seance.statut == Seance.Statut.ANNULEE else 'Scheduled'}",
            "eventAttendanceMode": f"{CONTEXTE}/OfflineEventAttendanceMode",
            "location": ou,
            "organizer": service["provider"],
            **commun,
        }
        for seance in _prochaines(offre, now)
    ]
    return {"@context": CONTEXTE, "@graph": [service, *evenements]}


def _prochaines(offre: Offre, now: datetime) -> list[Seance]:
    debut = offre.visible_des or timezone.localdate(now)
    return list(Seance.objects.filter(offre=offre, fin__gt=now, jour__gte=debut).order_by("debut", "pk")[:SEANCES_MAX])


def _lieu(lieu: Lieu) -> dict[str, Any]:
    return {
        "@type": "Place",
        "@id": absolue(lieu.get_absolute_url()),
        "url": absolue(lieu.get_absolute_url()),
        "name": lieu.nom,
        "address": _sans_vides({
            "@type": "PostalAddress",
            "streetAddress": lieu.adresse,
            "postalCode": lieu.code_postal,
            "addressLocality": lieu.commune.nom,
            "addressCountry": "FR",
        }),
        "geo": {"@type": "GeoCoordinates", "latitude": lieu.latitude, "longitude": lieu.longitude},
    }  # fmt: skip


def _heures(lieu: Lieu) -> list[dict[str, Any]]:
    """Return the weekly hours, when every week is the same: schema.org has no word for the others."""
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [JOURS[jour] for jour in jours],
            "opens": _heure(plage.debut),
            "closes": _heure(plage.fin),
        }
        for jours, plages in semaine_simple(regle_du_lieu(lieu))
        for plage in plages
    ]


def _heure(minutes: int) -> str:
    heures, reste = divmod(minutes % 1440, 60)
    return f"{heures:02d}:{reste:02d}"


def _sans_vides(champs: dict[str, Any]) -> dict[str, Any]:
    return {cle: valeur for cle, valeur in champs.items() if valeur not in ("", None, [])}


# ------------------------------------------------------------------------------------ the map of the site
class _Plan(Sitemap):
    """Addresses begin as SITE_URL says, whatever the request's host."""

    limit = 10_000

    @property
    def protocol(self) -> str:  # type: ignore[override]
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_latest_lastmod(self) -> None:
        """Say nothing in the list of the parts: it would read every row."""


class PlanPages(_Plan):
    def items(self) -> list[str]:
        noms = ("accueil", "ecrivains_publics", "conseillers_numeriques", "sans_internet", "aide", "accessibilite")
        return [*(f"recherche:{nom}" for nom in noms), "echanges:opendata", "echanges:changements"]

    def location(self, item: str) -> str:
        return reverse(item)


class PlanLieux(_Plan):
    def items(self) -> QuerySet[Lieu]:
        return Lieu.objects.published(timezone.localdate()).order_by("pk").only("uid", "nom", "verifie_le")

    def lastmod(self, item: Lieu) -> date | None:
        return item.verifie_le


class PlanOffres(_Plan):
    def items(self) -> QuerySet[Offre]:
        return Offre.objects.published(timezone.localdate()).order_by("pk").only("uid", "nom", "verifie_le")

    def lastmod(self, item: Offre) -> date | None:
        return item.verifie_le


PLANS: "dict[str, type[Sitemap[Any]] | Sitemap[Any]]" = {"pages": PlanPages, "lieux": PlanLieux, "offres": PlanOffres}


def parties() -> list[SitemapIndexItem]:
    """Return the addresses of the parts of the map."""
    return [
        SitemapIndexItem(absolue(reverse("recherche:plan_partie", args=[nom]) + (f"?p={page}" if page > 1 else "")))
        for nom, plan in (("pages", PlanPages()), ("lieux", PlanLieux()), ("offres", PlanOffres()))
        for page in plan.paginator.page_range
    ]
