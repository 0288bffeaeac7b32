"""What a document that is too long may be cut into: départements, then communes, then needs; one step at a time."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Min

from ateliers.nomenclature import THEMES
from core.textes import cle_de_tri
from echanges.annuaire import document
from echanges.annuaire.choix import Choix, Endroit, est_un_departement
from echanges.annuaire.document import offres_de
from structures.models import CodePostal

COMMUNES_MAX = 60  # a page is read; another commune is typed
PRINCIPALES = "Les communes qui ont le plus d’activités. Pour une autre, écrivez son nom plus haut"


@dataclass(frozen=True, slots=True)
class Decoupe:
    nom: str
    question: str  # the query string of the choice


@dataclass(frozen=True, slots=True)
class Decoupes:
    """Parts to choose from, and the sentence that presents them."""

    titre: str
    parts: list[Decoupe]


def decouper(choix: Choix, *, today: date) -> Decoupes:
    """Return the parts of what is asked; one query, or two, whatever their number."""
    if choix.endroit is None:
        return Decoupes("Un document par département", _departements(choix, today))
    if choix.endroit.est_departement:
        parts = _communes(choix, today)
        return Decoupes(PRINCIPALES if len(parts) == COMMUNES_MAX else "Un document par commune", parts)
    if choix.besoin:
        return Decoupes("", [])
    return Decoupes("Un document par besoin", _besoins(choix, today))


def _departements(choix: Choix, today: date) -> list[Decoupe]:
    codes = offres_de(choix, today).order_by().values_list("lieu__commune__departement", flat=True).distinct()
    return [
        _part(choix, Endroit(code, f"Département {code}", code))
        for code in sorted(c for c in codes if c and est_un_departement(c))
    ]


def _communes(choix: Choix, today: date) -> list[Decoupe]:
    departement = choix.endroit.code if choix.endroit else ""
    lieux = offres_de(choix, today).filter(lieu__commune__departement=departement).order_by()
    plus = (
        lieux.values_list("lieu__commune", "lieu__commune__nom")
        .annotate(n=Count("pk"))
        .order_by("-n", "lieu__commune")[:COMMUNES_MAX]
    )
    noms = {code: nom for code, nom, _ in plus}
    # With its postcode a name is that of one commune.
    postaux = dict(
        CodePostal.objects.filter(commune__in=noms).order_by().values_list("commune").annotate(code=Min("code"))
    )
    return [
        _part(choix, Endroit(code, nom, f"{postaux.get(code, '')} {nom}".strip()))
        for code, nom in sorted(noms.items(), key=lambda c: (cle_de_tri(c[1]), c[0]))
    ]


def _besoins(choix: Choix, today: date) -> list[Decoupe]:
    nombres = dict.fromkeys((code for code, _ in THEMES.choices()), 0)
    par_masque = offres_de(choix, today).order_by().values_list("themes").annotate(n=Count("pk"))
    for masque, nombre in par_masque:
        for theme in THEMES.codes(masque):
            nombres[theme] += nombre
    return [
        Decoupe(THEMES[theme].label, replace(choix, besoin=theme).parametres)
        for theme, nombre in nombres.items()
        if 0 < nombre <= document.ACTIVITES_MAX
    ]


def _part(choix: Choix, endroit: Endroit) -> Decoupe:
    return Decoupe(endroit.nom, replace(choix, endroit=endroit).parametres)
