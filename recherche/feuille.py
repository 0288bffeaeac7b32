"""« La semaine près d’ici » on paper: how many moments one A4 holds, and in which size of type.

Heights are worked out before anything is printed, with the widths of Arial’s letters (Liberation Sans and Helvetica
have the same): the sheet is filled, and never goes over to a second page.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from itertools import groupby

from django.utils.html import strip_tags

from core.templatetags.core import insecables

LIGNES_POSSIBLES = 90  # a line or two each, in the smallest size: no sheet holds more
LIGNES_VOULUES = 40  # with fewer, the type is made narrow rather than the week shorter

# Of css/semaine.css, in points: a column's width, its height, what is between a number and the words that it pushes.
LARGEUR, HAUTEUR, APRES_LE_NUMERO = 266.0, 700.0, 5.7
PRUDENCE = 0.98  # of a width: kerning, and faces a little wider than Arial
# In ems: a line, what is around a moment, a day's heading with the space above it.
INTERLIGNE, AUTOUR, JOUR, FILET = 1.15, 0.32, 1.9, 0.4
AERE = 6.9  # points around a moment in the largest size, where the place has its own line
CORPS = (12.0, 11.0, 10.5, 10.0, 9.5)
PLEINE = (10.0, 9.5)  # what is tried when a sheet cannot hold the whole week
# The last resort: 9.5 points, a narrow face, set close.
SERRE, ETROIT, SERRE_HAUTEUR, SERRE_INTERLIGNE, SERRE_AUTOUR, SERRE_JOUR, SERRE_LIGNES = (
    9.5,
    0.82,
    705.0,
    1.08,
    0.06,
    1.5,
    5,
)

# Widths in thousandths of an em, ordinary and bold; half an em and a little more for any other letter.
_LARGEURS = (
    {
        191: "'", 222: "ijl’‘", 278: " \u00a0!,./:;I[]ftîïÎÏ·", 333: "()-`r", 355: '"', 500: "Jcksvxyzçÿ",
        611: "FTZ", 667: "&ABEKPSVXYÀÂÉÈÊË", 722: "CDHNRUwÇÙÛ", 778: "GOQÔ", 833: "Mm", 889: "%æ", 944: "Wœ",
        1000: "Œ—…",
    },
    {
        238: "'", 278: " \u00a0,./I[]ijlîïÎÏ’‘·", 333: "!()-:;ft", 389: "r", 474: '"', 500: "z",
        611: "?FLTZbdghnopquôöùûü", 667: "EPSVXYÉÈÊË", 722: "&ABCDHKNRUÀÂÇÙÛ", 778: "GOQwÔ", 833: "M", 889: "%mæ",
        944: "Wœ", 1000: "Œ—…",
    },
)  # fmt: skip
_LETTRES = tuple({ord(lettre): n for n, lettres in face.items() for lettre in lettres} for face in _LARGEURS)
_AUTRE, _LARGE, _CJC = 556, 1000, 0x2E80


@dataclass(frozen=True, slots=True)
class LigneSemaine:
    heures: str
    nom: str
    lieu: str
    commune: str
    distance: str
    sans_rdv: bool
    tarif: str
    telephone: str
    chez_nous: bool
    annulee: bool
    note: str
    lignes: int = 0  # at most, where the sheet is so full that what goes beyond is cut; 0: as many as it takes


@dataclass(frozen=True, slots=True)
class JourDeSemaine:
    label: str
    lignes: list[LigneSemaine]


@dataclass(frozen=True, slots=True)
class Moment:
    """A line and when it happens; `rang` orders the moments of a day."""

    jour: date
    rang: tuple[object, ...]
    ligne: LigneSemaine


@dataclass(frozen=True, slots=True)
class Feuille:
    """What a sheet holds, in order, and its size: « 12 », « 11 », « 10-5 », « 10 », « 9-5 », « serre »."""

    moments: list[Moment]
    corps: str


@dataclass(frozen=True, slots=True)
class _Reglage:
    """A size of type: heights in points, widths in ems."""

    nom: str
    corps: float
    hauteur: float = HAUTEUR
    largeur: float = 1.0
    interligne: float = INTERLIGNE
    autour: float = AUTOUR
    jour: float = JOUR
    lignes: int = 0

    def compter(self, mots: "_Mots") -> int:
        """Return on how many lines a moment is printed."""
        em = self.corps * self.largeur
        place, debut = LARGEUR * PRUDENCE / em, mots.numero and mots.numero + APRES_LE_NUMERO / em
        if self.corps == CORPS[0]:
            return _replier(mots.quoi, place, debut) + _replier(mots.ou, place, 0)
        n = _replier(mots.quoi + mots.ou, place, debut)
        return min(n, self.lignes) if self.lignes else n

    def haut(self, lignes: int) -> float:
        autour = AERE if self.corps == CORPS[0] else self.autour * self.corps
        return lignes * self.interligne * self.corps + autour + FILET

    def tient(self, moments: Iterable[tuple[Moment, float]]) -> bool:
        """Fill the two columns as a browser does: a heading goes with its first moment, a moment is not broken."""
        colonne, y = 1, 0.0
        for _, du_jour in groupby(sorted(moments, key=_quand), key=lambda m: m[0].jour):
            titre = self.jour * self.corps
            for _, haut in du_jour:
                y += titre + haut
                if y > self.hauteur:
                    colonne, y = colonne + 1, titre + haut
                titre = 0.0
        return colonne <= 2


@dataclass(frozen=True, slots=True)
class _Mots:
    """The widths of the words of a moment, in ems: its number, when and what, where."""

    numero: float
    quoi: list[float]
    ou: list[float]


_TAILLES = {taille: _Reglage(f"{taille:g}".replace(".", "-"), taille) for taille in CORPS}
_SERRE = _Reglage(
    "serre", SERRE, SERRE_HAUTEUR, ETROIT, SERRE_INTERLIGNE, SERRE_AUTOUR, SERRE_JOUR, SERRE_LIGNES
)  # fmt: skip


def remplir(moments: Sequence[Moment]) -> Feuille:
    """Fill a sheet with these moments, what matters most first: all of them, or as many as it holds.

    When they do not all fit: ten points, or nine and a half, if that tells forty moments; else the narrow face.
    """
    moments = moments[: LIGNES_POSSIBLES + 1]
    mots = [_mots(m.ligne) for m in moments]
    for taille in CORPS:
        if _combien(_TAILLES[taille], moments, mots) == len(moments):
            return Feuille(_ranger(moments), _TAILLES[taille].nom)
    for taille in PLEINE:
        n = _combien(_TAILLES[taille], moments, mots)
        if n >= LIGNES_VOULUES:
            return Feuille(_ranger(moments[:n]), _TAILLES[taille].nom)
    n = _combien(_SERRE, moments, mots)
    serres = [
        replace(m, ligne=replace(m.ligne, lignes=_SERRE.compter(s))) for m, s in zip(moments[:n], mots[:n], strict=True)
    ]
    return Feuille(_ranger(serres), _SERRE.nom)


def _combien(reglage: _Reglage, moments: Sequence[Moment], mots: Sequence[_Mots]) -> int:
    """Return how many of these moments a sheet holds, the first ones first."""
    mesures = [(m, reglage.haut(reglage.compter(s))) for m, s in zip(moments, mots, strict=True)]
    return bisect_left(range(1, len(mesures) + 1), True, key=lambda n: not reglage.tient(mesures[:n]))


def _ranger(moments: Iterable[Moment]) -> list[Moment]:
    return sorted(moments, key=lambda m: (m.jour, m.rang))


def _quand(mesure: tuple[Moment, float]) -> tuple[date, tuple[object, ...]]:
    return mesure[0].jour, mesure[0].rang


def _mots(ligne: LigneSemaine) -> _Mots:
    """Return the words of a moment as they are printed."""
    rdv, annule = "●" if ligne.sans_rdv else "", "annulé" if ligne.annulee else ""
    gras = f"{ligne.heures} {rdv} {annule} {ligne.nom}"
    ou = f"Chez nous, {ligne.lieu}" if ligne.chez_nous else f"{ligne.lieu}, {ligne.commune} ({ligne.distance})"
    if ligne.tarif:
        ou += f"\u00a0· {ligne.tarif}"
    return _Mots(
        numero=_large(ligne.telephone, gras=False) if ligne.telephone and not ligne.chez_nous else 0.0,
        quoi=[
            *(_large(mot, gras=True) for mot in _separer(gras)),
            *(_large(mot, gras=False) for mot in _separer(ligne.note)),
        ],
        ou=[_large(mot, gras=False) for mot in _separer(ou)],
    )


def _separer(texte: str) -> list[str]:
    """Return what a browser keeps on one line."""
    return [mot for mot in unescape(strip_tags(insecables(texte))).split(" ") if mot]


def _large(texte: str, *, gras: bool) -> float:
    lettres = _LETTRES[gras]
    return sum(lettres.get(n, _LARGE if n >= _CJC else _AUTRE) for n in map(ord, texte)) / 1000


def _replier(mots: list[float], place: float, debut: float) -> int:
    """Return on how many lines of this width these words go, the first one having something in it already."""
    espace = 0.278
    lignes, x = 1, debut
    for mot in mots:
        if x and x + mot > place:
            lignes, x = lignes + 1, 0.0
        while mot > place:  # longer than a line: cut where it ends
            lignes, mot = lignes + 1, mot - place
        x += mot + espace
    return lignes
