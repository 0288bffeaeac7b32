"""The one query: page, fragment, map data and later the API ask it with the same Criteres."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import GreaterThan

from ateliers.models import Offre, Seance
from ateliers.models.offres import a_un_de, couvre, pour_public
from ateliers.nomenclature import ACCES, AVEC_PLACE, SANS_PLACE, Dispo, Grain, Mode, Tarif
from core.travailleur import PARIS
from recherche.besoins import repond
from recherche.comptes import Comptes, annoter, compter, premiere
from recherche.criteres import Criteres, Origine
from structures.models.lieux import boite, distance_km
from structures.nomenclature import ACCESSIBILITES

# « automatique »: the first of these within which ten places match; nothing beyond unless nothing is nearer.
RAYONS_KM = (2.0, 5.0, 10.0, 20.0)
ASSEZ = 10
PRESQUE = 3
RAYON_MAX_KM = 50.0
SEMAINE = timedelta(days=6)
SIX_MOIS = 183  # days
AN_UN = date(2, 1, 1)  # the calendar ends a few weeks before the first day that somebody may type
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
    rang: float = 0.0
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
    comptes: Comptes = field(default_factory=dict)
    # What one choice alone keeps out: how many by choice, and the nearest of them.
    manques: dict[str, int] = field(default_factory=dict)
    presque: tuple[Trouvee, ...] = ()

    @property
    def activites_total(self) -> int:
        return sum(len(g.trouvees) for g in self.groupes) + len(self.a_distance)


def correspondantes(criteres: Criteres, *, now: datetime) -> QuerySet[Offre]:
    """Return the activities that match every filter but distance."""
    return socle(criteres, now=now).filter(*familles(criteres, now=now).values())


def socle(criteres: Criteres, *, now: datetime) -> QuerySet[Offre]:
    """Return what no choice of the form widens: published, of this federation, with these words, not too late."""
    today = now.astimezone(PARIS).date()
    offres = Offre.objects.published(today)
    if criteres.federation:
        offres = offres.filter(structure__federation__slug=criteres.federation)
    for prefixe in criteres.mots:
        offres = offres.with_word(prefixe)
    offres = offres.filter(*map(repond, criteres.besoins))
    return offres.filter(_possible_avant(criteres.avant, today)) if criteres.avant else offres


def familles(criteres: Criteres, *, now: datetime) -> dict[str, Q]:
    """Return the condition of each choice in force, by its name in the form; « temps » holds day and moment.

    One condition serves the results, the counts beside the choices and what to relax: there is no second truth.
    """
    f: dict[str, Q] = {}
    for nom, champ, masque in (
        ("theme", "themes", criteres.themes),
        ("posture", "postures", criteres.postures),
        ("langue", "langues", criteres.langues),
        ("metier", "metiers", criteres.metiers),
        ("type", "lieu_groupes", criteres.types),
        ("sans_rdv", "acces", ACCES["sans_rdv"].masque if criteres.sans_rdv else 0),
        ("fauteuil", "lieu_accessibilites", ACCESSIBILITES["fauteuil"].masque if criteres.fauteuil else 0),
    ):
        if masque:
            f[nom] = a_un_de(champ, masque)
    if criteres.publics:
        f["public"] = pour_public(criteres.publics)
    if criteres.gratuit:
        f["gratuit"] = Q(tarif=Tarif.GRATUIT)
    if criteres.place:
        f["place"] = _de_la_place(now.astimezone(PARIS).date())
    if criteres.natures:
        f["nature"] = Q(nature__in=criteres.natures)
    if criteres.modes:
        f["mode"] = Q(mode__in=criteres.modes)
    if criteres.lieux_natures:
        f["lieu"] = Q(lieu_nature__in=criteres.lieux_natures)
    if criteres.sans_condition:
        f["sans_condition"] = Q(reserves=0)
    if criteres.aidants_connect:
        f["aidants_connect"] = Q(aidants_connect=True)
    if (temps := _au_moment(criteres, now=now)) is not None:
        f["temps"] = temps
    return f


def _possible_avant(avant: date, today: date) -> Q:
    """Keep what may still help before a day: what is surely too late goes, what is doubtful stays."""
    avant = max(avant, AN_UN)
    # « La semaine prochaine » begins on the Monday after it was said.
    lundi = avant - timedelta(days=7 - (-avant.weekday() % 7))
    trop_tard = (
        Q(dispo__in=(Dispo.ATTENTE, Dispo.CLOSES))
        | Q(dispo=Dispo.COMPLET, dispo_jusqu_au__isnull=True)
        | Q(dispo=Dispo.COMPLET, dispo_jusqu_au__gte=avant)
        | Q(dispo=Dispo.SEMAINE_PROCHAINE, dispo_le__gte=lundi)
        | Q(dispo=Dispo.DEUX_TROIS_SEMAINES, dispo_le__gte=avant - timedelta(days=14))
        | Q(dispo=Dispo.PLUS_UN_MOIS, dispo_le__gte=avant - timedelta(days=31))
    )
    # A nullable date makes « surely » unknown, and NOT unknown drops the row: ask it the other way round.
    return Q(dispo_fiable_jusqu_au__isnull=True) | Q(dispo_fiable_jusqu_au__lt=today) | ~trop_tard


def _de_la_place(today: date) -> Q:
    """« Il y a de la place »: somebody said so and it still counts, or one simply comes."""
    return Q(dispo__in=AVEC_PLACE, dispo_fiable_jusqu_au__gte=today) | Q(
        grain=Grain.AUCUN, dispo="", acces=ACCES["sans_rdv"].masque
    )


def _au_moment(criteres: Criteres, *, now: datetime) -> Q | None:
    """Keep what has a session then; without « quand », what has its weekly hours then."""
    if not criteres.quand and not criteres.avant:
        return a_un_de("creneaux", criteres.creneaux) if criteres.creneaux else None
    today = now.astimezone(PARIS).date()
    seances = seances_voulues(criteres, now=now)
    if criteres.quand == "maintenant":
        seances = seances.filter(debut__lte=now, jour__lte=today, jour__gte=today - timedelta(days=1))
    elif criteres.quand == "aujourdhui":
        seances = seances.filter(jour=today)
    elif criteres.quand == "semaine":
        seances = seances.filter(jour__gte=today, jour__lte=today + SEMAINE)
    return Q(Exists(seances))


def seances_voulues(criteres: Criteres, *, now: datetime) -> QuerySet[Seance]:
    """Return the sessions to come of the outer activity, on the days and moments asked for, before the day asked."""
    seances = Seance.objects.held().filter(offre=OuterRef("pk"), fin__gt=now)
    if criteres.avant:
        seances = seances.filter(jour__lt=criteres.avant)
    if criteres.jours:
        seances = seances.filter(jour__iso_week_day__in=[j + 1 for j in criteres.jours])
    if criteres.moments_masque:
        seances = seances.filter(GreaterThan(F("moments").bitand(criteres.moments_masque), 0))
    return seances


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


def trouver(criteres: Criteres, *, now: datetime, avec_comptes: bool = False) -> Trouvailles:
    """Answer the question, in one SQL query (two when nothing is near), counts beside the choices included.

    With an origin: what lies within the radius, nearest first. Without: everything, by commune then name. Places
    where all that matches is full come last. What has no place (at home, by phone) is apart; with an origin it is
    kept when its zone covers the commune.
    """
    choix = familles(criteres, now=now)
    offres = socle(criteres, now=now)
    colonnes: list[str] = []
    if avec_comptes:
        place = _de_la_place(now.astimezone(PARIS).date())
        offres, colonnes = annoter(offres, choix, place=place, seances=seances_voulues(criteres, now=now))
    else:
        offres = offres.filter(*choix.values())
    if criteres.tri == "tot":
        offres = offres.annotate(prochaine=premiere(seances_voulues(criteres, now=now)))
    # Urgent: a longer trip is worth it.
    rayons = (*RAYONS_KM[1:], RAYON_MAX_KM) if criteres.urgent else RAYONS_KM
    km = (criteres.rayon_km or rayons[-1]) if criteres.origine else None
    lues = _lire(_autour(offres, criteres.origine, km), criteres, now=now, en_plus=colonnes)
    if criteres.origine and km is not None and criteres.rayon_km is None:
        # The box has corners beyond the circle.
        pres = [t for t, extra in lues if t.km is not None and t.km <= km and not (extra and extra[0])]
        if pres:
            km = _rayon_suffisant(pres, rayons)
        elif km < RAYON_MAX_KM:
            km = RAYON_MAX_KM
            lues = _lire(_autour(offres, criteres.origine, km), criteres, now=now, en_plus=colonnes)
    lues = [(t, extra) for t, extra in lues if t.km is None or km is None or t.km <= km]
    trouvailles = _grouper([t for t, extra in lues if not (extra and extra[0])], criteres, rayon_km=km)
    if not avec_comptes:
        return trouvailles
    exclues = [(t, choix_par_bit(choix, extra[0])) for t, extra in lues if extra[0]]
    return replace(
        trouvailles,
        comptes=compter([extra for _, extra in lues], criteres, choix, now=now),
        manques=dict(Counter(nom for _, nom in exclues)),
        presque=tuple(sorted((t for t, _ in exclues if t.lieu_id), key=_ordre_activite)[:PRESQUE]),
    )


def choix_par_bit(choix: dict[str, Q], bit: int) -> str:
    """Return the name of the choice that a row fails."""
    return list(choix)[bit.bit_length() - 1]


def prochaine_seance(now: datetime) -> Subquery:
    """Return the start of an activity's next session that is held, as a subquery."""
    return premiere(Seance.objects.held().filter(offre=OuterRef("pk"), fin__gt=now))


