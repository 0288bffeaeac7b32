"""The one query: page, fragment, map data and later the API ask it with the same Criteres."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import filterfalse, islice
from operator import itemgetter

from django.db.models import DateTimeField, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL

from ateliers.fraicheur import SIX_MOIS
from ateliers.models import Seance
from ateliers.models.offres import a_un_de
from ateliers.models.traits import PLACES, bits
from core.replique import lecture
from core.travailleur import PARIS
from recherche.comptes import compter, premiere
from recherche.conditions import (
    Rectangle,
    Sql,
    a_ces_jours,
    aux,
    dans,
    et,
    familles,
    ici,
    instant,
    jour,
    jours_demandes,
    minuit,
    places,
    seances,
    socle,
    venant,
)
from recherche.criteres import Criteres
from recherche.lignes import CE_JOUR, CETTE_SEMAINE, EN_COURS, LATITUDE, LIEU, LONGITUDE, MANQUE, PLACE, VIEILLE, Ligne
from recherche.ordre import Trouvailles, Trouvee, grouper, trouvees
from structures.models.lieux import distances_km

# « automatique »: the first of these within which ten places match; nothing beyond unless nothing is nearer.
RAYONS_KM = (2.0, 5.0, 10.0, 20.0)
ASSEZ = 10
# Shorter ones where three pages lie next door: who asks there does not walk two kilometres, and a network ten times
# denser must not answer ten times as much.
RAYONS_DENSES_KM = (0.5, 1.0, 1.5)
BEAUCOUP = 30
# As many places as are read by their key sooner than by where they are.
LIEUX_MAX = 200
PRESQUE = 3
# Half the side of a square that fits in a circle, a little less: a degree of longitude shortens to the north.
DANS_LE_CERCLE = 0.7
RAYON_MAX_KM = 50.0
# The numbers in which the choices of a form are counted; the others are counted nowhere but among what matches.
NOMBRES = {
    **dict.fromkeys(("theme", "public", "metier"), "traits_a"),
    **dict.fromkeys(("langue", "type", "posture"), "traits_b"),
    **dict.fromkeys(("nature", "mode", "lieu", "gratuit", "temps"), "traits_c"),
}


def trouver(criteres: Criteres, *, now: datetime, avec_comptes: bool = False, lieux_seuls: bool = False) -> Trouvailles:
    """Answer the question, counts beside the choices included, in one SQL query; two when the radius is to be found.

    With an origin: what lies within the radius, nearest first. Without: everything, by commune then name. Places
    where all that matches is full come last. What has no place (at home, by phone) is apart; with an origin it is
    kept when its zone covers the commune; `lieux_seuls`, it is not even read: a département has thousands of them, of
    which a map shows none.
    """
    question = Question(criteres, now=now, avec_comptes=avec_comptes, lieux_seuls=lieux_seuls)
    # Urgent: a longer trip is worth it.
    rayons = (*RAYONS_KM[1:], RAYON_MAX_KM) if criteres.urgent else RAYONS_KM
    denses = () if criteres.urgent else RAYONS_DENSES_KM
    km, loin = (criteres.rayon_km, False) if criteres.origine else (None, False)
    lieux: Sequence[int] = ()
    if criteres.origine and km is None:
        km, lieux = question.rayon(rayons, denses)
        km, loin = (RAYON_MAX_KM, True) if km is None else (km, False)
    lues = question.lire(km, en_entier=loin, lieux=() if avec_comptes else lieux)
    if km is not None:
        lues = lues.dans(km)
    trouvailles = grouper(lues.retenues, lues.km, criteres, rayon_km=km)
    if not avec_comptes:
        return trouvailles
    manques: dict[str, int] = {}
    presque: tuple[Trouvee, ...] = ()
    if not trouvailles.groupes and question.choix:
        # Only an empty answer says what to relax.
        toutes = lues if loin else question.lire(km, en_entier=True)
        toutes = toutes if km is None else toutes.dans(km)
        manques = {question.par_bit(bit): n for bit, n in Counter(map(itemgetter(MANQUE), toutes.exclues)).items()}
        presque = _presque(toutes)
    return replace(
        trouvailles,
        comptes=compter(lues.retenues, lues.exclues, criteres, list(question.choix)),
        manques=manques,
        presque=presque,
    )


def lieux_ou(criteres: Criteres, rectangles: Sequence[Rectangle], *, now: datetime) -> dict[int, tuple[float, float]]:
    """Return where something answers the question in these parts of the map: the position of each place, by its key.

    One query. The origin and the radius of the question do not count.
    """
    return Question(criteres, now=now).lieux(rectangles) if rectangles else {}


def de_la_place(today: date) -> Q:
    """« Il y a de la place », for a queryset: what `conditions.familles` says in SQL, on the same bits."""
    dite = a_un_de("traits_c", bits("etat", PLACE))
    return Q(dite, dispo_fiable_jusqu_au__gte=today) | a_un_de("traits_c", bits("on_vient"))


def prochaine_seance(now: datetime) -> Subquery:
    """Return the start of an activity's next session that is held, as a subquery."""
    return premiere(Seance.objects.held().filter(offre=OuterRef("pk"), fin__gt=now))


