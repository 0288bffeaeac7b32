"""The one query behind the table, its bulk gestures and its file: structures or places that answer a question.

Each row is judged by itself, or by one look at its places through their index; what names places is a list that the
database makes once. Nothing here depends on the page that is shown.
"""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from ateliers.completude import MANQUE_AU_LIEU, combien
from ateliers.fraicheur import SIX_MOIS, TROIS_MOIS, UN_AN
from comptes.models import Federation
from federation.bureau.tableau.criteres import AUCUNE, LIEUX, Criteres
from structures.cycle import Etat
from structures.models import Commune, Lieu, Membre, Structure
from structures.nomenclature import Role

JAMAIS = date(1, 1, 1)  # older than any verification
VIVANTS = (Etat.BROUILLON, Etat.PUBLIE, Etat.SUSPENDU)
PAS_DE_LIEU = len(MANQUE_AU_LIEU)  # what is missing of a structure without a place
MANQUE_A_LA_STRUCTURE = (Q(courriel=""), Q(presentation=""))
RANG_D_ETAT = (Etat.PUBLIE, Etat.SUSPENDU, Etat.BROUILLON, Etat.CLOS, Etat.ARCHIVE)


def trouves(federation: Federation, criteres: Criteres, today: date) -> QuerySet[Any]:
    """Return what answers, in its order."""
    if criteres.vue == LIEUX:
        return _lieux(federation, criteres, today)
    return _structures(federation, criteres, today)


def _structures(federation: Federation, c: Criteres, today: date) -> QuerySet[Any]:
    tous: QuerySet[Any] = Structure.objects.managed_by(federation).filter(fusionnee_dans__isnull=True)
    siens = Lieu.objects.filter(structure=OuterRef("pk"))
    publie = Exists(siens.published(today))
    tous = tous.filter(archivee_le__isnull=c.etat != "archive")
    if c.etat in ("publie", "non_publie"):
        tous = tous.filter(publie if c.etat == "publie" else ~publie)
    if c.natures:
        tous = tous.filter(nature__in=c.natures)
    if c.siret:
        tous = tous.filter(siret__startswith=c.siret)
    for mot in c.mots:
        chez = Lieu.objects.filter(_nomme(mot), etat__in=VIVANTS)
        tous = tous.filter(Q(nom_plie__contains=mot) | Q(pk__in=chez.order_by().values("structure")))
    if c.commune or c.qpv:
        tous = tous.filter(pk__in=_situes(Lieu.objects.filter(etat__in=VIVANTS), c).order_by().values("structure"))
    tous = _adherents(tous, c, "centre__")
    tous = _tenus(tous, c, OuterRef("pk"))
    if c.fraicheur or c.colonne == "verifie":
        tous = tous.annotate(verifie=_la_plus_ancienne(siens.published(today)))
        tous = _frais(tous, c.fraicheur, today)
    tous = _complets(tous, c, siens.filter(etat__in=VIVANTS))
    return _ranger(tous, c, siens)


def _lieux(federation: Federation, c: Criteres, today: date) -> QuerySet[Any]:
    du_reseau = Lieu.objects.filter(structure__federation=federation).exclude(etat=Etat.FUSIONNE)
    # Untyped: what is annotated below, no type of the model knows.
    tous: QuerySet[Any] = du_reseau.published(today) if c.etat == "publie" else du_reseau
    archive = Q(etat=Etat.ARCHIVE) | Q(structure__archivee_le__isnull=False)
    tous = tous.filter(archive if c.etat == "archive" else ~archive)
    if c.etat == "non_publie":
        tous = tous.exclude(pk__in=Lieu.objects.published(today).values("pk"))
    if c.natures:
        tous = tous.filter(structure__nature__in=c.natures)
    if c.siret:
        tous = tous.filter(structure__siret__startswith=c.siret)
    for mot in c.mots:
        tous = tous.filter(_nomme(mot) | Q(structure__nom_plie__contains=mot))
    tous = _situes(tous, c)
    tous = _adherents(tous, c, "structure__centre__")
    tous = _tenus(tous, c, OuterRef("structure"))
    if c.fraicheur or c.colonne == "verifie":
        tous = tous.annotate(verifie=Coalesce("verifie_le", Value(JAMAIS)))
        tous = _frais(tous, c.fraicheur, today)
    if c.completude or c.colonne == "manques":
        tous = tous.annotate(manques=combien(MANQUE_AU_LIEU.values()))
    if c.completude in MANQUE_AU_LIEU:
        tous = tous.filter(MANQUE_AU_LIEU[c.completude])
    elif c.completude == "courriel":
        tous = tous.filter(courriel="", structure__courriel="")
    elif c.completude:
        tous = tous.filter(manques=0) if c.completude == "complet" else tous.filter(manques__gt=0)
    return _ranger(tous, c, Lieu.objects.none())


