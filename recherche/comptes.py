"""The counts beside the choices: how many activities each would leave, given the other choices.

Exact, and in one pass: what matches, and what fails one choice and no other (`manque`, one bit). A row that fails two
choices is never asked for: no single choice would bring it back. Every choice is one bit of the three numbers that an
activity carries (`ateliers.models.traits`), so that counting is counting bits.
"""

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

from django.db.models import Min, QuerySet, Subquery

from ateliers.models.traits import MASQUES, PLACES, VALEURS
from ateliers.nomenclature import JOURS, MOMENTS, bit_creneau
from recherche.criteres import Criteres
from recherche.lignes import CE_JOUR, CETTE_SEMAINE, EN_COURS, ETAT, MANQUE, PLACE, SUITE, TRAITS, TRAITS_C, Ligne

Comptes = dict[str, dict[str, int]]
# The fields of the form, and the lists that they choose from.
LISTES = {
    "theme": "themes",
    "public": "publics",
    "metier": "metiers",
    "langue": "langues",
    "type": "lieu_groupes",
    "posture": "postures",
    "nature": "nature",
    "mode": "mode",
    "lieu": "lieu_nature",
}
# Of a byte: those that do not have this bit.
_SANS_BIT = [bytes(octet for octet in range(256) if not octet >> bit & 1) for bit in range(8)]


def _termes(liste: str) -> list[tuple[str, int, bytes]]:
    """Return each code of a list, the byte that holds its bit, and the bytes that do not have it."""
    bits = {t.code: t.bit for t in MASQUES[liste]} if liste in MASQUES else {v: n for n, v in enumerate(VALEURS[liste])}
    debut = PLACES[liste].debut
    return [(code, debut + bit >> 3, _SANS_BIT[debut + bit & 7]) for code, bit in bits.items()]


_TERMES = {champ: _termes(liste) for champ, liste in LISTES.items()}
# The boxes that stand alone.
CASES = ("sans_rdv", "gratuit", "fauteuil", "sans_condition", "aidants_connect")


def premiere(seances: QuerySet) -> Subquery:
    """Return the start of the first of these sessions of the outer activity, as a subquery."""
    return Subquery(seances.order_by().values("offre").annotate(m=Min("debut")).values("m")[:1])


class Bits:
    """How many of these numbers have each bit; a bit is counted when it is asked for.

    The numbers are laid side by side, and cut in eight rows of bytes: one pass of C tells how many have a bit.
    """

    def __init__(self, nombres: Iterable[int]) -> None:
        octets = array("q", nombres).tobytes()
        rangs = range(8) if sys.byteorder == "little" else range(7, -1, -1)
        self._rangees = [octets[rang::8] for rang in rangs]

    def __getitem__(self, bit: int) -> int:
        return len(self._rangees[bit >> 3].translate(None, _SANS_BIT[bit & 7]))

    def de_la_liste(self, champ: str) -> dict[str, int]:
        """Count each term of a list."""
        rangees = self._rangees
        return {code: len(rangees[octet].translate(None, sans)) for code, octet, sans in _TERMES[champ]}


def compter(retenues: Sequence[Ligne], exclues: Sequence[Ligne], criteres: Criteres, choix: Sequence[str]) -> Comptes:
    """Return {field of the form: {value: number of activities}}; `choix` names the bits of `manque`, in order."""
    par_choix: dict[str, Sequence[Ligne]] = {nom: [] for nom in choix}
    if len(choix) == 1:
        par_choix[choix[0]] = exclues
    else:
        for nom, bit in zip(choix, (1 << n for n in range(len(choix))), strict=True):
            par_choix[nom] = [r for r in exclues if r[MANQUE] == bit]
    colonnes = {rang: list(map(itemgetter(rang), retenues)) for rang in (*TRAITS.values(), ETAT, SUITE)}
    bits = {nom: Bits(colonnes[rang]) for nom, rang in TRAITS.items()}
    comptes: Comptes = {champ: _liste(champ, bits, par_choix.get(champ, ())) for champ in LISTES}
    # What a single box keeps out does not have what it asks for.
    for champ in CASES:
        comptes[champ] = {"on": bits[PLACES[champ].colonne][PLACES[champ].debut]}
    # Never part of « gratuit »: counted beside it.
    adhesion = PLACES["adhesion"]
    comptes["gratuit"]["adhesion"] = bits[adhesion.colonne][adhesion.debut] + sum(
        1 for r in par_choix.get("gratuit", ()) if r[TRAITS_C] & adhesion.masque
    )
    on_vient = PLACES["on_vient"].masque
    avec_place = [1 for etat, c in zip(colonnes[ETAT], colonnes[TRAITS_C], strict=True) if etat & PLACE or c & on_vient]
    comptes["place"] = {"on": len(avec_place)}
    temps = par_choix.get("temps", ())
    suites = Counter(colonnes[SUITE]) + Counter([r[SUITE] for r in temps])
    semaine = PLACES["creneaux"].masque
    creneaux = Counter([c & semaine for c in (*colonnes[TRAITS_C], *(r[TRAITS_C] for r in temps))])
    return comptes | _temps(suites, creneaux, criteres)


def _liste(champ: str, bits: Mapping[str, Bits], exclues: Sequence[Ligne]) -> dict[str, int]:
    """Count what each term of a list would leave: what matches, and what this list alone keeps out."""
    colonne = PLACES[LISTES[champ]].colonne
    comptes = bits[colonne].de_la_liste(champ)
    if exclues:
        autres = Bits(map(itemgetter(TRAITS[colonne]), exclues)).de_la_liste(champ)
        return {code: n + autres[code] for code, n in comptes.items()}
    return comptes


def _temps(suites: Counter, creneaux: Counter, criteres: Criteres) -> Comptes:
    """Count what « quand », the days and the moments would leave; days are not counted under a date or a « quand »."""
    en_cours, ce_jour = suites[EN_COURS], suites[EN_COURS] + suites[CE_JOUR]
    comptes: Comptes = {
        "quand": {"maintenant": en_cours, "aujourdhui": ce_jour, "semaine": ce_jour + suites[CETTE_SEMAINE]}
    }
    if not criteres.quand and not criteres.avant:

        def nombre(jours: Iterable[int], moments: Iterable[int]) -> int:
            masque = 0
            for j in jours:
                for m in moments:
                    masque |= bit_creneau(j, m)
            return sum(n for c, n in creneaux.items() if c & masque)

        comptes["jour"] = {code: nombre([j], criteres.moments or range(3)) for j, code in enumerate(JOURS)}
        comptes["moment"] = {code: nombre(criteres.jours or range(7), [m]) for m, code in enumerate(MOMENTS)}
    return comptes
