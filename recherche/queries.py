"""The one query: page, fragment, map data and later the API ask it with the same Criteres."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from ateliers.models import Offre, Seance
from ateliers.models.offres import couvre
from ateliers.nomenclature import ACCES, AVEC_PLACE, SANS_PLACE, Dispo, Grain, Mode, Tarif
from core.travailleur import PARIS
from recherche.criteres import Criteres, Origine
from structures.models.lieux import boite, distance_km
from structures.nomenclature import ACCESSIBILITES

# « automatique »: the first of these within which ten places match; nothing beyond unless nothing is nearer.
RAYONS_KM = (2.0, 5.0, 10.0, 20.0)
ASSEZ = 10
RAYON_MAX_KM = 50.0
SEMAINE = timedelta(days=6)
SIX_MOIS = 183  # days
EN_ATTENTE = (Dispo.ATTENTE, Dispo.PLUS_UN_MOIS)


@dataclass(frozen=True, slots=True)
class Trouvee:
    """One activity that matches, with what orders it."""

    offre_id: int
    lieu_id: int | None
    latitude: float | None
    longitude: float | None
    km: float | None
    complete: bool
    nature: str
    rang: float
    structure_id: int | None = None
    prochaine: datetime | None = None
    cle: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Groupe:
    """One place and its matching activities, in order."""

    lieu_id: int
    trouvees: tuple[Trouvee, ...]

    @property
    def complet(self) -> bool:
        """True when every matching activity is said to be full."""
        return all(t.complete for t in self.trouvees)

    @property
    def rang(self) -> float:
        """The place's rank is that of its best activity; without an origin, places keep the order of names."""
        return self.trouvees[0].rang if self.km is not None else 0.0

    @property
    def km(self) -> float | None:
        return self.trouvees[0].km


@dataclass(frozen=True, slots=True)
class Trouvailles:
    """All that matches: places in order, then what comes without a place; and the radius that was used."""

    groupes: tuple[Groupe, ...]
    a_distance: tuple[Trouvee, ...]
    rayon_km: float | None

    @property
    def activites_total(self) -> int:
        return sum(len(g.trouvees) for g in self.groupes) + len(self.a_distance)


def correspondantes(criteres: Criteres, *, now: datetime) -> QuerySet[Offre]:
    """Return the activities that match every filter but distance."""
    local = now.astimezone(PARIS)
    today = local.date()
    offres = Offre.objects.published(today)
    if criteres.federation:
        offres = offres.filter(structure__federation__slug=criteres.federation)
    for prefixe in criteres.mots:
        offres = offres.with_word(prefixe)
    for champ, masque in (
        ("themes", criteres.themes),
        ("postures", criteres.postures),
        ("langues", criteres.langues),
        ("metiers", criteres.metiers),
        ("lieu_groupes", criteres.types),
        ("acces", ACCES["sans_rdv"].masque if criteres.sans_rdv else 0),
        ("lieu_accessibilites", ACCESSIBILITES["fauteuil"].masque if criteres.fauteuil else 0),
    ):
        offres = offres.any_of(champ, masque)
    offres = offres.for_public(criteres.publics)
    if criteres.gratuit:
        offres = offres.filter(tarif=Tarif.GRATUIT)
    if criteres.place:
        offres = offres.filter(_de_la_place(today))
    if criteres.natures:
        offres = offres.filter(nature__in=criteres.natures)
    if criteres.modes:
        offres = offres.filter(mode__in=criteres.modes)
    if criteres.lieux_natures:
        offres = offres.filter(lieu_nature__in=criteres.lieux_natures)
    if criteres.sans_condition:
        offres = offres.filter(reserves=0)
    if criteres.aidants_connect:
        offres = offres.filter(aidants_connect=True)
    if criteres.avant:
        offres = offres.filter(_possible_avant(criteres.avant, today))
    return _au_moment(offres, criteres, now=now)