def _autour(offres: QuerySet[Offre], origine: Origine | None, km: float | None) -> QuerySet[Offre]:
    """Keep the box around the origin, and what comes to its commune without a place; without one, everything."""
    if origine is None or km is None:
        return offres
    ici = Q(mode=Mode.SUR_PLACE, **boite(origine.latitude, origine.longitude, km))
    if not origine.code_insee:
        return offres.filter(ici)
    return offres.filter(ici | (~Q(mode=Mode.SUR_PLACE) & couvre(origine.code_insee, origine.departement)))


def _lire(
    offres: QuerySet[Offre], criteres: Criteres, *, now: datetime, en_plus: list[str]
) -> list[tuple[Trouvee, tuple]]:
    """Read the rows in one pass, each with the further columns asked for; distances are great-circle km."""
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
    combien = len(colonnes) - 9
    lues = []
    for pk, lieu_id, lat, lon, mode, nature, dispo, fiable, verifie_le, *reste in offres.values_list(
        *colonnes, *en_plus
    ):
        place = mode == Mode.SUR_PLACE
        km = distance_km(origine.latitude, origine.longitude, lat, lon) if origine and place else None
        sure = fiable is not None and fiable >= today
        propres, extra = reste[:combien], tuple(reste[combien:])
        structure_id = propres.pop(0) if criteres.depuis else None
        trouvee = Trouvee(
            pk,
            lieu_id if place else None,
            lat,
            lon,
            km,
            sure and dispo in SANS_PLACE,
            nature,
            rang_corrige(km or 0.0, dispo=dispo, sure=sure, verifie_le=verifie_le, today=today),
            structure_id=structure_id,
            prochaine=propres[-1] if criteres.tri == "tot" else None,
            cle=() if origine else tuple(c or "" for c in propres[:2]),
        )
        lues.append((trouvee, extra))
    return lues


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
