"""The one query: page, fragment, map data and later the API ask it with the same Criteres."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import nsmallest
from operator import itemgetter

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import GreaterThan

from ateliers.derives import BANDE_PARTOUT, bande_de_departement
from ateliers.fraicheur import SIX_MOIS
from ateliers.models import Offre, Seance
from ateliers.models.offres import a_un_de, couvre, pour_public
from ateliers.nomenclature import ACCES, AVEC_PLACE, SANS_PLACE, Dispo, Grain, Mode, Tarif
from core.travailleur import PARIS
from recherche.besoins import repond
from recherche.comptes import annoter, compter, premiere
from recherche.criteres import Criteres, Origine
from recherche.ordre import (
    ATTENTE,
    COMPLETE,
    EN_ATTENTE,
    PLACE,
    VIEILLE,
    Trouvailles,
    Trouvee,
    grouper,
    ordre_activite,
    rang_corrige,
)
from structures.models.lieux import boite, distance_km
from structures.nomenclature import ACCESSIBILITES

# « automatique »: the first of these within which ten places match; nothing beyond unless nothing is nearer.
RAYONS_KM = (2.0, 5.0, 10.0, 20.0)
ASSEZ = 10
PRESQUE = 3
RAYON_MAX_KM = 50.0
SEMAINE = timedelta(days=6)
AN_UN = date(2, 1, 1)  # the calendar ends a few weeks before the first day that somebody may type


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
        f["place"] = de_la_place(now.astimezone(PARIS).date())
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


def de_la_place(today: date) -> Q:
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


def trouver(criteres: Criteres, *, now: datetime, avec_comptes: bool = False) -> Trouvailles:
    """Answer the question, in one SQL query (two when nothing is near), counts beside the choices included.

    With an origin: what lies within the radius, nearest first. Without: everything, by commune then name. Places
    where all that matches is full come last. What has no place (at home, by phone) is apart; with an origin it is
    kept when its zone covers the commune.
    """
    choix = familles(criteres, now=now)
    # The rows are ordered here, by distance: an order in the query would be one sort for nothing.
    offres = socle(criteres, now=now).order_by()
    colonnes: list[str] = []
    if avec_comptes:
        place = de_la_place(now.astimezone(PARIS).date())
        offres, colonnes = annoter(offres, choix, place=place, seances=seances_voulues(criteres, now=now), now=now)
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
        pres = {
            r[LIEU]: lues.km[r[LIEU]] for r in lues.lignes if r[LIEU] in lues.km and not (avec_comptes and r[MANQUE])
        }
        distances = sorted(d for d in pres.values() if d <= km)
        if distances:
            km = _rayon_suffisant(distances, rayons)
        elif km < RAYON_MAX_KM:
            km = RAYON_MAX_KM
            lues = _lire(_autour(offres, criteres.origine, km), criteres, now=now, en_plus=colonnes)
    if km is not None:
        lues = lues.dans(km)
    if not avec_comptes:
        return grouper(map(lues.trouvee, lues.lignes), criteres, rayon_km=km)
    exclues = [ligne for ligne in lues.lignes if ligne[MANQUE]]
    par_bit = Counter(map(itemgetter(MANQUE), exclues))
    presque = (lues.trouvee(ligne) for ligne in exclues if ligne[SUR_PLACE] == Mode.SUR_PLACE)
    trouvailles = grouper((lues.trouvee(r) for r in lues.lignes if not r[MANQUE]), criteres, rayon_km=km)
    return replace(
        trouvailles,
        comptes=compter(lues.lignes, criteres, choix, now=now, debut=MANQUE),
        manques={choix_par_bit(choix, bit): n for bit, n in par_bit.items()},
        # Only an empty answer shows them.
        presque=() if trouvailles.groupes else tuple(nsmallest(PRESQUE, presque, key=ordre_activite)),
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
    # Places and zones both have bands (`ateliers.derives`): the two halves of the OR are ranges of one index.
    ici = Q(**boite(origine.latitude, origine.longitude, km))
    if not origine.code_insee:
        # A bare point has no commune; what comes everywhere comes there too.
        return offres.filter(ici | Q(zone__contains="|france|", bande=BANDE_PARTOUT))
    bandes = [BANDE_PARTOUT, bande_de_departement(origine.departement)]
    return offres.filter(ici | Q(couvre(origine.code_insee, origine.departement), bande__in=bandes))


# What every row begins with, then what is counted (`comptes.COLONNES`, `manque` first), then what orders.
_COLONNES = ("pk", "lieu_id", "latitude", "longitude", "mode", "lieu_nature", "etat_dispo")
LIEU, SUR_PLACE, MANQUE = 1, 4, len(_COLONNES)


def _etat_dispo(today: date) -> Combinable:
    """Return what is said of room and freshness as a mask: no date leaves the database, none is parsed."""
    sure = Q(dispo_fiable_jusqu_au__gte=today)
    vieille = Q(verifie_le__isnull=True) | Q(verifie_le__lt=today - SIX_MOIS)
    return Case(
        When(sure & Q(dispo__in=SANS_PLACE), then=COMPLETE),
        When(sure & Q(dispo__in=AVEC_PLACE), then=PLACE),
        When(sure & Q(dispo__in=EN_ATTENTE), then=ATTENTE),
        default=0,
        output_field=IntegerField(),
    ) + Case(When(vieille, then=VIEILLE), default=0, output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Lues:
    """The rows as they were read, and the distance of each place in km; most are only counted."""

    lignes: list[tuple]
    km: dict[int, float]
    structure: int | None
    prochaine: int | None
    cle: int | None

    def dans(self, km: float) -> "Lues":
        """Keep what is within the circle, and what has no place."""
        hors = {lieu for lieu, d in self.km.items() if d > km}
        return (
            replace(self, lignes=[r for r in self.lignes if r[LIEU] not in hors or r[SUR_PLACE] != Mode.SUR_PLACE])
            if hors
            else self
        )

    def trouvee(self, ligne: tuple) -> Trouvee:
        """Return a row as a result."""
        pk, lieu_id, latitude, longitude, mode, nature, etat = ligne[:MANQUE]
        km = self.km.get(lieu_id) if mode == Mode.SUR_PLACE else None
        return Trouvee(
            pk,
            lieu_id if mode == Mode.SUR_PLACE else None,
            latitude,
            longitude,
            km,
            bool(etat & COMPLETE),
            nature,
            rang_corrige(km or 0.0, etat),
            ligne[self.structure] if self.structure else None,
            ligne[self.prochaine] if self.prochaine else None,
            (ligne[self.cle] or "", ligne[self.cle + 1] or "") if self.cle else (),
        )


def _lire(offres: QuerySet[Offre], criteres: Criteres, *, now: datetime, en_plus: list[str]) -> Lues:
    """Read the rows in one pass, each with the further columns asked for; distances are great-circle km."""
    origine = criteres.origine
    colonnes = [*_COLONNES, *en_plus]
    places: dict[str, int | None] = {"structure": None, "prochaine": None, "cle": None}
    for nom, voulue, champs in (
        ("structure", criteres.depuis is not None, ["lieu__structure_id"]),
        ("prochaine", criteres.tri == "tot", ["prochaine"]),
        # Without an origin there is no distance to sort by: commune, then name.
        ("cle", origine is None, ["lieu__commune__nom_plie", "lieu__nom_plie"]),
    ):
        if voulue:
            places[nom] = len(colonnes)
            colonnes += champs
    offres = offres.annotate(etat_dispo=_etat_dispo(now.astimezone(PARIS).date()))
    lignes = list(offres.values_list(*colonnes))
    km: dict[int, float] = {}
    if origine:
        # Many activities, few places: one distance each.
        ou = {r[LIEU]: (r[2], r[3]) for r in lignes if r[SUR_PLACE] == Mode.SUR_PLACE}
        km = {lieu: distance_km(origine.latitude, origine.longitude, *point) for lieu, point in ou.items()}
    return Lues(lignes, km, **places)


def _rayon_suffisant(distances: list[float], rayons: tuple[float, ...]) -> float:
    """Return the first radius that holds enough places; distances are sorted, one a place."""
    if len(distances) < ASSEZ:
        return rayons[-1]
    return next(r for r in rayons if r >= distances[ASSEZ - 1] or r == rayons[-1])
