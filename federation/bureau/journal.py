"""Who did what in a network, over twelve months: the history of the one writer, by operation."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from ateliers.annulation import SUIVIS
from ateliers.models import Offre, Seance
from centres.models import Centre, Equipement
from comptes.models import Federation
from core.textes import mots
from core.travailleur import PARIS
from core.voies import Voie
from espace.journal import Modification, raconter
from partenaires.models import Partenaire, Partenariat, Pret
from structures.models import Fermeture, Lieu, Structure

CONSERVATION = timedelta(days=365)
LIGNES_PAR_OPERATION = 6
MOTS_MAX = 6


@dataclass(frozen=True, slots=True)
class CriteresJournal:
    """What is looked for; `avant` is the moment before which to read, the way to the next page."""

    texte: str = ""
    qui: str = ""
    voie: str = ""
    du: date | None = None
    au: date | None = None
    avant: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageJournal:
    """A page of operations, and the moment from which the next one reads, None at the end."""

    modifications: list[Modification]
    suite: datetime | None


def operations(federation: Federation, criteres: CriteresJournal, *, now: datetime, combien: int = 25) -> PageJournal:
    """Return the operations on what a federation manages, the latest first; a flat number of queries.

    An operation of thousands of rows (an import) shows its first six of each table and its total.
    """
    portee = _portee(federation, criteres.texte)
    voulues = _voulues(criteres, now)
    # One row an operation and a table. What an operation wrote, it wrote at one moment: its rows follow one another.
    tables = [
        _historique(modele)
        .filter(portee[modele], voulues)
        .order_by()
        .values("operation")
        .annotate(a=Max("history_date"), lignes=Count("history_id"))
        for modele in SUIVIS
    ]
    lues = list(tables[0].union(*tables[1:], all=True).order_by("-a")[: (combien + 1) * len(SUIVIS)])
    totaux: dict[uuid.UUID, int] = {}
    moments: dict[uuid.UUID, datetime] = {}
    for ligne in lues:
        totaux[ligne["operation"]] = totaux.get(ligne["operation"], 0) + ligne["lignes"]
        moments.setdefault(ligne["operation"], ligne["a"])
    gardees = list(moments)[:combien]
    modifications = raconter(_lignes(gardees, portee), now=now) if gardees else []
    for modification in modifications:
        modification.total = totaux[modification.operation]
    return PageJournal(modifications, moments[gardees[-1]] if len(moments) > combien else None)


def _historique(modele: Any) -> QuerySet[Any]:
    return modele.history.model.objects.all()


def _lignes(gardees: list[uuid.UUID], portee: dict[type, Q]) -> Iterator[tuple[Any, list[Any]]]:
    """Give, by table, the first rows of each of these operations."""
    rang = Window(RowNumber(), partition_by=[F("operation")], order_by=F("history_id").asc())
    for modele in SUIVIS:
        lignes = _historique(modele).filter(portee[modele], operation__in=gardees)
        premieres = lignes.annotate(rang=rang).filter(rang__lte=LIGNES_PAR_OPERATION)
        yield modele, list(premieres.select_related("history_user").order_by("-history_id"))


def _voulues(criteres: CriteresJournal, now: datetime) -> Q:
    """Return the condition on who, how and when; what the night does by itself is not somebody's doing."""
    condition = Q(history_date__gte=now - CONSERVATION)
    if criteres.voie:
        condition &= Q(voie=criteres.voie)
    else:
        condition &= ~Q(voie=Voie.ENTRETIEN)
    if criteres.qui:
        condition &= Q(history_user__nom__icontains=criteres.qui) | Q(history_user__courriel__icontains=criteres.qui)
    if criteres.du and criteres.du > date.min:
        condition &= Q(history_date__gte=datetime.combine(criteres.du, time.min, PARIS))
    if criteres.au and criteres.au < date.max:
        condition &= Q(history_date__lt=datetime.combine(criteres.au + timedelta(days=1), time.min, PARIS))
    if criteres.avant:
        condition &= Q(history_date__lt=criteres.avant)
    return condition


def _portee(federation: Federation, texte: str) -> dict[type, Q]:
    """Return, by table, which historical rows speak of what a federation manages, and of the words looked for."""
    cherches = mots(texte)[:MOTS_MAX]
    nomme, chez = Q(), Q()
    for mot in cherches:
        nomme &= Q(nom_plie__contains=mot)
        chez &= Q(structure__nom_plie__contains=mot)
    structures = Structure.objects.managed_by(federation)
    des_lieux = Lieu.objects.filter(structure__federation=federation)
    des_offres = Offre.objects.filter(Q(structure__federation=federation) | Q(lieu__structure__federation=federation))
    if cherches:
        structures = structures.filter(nomme)
        des_lieux = des_lieux.filter(nomme | chez)
        des_offres = des_offres.filter(nomme | Q(structure__in=structures) | Q(lieu__in=des_lieux))
    orgs, lieux, offres = (q.order_by().values("pk") for q in (structures, des_lieux, des_offres))
    return {
        Structure: Q(id__in=orgs),
        Centre: Q(structure_id__in=orgs),
        Partenaire: Q(structure_id__in=orgs),
        Lieu: Q(id__in=lieux),
        Equipement: Q(lieu_id__in=lieux),
        Fermeture: Q(lieu_id__in=lieux),
        Partenariat: Q(centre_id__in=orgs),
        Pret: Q(preteur_id__in=orgs),
        Offre: Q(id__in=offres),
        Seance: Q(offre_id__in=offres),
    }
