"""Count the 42 from the database, not from what generated them: `manage.py demo --controle`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from ateliers.models import Offre
from ateliers.models.offres import OffreQuerySet
from ateliers.nomenclature import ACCES, FORMES, METIERS, NIVEAUX, THEMES, Nature
from centres.models import Agrement, Centre, Equipement, Statut
from comptes.models import Federation
from structures import cycle

COMPTES = [etat for etat, regle in cycle.CYCLE.items() if regle.comptee]


def centres(federation: Federation) -> QuerySet[Centre]:
    """Return the member structures of the federation: the base « réseau »."""
    return Centre.objects.members().filter(structure__federation=federation)


def _avec(federation: Federation, offres: OffreQuerySet) -> int:
    """Count the members at whose places one of these activities is held, or that provide one."""
    chez = offres.filter(lieu__structure__centre__isnull=False).values("lieu__structure")
    par = offres.filter(structure__centre__isnull=False).values("structure")
    return centres(federation).filter(Q(structure__in=chez) | Q(structure__in=par)).count()


def _offres() -> OffreQuerySet:
    return Offre.objects.filter(etat__in=COMPTES).order_by()


def _collectives() -> OffreQuerySet:
    return _offres().filter(nature__in=[Nature.ATELIER, Nature.CYCLE])


def members(federation: Federation) -> int:
    return centres(federation).count()


def with_agrement_cs(federation: Federation) -> int:
    return centres(federation).filter(agrement=Agrement.CENTRE_SOCIAL).count()


def with_agrement_evs(federation: Federation) -> int:
    return centres(federation).filter(agrement=Agrement.EVS).count()


def associatifs(federation: Federation) -> int:
    return centres(federation).filter(statut=Statut.ASSOCIATIF).count()


def municipaux(federation: Federation) -> int:
    return centres(federation).filter(statut=Statut.MUNICIPAL).count()


def running_an_atelier(federation: Federation) -> int:
    return _avec(federation, _collectives())


def hosting_an_ecrivain_public(federation: Federation) -> int:
    return _avec(federation, _offres().any_of("metiers", METIERS["ecrivain_public"].masque))


def with_a_conseiller_numerique(federation: Federation) -> int:
    return _avec(federation, _offres().any_of("metiers", METIERS["conseiller_numerique"].masque))


def offering_individual_appointments(federation: Federation) -> int:
    individuelles = _offres().any_of("formes", FORMES["individuel"].masque)
    return _avec(federation, individuelles.any_of("acces", ACCES["rdv"].masque))


def offering_perfectionnement(federation: Federation) -> int:
    return _avec(federation, _collectives().any_of("niveaux", NIVEAUX.masque(["intermediaire", "avance"])))


def offering_creation(federation: Federation) -> int:
    return _avec(federation, _offres().any_of("themes", THEMES.masque(["creation", "programmation"])))


def supporting_job_search(federation: Federation) -> int:
    return _avec(federation, _offres().any_of("themes", THEMES["emploi"].masque))


def running_an_atelier_emploi(federation: Federation) -> int:
    return _avec(federation, _collectives().any_of("themes", THEMES["emploi"].masque))


def supporting_parentalite(federation: Federation) -> int:
    return _avec(federation, _offres().any_of("themes", THEMES["parentalite"].masque))


def with_a_dedicated_room(federation: Federation) -> int:
    return centres(federation).filter(structure__lieux__equipement__salle_dediee=True).distinct().count()


def with_one_person(federation: Federation) -> int:
    return centres(federation).filter(animateurs=1).count()


def with_a_partnership(federation: Federation) -> int:
    return centres(federation).filter(structure__partenariats__isnull=False).distinct().count()


def linked_with_another_mediation_actor(federation: Federation) -> int:
    liees = Q(structure__partenariats__partenaire__partenaire__mediation_numerique=True)
    return centres(federation).filter(liees).distinct().count()


def on_social_networks(federation: Federation) -> int:
    # An empty list is compared in Python: the two engines do not store JSON alike.
    return sum(1 for reseaux in centres(federation).values_list("structure__reseaux", flat=True) if reseaux)


def with_equipment_to_renew(federation: Federation) -> int:
    return centres(federation).filter(structure__lieux__equipement__a_renouveler=True).distinct().count()


def _equipements(federation: Federation) -> QuerySet[Equipement]:
    return Equipement.objects.filter(lieu__structure__centre__in=centres(federation)).order_by()


def computers_on_average(federation: Federation) -> float:
    """Return the mean number of computers, over all the members."""
    total = _equipements(federation).aggregate(
        n=Sum(Coalesce(F("ordinateurs_fixes"), 0) + Coalesce(F("ordinateurs_portables"), 0))
    )["n"]
    nombre = members(federation)
    return round((total or 0) / nombre, 1) if nombre else 0.0


def tablets(federation: Federation) -> int:
    return _equipements(federation).aggregate(n=Sum("tablettes"))["n"] or 0


def giant_screens(federation: Federation) -> int:
    return _equipements(federation).filter(ecran_tactile_geant=True).count()


@dataclass(frozen=True)
class Indicateur:
    """One count over the members, and what the survey says."""

    libelle: str
    attendu: float
    compter: Callable[[Federation], float]


INDICATEURS = (
    Indicateur("structures adhérentes", 42, members),
    Indicateur("centres sociaux", 39, with_agrement_cs),
    Indicateur("espaces de vie sociale", 3, with_agrement_evs),
    Indicateur("associatives", 21, associatifs),
    Indicateur("municipales", 21, municipaux),
    Indicateur("animent un atelier", 41, running_an_atelier),
    Indicateur("accueillent un·e écrivain·e public·que", 31, hosting_an_ecrivain_public),
    Indicateur("ont un·e conseiller·ère numérique", 22, with_a_conseiller_numerique),
    Indicateur("rendez-vous individuels", 32, offering_individual_appointments),
    Indicateur("ateliers de perfectionnement", 23, offering_perfectionnement),
    Indicateur("création et expérimentation", 20, offering_creation),
    Indicateur("accompagnent la recherche d’emploi", 36, supporting_job_search),
    Indicateur("ateliers emploi", 21, running_an_atelier_emploi),
    Indicateur("parentalité numérique", 24, supporting_parentalite),
    Indicateur("salle dédiée", 32, with_a_dedicated_room),
    Indicateur("une seule personne pour les ateliers", 35, with_one_person),
    Indicateur("au moins un partenariat", 39, with_a_partnership),
    Indicateur("lien avec un autre acteur de la médiation", 26, linked_with_another_mediation_actor),
    Indicateur("sur les réseaux sociaux", 37, on_social_networks),
    Indicateur("matériel à renouveler", 15, with_equipment_to_renew),
    Indicateur("ordinateurs, en moyenne", 7.0, computers_on_average),
    Indicateur("tablettes", 0, tablets),
    Indicateur("écran tactile géant", 1, giant_screens),
)


def tableau(federation: Federation) -> tuple[list[str], bool]:
    """Return the lines « label, counted, expected », and whether all agree."""
    lignes, justes = [f"{'Sur les structures adhérentes':<46} {'compté':>8} {'attendu':>8}"], True
    for indicateur in INDICATEURS:
        compte = indicateur.compter(federation)
        juste = compte == indicateur.attendu
        justes = justes and juste
        lignes.append(f"{indicateur.libelle:<46} {compte:>8} {indicateur.attendu:>8}{'' if juste else '   différent'}")
    return lignes, justes
