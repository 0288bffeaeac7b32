"""What changed lately and by whom, read from the history that the one writer keeps."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import models
from django.db.models import IntegerField, Q, Value
from django.utils import timezone

from ateliers.annulation import SUIVIS, avant_lui, champs_changes, precedent_de
from ateliers.models import Offre, Seance
from centres.models import Centre, Equipement
from core.travailleur import PARIS
from core.voies import Voie
from espace.models.acces import auteurs
from espace.valeurs import TUS, dire_valeur
from partenaires.models import Partenaire, Partenariat, Pret
from structures.horaires import jour_en_francais
from structures.models import Fermeture, Fusion, Lieu, Structure

LIGNES_PAR_TABLE = 40
DETAILS_MAX = 8
# What the name of an object reads beside it.
POUR_LE_NOM: dict[type, tuple[str, ...]] = {
    Centre: ("structure",),
    Partenaire: ("structure",),
    Equipement: ("lieu",),
    Partenariat: ("centre", "partenaire"),
    Seance: ("offre",),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One column: its name, what it held, what it holds since."""

    nom: str
    avant: str
    apres: str


@dataclass(slots=True)
class Ligne:
    """What happened to one object."""

    quoi: str
    verbe: str  # « ajouté », « modifié », « retiré »
    details: list[Detail] = field(default_factory=list)


@dataclass(slots=True)
class Modification:
    """One operation: who, when, what."""

    operation: uuid.UUID
    qui: str
    quand: str
    a: datetime
    lignes: list[Ligne] = field(default_factory=list)
    annulable: bool = True
    total: int = 0  # of rows, when `lignes` holds the first ones only


def qui_en_francais(ligne: Any) -> str:
    """Return who wrote a historical row, as others may read it."""
    if ligne.history_user is not None:
        return str(ligne.history_user)
    return {
        Voie.IMPORT: "un import",
        Voie.LIEN: "un lien privé",
        Voie.API: "un autre logiciel",
        Voie.ENTRETIEN: "le site, tout seul",
    }.get(ligne.voie, "la fédération")


def quand_en_francais(moment: datetime, now: datetime) -> str:
    """Return « aujourd’hui à 10 h 12 », « hier à 9 h », « lundi 3 mars à 14 h »."""
    local, today = moment.astimezone(PARIS), now.astimezone(PARIS).date()
    jours = (today - local.date()).days
    jour = {0: "aujourd’hui", 1: "hier"}.get(jours) or jour_en_francais(local.date(), today)
    return f"{jour} à {local.hour} h {local:%M}"


def derniere_de(objet: Any) -> str:
    """Return who changed an object last and when, « » when nobody knows."""
    ligne = (
        type(objet)
        .history.model.objects.filter(**{objet._meta.pk.attname: objet.pk})
        .select_related("history_user")
        .order_by("-history_id")
        .first()
    )
    if ligne is None:
        return ""
    qui = auteurs([ligne.operation]).get(ligne.operation) or qui_en_francais(ligne)
    return f"{qui}, {quand_en_francais(ligne.history_date, timezone.now())}"


def _portee(structures: list[int]) -> dict[type, Q]:
    """Return, by table, which historical rows speak of these structures."""
    lieux = Lieu.objects.filter(structure__in=structures).values("pk")
    offres = Offre.objects.of_structures(structures).values("pk")
    return {
        Structure: Q(id__in=structures),
        Centre: Q(structure_id__in=structures),
        Partenaire: Q(structure_id__in=structures),
        Lieu: Q(structure_id__in=structures),
        Equipement: Q(lieu_id__in=lieux),
        Fermeture: Q(lieu_id__in=lieux),
        Partenariat: Q(centre_id__in=structures),
        Pret: Q(preteur_id__in=structures),
        Offre: Q(id__in=offres) | Q(structure_id__in=structures),
        Seance: Q(offre_id__in=offres),
    }


def dernieres(
    structures: Iterable[Structure], *, now: datetime, limite: int = 12, depuis: datetime | None = None
) -> list[Modification]:
    """Return the last operations on what these structures keep, latest first; a flat number of queries."""
    noms = {s.pk: str(s) for s in structures}
    rangs: dict[uuid.UUID, tuple[datetime, str]] = {}
    tetes = _tetes(_portee(list(noms)), depuis)
    for _table, _pk, _precedent, operation, moment in tetes:
        rangs.setdefault(operation, (moment, operation.hex))
    gardees = set(sorted(rangs, key=lambda operation: rangs[operation], reverse=True)[:limite])
    lues, avants = [], {}
    for table, modele in enumerate(SUIVIS):
        # Wide rows, of two tables in ten most often: those that are told, with the one before each.
        paires = {pk: precedent for t, pk, precedent, operation, _ in tetes if t == table and operation in gardees}
        if paires:
            toutes = _historique(modele).select_related("history_user")
            par_id = toutes.in_bulk({*paires, *paires.values()} - {None}, field_name="history_id")
            lues.append((modele, [par_id[pk] for pk in paires if pk in par_id]))
            avants[modele] = {pk: par_id[precedent] for pk, precedent in paires.items() if precedent in par_id}
    return raconter(lues, now=now, nommes={Structure: noms, Centre: noms, Partenaire: noms}, avants=avants)


