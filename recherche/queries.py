"""The one query: page, fragment, map data and later the API ask it with the same Criteres."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from ateliers.models import Offre, Seance
from ateliers.models.offres import couvre
from ateliers.nomenclature import ACCES, AVEC_PLACE, SANS_PLACE, Grain, Mode, Tarif
from core.travailleur import PARIS
from recherche.criteres import Criteres, Origine
from structures.models.lieux import boite, distance_km
from structures.nomenclature import ACCESSIBILITES

# « automatique »: the first of these within which ten places match; nothing beyond unless nothing is nearer.
RAYONS_KM = (2.0, 5.0, 10.0, 20.0)
ASSEZ = 10
RAYON_MAX_KM = 50.0
SEMAINE = timedelta(days=6)


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
    return _au_moment(offres, criteres, now=now)


def _de_la_place(today: date) -> Q:
    """« Il y a de la place »: somebody said so and it still counts, or one simply comes."""
    return Q(dispo__in=AVEC_PLACE, dispo_fiable_jusqu_au__gte=today) | Q(
        grain=Grain.AUCUN, dispo="", acces=ACCES["sans_rdv"].masque
    )


def _au_moment(offres: QuerySet[Offre], criteres: Criteres, *, now: datetime) -> QuerySet[Offre]:
    """Keep what has a session then; without « quand », what has its weekly hours then."""
    if not criteres.quand:
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
    else:
        seances = seances.filter(jour__gte=today, jour__lte=today + SEMAINE)
    if criteres.jours:
        seances = seances.filter(jour__iso_week_day__in=[j + 1 for j in criteres.jours])
    if criteres.moments_masque:
        seances = seances.alias(_moments=F("moments").bitand(criteres.moments_masque)).exclude(_moments=0)
    return offres.filter(Exists(seances))


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
    km = criteres.rayon_km or RAYONS_KM[-1]
    trouvees = _lire(_autour(offres, origine, km), criteres, now=now)
    # The box has corners beyond the circle.
    sur_place = [t for t in trouvees if t.km is not None and t.km <= km]
    if not sur_place and criteres.rayon_km is None:
        km = RAYON_MAX_KM
        trouvees = _lire(_autour(offres, origine, km), criteres, now=now)
    elif criteres.rayon_km is None:
        km = _rayon_suffisant(sur_place)
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
    colonnes = ["pk", "lieu_id", "latitude", "longitude", "mode", "lieu_nature", "dispo", "dispo_fiable_jusqu_au"]
    # Without an origin there is no distance to sort by: commune, then name.
    colonnes += [] if origine else ["lieu__commune__nom_plie", "lieu__nom_plie"]
    colonnes += ["prochaine"] if criteres.tri == "tot" else []
    trouvees = []
    for pk, lieu_id, lat, lon, mode, nature, dispo, fiable, *reste in offres.values_list(*colonnes):
        place = mode == Mode.SUR_PLACE
        km = distance_km(origine.latitude, origine.longitude, lat, lon) if origine and place else None
        complete = dispo in SANS_PLACE and fiable is not None and fiable >= today
        trouvees.append(
            Trouvee(
                pk,
                lieu_id if place else None,
                lat,
                lon,
                km,
                complete,
                nature,
                prochaine=reste[-1] if criteres.tri == "tot" else None,
                cle=() if origine else tuple(c or "" for c in reste[:2]),
            )
        )
    return trouvees


def _rayon_suffisant(trouvees: Iterable[Trouvee]) -> float:
    """Return the first radius that holds enough places."""
    distances = sorted({t.lieu_id: t.km or 0.0 for t in trouvees}.values())
    if len(distances) < ASSEZ:
        return RAYONS_KM[-1]
    return next(r for r in RAYONS_KM if r >= distances[ASSEZ - 1] or r == RAYONS_KM[-1])


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
    return (t.complete, t.offre_id)


def _ordre_pres(g: Groupe) -> tuple:
    return (g.complet, g.km or 0.0, g.trouvees[0].cle, g.lieu_id)


def _ordre_tot(g: Groupe) -> tuple:
    tot = min((t.prochaine.timestamp() for t in g.trouvees if t.prochaine and not t.complete), default=float("inf"))
    return (g.complet, tot, g.km or 0.0, g.trouvees[0].cle, g.lieu_id)