def _possible_avant(avant: date, today: date) -> Q:
    """Keep what may still help before a day: what is surely too late goes, what is doubtful stays."""
    # « La semaine prochaine » begins on the Monday after it was said.
    lundi = avant - timedelta(days=7 - (-avant.weekday() % 7))
    trop_tard = (
        Q(dispo__in=(Dispo.ATTENTE, Dispo.CLOSES))
        | Q(dispo=Dispo.COMPLET, dispo_jusqu_au__isnull=True)
        | Q(dispo=Dispo.COMPLET, dispo_jusqu_au__gte=avant)
        | Q(dispo=Dispo.SEMAINE_PROCHAINE, dispo_le__gte=lundi)
        | Q(dispo=Dispo.DEUX_TROIS_SEMAINES, dispo_le__gt=avant - timedelta(days=14))
        | Q(dispo=Dispo.PLUS_UN_MOIS, dispo_le__gt=avant - timedelta(days=31))
    )
    # A nullable date makes « surely » unknown, and NOT unknown drops the row: ask it the other way round.
    return Q(dispo_fiable_jusqu_au__isnull=True) | Q(dispo_fiable_jusqu_au__lt=today) | ~trop_tard


def _de_la_place(today: date) -> Q:
    """« Il y a de la place »: somebody said so and it still counts, or one simply comes."""
    return Q(dispo__in=AVEC_PLACE, dispo_fiable_jusqu_au__gte=today) | Q(
        grain=Grain.AUCUN, dispo="", acces=ACCES["sans_rdv"].masque
    )


def _au_moment(offres: QuerySet[Offre], criteres: Criteres, *, now: datetime) -> QuerySet[Offre]:
    """Keep what has a session then; without « quand », what has its weekly hours then."""
    if not criteres.quand and not criteres.avant:
        masque = criteres.creneaux
        if not masque:
            return offres
        return offres.alias(_creneaux=F("creneaux").bitand(masque)).exclude(_creneaux=0)
    today = now.astimezone(PARIS).date()
    seances = Seance.objects.held().filter(offre=OuterRef("pk"), fin__gt=now)
    if criteres.quand == "maintenant":
        seances = seances.filter(debut__lte=now, jour__lte=today, jour__gte=today - timedelta(days=1))
    elif criteres.quand == "aujourdhui":
        seances = seances.filter(jour=today)
    elif criteres.quand == "semaine":
        seances = seances.filter(jour__gte=today, jour__lte=today + SEMAINE)
    if criteres.avant:
        seances = seances.filter(jour__lt=criteres.avant)
    if criteres.jours:
        seances = seances.filter(jour__iso_week_day__in=[j + 1 for j in criteres.jours])
    if criteres.moments_masque:
        seances = seances.alias(_moments=F("moments").bitand(criteres.moments_masque)).exclude(_moments=0)
    return offres.filter(Exists(seances))


# « Le plus près », corrected: what a metre is worth when there is room, or when nobody has checked for six months.
AVEC_PLACE_SURE = 0.85
ATTENTE_SURE = 1.3
PAS_VERIFIEE = 1.2
PAS_DE_PORTE = 0.3  # km: at the same address room and freshness still order


def rang_corrige(km: float, *, dispo: str, sure: bool, verifie_le: date | None, today: date) -> float:
    """Return the distance that orders a result, in km; what is doubtful changes nothing.

    The distance shown is always the real one. The rule and its table: docs/recherche.md.
    """
    facteur = 1.0
    if sure and dispo in AVEC_PLACE:
        facteur *= AVEC_PLACE_SURE
    elif sure and dispo in EN_ATTENTE:
        facteur *= ATTENTE_SURE
    if verifie_le is None or (today - verifie_le).days > SIX_MOIS:
        facteur *= PAS_VERIFIEE
    return (km + PAS_DE_PORTE) * facteur


def trouver(criteres: Criteres, *, now: datetime) -> Trouvailles:
    """Answer the question, in one SQL query (two when nothing is near).

    With an origin: what lies within the radius, nearest first. Without: everything, by commune then name. Places
    where all that matches is full come last. What has no place (at home, by phone) is apart; with an origin it is
    kept when its zone covers the commune.
    """
    offres = correspondantes(criteres, now=now)
    if criteres.tri == "tot":
        offres = offres.annotate(prochaine=prochaine_seance(now))
    origine = criteres.origine
    if origine is None:
        return _grouper(_lire(offres, criteres, now=now), criteres, rayon_km=None)
    # Urgent: a longer trip is worth it.
    rayons = (*RAYONS_KM[1:], RAYON_MAX_KM) if criteres.urgent else RAYONS_KM
    km = criteres.rayon_km or rayons[-1]
    trouvees = _lire(_autour(offres, origine, km), criteres, now=now)
    # The box has corners beyond the circle.
    sur_place = [t for t in trouvees if t.km is not None and t.km <= km]
    if not sur_place and criteres.rayon_km is None:
        km = RAYON_MAX_KM
        trouvees = _lire(_autour(offres, origine, km), criteres, now=now)
    elif criteres.rayon_km is None:
        km = _rayon_suffisant(sur_place, rayons)
    return _grouper([t for t in trouvees if t.km is None or t.km <= km], criteres, rayon_km=km)


