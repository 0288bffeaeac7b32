"""The counts beside the choices: how many activities each would leave, given the other choices.

Exact, and in one pass: the rows come with `manque`, the one choice in force that they fail (or none). A row that
fails two choices is never asked for: no single choice would bring it back.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Min, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable

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
    offres: QuerySet[Offre], familles: dict[str, Q], *, place: Q, seances: QuerySet
) -> tuple[QuerySet[Offre], list[str]]:
    """Return the rows that fail at most one choice, with what is counted; and the columns to read."""
    total: Combinable = Value(0, output_field=IntegerField())
    for rang, condition in enumerate(familles.values()):
        total = total + Case(When(condition, then=0), default=1 << rang, output_field=IntegerField())
    offres = offres.annotate(
        manque=total,
        a_place=Case(When(place, then=1), default=0, output_field=IntegerField()),
        suivante=premiere(seances),
    ).filter(manque__in=[0, *(1 << r for r in range(len(familles)))])
    return offres, list(COLONNES)


def premiere(seances: QuerySet) -> Subquery:
    """Return the start of the first of these sessions of the outer activity, as a subquery."""
    return Subquery(seances.order_by().values("offre").annotate(m=Min("debut")).values("m")[:1])


def compter(lignes: Iterable[Ligne], criteres: Criteres, familles: dict[str, Q], *, now: datetime) -> Comptes:
    """Return {field of the form: {value: number of activities}}."""
    bits = {nom: 1 << rang for rang, nom in enumerate(familles)}
    par_manque: dict[int, list[Ligne]] = {}
    for ligne in lignes:
        par_manque.setdefault(ligne[0], []).append(ligne)

    def restantes(famille: str) -> list[Ligne]:
        """Rows that match every choice but this one."""
        autres = par_manque.get(bits[famille], []) if famille in bits else []
        return par_manque.get(0, []) + autres

    comptes: Comptes = {}
    for champ, colonne, nomenclature in MASQUES:
        valeurs = Counter(ligne[RANG[colonne]] for ligne in restantes(champ))
        comptes[champ] = {t.code: sum(n for masque, n in valeurs.items() if masque & t.masque) for t in nomenclature}
    publics = Counter(ligne[RANG["publics"]] for ligne in restantes("public"))
    tous = PUBLICS["tous"].masque
    comptes["public"] = {t.code: sum(n for m, n in publics.items() if not m or m & (t.masque | tous)) for t in PUBLICS}
    for champ, colonne in CODES:
        comptes[champ] = dict(Counter(ligne[RANG[colonne]] for ligne in restantes(champ)))
    for champ, oui in _cases().items():
        comptes[champ] = {"on": sum(1 for ligne in restantes(champ) if oui(ligne))}
    # Never part of « gratuit »: counted beside it.
    avec_carte = (ligne for ligne in restantes("gratuit") if ligne[RANG["tarif"]] == Tarif.ADHESION)
    comptes["gratuit"]["adhesion"] = sum(1 for _ in avec_carte)
    comptes |= _temps(restantes("temps"), criteres, now=now)
    return comptes


def _cases() -> dict[str, Callable[[Ligne], bool]]:
    """Return the test of each single check box."""
    sans_rdv, fauteuil = ACCES["sans_rdv"].masque, ACCESSIBILITES["fauteuil"].masque
    return {
        "sans_rdv": lambda ligne: bool(ligne[RANG["acces"]] & sans_rdv),
        "gratuit": lambda ligne: ligne[RANG["tarif"]] == Tarif.GRATUIT,
        "place": lambda ligne: bool(ligne[RANG["a_place"]]),
        "fauteuil": lambda ligne: bool(ligne[RANG["lieu_accessibilites"]] & fauteuil),
        "sans_condition": lambda ligne: ligne[RANG["reserves"]] == 0,
        "aidants_connect": lambda ligne: bool(ligne[RANG["aidants_connect"]]),
    }


def _temps(lignes: list[Ligne], criteres: Criteres, *, now: datetime) -> Comptes:
    """Count what « quand », the days and the moments would leave; days are not counted under a date or a « quand »."""
    today = now.astimezone(PARIS).date()
    quand = dict.fromkeys(("maintenant", "aujourdhui", "semaine"), 0)
    for ligne in lignes:
        suivante = ligne[RANG["suivante"]]
        if suivante is None:
            continue
        ecart = (suivante.astimezone(PARIS).date() - today) // timedelta(days=1)
        quand["maintenant"] += suivante <= now
        quand["aujourdhui"] += ecart <= 0
        quand["semaine"] += ecart <= 6
    comptes: Comptes = {"quand": quand}
    if not criteres.quand and not criteres.avant:
        creneaux = Counter(ligne[RANG["creneaux"]] for ligne in lignes)

        def nombre(jours: Iterable[int], moments: Iterable[int]) -> int:
            masque = 0
            for j in jours:
                for m in moments:
                    masque |= bit_creneau(j, m)
            return sum(n for c, n in creneaux.items() if c & masque)

        comptes["jour"] = {code: nombre([j], criteres.moments or range(3)) for j, code in enumerate(JOURS)}
        comptes["moment"] = {code: nombre(criteres.jours or range(7), [m]) for m, code in enumerate(MOMENTS)}
    return comptes
