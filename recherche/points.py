"""The map's data: all matching places in one compact payload, one place's sheet, the names of the communes.

The payload is columns of small integers, each but the first written as its difference from the one before: 7 bytes a
place once gzipped, against 27 for GeoJSON (20,000 places). `static/js/carte-points.js` reads it back.
"""

from collections.abc import Sequence
from datetime import date
from itertools import chain
from operator import sub
from typing import Any

from django.db.models import F, Max, Min

from comptes.models import Federation
from recherche.criteres import Origine
from recherche.ordre import Groupe, Trouvailles
from recherche.phrases import nature_en_francais, telephone_de
from structures.models import Commune, Lieu
from structures.models.lieux import KM_PAR_DEGRE
from structures.nomenclature import Nature

# 1e-5 degree is a metre: as near as a pin can be.
PAR_DEGRE = 100_000
# Places are sorted by bands of 0.05 degree, then west to east: neighbours follow one another, so differences are small.
BANDE = 5_000
NATURES = [(str(code), str(label)) for code, label in Nature.choices]
_RANG = {code: i for i, (code, _) in enumerate(NATURES)}
COMPLET = len(NATURES)
# The first places of the list carry their names, so that their pins speak at once; the others' are asked one by one.
NOMS_MAX = 300
COMMUNES_MAX = 3_000
VOISINAGE_KM = 15


def charge(trouvailles: Trouvailles, origine: Origine | None = None) -> dict[str, Any]:
    """Return the payload of the map, in one query.

    `pk`, `lat`, `lon` are differences (latitudes and longitudes in 1e-5 degree); `etat` has one digit a place: the
    index of its nature in `natures`, plus 4 when all that matches there is full. `premiers` holds, in the order of the
    list, the first places: `i` is their index in the columns, `commune` an index in `communes`.
    """
    groupes = trouvailles.groupes
    # Bands from south to north, each from west to east.
    lignes = sorted(_ligne(groupe, rang) for rang, groupe in enumerate(groupes))
    place = {rang: i for i, (*_, rang) in enumerate(lignes)}
    _, longitudes, pks, latitudes, etats, _ = zip(*lignes, strict=True) if lignes else ((),) * 6
    return {
        "n": len(lignes),
        "natures": NATURES,
        "origine": [origine.latitude, origine.longitude, origine.nom] if origine else None,
        "rayon": trouvailles.rayon_km,
        "pk": differences(pks),
        "lat": differences(latitudes),
        "lon": differences(longitudes),
        "etat": "".join(map(str, etats)),
        **_premiers([g.lieu_id for g in groupes[:NOMS_MAX]], place),
    }


def _ligne(groupe: Groupe, rang: int) -> tuple[int, int, int, int, int, int]:
    """Return a place as its band, longitude, key, latitude, digit and rank in the list; positions in 1e-5 degree."""
    t = groupe.trouvees[0]  # an activity at a place always has its position
    latitude, longitude = round((t.latitude or 0.0) * PAR_DEGRE), round((t.longitude or 0.0) * PAR_DEGRE)
    etat = _RANG.get(t.nature, _RANG[Nature.AUTRE]) + (COMPLET if groupe.complet else 0)
    return latitude // BANDE, longitude, groupe.lieu_id, latitude, etat, rang


def differences(valeurs: Sequence[int]) -> list[int]:
    """Return each value as its difference from the one before."""
    return list(map(sub, valeurs, chain((0,), valeurs)))


def _premiers(pks: Sequence[int], place: dict[int, int]) -> dict[str, Any]:
    """Return the names of the first places of the list, in its order."""
    lieux = {
        pk: (uid, nom, commune)
        for pk, uid, nom, commune in Lieu.objects.filter(pk__in=pks)
        .order_by()
        .values_list("pk", "uid", "nom", "commune__nom")
    }
    rangs = [rang for rang, pk in enumerate(pks) if pk in lieux]
    communes = sorted({commune for _, _, commune in lieux.values()})
    indices = {nom: i for i, nom in enumerate(communes)}
    return {
        "communes": communes,
        "premiers": {
            "i": [place[rang] for rang in rangs],
            "uid": [lieux[pks[rang]][0] for rang in rangs],
            "nom": [lieux[pks[rang]][1] for rang in rangs],
            "commune": [indices[lieux[pks[rang]][2]] for rang in rangs],
        },
    }


def fiche_point(pk: int, today: date) -> dict[str, str] | None:
    """Return what a pin says when it is opened; None when the place is not published today."""
    lieu = Lieu.objects.published(today).select_related("structure", "commune").filter(pk=pk).first()
    if lieu is None:
        return None
    telephone, href = telephone_de(lieu.telephone, lieu.structure.telephone)
    return {
        "nom": lieu.nom,
        "uid": lieu.uid,
        "url": lieu.get_absolute_url(),
        "adresse": ", ".join(lieu.adresse_lignes),
        "commune": lieu.commune.nom,
        "nature_label": nature_en_francais(lieu),
        "telephone": telephone,
        "telephone_href": href,
    }


def communes() -> list[list[Any]]:
    """Return [name, latitude, longitude, population] of the federations' communes and of those around, biggest first.

    « Around » is the box of the federations' départements, widened; without any département, everywhere.
    """
    choisies = Commune.objects.filter(latitude__isnull=False)
    codes = sorted({code for liste in Federation.objects.values_list("departements", flat=True) for code in liste})
    bornes = choisies.of_departements(codes).aggregate(
        sud=Min("latitude"), nord=Max("latitude"), ouest=Min("longitude"), est=Max("longitude")
    )
    if bornes["sud"] is not None:
        d_lat = VOISINAGE_KM / KM_PAR_DEGRE
        d_lon = d_lat * 1.5  # a degree of longitude is about two thirds of one of latitude in France
        choisies = choisies.filter(
            latitude__range=(bornes["sud"] - d_lat, bornes["nord"] + d_lat),
            longitude__range=(bornes["ouest"] - d_lon, bornes["est"] + d_lon),
        )
    lignes = choisies.order_by(F("population").desc(nulls_last=True), "code_insee")
    return [
        [nom.removesuffix(" Arrondissement"), round(latitude, 4), round(longitude, 4), population or 0]
        for nom, latitude, longitude, population in lignes.values_list("nom", "latitude", "longitude", "population")[
            :COMMUNES_MAX
        ]
        if latitude is not None and longitude is not None
    ]
