"""The map, as an SVG that needs no script and prints: communes as circles, sized by population."""

import math
from dataclasses import dataclass

from statistiques.manque.calcul import Ligne, Manques
from statistiques.manque.phrases import en_personnes, en_pourcent

LARGEUR = 720.0
MARGE = 34.0
RAYON_MAX, RAYON_MIN = 26.0, 4.0
RAYON_DU_NUMERO = 10.0
NUMEROS = 5  # of the ranking, that are written in their circle
NOMS = 18
COMMUNES_MAX = 400
ETENDUE_MAX = 5.0  # degrees: beyond, a circle says nothing
LETTRE, LIGNE = 6.4, 13.0  # what a name takes

# From what share on, and what it is called.
NIVEAUX = ((0.0, "personne"), (0.25, "moins d’un quart"), (0.75, "d’un quart à trois quarts"), (1.0, "presque tous"))


@dataclass(frozen=True, slots=True)
class Cercle:
    """A commune, every number already written."""

    x: str
    y: str
    rayon: str
    niveau: int
    titre: str
    numero: int | None
    x_numero: str
    dehors: bool  # the number stands beside a circle that is too small for it
    nom: str  # "" when there is no room for it
    x_nom: str
    y_nom: str


@dataclass(frozen=True, slots=True)
class Carte:
    """What the template draws; paths are those of one mark for each point."""

    hauteur: str
    cercles: list[Cercle]
    lieux: str
    loin: str
    description: str


def carte(reponse: Manques, nom: str) -> Carte | None:
    """Return the map; None when the territory is too wide, or too full, for circles to be read."""
    lignes = reponse.lignes
    if not 0 < len(lignes) <= COMMUNES_MAX:
        return None
    plan = _Plan([ligne.commune.position for ligne in lignes])
    if plan.etendue > ETENDUE_MAX:
        return None
    plus = max(ligne.commune.population for ligne in lignes) or 1
    par_taille = sorted(lignes, key=lambda x: (-x.commune.population, x.commune.code))
    noms = _noms(lignes, plan, plus)
    grilles = {ligne.commune.code for ligne in lignes if ligne.points > 1}
    return Carte(
        hauteur=f"{plan.hauteur:.0f}",
        cercles=[_cercle(ligne, plan, plus, ligne.commune.code in noms) for ligne in par_taille],
        lieux="".join(f"M{x:.1f} {y:.1f}h0" for x, y in map(plan.point, reponse.positions) if plan.contient(x, y)),
        loin="".join(
            f"M{x - 2.5:.1f} {y - 2.5:.1f}l5 5m0 -5l-5 5"
            for p in reponse.points_loin
            if p.commune in grilles
            for x, y in [plan.point((p.latitude, p.longitude))]
        ),
        description=f"Part des habitant·es à plus de {reponse.km}\u00a0km d’{nom}, commune par commune.",
    )


class _Plan:
    """From degrees to the drawing; a kilometre is as long everywhere and in both directions."""

    def __init__(self, positions: list[tuple[float, float]]) -> None:
        latitudes, longitudes = zip(*positions, strict=True)
        self._nord, self._ouest = max(latitudes), min(longitudes)
        self._contraction = math.cos(math.radians((max(latitudes) + min(latitudes)) / 2))
        haut = self._nord - min(latitudes)
        large = (max(longitudes) - self._ouest) * self._contraction
        self.etendue = max(haut, large)
        self._echelle = (LARGEUR - 2 * MARGE) / max(large, haut * 0.8, 0.02)
        self._x0 = MARGE + (LARGEUR - 2 * MARGE - large * self._echelle) / 2
        self.hauteur = haut * self._echelle + 2 * MARGE + LIGNE

    def point(self, position: tuple[float, float]) -> tuple[float, float]:
        latitude, longitude = position
        x = self._x0 + (longitude - self._ouest) * self._contraction * self._echelle
        return x, MARGE + (self._nord - latitude) * self._echelle

    def contient(self, x: float, y: float) -> bool:
        return 2 <= x <= LARGEUR - 2 and 2 <= y <= self.hauteur - 2


def _rayon(ligne: Ligne, plus: int) -> float:
    return max(RAYON_MIN, RAYON_MAX * math.sqrt(ligne.commune.population / plus))


def _niveau(part: float) -> int:
    return next(n for n, (jusqu_a, _) in enumerate(NIVEAUX) if part <= jusqu_a or n == len(NIVEAUX) - 1)


def _noms(lignes: tuple[Ligne, ...], plan: _Plan, plus: int) -> set[str]:
    """Return which communes have their name on the map: those that miss the most, where names do not overlap."""
    # No name over a number.
    places: list[tuple[float, float, float]] = []
    for ligne in lignes:
        if (ligne.rang or math.inf) <= NUMEROS:
            x, y = plan.point(ligne.commune.position)
            places.append((x + 8, _rayon(ligne, plus) + 8, y))
    noms: set[str] = set()
    # Those of the ranking first; the others in their order.
    for ligne in sorted(lignes, key=lambda x: min(x.rang or math.inf, NUMEROS + 1)):
        if (not ligne.loin and not ligne.rang) or len(noms) >= NOMS:
            continue
        x, y = plan.point(ligne.commune.position)
        demi = _demi_nom(ligne)
        x, y = _dans_le_cadre(x, demi), y + _rayon(ligne, plus) + LIGNE
        if any(abs(x - a) < demi + b and abs(y - c) < LIGNE for a, b, c in places):
            continue
        places.append((x, demi, y))
        noms.add(ligne.commune.code)
    return noms


def _demi_nom(ligne: Ligne) -> float:
    """Return half the width of a name, about."""
    return len(ligne.commune.nom) * LETTRE / 2


def _dans_le_cadre(x: float, demi: float) -> float:
    return min(max(x, demi + 2), LARGEUR - demi - 2)


def _cercle(ligne: Ligne, plan: _Plan, plus: int, nomme: bool) -> Cercle:
    x, y = plan.point(ligne.commune.position)
    rayon = _rayon(ligne, plus)
    commune = ligne.commune
    dit = f"{en_personnes(ligne.loin)} loin ({en_pourcent(ligne.part)})" if ligne.points_loin else "personne n’est loin"
    return Cercle(
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        rayon=f"{rayon:.1f}",
        niveau=_niveau(ligne.part),
        titre=f"{commune.nom}\u00a0: {dit}",
        numero=ligne.rang if ligne.rang and ligne.rang <= NUMEROS else None,
        x_numero=f"{x if rayon >= RAYON_DU_NUMERO else x + rayon + 8:.1f}",
        dehors=rayon < RAYON_DU_NUMERO,
        nom=commune.nom if nomme else "",
        x_nom=f"{_dans_le_cadre(x, _demi_nom(ligne)):.1f}",
        y_nom=f"{y + rayon + LIGNE:.1f}",
    )
