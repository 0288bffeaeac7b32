"""The map of a large network: cells made by the server, and the points themselves where few are in view (ADR 0020).

A cell is what 64 pixels show at its level, a zoom of the map: how many places, and where they are on average. The
same SQL gathers the whole country in advance (`pyramides.py`), and the part of it that a question with criteria is
about. Up to SEUIL places nothing of this serves: every point goes at once (`points.py`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from ateliers.models.traits import PLACES, bits, bits_des_valeurs
from core.delai import au_plus
from core.replique import lecture
from core.travailleur import PARIS
from recherche.conditions import Rectangle, Sql, dans, et, familles, instant, jour, socle
from recherche.criteres import Criteres
from recherche.lignes import COMPLETE
from recherche.models import Bloc, Pyramide
from recherche.ordre import Groupe, Trouvailles, Trouvee
from recherche.points import NATURES, PAR_DEGRE, charge, differences
from structures.models.lieux import bande
from structures.nomenclature import Nature

# As many points as the browser gathers by itself at once (docs/mesures.md); beyond, the server does.
SEUIL = 30_000
# What the map shows first, and at every zoom further out: all that answers, in as many cells as so few blocks hold. A
# country is at level 6, a region deeper.
NIVEAU_ENSEMBLE = 6
NIVEAUX_ENSEMBLE = (6, 8, 10)
BLOCS_ENSEMBLE = 12
# The last level gathered in advance: further in, a screen of the densest town holds some thousand places.
NIVEAU_FIN = 14
ZOOM_MAX = 22
# So few places in view are shown themselves, at any zoom; and no more activities are read to show them.
EXACTS = 1_500
ACTIVITES_MAX = 20_000
# The longest side of what may be asked, in cells: more than the widest screen.
COTE_MAX = 80
# What a question may cost the database; and how long a pyramid is given when no worker has made another.
SECONDES = 8.0
PERIME = timedelta(hours=30)

# The sides of a cell of level 0, in degrees: 64 of the 256 pixels of the world, about square at our latitudes. Exact
# in binary, so that every engine divides alike.
LARGEUR, HAUTEUR = 90.0, 61.875
BLOC = 8  # cells, the side of a block
MONDE = Rectangle(-90.0, 90.0, -180.0, 180.0)

_NATURE = PLACES["lieu_nature"].masque
_NATURES = {bits_des_valeurs("lieu_nature", (code,)): code for code, _ in NATURES}


class VueRefusee(ValueError):
    """What was asked of the map is no part of it; the message is for whoever asked, in French."""


class Amas(NamedTuple):
    """A cell: its row and column, how many places, their mean position in 1e-5 degree."""

    ligne: int
    colonne: int
    nombre: int
    latitude: int
    longitude: int


class Vue(NamedTuple):
    """A part of the map in whole cells of a level, the last row and column included."""

    niveau: int
    sud: int
    nord: int
    ouest: int
    est: int

    @property
    def rectangle(self) -> Rectangle:
        """The same in degrees."""
        largeur, hauteur = pas(self.niveau)
        return Rectangle(
            max(-90.0, (self.sud - 0.5) * hauteur),
            min(90.0, (self.nord + 0.5) * hauteur),
            max(-180.0, (self.ouest - 0.5) * largeur),
            min(180.0, (self.est + 0.5) * largeur),
        )


def pas(niveau: int) -> tuple[float, float]:
    """Return the width and the height of a cell, in degrees."""
    return LARGEUR / 2**niveau, HAUTEUR / 2**niveau


def vue_demandee(demande: Mapping[str, str]) -> Vue:
    """Read the part of the map that somebody asks for: `zoom`, and `sud`, `nord`, `ouest`, `est` in degrees.

    Raises VueRefusee, with its reason, for what is not a part of the map, or is more than a screen shows.
    """
    texte = demande.get("zoom", "")
    zoom = int(texte) if texte.isascii() and texte.isdigit() and len(texte) <= 2 else -1
    if not 0 <= zoom <= ZOOM_MAX:
        raise VueRefusee(f"« zoom » est un nombre entier de 0 à {ZOOM_MAX}.")
    sud, nord = (_degres(demande, nom, 90) for nom in ("sud", "nord"))
    ouest, est = (_degres(demande, nom, 180) for nom in ("ouest", "est"))
    if sud >= nord or ouest >= est:
        raise VueRefusee("« sud » est plus petit que « nord », « ouest » que « est ».")
    largeur, hauteur = pas(zoom)
    if (est - ouest) / largeur > COTE_MAX or (nord - sud) / hauteur > COTE_MAX:
        raise VueRefusee("Cette zone est trop grande pour ce zoom.")
    niveau = max(zoom, NIVEAU_ENSEMBLE)
    largeur, hauteur = pas(niveau)
    return Vue(niveau, round(sud / hauteur), round(nord / hauteur), round(ouest / largeur), round(est / largeur))


def _degres(demande: Mapping[str, str], nom: str, borne: int) -> float:
    texte = demande.get(nom, "")
    try:
        degres = float(texte) if len(texte) <= 24 else 999.0
    except ValueError:
        degres = 999.0
    if not -borne <= degres <= borne:  # nor « nan »
        raise VueRefusee(f"« {nom} » est un nombre de degrés, de -{borne} à {borne}.")
    return degres


# -------------------------------------------------------------------------------------------------- what the map shows
def ensemble(criteres: Criteres, *, version: int, now: datetime) -> dict[str, Any] | None:
    """Return all that answers as the map first shows it; None when it is few enough to be sent point by point."""
    if criteres.origine is not None:
        return None  # a radius holds no more
    pyramide = pyramide_de(criteres, now=now)
    if pyramide is not None:
        if pyramide.lieux <= SEUIL:
            return None
        niveau = _assez_loin(
            Bloc.objects.filter(pyramide=pyramide, niveau__in=NIVEAUX_ENSEMBLE).values_list("niveau", flat=True)
        )
        amas = lire(pyramide, niveau)
    elif au_dela(criteres, now=now):
        tous = amasser(criteres, NIVEAUX_ENSEMBLE, now=now)
        niveau = _assez_loin(n for n, _, _ in {(n, a.ligne // BLOC, a.colonne // BLOC) for n, a in tous})
        amas = [a for n, a in tous if n == niveau]
    else:
        return None
    return _en_amas(amas, niveau, MONDE) | _total(sum(a.nombre for a in amas), pyramide, version, now)


def _assez_loin(blocs: Iterable[int]) -> int:
    """Return the deepest level that shows everything in few blocks; each is told by its level."""
    combien = Counter(blocs)
    return max((n for n in NIVEAUX_ENSEMBLE if combien[n] <= BLOCS_ENSEMBLE), default=NIVEAU_ENSEMBLE)


def partie(criteres: Criteres, vue: Vue, *, now: datetime) -> dict[str, Any]:
    """Return what answers in a part of the map: the places themselves when they are few, else cells."""
    if vue.niveau <= NIVEAU_FIN and sans_critere(criteres):
        # In one reading: the pyramid may be made again meanwhile. None, and none in view, come to the same.
        amas = _lire(_laquelle(criteres, now=now), vue.niveau, vue)
        if sum(a.nombre for a in amas) > EXACTS:
            return _en_amas(amas, vue.niveau, vue.rectangle)
    trouvailles = points(criteres, vue.rectangle, now=now)
    if trouvailles is not None:
        return charge(trouvailles) | {"zone": vue.rectangle}
    amas = [a for _, a in amasser(criteres, [vue.niveau], vue, now=now)]
    return _en_amas(amas, vue.niveau, vue.rectangle)


def _en_amas(amas: Iterable[Amas], niveau: int, zone: Rectangle) -> dict[str, Any]:
    """Return cells as columns, as `points.charge` does places; from north to south: Tab goes that way."""
    ranges = sorted(amas, key=attrgetter("colonne"))
    ranges.sort(key=attrgetter("ligne"), reverse=True)
    _, _, nombres, latitudes, longitudes = zip(*ranges, strict=True) if ranges else ((),) * 5
    return {
        "natures": NATURES,
        "origine": None,
        "rayon": None,
        "niveau": niveau,
        "zone": zone,
        "amas": list(nombres),
        "lat": differences(latitudes),
        "lon": differences(longitudes),
    }


def _total(lieux: int, pyramide: Pyramide | None, version: int, now: datetime) -> dict[str, Any]:
    """Return how many places in all and, when data have changed since, the hour at which they were counted."""
    ancienne = pyramide is not None and (pyramide.version, pyramide.jour) != (version, now.astimezone(PARIS).date())
    comptes_a = f"{pyramide.faite_a.astimezone(PARIS):%-H h %M}" if pyramide is not None and ancienne else ""
    return {"n": lieux, "comptes_a": comptes_a.replace(" ", "\u00a0")}


# --------------------------------------------------------------------------------------------------------- in advance
def sans_critere(criteres: Criteres) -> bool:
    """Tell whether everything answers: all the network, or all of one federation."""
    return replace(criteres, tri="pres", origine=None, rayon_km=None, depuis=None) == Criteres(
        q=criteres.q, federation=criteres.federation
    )


def _laquelle(criteres: Criteres, *, now: datetime) -> Sql:
    """Return the key of what was gathered in advance for this question, unless that was too long ago."""
    qui = Sql("federation_id IS NULL")
    if criteres.federation:
        qui = Sql("federation_id = (SELECT id FROM comptes_federation WHERE slug = %s)", (criteres.federation,))
    return Sql(
        f"SELECT id FROM recherche_pyramide WHERE {qui.texte} AND faite_a > %s ORDER BY id LIMIT 1",
        (*qui.valeurs, instant(now - PERIME)),
    )


def pyramide_de(criteres: Criteres, *, now: datetime) -> Pyramide | None:
    """Return what was gathered in advance for this question; None when it was not, or too long ago."""
    if not sans_critere(criteres):
        return None
    cle = _laquelle(criteres, now=now)
    faites = Pyramide.objects.raw(f"SELECT * FROM recherche_pyramide WHERE id = ({cle.texte})", cle.valeurs)
    return next(iter(faites), None)


def lire(pyramide: Pyramide, niveau: int, vue: Vue | None = None) -> list[Amas]:
    """Return the cells of a level gathered in advance, those of a part of the map or all."""
    return _lire(Sql("%s", (pyramide.pk,)), niveau, vue)


def _lire(pyramide: Sql, niveau: int, vue: Vue | None) -> list[Amas]:
    """Return those of the pyramid that has this key; by hand, all decoded at once: a third of what models cost."""
    ou = [Sql(f"pyramide_id = ({pyramide.texte})", pyramide.valeurs), Sql("niveau = %s", (niveau,))]
    if vue is not None:
        bords = tuple(bord // BLOC for bord in vue[1:])
        ou.append(Sql("ligne BETWEEN %s AND %s AND colonne BETWEEN %s AND %s", bords))
    condition = et(ou)
    with lecture().cursor() as curseur:
        curseur.execute(f"SELECT amas FROM recherche_bloc WHERE {condition.texte}", condition.valeurs)
        blocs = ",".join(bloc for (bloc,) in curseur.fetchall())
    # One list of numbers, not one list a cell: so many would have the collector walk through all that is loaded.
    nombres = iter(json.loads(f"[{blocs.replace('[', '').replace(']', '')}]"))
    cellules: Iterable[tuple[int, ...]] = zip(*[nombres] * len(Amas._fields), strict=True)
    if vue is not None:
        _, sud, nord, ouest, est = vue
        cellules = (a for a in cellules if sud <= a[0] <= nord and ouest <= a[1] <= est)
    return list(map(Amas._make, cellules))


# --------------------------------------------------------------------------------------------------------- when asked
def _ou(criteres: Criteres, rectangle: Rectangle, *, now: datetime) -> Sql:
    """Return « answers the question in this part of the map »; the origin and the radius do not count."""
    # One by one, the bands of a whole country are hundreds of parameters, and spare nothing.
    ici = dans(rectangle) if rectangle.nord - rectangle.sud < 3 else _entre(rectangle)
    return et([ici, socle(criteres, today=now.astimezone(PARIS).date()), *familles(criteres, now=now).values()])


def _entre(rectangle: Rectangle) -> Sql:
    return Sql(
        "o.bande BETWEEN %s AND %s AND o.longitude BETWEEN %s AND %s AND o.latitude BETWEEN %s AND %s",
        (bande(rectangle.sud), bande(rectangle.nord), *rectangle[2:], *rectangle[:2]),
    )


def _demander(texte: str, valeurs: Sequence[Any], secondes: float) -> list[tuple[Any, ...]]:
    """Return the rows of a query that lasts no longer than that; raise TropLong."""
    connexion = lecture()
    with au_plus(connexion, secondes), connexion.cursor() as curseur:
        curseur.execute(texte, valeurs)
        return curseur.fetchall()


def au_dela(criteres: Criteres, *, now: datetime, secondes: float = SECONDES) -> bool:
    """Tell whether more than SEUIL places answer; they are counted no further."""
    ou = _ou(criteres, MONDE, now=now)
    lieux = f"SELECT DISTINCT o.lieu_id FROM ateliers_offre o WHERE {ou.texte} LIMIT {SEUIL + 1}"
    return _demander(f"SELECT COUNT(*) FROM ({lieux}) AS lieux", ou.valeurs, secondes)[0][0] > SEUIL


def amasser(
    criteres: Criteres,
    niveaux: Sequence[int],
    vue: Vue | None = None,
    *,
    now: datetime,
    secondes: float = SECONDES,
) -> list[tuple[int, Amas]]:
    """Gather what answers into the cells of each level, those of a part of the map or all: one reading of the data."""
    ou = _ou(criteres, vue.rectangle if vue else MONDE, now=now)
    bras = " UNION ALL ".join(
        f"SELECT {niveau}, ROUND(p.latitude / {pas(niveau)[1]!r}), ROUND(p.longitude / {pas(niveau)[0]!r}), COUNT(*),"
        " AVG(p.latitude), AVG(p.longitude) FROM p GROUP BY 2, 3"
        for niveau in niveaux
    )
    lignes = _demander(
        f"WITH p AS MATERIALIZED (SELECT DISTINCT o.lieu_id, o.latitude, o.longitude FROM ateliers_offre o"
        f" WHERE {ou.texte}) {bras}",
        ou.valeurs,
        secondes,
    )
    tous = (
        (niveau, Amas(int(ligne), int(colonne), n, round(lat * PAR_DEGRE), round(lon * PAR_DEGRE)))
        for niveau, ligne, colonne, n, lat, lon in lignes
    )
    if vue is None:
        return list(tous)
    # What is on the very edge is in the cell next door.
    return [(n, a) for n, a in tous if vue.sud <= a.ligne <= vue.nord and vue.ouest <= a.colonne <= vue.est]


def points(criteres: Criteres, rectangle: Rectangle, *, now: datetime) -> Trouvailles | None:
    """Return the places that answer in a part of the map, from north to south; None when that is too much to read."""
    ou = _ou(criteres, rectangle, now=now)
    lignes = _demander(
        "SELECT a.lieu_id, MIN(a.latitude), MIN(a.longitude), MIN(a.nature), MIN(a.complet), COUNT(*) FROM ("
        "SELECT o.lieu_id, o.latitude, o.longitude, o.traits_c & %s AS nature,"
        " CASE WHEN o.dispo_fiable_jusqu_au >= %s AND o.traits_c & %s > 0 THEN 1 ELSE 0 END AS complet"
        f" FROM ateliers_offre o WHERE {ou.texte} LIMIT {ACTIVITES_MAX + 1}) AS a GROUP BY a.lieu_id",
        (_NATURE, jour(now.astimezone(PARIS).date()), bits("etat", COMPLETE), *ou.valeurs),
        SECONDES,
    )
    if sum(ligne[-1] for ligne in lignes) > ACTIVITES_MAX:
        return None
    lignes.sort(key=lambda ligne: (-ligne[1], ligne[2], ligne[0]))
    groupes = (
        Groupe(lieu, (Trouvee(0, lieu, lat, lon, None, bool(complet), _NATURES.get(nature, Nature.AUTRE)),))
        for lieu, lat, lon, nature, complet, _ in lignes
    )
    return Trouvailles(tuple(groupes), (), None)
