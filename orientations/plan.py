"""A sketch of where the place is, drawn without tiles: its commune, those around it, north and a scale.

Text is 14 units of the viewBox, which the style sheet prints at one point a unit: as legible as the rest.
"""

import math
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from structures.models import Commune, Lieu
from structures.models.lieux import KM_PAR_DEGRE, distance_km

LARGEUR, HAUTEUR = 380, 132
MARGE_X, MARGE_Y = 14, 18
LETTRE, LIGNE = 7.4, 17  # what a letter and a line take, at 14 units
AUTOUR_KM = 9.0
NOMS_MAX = 7
ECHELLES_KM = (0.5, 1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class _Boite:
    x1: float
    y1: float
    x2: float
    y2: float

    def touche(self, autre: "_Boite") -> bool:
        return self.x1 < autre.x2 and autre.x1 < self.x2 and self.y1 < autre.y2 and autre.y1 < self.y2

    @property
    def dedans(self) -> bool:
        return self.x1 >= 2 and self.y1 >= 2 and self.x2 <= LARGEUR - 2 and self.y2 <= HAUTEUR - 2


def communes_autour(lieu: Lieu, *, maximum: int = NOMS_MAX) -> list[Commune]:
    """Return the communes whose centre is near, nearest first, the place's own always first."""
    d_lat = AUTOUR_KM / KM_PAR_DEGRE
    d_lon = d_lat / max(0.01, math.cos(math.radians(lieu.latitude)))
    autour = Commune.objects.filter(
        latitude__range=(lieu.latitude - d_lat, lieu.latitude + d_lat),
        longitude__range=(lieu.longitude - d_lon, lieu.longitude + d_lon),
    )

    def loin(commune: Commune) -> tuple[bool, float, str]:
        km = distance_km(lieu.latitude, lieu.longitude, commune.latitude or 0, commune.longitude or 0)
        return commune.pk != lieu.commune_id, km, commune.pk

    return sorted(autour, key=loin)[:maximum]


def plan(lieu: Lieu, communes: list[Commune]) -> SafeString:
    """Return the sketch as SVG: nothing in it is coloured by a style attribute, which the CSP refuses."""
    points = [(c.nom, c.latitude, c.longitude) for c in communes if c.latitude is not None and c.longitude is not None]
    if not points:
        return SafeString("")
    cos = math.cos(math.radians(lieu.latitude))
    est = [(lon - lieu.longitude) * cos * KM_PAR_DEGRE for _, _, lon in points]
    nord = [(lat - lieu.latitude) * KM_PAR_DEGRE for _, lat, _ in points]
    # The nearest four decide the scale; the others are named when they fall inside.
    vus = min(4, len(points))
    par_km = min(
        (LARGEUR / 2 - MARGE_X - 40) / max(0.4, *(abs(x) for x in est[:vus])),
        (HAUTEUR / 2 - MARGE_Y) / max(0.4, *(abs(y) for y in nord[:vus])),
    )
    cx, cy = LARGEUR / 2, HAUTEUR / 2
    pris = [_Boite(cx - 11, cy - 22, cx + 11, cy + 6), _Boite(LARGEUR - 26, 0, LARGEUR, 40), _Boite(0, 106, 120, 132)]
    # The nearest stop has no position: its name stands in the corner, when it is short enough to be read there.
    arret = lieu.arret if len(lieu.arret) * LETTRE <= LARGEUR - 150 else ""
    if arret:
        pris.append(_Boite(LARGEUR - 16 - len(arret) * LETTRE, 106, LARGEUR, HAUTEUR))
    noms = []
    for (nom, _, _), x, y in zip(points, est, nord, strict=True):
        px, py = cx + x * par_km, cy - y * par_km
        if place := _place(nom, px, py, pris):
            noms.append((f"{px:.1f}", f"{py:.1f}", f"{place.x1:.1f}", f"{place.y2 - 4:.1f}", nom))
            pris.append(place)
    barre = max((km for km in ECHELLES_KM if km * par_km <= 100), default=ECHELLES_KM[0])
    return format_html(
        '<svg class="plan-dessin" viewBox="0 0 {} {}" width="{}" height="{}" aria-hidden="true" focusable="false">'
        '<rect class="plan-fond" x=".5" y=".5" width="{}" height="{}" rx="6"/>{}'
        '<path class="plan-ici" d="M{} {}c-6-7-9-10-9-14a9 9 0 1 1 18 0c0 4-3 7-9 14z"/>'
        '<path class="plan-nord" d="M{} 8l5 13-5-3-5 3z"/><text x="{}" y="36" text-anchor="middle">N</text>'
        '<path class="plan-echelle" d="M10 118v4h{}v-4"/><text x="{}" y="124">{}</text>'
        '<text x="{}" y="124" text-anchor="end">{}</text></svg>',
        LARGEUR,
        HAUTEUR,
        LARGEUR,
        HAUTEUR,
        LARGEUR - 1,
        HAUTEUR - 1,
        format_html_join("", '<circle cx="{}" cy="{}" r="2.5"/><text x="{}" y="{}">{}</text>', noms),
        cx,
        cy,
        LARGEUR - 13,
        LARGEUR - 13,
        f"{barre * par_km:.1f}",
        f"{barre * par_km + 16:.1f}",
        f"{barre} km" if barre >= 1 else "500 m",
        LARGEUR - 8,
        arret,
    )


def _place(nom: str, x: float, y: float, pris: list[_Boite]) -> _Boite | None:
    """Return where a name fits beside its point: right, left, above or below; None when nowhere."""
    large = len(nom) * LETTRE
    for gauche, haut in ((x + 6, y - 9), (x - 6 - large, y - 9), (x - large / 2, y - 22), (x - large / 2, y + 5)):
        boite = _Boite(gauche, haut, gauche + large, haut + LIGNE)
        if boite.dedans and not any(boite.touche(autre) for autre in pris):
            return boite
    return None
