"""What the answer is made of: communes, open places, unmet searches. Four queries, whatever the network."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from ateliers.nomenclature import THEMES
from comptes.models import Federation
from core.travailleur import PARIS
from recherche.conditions import Rectangle
from recherche.criteres import Criteres
from recherche.models import RechercheVaine
from recherche.queries import lieux_ou
from statistiques.manque.calcul import PORTEE_KM, Manques, manques
from statistiques.manque.territoire import PORTEE_MAX_KM, Centre
from structures.models import Commune
from structures.models.communes import departement_de
from structures.models.lieux import KM_PAR_DEGRE

UN_AN = timedelta(days=365)
# A place this far may be the nearest one of a point of a grid, itself this far from its centre.
MARGE_KM = PORTEE_KM + PORTEE_MAX_KM


def ou_manque(federation: Federation, criteres: Criteres, *, km: int, now: datetime) -> Manques:
    """Answer for the territory of a federation: its départements. Places of every federation count, beyond it too."""
    territoire, sans_centre = _centres(Commune.objects.of_departements(federation.departements))
    cadres = _cadres(territoire)
    alentours = _centres(_dans_les_cadres(cadres))[0] if cadres else []
    ouverts = lieux_ou(criteres, cadres, now=now)
    vaines = _vaines(federation, criteres, now.astimezone(PARIS).date())
    return replace(manques(territoire, alentours, ouverts, vaines, km=km), sans_centre=sans_centre)


def _centres(communes: QuerySet[Commune]) -> tuple[list[Centre], int]:
    """Return the communes whose centre is known, by code, and how many others there are."""
    lignes = communes.order_by("code_insee").values_list(
        "code_insee", "nom", "nom_plie", "population", "latitude", "longitude"
    )
    centres = [
        Centre(code, nom, plie, population or 0, latitude, longitude)
        for code, nom, plie, population, latitude, longitude in lignes
        if latitude is not None and longitude is not None
    ]
    return centres, len(lignes) - len(centres)


def _cadres(territoire: Sequence[Centre]) -> list[Rectangle]:
    """Return rectangles around the départements, apart when they do not meet: what lies between is not brought in."""
    par_departement: dict[str, list[Centre]] = {}
    for commune in territoire:
        par_departement.setdefault(departement_de(commune.code), []).append(commune)
    cadres: list[Rectangle] = []
    for communes in par_departement.values():
        latitudes = [c.latitude for c in communes]
        longitudes = [c.longitude for c in communes]
        d_lat = MARGE_KM / KM_PAR_DEGRE
        d_lon = d_lat / max(0.01, math.cos(math.radians(max(abs(lat) for lat in latitudes) + d_lat)))
        cadre = Rectangle(
            min(latitudes) - d_lat, max(latitudes) + d_lat, min(longitudes) - d_lon, max(longitudes) + d_lon
        )
        # One that has grown may meet another.
        while touches := [c for c in cadres if _se_touchent(c, cadre)]:
            cadres = [c for c in cadres if c not in touches]
            suds, nords, ouests, ests = zip(*touches, cadre, strict=True)
            cadre = Rectangle(min(suds), max(nords), min(ouests), max(ests))
        cadres.append(cadre)
    return cadres


def _se_touchent(un: Rectangle, autre: Rectangle) -> bool:
    return un.sud <= autre.nord and autre.sud <= un.nord and un.ouest <= autre.est and autre.ouest <= un.est


def _dans_les_cadres(cadres: Sequence[Rectangle]) -> QuerySet[Commune]:
    ou = Q()
    for cadre in cadres:
        ou |= Q(latitude__range=(cadre.sud, cadre.nord), longitude__range=(cadre.ouest, cadre.est))
    return Commune.objects.filter(ou)


def _vaines(federation: Federation, criteres: Criteres, today: date) -> dict[str, int]:
    """Count, by commune, the searches of twelve months that found nothing: on the themes asked for, or on all."""
    recherches = RechercheVaine.objects.filter(
        jour__gt=today - UN_AN, jour__lte=today, commune__departement__in=federation.departements
    )
    if themes := THEMES.codes(criteres.themes_cherches):
        recherches = recherches.filter(theme__in=themes)
    return dict(recherches.order_by().values_list("commune").annotate(n=Count("pk")))