def seance_demandee(criteres: Criteres, *, now: datetime) -> RawSQL:
    """Return the start of an activity's next session among those asked for: a card for Thursday says Thursday's."""
    voulues = seances(criteres, now=now, offre="ateliers_offre.id")
    return RawSQL(
        f"SELECT MIN(s.debut) FROM ateliers_seance s WHERE {voulues.texte}",
        voulues.valeurs,
        output_field=DateTimeField(),
    )


@dataclass(frozen=True, slots=True)
class Lues:
    """The rows as they were read, and the distance of each place in km; most are only counted."""

    retenues: list[Ligne]  # what matches
    exclues: list[Ligne]  # what one choice keeps out
    km: dict[int, float]

    def dans(self, km: float) -> "Lues":
        """Keep what is within the circle, and what has no place."""
        hors = {lieu for lieu, d in self.km.items() if d > km}
        return (
            replace(
                self,
                retenues=[r for r in self.retenues if r[LIEU] not in hors],
                exclues=[r for r in self.exclues if r[LIEU] not in hors],
            )
            if hors
            else self
        )


class Question:
    """A question in SQL: what matches, and, to be counted, what fails one choice and no other.

    The two are read apart: most of what is only counted is one number. Nothing is sorted by the database, and its
    index holds all that is read of an activity that has a place.
    """

    def __init__(
        self, criteres: Criteres, *, now: datetime, avec_comptes: bool = False, lieux_seuls: bool = False
    ) -> None:
        self.criteres = criteres
        self.choix = familles(criteres, now=now)
        self._now = now
        self._comptes = avec_comptes
        self._lieux_seuls = lieux_seuls
        self._socle = socle(criteres, today=now.astimezone(PARIS).date())
        # Without an origin there is no distance to sort by: commune, then name.
        self._noms = criteres.origine is None
        self._en_plus = self._noms or criteres.depuis is not None or criteres.tri == "tot"

    def par_bit(self, bit: int) -> str:
        """Return the name of the choice that a row fails."""
        return list(self.choix)[bit.bit_length() - 1]

    def rayon(self, rayons: Sequence[float], denses: Sequence[float] = ()) -> tuple[float | None, Sequence[int]]:
        """Return the first radius that holds enough places, the last when none does; None: nothing lies within it.
        One of `denses` when many places surely lie within it. With it the places within, when they had to be read.

        In one query: when enough places surely lie within the first radius, none is read; within the second, its
        box is; else that of the last. What fits in a square fits in the circle around it. The rank is said twice: the
        join spares SQLite the other boxes, the subquery PostgreSQL.
        """
        origine = self.criteres.origine
        if origine is None:
            return None, ()
        reste = [self._socle, *self.choix.values()]
        surs = [(km, BEAUCOUP, -n) for n, km in enumerate(denses, 1)]
        surs += [(km, ASSEZ, n) for n, km in enumerate(rayons[:2])]
        assez = [et([ici(origine, km * DANS_LE_CERCLE), *reste]) for km, _, _ in surs]
        cas = [
            f"WHEN (SELECT COUNT(*) FROM (SELECT DISTINCT o.lieu_id FROM ateliers_offre o WHERE {a.texte}"
            f" LIMIT {combien}) AS lieux) = {combien} THEN {n}"
            for a, (_, combien, n) in zip(assez, surs, strict=True)
        ]
        bras = [
            et([Sql(f"rang.n = {n} AND (SELECT n FROM rang) = {n}"), ici(origine, km), *reste])
            for n, km in ((1, rayons[1]), (2, rayons[-1]))
        ]
        points_ici = " UNION ALL SELECT o.lieu_id, o.latitude, o.longitude FROM rang CROSS JOIN ateliers_offre o WHERE "
        with lecture().cursor() as curseur:
            curseur.execute(
                f"WITH rang(n) AS MATERIALIZED (SELECT CASE {' '.join(cas)} ELSE 2 END) SELECT NULL, n, NULL FROM rang"
                + "".join(points_ici + b.texte for b in bras),
                [v for morceau in (*assez, *bras) for v in morceau.valeurs],
            )
            points = {lieu: (latitude, longitude) for lieu, latitude, longitude in curseur.fetchall()}
        rang = int(points.pop(None)[0])  # a latitude's type, in its column
        if rang <= 0:
            return (denses[-rang - 1] if rang else rayons[0]), ()
        # The box has corners beyond the circle.
        distances = dict(zip(points, distances_km(origine.latitude, origine.longitude, points.values()), strict=True))
        dedans = sorted(d for d in distances.values() if d <= rayons[-1])
        if not dedans:
            return None, ()
        km = _rayon_suffisant(dedans, tuple(rayons))
        return km, [lieu for lieu, d in distances.items() if d <= km]

    def lieux(self, rectangles: Sequence[Rectangle]) -> dict[int, tuple[float, float]]:
        """Return the position of each place where something matches, in these rectangles."""
        bras = [et([dans(rectangle), self._socle, *self.choix.values()]) for rectangle in rectangles]
        debut = "SELECT o.lieu_id, o.latitude, o.longitude FROM ateliers_offre o WHERE "
        with lecture().cursor() as curseur:
            curseur.execute(" UNION ".join(debut + b.texte for b in bras), [v for b in bras for v in b.valeurs])
            return {lieu: (latitude, longitude) for lieu, latitude, longitude in curseur.fetchall()}

    def lire(self, km: float | None, *, en_entier: bool = False, lieux: Sequence[int] = ()) -> Lues:
        """Read the rows in one pass; distances are great-circle km.

        What fails one choice comes with all its columns only `en_entier`. `lieux` are all the places within the radius
        where something matches, when they are known: a few are read by their key, not looked for again.
        """
        origine = self.criteres.origine
        if origine is not None and km is not None:
            autour = aux(lieux) if 0 < len(lieux) <= LIEUX_MAX else ici(origine, km)
            endroits = [(autour, "o.lieu_id"), *([] if self._lieux_seuls else [(venant(origine), "NULL")])]
        else:
            sur_place = "o.mode = 'sur_place'"
            endroits = [(Sql(sur_place if self._lieux_seuls else "1 = 1"), f"CASE WHEN {sur_place} THEN o.lieu_id END")]
        bras = [self._retenues(endroit, lieu) for endroit, lieu in endroits]
        # What fails a box alone is counted nowhere: only an empty answer asks for it.
        comptees = [nom for nom in self.choix if en_entier or nom in NOMBRES] if self._comptes else []
        if comptees:
            bras += [self._exclues(endroit, lieu, comptees, en_entier=en_entier) for endroit, lieu in endroits]
        with lecture().cursor() as curseur:
            curseur.execute(" UNION ALL ".join(b.texte for b in bras), [v for b in bras for v in b.valeurs])
            lignes = curseur.fetchall()
        distances: dict[int, float] = {}
        if origine is not None:
            # Many activities, few places: one distance each.
            par_lieu = dict(zip(map(itemgetter(LIEU), lignes), lignes, strict=True))
            par_lieu.pop(None, None)
            points = map(itemgetter(LATITUDE, LONGITUDE), par_lieu.values())
            distances = dict(zip(par_lieu, distances_km(origine.latitude, origine.longitude, points), strict=True))
        exclues = list(filter(itemgetter(MANQUE), lignes)) if comptees else []
        return Lues(list(filterfalse(itemgetter(MANQUE), lignes)) if exclues else lignes, exclues, distances)

    def _retenues(self, endroit: Sql, lieu: str) -> Sql:
        """Return the SELECT of what matches; its columns are those of `lignes.py`."""
        etat = self._etat
        suite = self._suite if self._comptes else Sql("NULL")
        nombres = "o.traits_a, o.traits_b, o.traits_c" if self._comptes else "NULL, NULL, o.traits_c"
        plus = self._plus()
        ou = et([endroit, self._socle, *self.choix.values()])
        return Sql(
            f"SELECT {lieu}, o.latitude, o.longitude, 0, {nombres}, {etat.texte}, {suite.texte}, o.id{plus.texte}"
            f"{self._depuis()} WHERE {ou.texte}",
            (*etat.valeurs, *suite.valeurs, *plus.valeurs, *ou.valeurs),
        )

    def _exclues(self, endroit: Sql, lieu: str, comptees: list[str], *, en_entier: bool) -> Sql:
        """Return the SELECT of what fails one of these choices and no other: which, where, what is counted of it."""
        rangs = {nom: 1 << n for n, nom in enumerate(self.choix)}
        if len(comptees) == 1:
            seul = self.choix[comptees[0]]
            manque, un_seul = Sql(str(rangs[comptees[0]])), Sql(f"({seul.texte}) IS NOT TRUE", seul.valeurs)
        else:
            manque = Sql(
                " + ".join(f"CASE WHEN {self.choix[nom].texte} THEN 0 ELSE {rangs[nom]} END" for nom in comptees),
                tuple(v for nom in comptees for v in self.choix[nom].valeurs),
            )
            bits = ", ".join(str(rangs[nom]) for nom in comptees)
            un_seul = Sql(f"{manque.texte} IN ({bits})", manque.valeurs)
        voulus = {NOMBRES[nom] for nom in comptees if nom in NOMBRES} | ({"traits_c"} if en_entier else set())
        nombres = ", ".join(f"o.{n}" if n in voulus else "NULL" for n in ("traits_a", "traits_b", "traits_c"))
        suite = etat = Sql("NULL")
        if "temps" in self.choix:
            # It fails one choice: day and moment, when it fails them.
            temps, voulue = self.choix["temps"], self._suite
            suite = Sql(f"CASE WHEN {temps.texte} THEN NULL ELSE {voulue.texte} END", (*temps.valeurs, *voulue.valeurs))
        plus = Sql(", NULL, NULL, NULL, NULL" if self._en_plus else "")
        if en_entier:
            etat, plus = self._etat, self._plus()
        ou = et([endroit, self._socle, *(c for nom, c in self.choix.items() if nom not in comptees)])
        return Sql(
            f"SELECT {lieu}, o.latitude, o.longitude, {manque.texte}, {nombres}, {etat.texte}, {suite.texte}, "
            f"{'o.id' if en_entier else 'NULL'}{plus.texte}{self._depuis()}"
            f" WHERE {ou.texte} AND {un_seul.texte}",
            (*manque.valeurs, *etat.valeurs, *suite.valeurs, *plus.valeurs, *ou.valeurs, *un_seul.valeurs),
        )

    @cached_property
    def _etat(self) -> Sql:
        """Return what is said of room and freshness as a mask: no date leaves the database, none is parsed."""
        today = self._now.astimezone(PARIS).date()
        etat = PLACES["etat"]
        return Sql(
            f"CASE WHEN o.dispo_fiable_jusqu_au >= %s THEN (o.traits_c >> {etat.debut}) & {(1 << etat.largeur) - 1}"
            f" ELSE 0 END + CASE WHEN o.verifie_le >= %s THEN 0 ELSE {VIEILLE} END",
            (jour(today), jour(today - SIX_MOIS)),
        )

    @cached_property
    def _suite(self) -> Sql:
        """Return when the first session of the coming week is, as a small number."""
        # A week has few days: named, they cost less than the day of the week of each session.
        sans_jours = seances(replace(self.criteres, jours=()), now=self._now)
        today = self._now.astimezone(PARIS).date()
        semaine = [today + timedelta(days=n) for n in range(-1, 8)]
        jours = [jour(j) for j in semaine if j.weekday() in self.criteres.jours] if self.criteres.jours else []
        voulue = et([sans_jours, Sql(f"s.jour IN ({places(jours)})", tuple(jours))]) if jours else sans_jours
        ce_soir, dans_une_semaine = (minuit(self._now, jours=n) for n in (1, 7))
        # Most activities have no session on those days, or none today: their bits say so, and no session is looked for.
        possible, aujourdhui = a_ces_jours(jours_demandes(self.criteres, today)), a_ces_jours([today])
        plus_tard = Sql("")
        if not (self.criteres.jours or self.criteres.avant or self.criteres.moments_masque):
            plus_tard = Sql(
                f" WHEN o.jours_des_seances >= 0 AND NOT ({aujourdhui.texte}) THEN {CETTE_SEMAINE}", aujourdhui.valeurs
            )
        return Sql(
            f"(CASE WHEN NOT ({possible.texte}) THEN NULL{plus_tard.texte} ELSE (SELECT"
            f" CASE WHEN s.debut <= %s THEN {EN_COURS} WHEN s.debut < %s THEN {CE_JOUR} ELSE {CETTE_SEMAINE} END"
            f" FROM ateliers_seance s WHERE {voulue.texte} AND s.debut > %s AND s.debut < %s ORDER BY s.debut LIMIT 1)"
            " END)",
            (
                *(*possible.valeurs, *plus_tard.valeurs, instant(self._now), instant(ce_soir), *voulue.valeurs),
                *(instant(self._now - timedelta(days=1)), instant(dans_une_semaine)),
            ),
        )

    def _plus(self) -> Sql:
        """Return the columns of an order that is not only distance."""
        if not self._en_plus:
            return Sql("")
        structure = "l.structure_id" if self.criteres.depuis is not None else "NULL"
        noms = "c.nom_plie, l.nom_plie" if self._noms else "NULL, NULL"
        if self.criteres.tri != "tot":
            return Sql(f", {structure}, NULL, {noms}")
        voulue = seances(self.criteres, now=self._now)
        premiere = f"(SELECT MIN(s.debut) FROM ateliers_seance s WHERE {voulue.texte})"
        return Sql(f", {structure}, {premiere}, {noms}", voulue.valeurs)

    def _depuis(self) -> str:
        """Return the tables: a place and its commune are read only to be named or known for ours."""
        if not self._noms and self.criteres.depuis is None:
            return " FROM ateliers_offre o"
        return (
            " FROM ateliers_offre o LEFT JOIN structures_lieu l ON l.id = o.lieu_id"
            " LEFT JOIN structures_commune c ON c.code_insee = l.commune_id"
        )


def _presque(lues: Lues) -> tuple[Trouvee, ...]:
    """Return the nearest of what one choice keeps out, among what has a place."""
    sur_place = [r for r in lues.exclues if r[LIEU] is not None]
    return tuple(islice(trouvees(sur_place, lues.km), PRESQUE))


def _rayon_suffisant(distances: list[float], rayons: tuple[float, ...]) -> float:
    """Return the first radius that holds enough places; distances are sorted, one a place."""
    if len(distances) < ASSEZ:
        return rayons[-1]
    return next(r for r in rayons if r >= distances[ASSEZ - 1] or r == rayons[-1])