def prochaine_seance(now: datetime) -> Subquery:
    """Return the start of an activity's next session that is held, as a subquery."""
    suivantes = Seance.objects.held().filter(offre=OuterRef("pk"), fin__gt=now).order_by()
    return Subquery(suivantes.values("offre").annotate(m=Min("debut")).values("m")[:1])


def _autour(offres: QuerySet[Offre], origine: Origine, km: float) -> QuerySet[Offre]:
    """Keep the box around the origin, and what comes to its commune without a place."""
    ici = Q(mode=Mode.SUR_PLACE, **boite(origine.latitude, origine.longitude, km))
    if not origine.code_insee:
        return offres.filter(ici)
    return offres.filter(ici | (~Q(mode=Mode.SUR_PLACE) & couvre(origine.code_insee, origine.departement)))


def _lire(offres: QuerySet[Offre], criteres: Criteres, *, now: datetime) -> list[Trouvee]:
    """Read the matching rows in one pass; distances are great-circle km."""
    origine = criteres.origine
    today = now.astimezone(PARIS).date()
    colonnes = [
        "pk",
        "lieu_id",
        "latitude",
        "longitude",
        "mode",
        "lieu_nature",
        "dispo",
        "dispo_fiable_jusqu_au",
        "verifie_le",
    ]
    colonnes += ["lieu__structure_id"] if criteres.depuis else []
    # Without an origin there is no distance to sort by: commune, then name.
    colonnes += [] if origine else ["lieu__commune__nom_plie", "lieu__nom_plie"]
    colonnes += ["prochaine"] if criteres.tri == "tot" else []
    trouvees = []
    for pk, lieu_id, lat, lon, mode, nature, dispo, fiable, verifie_le, *reste in offres.values_list(*colonnes):
        place = mode == Mode.SUR_PLACE
        km = distance_km(origine.latitude, origine.longitude, lat, lon) if origine and place else None
        sure = fiable is not None and fiable >= today
        structure_id = reste.pop(0) if criteres.depuis else None
        trouvees.append(
            Trouvee(
                pk,
                lieu_id if place else None,
                lat,
                lon,
                km,
                sure and dispo in SANS_PLACE,
                nature,
                rang_corrige(km or 0.0, dispo=dispo, sure=sure, verifie_le=verifie_le, today=today),
                structure_id=structure_id,
                prochaine=reste[-1] if criteres.tri == "tot" else None,
                cle=() if origine else tuple(c or "" for c in reste[:2]),
            )
        )
    return trouvees


def _rayon_suffisant(trouvees: Iterable[Trouvee], rayons: tuple[float, ...]) -> float:
    """Return the first radius that holds enough places."""
    distances = sorted({t.lieu_id: t.km or 0.0 for t in trouvees}.values())
    if len(distances) < ASSEZ:
        return rayons[-1]
    return next(r for r in rayons if r >= distances[ASSEZ - 1] or r == rayons[-1])


def _grouper(trouvees: Iterable[Trouvee], criteres: Criteres, *, rayon_km: float | None) -> Trouvailles:
    """Gather activities by place and order the places; the order is total, so that pages never overlap."""
    par_lieu: dict[int, list[Trouvee]] = {}
    a_distance = []
    for t in trouvees:
        if t.lieu_id is None:
            a_distance.append(t)
        else:
            par_lieu.setdefault(t.lieu_id, []).append(t)
    groupes = [Groupe(pk, tuple(sorted(ts, key=_ordre_activite))) for pk, ts in par_lieu.items()]
    groupes.sort(key=_ordre_tot if criteres.tri == "tot" else _ordre_pres)
    return Trouvailles(tuple(groupes), tuple(sorted(a_distance, key=_ordre_activite)), rayon_km)


def _ordre_activite(t: Trouvee) -> tuple:
    return (t.complete, t.rang, t.offre_id)


def _ordre_pres(g: Groupe) -> tuple:
    return (g.complet, g.rang, g.trouvees[0].cle, g.lieu_id)


def _ordre_tot(g: Groupe) -> tuple:
    tot = min((t.prochaine.timestamp() for t in g.trouvees if t.prochaine and not t.complete), default=float("inf"))
    return (g.complet, tot, g.rang, g.trouvees[0].cle, g.lieu_id)
