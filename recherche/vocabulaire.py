"""The words that lead somewhere, kept in memory for one data version, and the nearest of them to a typo."""

import uuid
from bisect import bisect_left
from collections.abc import Callable, Iterable

from django.core.cache import cache
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ateliers.mots import VIDES
from ateliers.nomenclature import METIERS, THEMES, Nature
from core.etiquettes import version_lue
from core.models import Version
from core.replique import lecture
from core.textes import mots
from recherche import synonymes
from structures.communes import cle_commune

# A jump from each word to the next one in the index: a few thousand steps where DISTINCT would read a million rows.
_LIRE = """
WITH RECURSIVE suite(mot) AS (
    SELECT MIN(mot) FROM ateliers_mot
    UNION ALL
    SELECT (SELECT MIN(m.mot) FROM ateliers_mot m WHERE m.mot > suite.mot) FROM suite WHERE suite.mot IS NOT NULL
)
SELECT 'mot', mot FROM suite WHERE mot IS NOT NULL
UNION ALL
SELECT 'commune', nom FROM structures_commune
"""


def _mots_de_la_maison() -> dict[str, str]:
    """Return the folded words of the project's own lists, each as it is written."""
    textes = [e for sens in synonymes.TABLE for e in sens.expressions]
    textes += ["écrivaine publique", "conseillère numérique", "chargée", "référente", "animatrice"]
    textes += [t.label.lower() for t in (*METIERS, *THEMES)] + [n.lower() for n in Nature.labels]
    ecrits: dict[str, str] = {}
    for texte in textes:
        for brut in texte.replace("’", " ").replace("-", " ").replace("·", " ").split():
            plies = mots(brut)
            if len(plies) == 1 and plies[0] not in VIDES:
                ecrits.setdefault(plies[0], brut.strip("«»:,.()"))
    return ecrits


_MAISON = _mots_de_la_maison()
# A word of three letters or fewer is too near too many others.
_SURS = 3
_COURTS = 5
_LONGS = 8


def limite(longueur: int) -> int:
    """Return how many letters may be wrong, missing, added or swapped in a word of this length."""
    if longueur <= _SURS:
        return 0
    return 1 if longueur < _LONGS else 2