def _historique(modele: Any) -> models.QuerySet[Any]:
    return modele.history.model.objects.all()


def _tetes(portee: Mapping[type, Q], depuis: datetime | None) -> list[tuple[int, int, int | None, uuid.UUID, datetime]]:
    """Return the last historical rows of each table, latest first: rank of the table, id, the one before it of the same
    object, operation, date. One query, narrow.
    """
    parties = []
    for table, modele in enumerate(SUIVIS):
        siennes = _historique(modele).filter(portee[modele]).exclude(voie=Voie.ENTRETIEN)
        if depuis is not None:
            siennes = siennes.filter(history_date__gte=depuis)
        # SQLite orders and cuts a union as a whole only: each part is cut inside.
        dernieres_ = siennes.order_by("-history_id").values("history_id")[:LIGNES_PAR_TABLE]
        parties.append(
            _historique(modele)
            .filter(history_id__in=dernieres_)
            .order_by()
            .annotate(table=Value(table, IntegerField()), precedent=precedent_de(modele))
            .values_list("table", "history_id", "precedent", "operation", "history_date")
        )
    return sorted(parties[0].union(*parties[1:], all=True), key=lambda tete: (tete[0], -tete[1]))


def raconter(
    lues: Iterable[tuple[Any, list[Any]]],
    *,
    now: datetime,
    nommes: Mapping[type, Mapping[Any, str]] = MappingProxyType({}),
    avants: Mapping[type, Mapping[int, Any]] = MappingProxyType({}),
) -> list[Modification]:
    """Tell the operations of these historical rows (by table), the latest first; a flat number of queries a table.

    `nommes` gives, by table, the names that the caller has read already, and `avants` the rows before these: they are
    not asked again.
    """
    par_operation: dict[uuid.UUID, Modification] = {}
    for modele, lignes in lues:
        if not lignes:
            continue
        cle = modele._meta.pk.attname
        avant = avants[modele] if modele in avants else avant_lui(modele, lignes)
        noms = nommes.get(modele)
        if noms is None:
            objets = modele._default_manager.select_related(*POUR_LE_NOM.get(modele, ())).order_by("pk")
            noms = {o.pk: str(o) for o in objets.filter(pk__in={getattr(x, cle) for x in lignes})}
        for ligne in lignes:
            modification = par_operation.setdefault(
                ligne.operation,
                Modification(
                    ligne.operation,
                    qui_en_francais(ligne),
                    quand_en_francais(ligne.history_date, now),
                    ligne.history_date,
                    # An import is undone whole, by the federation.
                    annulable=ligne.voie != Voie.IMPORT,
                ),
            )
            modification.lignes.append(
                _ligne(modele, ligne, avant.get(ligne.history_id), noms.get(getattr(ligne, cle)))
            )
    # A desk or a private link leaves no author in the history: it has its own table.
    for operation, qui in auteurs(par_operation).items():
        par_operation[operation].qui = qui
    # A merge changes tables without history too: it is undone whole, by the federation.
    for fusion in Fusion.objects.of_operations(par_operation):
        for sienne in (fusion.operation, fusion.operation_inverse):
            if sienne in par_operation:
                par_operation[sienne].annulable = False
    return sorted(par_operation.values(), key=lambda m: (m.a, m.operation.hex), reverse=True)


def _ligne(modele: Any, ligne: Any, avant: Any, nom: str | None) -> Ligne:
    quoi = nom or str(getattr(ligne, "nom", "") or modele._meta.verbose_name)
    verbe = {"+": "ajouté", "-": "retiré"}.get(ligne.history_type, "modifié")
    details = []
    if ligne.history_type == "~" and avant is not None:
        for attname in champs_changes(avant, ligne):
            champ = next(f for f in ligne.tracked_fields if f.attname == attname)
            if champ.name not in TUS and not champ.name.endswith("_par"):
                details.append(
                    Detail(
                        _majuscule(str(champ.verbose_name)),
                        dire_valeur(avant, champ, getattr(avant, attname)),
                        dire_valeur(ligne, champ, getattr(ligne, attname)),
                    )
                )
    return Ligne(quoi, verbe, details[:DETAILS_MAX])


def _majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]