# ------------------------------------------------------------------------------------ one filter each
def _nomme(mot: str) -> Q:
    """A place is found by its name or by its commune's."""
    return Q(nom_plie__contains=mot) | Q(commune__in=Commune.objects.filter(nom_plie__contains=mot).values("pk"))


def _situes(lieux: QuerySet[Any], c: Criteres) -> QuerySet[Any]:
    if c.commune:
        lieux = lieux.filter(commune=c.commune)
    if c.qpv:
        # The national pipeline writes it among the labels of a place: nobody else computes it.
        lieux = lieux.filter(autres_formations__icontains="QPV")
    return lieux


def _adherents(tous: QuerySet[Any], c: Criteres, chemin: str) -> QuerySet[Any]:
    if c.adhesion == AUCUNE:
        return tous.filter(**{f"{chemin}adhesion_annee__isnull": True})
    return tous.filter(**{f"{chemin}adhesion_annee": int(c.adhesion)}) if c.adhesion else tous


def _tenus(tous: QuerySet[Any], c: Criteres, structure: OuterRef) -> QuerySet[Any]:
    if not c.responsable and c.colonne != "responsable":
        return tous
    membres = Membre.objects.filter(structure=structure, role=Role.RESPONSABLE, utilisateur__is_active=True)
    tous = tous.annotate(tenu=Exists(membres))
    return tous.filter(tenu=c.responsable == "avec") if c.responsable else tous


def _la_plus_ancienne(lieux: QuerySet[Lieu]) -> Subquery:
    """The verification of the published place that has waited longest; NULL when none is published."""
    ages = lieux.order_by().values("structure").annotate(m=Min(Coalesce("verifie_le", Value(JAMAIS))))
    return Subquery(ages.values("m"))


def _frais(tous: QuerySet[Any], fraicheur: str, today: date) -> QuerySet[Any]:
    trois, six, un_an = today - TROIS_MOIS, today - SIX_MOIS, today - UN_AN
    bandes = {
        "recent": Q(verifie__gte=trois),
        "moyen": Q(verifie__gte=six, verifie__lt=trois),
        "ancien": Q(verifie__gte=un_an, verifie__lt=six),
        "perime": Q(verifie__gt=JAMAIS, verifie__lt=un_an),
        "jamais": Q(verifie=JAMAIS),
    }
    return tous.filter(bandes[fraicheur]) if fraicheur else tous


def _complets(tous: QuerySet[Any], c: Criteres, vivants: QuerySet[Lieu]) -> QuerySet[Any]:
    """A structure lacks what it does not say itself, and what the least described of its places does not."""
    if c.completude in MANQUE_AU_LIEU:
        return tous.filter(Exists(vivants.filter(MANQUE_AU_LIEU[c.completude])))
    if c.completude == "courriel":
        return tous.filter(courriel="")
    if c.completude or c.colonne == "manques":
        pire = vivants.order_by().values("structure").annotate(m=Max(combien(MANQUE_AU_LIEU.values()))).values("m")
        lieux = Coalesce(Subquery(pire), Value(PAS_DE_LIEU))
        tous = tous.annotate(manques=combien(MANQUE_A_LA_STRUCTURE) + lieux)
    if c.completude:
        tous = tous.filter(manques=0) if c.completude == "complet" else tous.filter(manques__gt=0)
    return tous


# ------------------------------------------------------------------------------------ order
def _ranger(tous: QuerySet[Any], c: Criteres, siens: QuerySet[Lieu]) -> QuerySet[Any]:
    """Sort by one column, then by name: two rows never change places from one page to the next."""
    cle: Any
    match c.colonne:
        case "commune" if c.vue == LIEUX:
            cle = F("commune__nom_plie")
        case "commune":
            premiers = siens.filter(etat__in=VIVANTS).order_by("-principal", "pk").values("commune__nom_plie")[:1]
            tous, cle = tous.annotate(ou=Subquery(premiers)), F("ou")
        case "structure":
            cle = F("structure__nom_plie")
        case "etat":
            rangs = [When(etat=etat, then=Value(rang)) for rang, etat in enumerate(RANG_D_ETAT)]
            cle = Case(*rangs, default=Value(len(rangs)), output_field=IntegerField())
        case "nature":
            cle = F("nature")
        case "adhesion":
            cle = F("centre__adhesion_annee")
        case "responsable":
            cle = Case(When(tenu=True, then=Value("a")), default=Value("b"), output_field=CharField())
        case "verifie" | "manques":
            cle = F(c.colonne)
        case _:
            cle = F("nom_plie")
    premier = cle.desc(nulls_last=True) if c.descend else cle.asc(nulls_last=True)
    return tous.order_by(premier, "nom_plie", "pk")
