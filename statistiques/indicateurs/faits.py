"""What the indicators are counted from: the directory of one federation, read whole in eight queries.

A structure of the network is *published and a member*: it has paid its membership once, is neither archived nor merged,
and one of its places at least is published (or suspended for a while: the life cycle says that it counts).
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from ateliers.models import Offre
from ateliers.models.offres import OffreQuerySet
from centres.models import Centre, Equipement
from comptes.models import Federation
from partenaires.models import Partenariat
from statistiques.models import ChiffresAnnee
from structures.cycle import CYCLE
from structures.models import Commune, Lieu, Structure

COMPTES = [etat for etat, regle in CYCLE.items() if regle.comptee]
CHAMPS_OUI = ("salle_dediee", "wifi_public", "a_renouveler", "apporter_appareil")
CHAMPS_NOMBRE = ("ordinateurs_fixes", "ordinateurs_portables", "tablettes")


@dataclass(frozen=True, slots=True)
class Activite:
    """A counted activity, of the network or at its places; `chez` holds the members it counts for."""

    pk: int
    uid: str
    nom: str
    chez: frozenset[int]
    nature: str
    themes: int
    formes: int
    niveaux: int
    metiers: int
    acces: int
    grain: str
    dispo: str  # what is said of room, when it is still sure today; else nothing


@dataclass(slots=True)
class Membre:
    """A structure of the network, and all that is known of it; None is « not stated »."""

    pk: int
    uid: str
    nom: str
    statut: str
    agrement: str
    animateurs: int | None
    personnes_par_semaine: int | None
    reseaux: frozenset[str]
    commune: str = ""
    lieu: str = ""  # the uid of its first place, for a link
    equipement: dict[str, Any] = field(default_factory=dict)
    partenariat: bool = False
    mediation: bool = False
    activites: list[Activite] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reponses:
    """The yearly questions: the year retained, and what each member that answered says."""

    annee: int
    derniere: date | None  # the day of the last answer
    par_structure: dict[int, tuple[int | None, int | None]]  # (received or phoned, at workshops)


@dataclass(frozen=True, slots=True)
class GenreDActivites:
    """How many activities of one sort a commune holds, whoever provides them."""

    nature: str
    themes: int
    metiers: int
    combien: int


@dataclass(frozen=True, slots=True)
class Faits:
    """Everything that the indicators read, on one day."""

    jour: date
    membres: dict[int, Membre]  # in the order of their names
    non_publies: list[str]  # members without a published place: outside every base
    activites: dict[int, Activite]
    reponses: Reponses
    communes: dict[str, Commune]  # of the territory, in the order of their names
    par_commune: dict[str, list[GenreDActivites]]


def lire_faits(federation: Federation, today: date) -> Faits:
    """Read a network as of one day: a flat number of queries, whatever its size."""
    adherents = _adherents(federation)
    # Values and not rows: what a structure is reached by is not read, let alone parsed.
    centres = (
        Centre.objects.filter(structure__in=adherents)
        .order_by("structure__nom_plie", "structure_id")
        .values_list(
            *("structure_id", "structure__uid", "structure__nom", "statut", "agrement", "animateurs"),
            *("personnes_par_semaine", "structure__reseaux"),
        )
    )
    membres = {
        pk: Membre(pk, uid, nom, statut, agrement, animateurs, semaine, frozenset(r for r, _ in reseaux or ()))
        for pk, uid, nom, statut, agrement, animateurs, semaine, reseaux in centres
    }
    _situer(membres, adherents)
    non_publies = [m.nom for m in membres.values() if not m.lieu]
    membres = {pk: m for pk, m in membres.items() if m.lieu}
    _equiper(membres, adherents)
    _relier(membres, adherents, today)
    activites = _activites(membres, adherents, today)
    communes = _territoire(federation)
    return Faits(
        jour=today,
        membres=membres,
        non_publies=non_publies,
        activites=activites,
        reponses=_reponses(membres, adherents, today),
        communes=communes,
        par_commune=_par_commune(federation, communes, today),
    )


def _adherents(federation: Federation) -> Any:
    """Return the structures that may be of the network, as a subquery: never a list of thousands of numbers."""
    membres = Centre.objects.members().filter(structure__federation=federation)
    return membres.filter(structure__fusionnee_dans__isnull=True).order_by().values("structure_id")


def comptees(today: date) -> OffreQuerySet:
    """Keep the activities that statistics count: not ended, and published or suspended, their place too."""
    return Offre.objects.filter(
        Q(fin__isnull=True) | Q(fin__gte=today),
        Q(lieu__isnull=True) | Q(lieu__etat__in=COMPTES, lieu__structure__archivee_le__isnull=True),
        etat__in=COMPTES,
        structure__archivee_le__isnull=True,
    )


def _situer(membres: dict[int, Membre], adherents: Any) -> None:
    """Give each member the commune and the page of its first counted place."""
    lieux = (
        Lieu.objects.filter(structure__in=adherents, etat__in=COMPTES)
        .order_by("-principal", "nom_plie", "pk")
        .values_list("structure_id", "uid", "commune_id")
    )
    for structure, uid, commune in lieux:
        membre = membres.get(structure)
        if membre is not None and not membre.lieu:
            membre.lieu, membre.commune = uid, commune


def _equiper(membres: dict[int, Membre], adherents: Any) -> None:
    """Add up what the counted places of each member are equipped with: one « oui » is enough, numbers are summed."""
    lignes = (
        Equipement.objects.filter(lieu__structure__in=adherents, lieu__etat__in=COMPTES)
        .order_by("pk")
        .values("lieu__structure_id", *CHAMPS_OUI, *CHAMPS_NOMBRE)
    )
    for ligne in lignes:
        membre = membres.get(ligne["lieu__structure_id"])
        if membre is None:
            continue
        dit = membre.equipement
        for champ in CHAMPS_OUI:
            if ligne[champ] is not None:
                dit[champ] = dit.get(champ, False) or ligne[champ]
        for champ in CHAMPS_NOMBRE:
            if ligne[champ] is not None:
                dit[champ] = dit.get(champ, 0) + ligne[champ]


def _relier(membres: dict[int, Membre], adherents: Any, today: date) -> None:
    """Tell which members have a partnership under way, and with whom."""
    lignes = (
        Partenariat.objects.filter(
            Q(debut__isnull=True) | Q(debut__lte=today),
            Q(fin__isnull=True) | Q(fin__gte=today),
            centre__in=adherents,
            partenaire__archivee_le__isnull=True,
        )
        .order_by("pk")
        .values_list("centre_id", "partenaire__partenaire__mediation_numerique")
    )
    for centre, mediation in lignes:
        membre = membres.get(centre)
        if membre is not None:
            membre.partenariat = True
            membre.mediation = membre.mediation or bool(mediation)


def _activites(membres: dict[int, Membre], adherents: Any, today: date) -> dict[int, Activite]:
    """Read what the members provide and what takes place at theirs: each activity counts for both."""
    lignes = (
        comptees(today)
        .of_structures(adherents)
        .order_by("nom_plie", "pk")
        .values_list(
            *("pk", "uid", "nom", "structure_id", "lieu__structure_id", "nature", "themes", "formes", "niveaux"),
            *("metiers", "acces", "grain", "dispo", "dispo_fiable_jusqu_au"),
        )
    )
    activites = {}
    for pk, uid, nom, par, chez, nature, themes, formes, niveaux, metiers, acces, grain, dispo, sure in lignes:
        a = Activite(
            pk=pk,
            uid=uid,
            nom=nom,
            chez=frozenset(m for m in (par, chez) if m in membres),
            nature=nature,
            themes=themes,
            formes=formes,
            niveaux=niveaux,
            metiers=metiers,
            acces=acces,
            grain=grain,
            dispo=dispo if sure is not None and sure >= today else "",
        )
        if a.chez:
            activites[pk] = a
            for membre in a.chez:
                membres[membre].activites.append(a)
    return activites


def _reponses(membres: dict[int, Membre], adherents: Any, today: date) -> Reponses:
    """Retain, of this year and the last, the one that more members answered (the latest when they are even)."""
    lignes = [
        ligne
        for ligne in ChiffresAnnee.objects.filter(structure__in=adherents, annee__in=[today.year, today.year - 1])
        .order_by("annee", "structure_id")
        .values_list("annee", "structure_id", "personnes_accueillies", "personnes_ateliers", "saisi_le")
        if ligne[1] in membres and ligne[4] <= today
    ]
    combien = Counter(annee for annee, *_ in lignes)
    annee = max(combien, key=lambda a: (combien[a], a), default=today.year - 1)
    retenues = [ligne for ligne in lignes if ligne[0] == annee]
    return Reponses(
        annee=annee,
        derniere=max((ligne[4] for ligne in retenues), default=None),
        par_structure={s: (accueillies, ateliers) for _, s, accueillies, ateliers, _ in retenues},
    )


def _territoire(federation: Federation) -> dict[str, Commune]:
    """Return the communes of the départements of a federation; those of its places when it names none."""
    communes = Commune.objects.order_by("nom_plie", "code_insee")
    if federation.departements:
        communes = communes.filter(departement__in=federation.departements)
    else:
        structures = Structure.objects.managed_by(federation).active().order_by().values("pk")
        ses_lieux = Lieu.objects.filter(structure__in=structures, etat__in=COMPTES)
        communes = communes.filter(pk__in=ses_lieux.order_by().values("commune_id"))
    return {c.code_insee: c for c in communes}


def _par_commune(federation: Federation, communes: dict[str, Commune], today: date) -> dict[str, list[GenreDActivites]]:
    """Count what a resident finds in each commune, whoever provides it."""
    offres = comptees(today).filter(lieu__isnull=False)
    if federation.departements:
        offres = offres.filter(lieu__commune__departement__in=federation.departements)
    else:
        offres = offres.filter(lieu__structure__federation=federation)
    genres: dict[str, list[GenreDActivites]] = {code: [] for code in communes}
    lignes = offres.order_by().values_list("lieu__commune_id", "nature", "themes", "metiers").annotate(n=Count("pk"))
    for commune, nature, themes, metiers, combien in lignes:
        if commune in genres:
            genres[commune].append(GenreDActivites(nature, themes, metiers, combien))
    return genres