class Vocabulaire:
    """The words of the activities, of the communes and of the table of synonyms; never changed once made."""

    def __init__(self, mots_activites: Iterable[str], communes: Iterable[str] = ()) -> None:
        self._communes: dict[str, str] = {}
        self._ecrits = dict(_MAISON)
        menent = set(mots_activites)
        for nom in communes:
            cle = cle_commune(nom)
            self._communes[cle] = nom
            if cle.endswith(" arrondissement"):
                self._communes[cle.removesuffix(" arrondissement")] = nom
            for brut in nom.replace("'", "-").replace("’", "-").replace(" ", "-").split("-"):
                for mot in mots(brut):
                    if mot not in VIDES and len(mot) > 1:
                        menent.add(mot)
                        self._ecrits.setdefault(mot, brut)
        connus = menent | set(_MAISON)
        connus |= synonymes.DE_QUESTION | synonymes.D_APPUI | synonymes.AUTRES_CRITERES | synonymes.NOMS
        self._menent = sorted(menent)
        self._connus = sorted(connus)
        self._cles = sorted(self._communes)
        # Filled as questions come, one list a length: words of about this length, and beginnings of this length.
        self._voisins: dict[int, list[str]] = {}
        self._debuts: dict[int, dict[str, list[str]]] = {}

    def connait(self, mot: str) -> bool:
        """Tell whether a known word begins so."""
        return _commence(self._connus, mot)

    def mene(self, mot: str) -> bool:
        """Tell whether a word of an activity or of a commune begins so."""
        return _commence(self._menent, mot)

    def en_clair(self, mot: str) -> str:
        """Return a folded word as it is written, when that is known."""
        return self._ecrits.get(mot, mot)

    def commune(self, cle: str, *, commencee: bool = False) -> str:
        """Return the commune of this key, or the only one that begins with it when `commencee`; else ""."""
        if nom := self._communes.get(cle):
            return nom
        if not commencee or len(cle) < 3:
            return ""
        debut = bisect_left(self._cles, cle)
        noms = {self._communes[c] for c in self._cles[debut : debut + 3] if c.startswith(cle)}
        return noms.pop() if len(noms) == 1 else ""

    def plus_proche(self, mot: str) -> str:
        """Return the known word that this one misspells, or "".

        At most `limite` edits (a letter wrong, missing, added, or two swapped). From six letters on, the word may be
        the misspelt beginning of a longer one; below eight, its first letter is right (« manger » is not « ranger »).
        The nearest, then the shortest, then the first in the alphabet: the answer never depends on the engine.
        """
        n, ecart = len(mot), limite(len(mot))
        if not ecart or any(c.isdigit() for c in mot):
            return ""
        if n <= _COURTS:
            proches = _proches(mot, self._de_longueur(n), ecart)
            return min(((d, len(w), w) for w, d, _ in proches if w[0] == mot[0]), default=("",))[-1]
        debuts = self._de_debut(n)
        # The right beginning may be `ecart` letters longer or shorter than this one: as many edits more.
        notes: list[tuple] = []
        for w in (w for d, _, _ in _proches(mot, debuts, 2 * ecart) for w in debuts[d]):
            if n < _LONGS and w[0] != mot[0]:
                continue
            tailles = range(max(1, n - ecart), min(len(w), n + ecart) + 1)
            au_debut = min((OSA.distance(mot, w[:t]) for t in tailles), default=ecart + 1)
            if au_debut <= ecart:
                notes.append((au_debut, OSA.distance(mot, w), len(w), w))
        return min(notes, default=("",))[-1]

    def _de_longueur(self, n: int) -> list[str]:
        if n not in self._voisins:
            self._voisins[n] = [w for w in self._connus if n - 1 <= len(w) <= n + 1]
        return self._voisins[n]

    def _de_debut(self, n: int) -> dict[str, list[str]]:
        """Return the words by their first n letters; those a little shorter by themselves."""
        if n not in self._debuts:
            debuts: dict[str, list[str]] = {}
            for w in self._connus:
                if len(w) >= n - 2:
                    debuts.setdefault(w[:n], []).append(w)
            self._debuts[n] = debuts
        return self._debuts[n]


def _commence(tries: list[str], prefixe: str) -> bool:
    rang = bisect_left(tries, prefixe)
    return rang < len(tries) and tries[rang].startswith(prefixe)


def _proches(mot: str, choix: Iterable[str], ecart: int) -> list[tuple[str, float, object]]:
    # rapidfuzz types its scorers by their similarity, that goes down where a distance goes up.
    return process.extract(mot, list(choix), scorer=OSA.distance, score_cutoff=ecart, limit=None)  # type: ignore[call-overload]


# The last vocabulary of this process, under the name that the cache gives to its data version.
_garde: tuple[str, Vocabulaire] | None = None


def lire_vocabulaire() -> Vocabulaire:
    """Read the vocabulary from the database, in one query."""
    with lecture().cursor() as curseur:
        curseur.execute(_LIRE)
        lignes = curseur.fetchall()
    return Vocabulaire((t for genre, t in lignes if genre == "mot"), (t for genre, t in lignes if genre == "commune"))


def vocabulaire_courant(lire: Callable[[], Vocabulaire] = lire_vocabulaire) -> Vocabulaire:
    """Return the vocabulary of the current data version, from memory when it is there.

    The version is read before the words, as everything that is cached. Inside a transaction nothing is kept: what is
    read there may be rolled back, and its version number come again. The cache holds only a name, so that clearing
    it (a restored backup, a test) is enough to forget.
    """
    global _garde  # noqa: PLW0603 one object of some megabytes a process: locmem would copy it at each search
    if lecture().in_atomic_block:
        return lire()
    cle = f"recherche:vocabulaire:{version_lue.get() or Version.lire()}"
    nom = cache.get(cle)
    if nom and _garde and _garde[0] == nom:
        return _garde[1]
    vocabulaire = lire()
    if not nom:
        nom = uuid.uuid4().hex
        cache.set(cle, nom, timeout=86_400)
    _garde = (nom, vocabulaire)
    return vocabulaire
