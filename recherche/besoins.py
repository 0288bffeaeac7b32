"""One need that was understood in a question, and the condition that an activity meets to answer it."""

from dataclasses import dataclass

from django.db.models import Q

from ateliers.models import Mot
from ateliers.models.offres import a_un_de


@dataclass(frozen=True, slots=True)
class Besoin:
    """One need: an activity answers it by one theme, function or nature, or by holding all of these words.

    `entiers` are words of three letters or fewer, to be held whole: « caf » is not the beginning of « café ».
    """

    themes: int = 0
    metiers: int = 0
    natures: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    entiers: tuple[str, ...] = ()


def repond(besoin: Besoin) -> Q:
    """Return the condition « answers this need », for a filter on activities; an empty need keeps nothing."""
    condition = Q(pk__in=[])
    if besoin.themes:
        condition |= a_un_de("themes", besoin.themes)
    if besoin.metiers:
        condition |= a_un_de("metiers", besoin.metiers)
    if besoin.natures:
        condition |= Q(nature__in=besoin.natures)
    textuelle = Q()
    for prefixe in besoin.prefixes:
        # The range of `Offre.objects.with_word`: « z » is the last letter of a folded word.
        textuelle &= _tient(mot__gte=prefixe, mot__lte=prefixe + "z" * 8)
    for mot in besoin.entiers:
        textuelle &= _tient(mot=mot)
    return condition | textuelle if textuelle else condition


def _tient(**mot: str) -> Q:
    return Q(pk__in=Mot.objects.filter(**mot).values("offre_id"))
