"""The counts beside the choices: how many activities each would leave, given the other choices.

Exact, and in one pass: the rows come with `manque`, the one choice in force that they fail (or none). A row that
fails two choices is never asked for: no single choice would bring it back.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from operator import itemgetter
from typing import Any

from django.db.models import Case, CharField, IntegerField, Min, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from ateliers.models import Offre
from ateliers.nomenclature import (
    ACCES,
    JOURS,
    LANGUES,
    METIERS,
    MOMENTS,
    POSTURES,
    PUBLICS,
    THEMES,
    Tarif,
    bit_creneau,
)
from core.masques import Nomenclature
from core.travailleur import PARIS
from recherche.criteres import Criteres
from structures.nomenclature import ACCESSIBILITES
from structures.typologies import GROUPES

COLONNES = (
    "manque",
    "themes",
    "publics",
    "metiers",
    "postures",
    "langues",
    "lieu_groupes",
    "nature",
    "mode",
    "lieu_nature",
    "acces",
    "tarif",
    "reserves",
    "aidants_connect",
    "lieu_accessibilites",
    "creneaux",
    "a_place",
    "suivante",
)
RANG = {nom: i for i, nom in enumerate(COLONNES)}
Ligne = tuple
Comptes = dict[str, dict[str, int]]
MASQUES: tuple[tuple[str, str, Nomenclature], ...] = (
    ("theme", "themes", THEMES),
    ("metier", "metiers", METIERS),
    ("posture", "postures", POSTURES),
    ("langue", "langues", LANGUES),
    ("type", "lieu_groupes", GROUPES),
)
CODES = (("nature", "nature"), ("mode", "mode"), ("lieu", "lieu_nature"))


def annoter(
    offres: QuerySet[Offre], familles: dict[str, Q], *, place: Q, seances: QuerySet, now: datetime
) -> tuple[QuerySet[Offre], list[str]]:
    """Return the rows that fail at most one choice, with what is counted; and the columns to read."""
    total: Combinable = Value(0, output_field=IntegerField())
    for rang, condition in enumerate(familles.values()):
        total = total + Case(When(condition, then=0), default=1 << rang, output_field=IntegerField())
    offres = offres.annotate(manque=total).filter(manque__in=[0, *(1 << r for r in range(len(familles)))])
    # Only the coming week is counted, and only for the rows that day and moment alone may keep out.
    bientot = seances.filter(debut__gt=now - timedelta(days=1), debut__lt=_minuit(now, jours=7))
    temps = [0, *(1 << rang for rang, nom in enumerate(familles) if nom == "temps")]
    return offres.annotate(
        a_place=Case(When(place, then=1), default=0, output_field=IntegerField()),
        # As text: the same on both engines in its first nineteen letters, and nothing to parse.
        suivante=Case(
            When(manque__in=temps, then=Cast(premiere(bientot), CharField())), default=None, output_field=CharField()
        ),
    ), list(COLONNES)


def _minuit(now: datetime, *, jours: int) -> datetime:
    """Return the midnight, in Paris, that begins the day after so many days."""
    jour = now.astimezone(PARIS).date() + timedelta(days=jours)
    return datetime.combine(jour, time(), tzinfo=PARIS)


def _en_texte(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def premiere(seances: QuerySet) -> Subquery:
    """Return the start of the first of these sessions of the outer activity, as a subquery."""
    return Subquery(seances.order_by().values("offre").annotate(m=Min("debut")).values("m")[:1])


class _Restantes:
    """The rows that match every choice but one, column by column."""

    def __init__(self, lignes: Iterable[Ligne], familles: dict[str, Q], debut: int) -> None:
        self._bits = {nom: 1 << rang for rang, nom in enumerate(familles)}
        self._debut = debut
        self._par_manque: dict[int, list[Ligne]] = {0: []}
        for ligne in lignes:
            self._par_manque.setdefault(ligne[debut], []).append(ligne)
        self._toutes: dict[tuple[str, int], Counter] = {}

    def valeurs(self, famille: str, colonne: str) -> Counter:
        """Return how many rows hold each value of a column, whatever this choice says."""
        bit = self._bits.get(famille, 0)
        valeur = itemgetter(self._debut + RANG[colonne])
        # Those that match everything are counted once a column.
        cle = (colonne, 0)
        if cle not in self._toutes:
            self._toutes[cle] = Counter(map(valeur, self._par_manque[0]))
        autres = self._par_manque.get(bit, ()) if bit else ()
        return self._toutes[cle] + Counter(map(valeur, autres)) if autres else self._toutes[cle]


def compter(
    lignes: Iterable[Ligne], criteres: Criteres, familles: dict[str, Q], *, now: datetime, debut: int = 0
) -> Comptes:
    """Return {field of the form: {value: number of activities}}; `debut` is where the counted columns begin."""
    restantes = _Restantes(lignes, familles, debut).valeurs
    comptes: Comptes = {}
    for champ, colonne, nomenclature in MASQUES:
        valeurs = restantes(champ, colonne)
        comptes[champ] = {t.code: sum(n for masque, n in valeurs.items() if masque & t.masque) for t in nomenclature}
    publics = restantes("public", "publics")
    tous = PUBLICS["tous"].masque
    comptes["public"] = {t.code: sum(n for m, n in publics.items() if not m or m & (t.masque | tous)) for t in PUBLICS}
    for champ, colonne in CODES:
        comptes[champ] = dict(restantes(champ, colonne))
    for champ, (colonne, oui) in _CASES.items():
        comptes[champ] = {"on": sum(n for valeur, n in restantes(champ, colonne).items() if oui(valeur))}
    # Never part of « gratuit »: counted beside it.
    comptes["gratuit"]["adhesion"] = restantes("gratuit", "tarif")[Tarif.ADHESION]
    return comptes | _temps(restantes("temps", "suivante"), restantes("temps", "creneaux"), criteres, now=now)


# The test of each single check box, on the values of one column.
_CASES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "sans_rdv": ("acces", lambda v: bool(v & ACCES["sans_rdv"].masque)),
    "gratuit": ("tarif", lambda v: v == Tarif.GRATUIT),
    "place": ("a_place", bool),
    "fauteuil": ("lieu_accessibilites", lambda v: bool(v & ACCESSIBILITES["fauteuil"].masque)),
    "sans_condition": ("reserves", lambda v: v == 0),
    "aidants_connect": ("aidants_connect", bool),
}


def _temps(suivantes: Counter, creneaux: Counter, criteres: Criteres, *, now: datetime) -> Comptes:
    """Count what « quand », the days and the moments would leave; days are not counted under a date or a « quand »."""
    bornes = {
        "maintenant": _en_texte(now + timedelta(seconds=1)),
        "aujourdhui": _en_texte(_minuit(now, jours=1)),
        "semaine": _en_texte(_minuit(now, jours=7)),
    }
    dites = [(texte[:19], n) for texte, n in suivantes.items() if texte]
    quand = {code: sum(n for texte, n in dites if texte < borne) for code, borne in bornes.items()}
    comptes: Comptes = {"quand": quand}
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
