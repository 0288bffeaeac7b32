"""The geometry of the charts: plain numbers, as text, for templates that draw SVG; each goes with its table.

Widths are percentages, heights are pixels: a chart fills its column at any width, and its letters keep their size. No
figure is told by colour alone: what is not known is hatched, what is « no » is empty.
"""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from statistiques.indicateurs import Resultat
from statistiques.indicateurs.modele import nombre, pourcentage
from statistiques.instantanes import Mois, mois_dit

HAUT_BARRE = 46
COLONNES_MAX = 9
HAUT_COLONNES, BASE_COLONNES = 190, 160
HAUT_COURBE, BASE_COURBE, TETE_COURBE = 180, 150, 26


def _pc(part: float) -> str:
    return f"{100 * part:.2f}%"


@dataclass(frozen=True, slots=True)
class Barre:
    """One bar of 100 %: what says yes, no, and is not known."""

    nom: str
    oui: int
    non: int
    inconnus: int
    y: int

    @property
    def total(self) -> int:
        return self.oui + self.non + self.inconnus or 1

    @property
    def y_nom(self) -> int:
        return self.y + 15

    @property
    def y_barre(self) -> int:
        return self.y + 22

    @property
    def y_rapport(self) -> int:
        return self.y + 35

    @property
    def rapport(self) -> str:
        return f"{nombre(self.oui)} sur {nombre(self.oui + self.non)}"

    @property
    def part(self) -> str:
        return pourcentage(self.oui, self.oui + self.non)

    @property
    def largeur_oui(self) -> str:
        return _pc(self.oui / self.total)

    @property
    def x_inconnus(self) -> str:
        return _pc((self.oui + self.non) / self.total)

    @property
    def largeur_inconnus(self) -> str:
        return _pc(self.inconnus / self.total)


@dataclass(frozen=True, slots=True)
class Barres:
    """Bars, one below another. `ident` is unique in the page; `unite` names what is counted."""

    ident: str
    titre: str
    unite: str
    barres: list[Barre]

    @property
    def hauteur(self) -> int:
        return HAUT_BARRE * len(self.barres)

    @property
    def description(self) -> str:
        return " ; ".join(f"{b.nom} : {b.rapport}, {b.part}" for b in self.barres) + "."

    @property
    def a_des_inconnus(self) -> bool:
        return any(b.inconnus for b in self.barres)


def barres(ident: str, titre: str, unite: str, lignes: Iterable[tuple[str, Resultat]]) -> Barres:
    """Draw shares, each with its name."""
    return Barres(
        ident,
        titre,
        unite,
        [
            Barre(nom, int(r.numerateur or 0), r.denominateur - int(r.numerateur or 0), r.inconnus, HAUT_BARRE * rang)
            for rang, (nom, r) in enumerate(lignes)
        ],
    )


@dataclass(frozen=True, slots=True)
class Colonne:
    nom: str
    combien: int
    x: str
    milieu: str
    largeur: str
    y: int
    hauteur: int

    @property
    def y_nombre(self) -> int:
        return self.y - 6


@dataclass(frozen=True, slots=True)
class Colonnes:
    """How many answer each value: a histogram. `entete` is what the first column of its table says."""

    ident: str
    titre: str
    entete: str
    unite: str
    colonnes: list[Colonne]
    hauteur: int = HAUT_COLONNES
    base: int = BASE_COLONNES
    y_nom: int = BASE_COLONNES + 20

    @property
    def description(self) -> str:
        return " ; ".join(f"{c.nom} : {c.combien}" for c in self.colonnes) + "."


ATTENTES = {0: "0–1 sem.", 1: "1–2 sem.", 2.5: "2–3 sem.", 5: "> 1 mois"}


def repartition(resultat: Resultat) -> list[tuple[str, int]]:
    """Count the answers value by value, or by equal steps when there are many values."""
    valeurs = resultat.connues
    if not valeurs:
        return []
    if resultat.indicateur.cle == "attente_mediane":
        combien = Counter(valeurs)
        return [(nom, combien[valeur]) for valeur, nom in ATTENTES.items()]
    bas, haut = int(min(valeurs)), int(max(valeurs))
    pas = next(p for p in _pas() if haut // p - bas // p < COLONNES_MAX)
    combien_par_pas = Counter(int(v) // pas for v in valeurs)
    return [
        (nombre(n * pas) if pas == 1 else f"{nombre(n * pas)}–{nombre(n * pas + pas - 1)}", combien_par_pas[n])
        for n in range(bas // pas, haut // pas + 1)
    ]


def _pas() -> Iterable[int]:
    """Give 1, 2, 5, 10, 20, 50…"""
    rang = 1
    while True:
        yield from (rang, 2 * rang, 5 * rang)
        rang *= 10


def colonnes(ident: str, titre: str, entete: str, unite: str, valeurs: Sequence[tuple[str, int]]) -> Colonnes | None:
    """Draw a histogram; None when there is nothing to show."""
    if not valeurs:
        return None
    plus_haut, pas = max(n for _, n in valeurs) or 1, 1 / len(valeurs)
    return Colonnes(
        ident,
        titre,
        entete,
        unite,
        [
            Colonne(
                nom=nom,
                combien=n,
                x=_pc(rang * pas + 0.12 * pas),
                milieu=_pc((rang + 0.5) * pas),
                largeur=_pc(0.76 * pas),
                y=BASE_COLONNES - (haut := round(130 * n / plus_haut)),
                hauteur=haut,
            )
            for rang, (nom, n) in enumerate(valeurs)
        ],
    )


@dataclass(frozen=True, slots=True)
class Point:
    mois: str
    dit: str
    x: str
    y: int
    nomme: bool  # the first and the last: the others are in the table
    ancre: str


@dataclass(frozen=True, slots=True)
class Courbe:
    """A figure month after month, from zero."""

    ident: str
    titre: str
    points: list[Point]
    segments: list[tuple[Point, Point]] = field(default_factory=list)
    hauteur: int = HAUT_COURBE
    base: int = BASE_COURBE
    y_nom: int = BASE_COURBE + 20

    @property
    def description(self) -> str:
        return " ; ".join(f"{p.mois} : {p.dit}" for p in self.points) + "."


def courbe(ident: str, titre: str, resultat: Resultat, mois: Sequence[Mois]) -> Courbe | None:
    """Draw what an indicator became; None before its second month."""
    if len(mois) < 2:
        return None
    debut, fin = mois[0].mois, mois[-1].mois
    duree = max((fin - debut).days, 1)
    plus_haut = max(m.valeur for m in mois) or 1
    points = [
        Point(
            mois=mois_dit(m.mois, fin),
            dit=dire(resultat, m),
            x=_pc(0.02 + 0.96 * (m.mois - debut).days / duree),
            y=BASE_COURBE - round((BASE_COURBE - TETE_COURBE) * m.valeur / plus_haut),
            nomme=m in (mois[0], mois[-1]),
            ancre="start" if m is mois[0] else "end",
        )
        for m in mois
    ]
    return Courbe(ident, titre, points, list(itertools.pairwise(points)))


def dire(resultat: Resultat, mois: Mois) -> str:
    """Write one month's figure: « 31 sur 42 (74 %) », « 7,3 »."""
    if mois.numerateur is not None and resultat.indicateur.genre == "part":
        sur = mois.denominateur
        return f"{nombre(mois.numerateur)} sur {nombre(sur)} ({pourcentage(int(mois.numerateur), sur)})"
    return nombre(mois.valeur)
