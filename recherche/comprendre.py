"""Understand what was typed: needs, words to look for as they are, typos, the commune it may name.

A question is read in this order:

1. words are folded, little words (de, la, mon…) dropped;
2. the longest known expressions are taken first, wherever they are (`synonymes.TABLE`); the last word of the
   question may be a beginning; `appoint` expressions count only when nothing more precise was said;
3. what is left is looked for as it is, every word a prefix; a word that begins nothing in the directory is compared
   with its vocabulary, and replaced by the nearest word when one is near enough (step 2 is then done again).

An activity answers when it answers every need **and** holds every word left. It answers a need when it is on one of
its themes, or has one of its functions or natures, **or** holds all the words that were typed for it: a place called
« L’Atelier CV » is found by « CV » whatever its themes are.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ateliers.mots import VIDES, mots_cherches
from ateliers.nomenclature import METIERS, THEMES
from core.textes import mots
from recherche import synonymes
from recherche.besoins import Besoin
from recherche.synonymes import AUTRES_CRITERES, D_APPUI, DE_QUESTION, Sens
from recherche.vocabulaire import Vocabulaire, vocabulaire_courant
from structures.communes import cle_commune

LETTRES_MAX = 200
MOTS_MAX = 24
RESTE_MAX = 12  # as `mots_cherches`
CORRECTIONS_MAX = 6
SIGLE_MAX = 5
# An elided article is a word apart once folded (« l’ANEF »): it means nothing here.
_PETITS = VIDES | {"c", "d", "j", "l", "m", "n", "qu", "s", "t"}
# Letters, digits and their combining marks: a text may come decomposed.
_CHUNK = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_ARTICLES = ("l", "la", "le", "les")
_DEVANT_COMMUNE = {"a", "au", "aux", "vers", "sur", "dans", "pres", "cote", "de", "d", "du", "en", "ville"}


@dataclass(frozen=True, slots=True)
class Comprise:
    """A question, understood. `mots` are prefixes, all to be held; `besoins` are all to be answered."""

    q: str = ""
    besoins: tuple[Besoin, ...] = ()
    mots: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()  # (typed, taken)
    ignores: tuple[str, ...] = ()  # typed, dropped, and worth saying
    commune_possible: str = ""  # a commune named at the end: to propose as « Près de », never acted upon
    q_sans_commune: str = ""  # the question without it
    litteral: bool = False

    @property
    def themes(self) -> int:
        """The mask of all the themes that were understood."""
        masque = 0
        for besoin in self.besoins:
            masque |= besoin.themes
        return masque

    @property
    def themes_labels(self) -> list[str]:
        return THEMES.labels(self.themes)

    @property
    def a_traduit(self) -> bool:
        """Tell whether « chercher seulement ces mots » would ask something else."""
        return bool(self.besoins or self.corrections or self.ignores)

    @property
    def phrase(self) -> str:
        """« Compris comme : démarches en ligne, … », or nothing when no need was understood."""
        return f"Compris comme\u00a0: {', '.join(_en_phrase(t) for t in self.themes_labels)}" if self.themes else ""

    @property
    def phrases(self) -> tuple[str, ...]:
        """All that there is to say of the reading, one sentence each, in order."""
        dites = [self.phrase] if self.phrase else []
        dites += [f"{_guillemets(tape)} a été lu {_guillemets(pris)}." for tape, pris in self.corrections]
        return (*dites, *self.laisses(self.ignores))

    @staticmethod
    def laisses(ignores: Sequence[str]) -> list[str]:
        """Say, in one sentence, which words were left aside."""
        dits = ", ".join(_guillemets(m) for m in ignores)
        return [f"Laissé de côté dans la recherche\u00a0: {dits}."] if ignores else []


def _guillemets(texte: str) -> str:
    return f"«\u00a0{texte}\u00a0»"


def _en_phrase(label: str) -> str:
    """Return a label as it reads inside a sentence: its examples dropped, its first letter small."""
    court = label.split(" : ", maxsplit=1)[0]
    return court[:1].lower() + court[1:]


# ------------------------------------------------------------------------------------------------ expressions
def _racine(mot: str) -> str:
    """Return the word without its plural mark, on both sides of a comparison."""
    return mot[:-1] if len(mot) > 3 and mot[-1] in "sx" else mot


def cle_expression(expression: str) -> tuple[str, ...]:
    """Return what an expression is compared by: folded words, no little word, no plural."""
    return tuple(_racine(m) for m in mots(expression) if m not in _PETITS)


def _masques(sens: Sens) -> Besoin:
    return Besoin(THEMES.masque(sens.themes), METIERS.masque(sens.metiers), sens.natures)


@dataclass(frozen=True, slots=True)
class _Entree:
    besoin: Besoin
    appoint: bool


_EXPRESSIONS: dict[tuple[str, ...], _Entree] = {
    cle_expression(e): _Entree(_masques(sens), sens.appoint) for sens in synonymes.TABLE for e in sens.expressions
}
_PLUS_LONGUE = max(len(cle) for cle in _EXPRESSIONS)
# The expressions of n words by their first n-1: for a last word of which only the beginning is typed.
_SUITES: dict[tuple[str, ...], list[tuple[str, _Entree]]] = {}
for _cle, _entree in _EXPRESSIONS.items():
    _SUITES.setdefault(_cle[:-1], []).append((_cle[-1], _entree))


def _commencee(cle: tuple[str, ...]) -> _Entree | None:
    """Return the one meaning of the expressions that begin so; None when they disagree."""
    debut = cle[-1]
    if len(debut) < (4 if len(cle) == 1 else 3):
        return None
    entrees = {e for mot, e in _SUITES.get(cle[:-1], ()) if mot.startswith(debut)}
    return entrees.pop() if len(entrees) == 1 else None


# Words that are never compared with the vocabulary: little words, and those of asking.
_SANS_RECHERCHE = _PETITS | DE_QUESTION | D_APPUI | AUTRES_CRITERES


# ------------------------------------------------------------------------------------------------ reading
@dataclass(frozen=True, slots=True)
class _Jeton:
    """One folded word, the text it comes from, and where that begins in the question."""

    mot: str
    brut: str
    debut: int


def _jetons(q: str) -> list[_Jeton]:
    return [_Jeton(m[:40], c[0], c.start()) for c in _CHUNK.finditer(q) for m in mots(c[0])][:MOTS_MAX]


def _lire(jetons: list[_Jeton]) -> tuple[list[tuple[_Entree, list[_Jeton]]], list[_Jeton]]:
    """Cut the words into expressions (those that count) and the rest; the longest first, then the first."""
    pleins = [j for j in jetons if j.mot not in _PETITS]
    racines = [_racine(j.mot) for j in pleins]
    lues: dict[int, tuple[_Entree, list[_Jeton]]] = {}
    libres = set(range(len(pleins)))
    for taille in range(min(_PLUS_LONGUE, len(pleins)), 0, -1):
        for i in range(len(pleins) - taille + 1):
            if not libres.issuperset(range(i, i + taille)):
                continue
            cle = tuple(racines[i : i + taille])
            entree = _EXPRESSIONS.get(cle) or (_commencee(cle) if i + taille == len(pleins) else None)
            if entree is not None:
                lues[i] = (entree, pleins[i : i + taille])
                libres.difference_update(range(i, i + taille))
    reste = [pleins[i] for i in sorted(libres)]
    dans_l_ordre = [lues[i] for i in sorted(lues)]
    precises = [lue for lue in dans_l_ordre if not lue[0].appoint]
    return precises or dans_l_ordre, reste


def _besoin(entree: _Entree, jetons: list[_Jeton]) -> Besoin:
    """Add to a meaning the words that were typed for it."""
    tapes = dict.fromkeys(j.mot for j in jetons)
    b = entree.besoin
    return Besoin(
        b.themes,
        b.metiers,
        b.natures,
        prefixes=tuple(m for m in tapes if len(m) > 3),
        entiers=tuple(m for m in tapes if len(m) <= 3),
    )


def comprendre(q: str, vocabulaire: Vocabulaire | None = None, *, litteral: bool = False) -> Comprise:
    """Read a question; the vocabulary is fetched only when a word leads nowhere by itself.

    `litteral` looks for the words as they are typed, and nothing else.
    """
    q = unicodedata.normalize("NFC", q)[:LETTRES_MAX]
    if litteral:
        return Comprise(q=q, mots=tuple(mots_cherches(q)), litteral=True)
    jetons = _jetons(q)
    lues, reste = _lire(jetons)
    a_chercher = [j for j in reste if j.mot not in _SANS_RECHERCHE]
    corrections: list[tuple[str, str]] = []
    if a_chercher:
        vocabulaire = vocabulaire or vocabulaire_courant()
        jetons, corrections = _corriger(jetons, {j.mot for j in a_chercher}, vocabulaire)
        if corrections:
            lues, reste = _lire(jetons)
    besoins = tuple(dict.fromkeys(_besoin(*lue) for lue in lues))
    gardes, ignores = _trier(reste, bool(besoins), vocabulaire)
    if not besoins and not gardes:
        gardes = mots_cherches(q)
    commune, sans = "", ""
    if vocabulaire:
        pris = {j.debut for _, js in lues for j in js}
        commune, sans = _commune_a_la_fin(q, jetons, pris, vocabulaire)
    return Comprise(q, besoins, tuple(gardes), tuple(corrections), tuple(ignores), commune, sans)


def _corriger(
    jetons: list[_Jeton], a_chercher: set[str], vocabulaire: Vocabulaire
) -> tuple[list[_Jeton], list[tuple[str, str]]]:
    """Return the words with those that begin nothing replaced by their nearest, and what was replaced."""
    corriges, dites, essais = [], [], 0
    for jeton in jetons:
        # « CCAS » is not a misspelt « CLAS »: short capitals are somebody's acronym.
        sigle = len(jeton.mot) <= SIGLE_MAX and jeton.brut.isupper()
        if jeton.mot in a_chercher and not sigle and essais < CORRECTIONS_MAX and not vocabulaire.connait(jeton.mot):
            essais += 1
            pris = vocabulaire.plus_proche(jeton.mot)
            if pris:
                dites.append((jeton.brut, vocabulaire.en_clair(pris)))
                jeton = replace(jeton, mot=pris)
        corriges.append(jeton)
    return corriges, list(dict.fromkeys(dites))


def _trier(reste: list[_Jeton], compris: bool, vocabulaire: Vocabulaire | None) -> tuple[list[str], list[str]]:
    """Split the words left into those to look for and those that are dropped and said.

    With a need understood, a word that nothing in the directory begins with would only empty the results. Without
    one, it is the question: finding nothing is the true answer.
    """
    gardes: dict[str, None] = {}
    ignores: dict[str, None] = {}
    for jeton in reste:
        if jeton.mot in DE_QUESTION or len(jeton.mot) == 1:
            continue
        if not compris:
            gardes[jeton.mot] = None
        elif jeton.mot in AUTRES_CRITERES:
            ignores[jeton.brut] = None
        elif jeton.mot not in D_APPUI:
            if vocabulaire and vocabulaire.mene(jeton.mot):
                gardes[jeton.mot] = None
            else:
                ignores[jeton.brut] = None
    return list(gardes)[:RESTE_MAX], list(ignores)


def _commune_a_la_fin(q: str, jetons: list[_Jeton], pris: set[int], vocabulaire: Vocabulaire) -> tuple[str, str]:
    """Return the commune that the last words name (longest first) and the question without them."""
    for i in range(max(0, len(jetons) - 7), len(jetons)):
        fin = jetons[i:]
        if any(j.debut in pris for j in fin) or (fin[0].mot in _PETITS and fin[0].mot not in _ARTICLES):
            continue
        cle = cle_commune(" ".join(j.mot for j in fin))
        annoncee = i > 0 and jetons[i - 1].mot in _DEVANT_COMMUNE
        nom = vocabulaire.commune(cle, commencee=annoncee)
        if nom:
            while i > 0 and jetons[i - 1].mot in _DEVANT_COMMUNE:
                i -= 1
            return nom, q[: jetons[i].debut].rstrip(" \t,;:-('’\"«")
    return "", ""
