"""« Où manque-t-il une permanence ? », told again from its rules by plain loops: what the product must equal.

Nothing here is the product's: its own distance, its own grid, every point against every place.
"""

import math
from typing import NamedTuple

RAYON_TERRE = 6371.0088


class Commune(NamedTuple):
    code: str
    nom_plie: str
    population: int
    lat: float
    lon: float


def haversine(lat1, lon1, lat2, lon2):
    a1, a2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((a2 - a1) / 2) ** 2 + math.cos(a1) * math.cos(a2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * RAYON_TERRE * math.atan2(math.sqrt(h), math.sqrt(1 - h))


def points(commune, autres, km):
    """Return [(lat, lon, people)] of a commune; `autres` are all the other centres that are known."""
    plus_pres = min((haversine(commune.lat, commune.lon, a.lat, a.lon) for a in autres), default=99.0)
    portee = 0.0 if plus_pres > 20 else min(plus_pres, 10.0)
    lieux = [(commune.lat, commune.lon)]
    if commune.population > 40_000 or portee / 2 > km:
        pas = 1.0
        while len(lieux := noeuds(commune, autres, portee, pas)) > 40:
            pas *= 2
    parts = [commune.population * n // len(lieux) for n in range(len(lieux) + 1)]
    return [(lat, lon, parts[n + 1] - parts[n]) for n, (lat, lon) in enumerate(lieux)]


def noeuds(commune, autres, portee, pas):
    d_lat = pas / 111.195
    d_lon = d_lat / math.cos(math.radians(commune.lat))
    gardes = []
    for j in range(-12, 13):
        for i in range(-12, 13):
            lat, lon = commune.lat + j * d_lat, commune.lon + i * d_lon
            ici = haversine(lat, lon, commune.lat, commune.lon)
            if ici <= portee and all(haversine(lat, lon, a.lat, a.lon) >= ici for a in autres):
                gardes.append((lat, lon))
    return gardes


def reponse(territoire, alentours, ouverts, vaines, km):
    """Return ({code: (people far, points, points far, nearest km or None, gain)}, [codes ranked])."""
    toutes = {c.code: c for c in [*alentours, *territoire]}
    loin, comptes = [], {}
    for c in territoire:
        siens = points(c, [a for a in toutes.values() if a.code != c.code], km)
        eloignes = [p for p in siens if all(haversine(p[0], p[1], lat, lon) > km for lat, lon in ouverts)]
        loin += eloignes
        plus_pres = min((haversine(c.lat, c.lon, lat, lon) for lat, lon in ouverts), default=99.0)
        comptes[c.code] = (
            *(sum(p[2] for p in eloignes), len(siens), len(eloignes)),
            plus_pres if plus_pres <= 15 else None,
        )
    gains = {c.code: sum(h for lat, lon, h in loin if haversine(c.lat, c.lon, lat, lon) <= km) for c in territoire}
    rangs = sorted(
        (c for c in territoire if gains[c.code]),
        key=lambda c: (-gains[c.code], -vaines.get(c.code, 0), -c.population, c.nom_plie, c.code),
    )
    return {code: (*compte, gains[code]) for code, compte in comptes.items()}, [c.code for c in rangs]
