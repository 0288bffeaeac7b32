"""What a question asks, as pieces of SQL: they hold for both engines, and cost nothing to write.

Built by the ORM, the query of a small town cost ten times what the database spends on it. The words of SQL are all
here and in `queries.py`; values are always parameters. `o` is the activity, `s` one of its sessions.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection

from ateliers.derives import BANDE_PARTOUT, bande_de_departement
from ateliers.jours import bits_des_jours
from ateliers.models import traits
from ateliers.models.seances import Seance
from ateliers.nomenclature import Dispo
from core.travailleur import PARIS
from recherche.besoins import Besoin
from recherche.criteres import Criteres, Origine
from recherche.lignes import PLACE
from structures.models.lieux import bande, boite

SEMAINE = timedelta(days=6)
AN_UN = date(2, 1, 1)  # the calendar ends a few weeks before the first day that somebody may type


class Sql(NamedTuple):
    """A piece of SQL and the values of its parameters, in order."""

    texte: str
    valeurs: tuple[Any, ...] = ()


RIEN = Sql("1 = 0")


def jour(valeur: date) -> Any:
    """Return a day as this engine compares it."""
    return connection.ops.adapt_datefield_value(valeur)


def instant(valeur: datetime) -> Any:
    """Return an instant as this engine compares it."""
    return connection.ops.adapt_datetimefield_value(valeur)


def en_instant(valeur: Any) -> datetime:
    """Return an instant as either engine gives it."""
    return valeur if isinstance(valeur, datetime) else datetime.fromisoformat(valeur).replace(tzinfo=UTC)


def minuit(now: datetime, *, jours: int) -> datetime:
    """Return the midnight, in Paris, that begins the day after so many days."""
    return datetime.combine(now.astimezone(PARIS).date() + timedelta(days=jours), time(), tzinfo=PARIS)


def places(valeurs: Iterable[Any]) -> str:
    return ", ".join(["%s"] * len(tuple(valeurs)))


def et(conditions: Iterable[Sql]) -> Sql:
    """Return « all of these »."""
    toutes = tuple(conditions)
    return Sql(" AND ".join(f"({c.texte})" for c in toutes) or "1 = 1", tuple(v for c in toutes for v in c.valeurs))


def ou(conditions: Iterable[Sql]) -> Sql:
    """Return « one of these »; of none, nothing."""
    toutes = tuple(conditions)
    return (
        Sql(" OR ".join(f"({c.texte})" for c in toutes), tuple(v for c in toutes for v in c.valeurs))
        if toutes
        else RIEN
    )


def porte(nom: str, bits: int) -> Sql:
    """Return « has one of these bits », where they stand in the activity's three numbers."""
    return Sql(f"o.{traits.PLACES[nom].colonne} & %s > 0", (bits,)) if bits else RIEN


def socle(criteres: Criteres, *, today: date) -> Sql:
    """Return what no choice of the form widens: published, of this federation, with these words, not too late.

    « Published » is `Offre.objects.published`, on the same two columns.
    """
    conditions = [Sql("o.visible_des <= %s AND o.visible_fin >= %s", (jour(today), jour(today)))]
    if criteres.federation:
        conditions.append(
            Sql(
                "o.structure_id IN (SELECT st.id FROM structures_structure st"
                " JOIN comptes_federation f ON f.id = st.federation_id WHERE f.slug = %s)",
                (criteres.federation,),
            )
        )
    if criteres.structure:
        structure = "(SELECT st.id FROM structures_structure st WHERE st.uid = %s)"
        conditions.append(
            Sql(
                f"(o.structure_id = {structure}"
                f" OR o.lieu_id IN (SELECT sl.id FROM structures_lieu sl WHERE sl.structure_id = {structure}))",
                (criteres.structure, criteres.structure),
            )
        )
    if criteres.lieu:
        conditions.append(Sql("o.lieu_id = (SELECT sl.id FROM structures_lieu sl WHERE sl.uid = %s)", (criteres.lieu,)))
    conditions += map(_tient_debut, criteres.mots)
    conditions += map(repond, criteres.besoins)
    if criteres.avant:
        conditions.append(_possible_avant(criteres.avant, today))
    return et(conditions)


def repond(besoin: Besoin) -> Sql:
    """Return « answers this need »: by one theme, function or nature, or by holding all of its words."""
    choix = [
        porte("themes", traits.bits("themes", besoin.themes)),
        porte("metiers", traits.bits("metiers", besoin.metiers)),
        porte("nature", traits.bits_des_valeurs("nature", besoin.natures)),
    ]
    mots = [*map(_tient_debut, besoin.prefixes), *map(_tient, besoin.entiers)]
    return ou([*choix, et(mots)] if mots else choix)


def _tient_debut(prefixe: str) -> Sql:
    # « z » is the last of our alphabet in every collation: the range is that of `Offre.objects.with_word`.
    return Sql(
        "o.id IN (SELECT m.offre_id FROM ateliers_mot m WHERE m.mot BETWEEN %s AND %s)", (prefixe, prefixe + "z" * 8)
    )


def _tient(mot: str) -> Sql:
    return Sql("o.id IN (SELECT m.offre_id FROM ateliers_mot m WHERE m.mot = %s)", (mot,))


def _possible_avant(avant: date, today: date) -> Sql:
    """Keep what may still help before a day: what is surely too late goes, what is doubtful stays."""
    avant = max(avant, AN_UN)
    # « La semaine prochaine » begins on the Monday after it was said.
    lundi = avant - timedelta(days=7 - (-avant.weekday() % 7))
    # A nullable date makes « surely » unknown, and NOT unknown drops the row: the doubtful are asked for by name.
    return Sql(
        "o.dispo_fiable_jusqu_au IS NULL OR o.dispo_fiable_jusqu_au < %s OR NOT ("
        "o.dispo IN (%s, %s)"
        " OR (o.dispo = %s AND (o.dispo_jusqu_au IS NULL OR o.dispo_jusqu_au >= %s))"
        " OR (o.dispo = %s AND o.dispo_le >= %s) OR (o.dispo = %s AND o.dispo_le >= %s)"
        " OR (o.dispo = %s AND o.dispo_le >= %s))",
        (
            *(jour(today), str(Dispo.ATTENTE), str(Dispo.CLOSES), str(Dispo.COMPLET), jour(avant)),
            *(str(Dispo.SEMAINE_PROCHAINE), jour(lundi)),
            *(str(Dispo.DEUX_TROIS_SEMAINES), jour(avant - timedelta(days=14))),
            *(str(Dispo.PLUS_UN_MOIS), jour(avant - timedelta(days=31))),
        ),
    )


def familles(criteres: Criteres, *, now: datetime) -> dict[str, Sql]:
    """Return the condition of each choice in force, by its name in the form; « temps » holds day and moment.

    One condition serves the results, the counts beside the choices and what to relax: there is no second truth.
    """
    f: dict[str, Sql] = {}
    for nom, place, bits in (
        ("theme", "themes", traits.bits("themes", criteres.themes)),
        ("posture", "postures", traits.bits("postures", criteres.postures)),
        ("langue", "langues", traits.bits("langues", criteres.langues)),
        ("metier", "metiers", traits.bits("metiers", criteres.metiers)),
        ("type", "lieu_groupes", traits.bits("lieu_groupes", criteres.types)),
        ("public", "publics", traits.bits("publics", criteres.publics)),
        ("nature", "nature", traits.bits_des_valeurs("nature", criteres.natures)),
        ("mode", "mode", traits.bits_des_valeurs("mode", criteres.modes)),
        ("lieu", "lieu_nature", traits.bits_des_valeurs("lieu_nature", criteres.lieux_natures)),
    ):
        if bits:
            f[nom] = porte(place, bits)
    for nom in ("sans_rdv", "fauteuil", "gratuit", "sans_condition", "aidants_connect"):
        if getattr(criteres, nom):
            f[nom] = porte(nom, traits.bits(nom))
    if criteres.place:
        # Somebody said so and it still counts, or one simply comes.
        dite = Sql(
            "o.traits_c & %s > 0 AND o.dispo_fiable_jusqu_au >= %s",
            (traits.bits("etat", PLACE), jour(now.astimezone(PARIS).date())),
        )
        f["place"] = ou([dite, porte("on_vient", traits.bits("on_vient"))])
    if (temps := _au_moment(criteres, now=now)) is not None:
        f["temps"] = temps
    return f


def _au_moment(criteres: Criteres, *, now: datetime) -> Sql | None:
    """Keep what has a session then; without « quand », what has its weekly hours then."""
    if not criteres.quand and not criteres.avant:
        return porte("creneaux", traits.bits("creneaux", criteres.creneaux)) if criteres.creneaux else None
    today = now.astimezone(PARIS).date()
    bornes = {
        "": [],
        "maintenant": [
            Sql("s.debut <= %s", (instant(now),)),
            Sql("s.jour BETWEEN %s AND %s", (jour(today - timedelta(days=1)), jour(today))),
        ],
        "aujourdhui": [Sql("s.jour = %s", (jour(today),))],
        "semaine": [Sql("s.jour BETWEEN %s AND %s", (jour(today), jour(today + SEMAINE)))],
    }[criteres.quand]
    voulues = et([seances(criteres, now=now), *bornes])
    tenue = Sql(f"EXISTS (SELECT 1 FROM ateliers_seance s WHERE {voulues.texte})", voulues.valeurs)
    if criteres.quand in ("maintenant", "aujourdhui"):
        return et([a_ces_jours([today]), tenue])
    if criteres.quand == "semaine" or (criteres.avant and criteres.avant <= today + SEMAINE):
        # Before a day: what is held may have begun long ago.
        return et([a_ces_jours([today, *jours_demandes(criteres, today)]), tenue])
    return tenue


def a_ces_jours(jours: Iterable[date]) -> Sql:
    """Return « may be held one of these days », a week ahead at most: true of what nobody has counted yet."""
    return Sql("o.jours_des_seances & %s <> 0", (bits_des_jours(jours),))


def jours_demandes(criteres: Criteres, today: date) -> list[date]:
    """Return the days of the coming week on which a session that is asked for may be held.

    One that began yesterday is held today, whatever the day that is asked for.
    """
    jours = [today + timedelta(days=n) for n in range(-1, SEMAINE.days + 1)]
    if criteres.jours:
        jours = [j for j in jours if j.weekday() in criteres.jours]
    if criteres.avant:
        jours = [j for j in jours if j < criteres.avant]
    return [max(j, today) for j in jours]


def seances(criteres: Criteres, *, now: datetime, offre: str = "o.id") -> Sql:
    """Return « a session of the activity to come, on the days and moments asked for, before the day asked »."""
    conditions = [
        Sql(f"s.offre_id = {offre} AND s.fin > %s AND s.statut <> %s", (instant(now), str(Seance.Statut.ANNULEE)))
    ]
    if criteres.avant:
        conditions.append(Sql("s.jour < %s", (jour(criteres.avant),)))
    if criteres.jours:
        conditions.append(JOUR_DE_SEMAINE[connection.vendor](criteres.jours))
    if criteres.moments_masque:
        conditions.append(Sql("s.moments & %s > 0", (criteres.moments_masque,)))
    return et(conditions)


# The one thing that the two engines say differently.
JOUR_DE_SEMAINE: dict[str, Callable[[tuple[int, ...]], Sql]] = {
    "sqlite": lambda jours: Sql(
        f"strftime('%%w', s.jour) IN ({places(jours)})", tuple(str((j + 1) % 7) for j in jours)
    ),
    "postgresql": lambda jours: Sql(f"EXTRACT(isodow FROM s.jour) IN ({places(jours)})", tuple(j + 1 for j in jours)),
}


class Rectangle(NamedTuple):
    """A part of the map, in degrees."""

    sud: float
    nord: float
    ouest: float
    est: float


def ici(origine: Origine, km: float) -> Sql:
    """Keep what takes place in the box around the origin."""
    cotes = boite(origine.latitude, origine.longitude, km)
    return dans(Rectangle(*cotes["latitude__range"], *cotes["longitude__range"]))


def dans(rectangle: Rectangle) -> Sql:
    """Keep what takes place in a rectangle."""
    bandes = range(bande(rectangle.sud), bande(rectangle.nord) + 1)
    return Sql(
        f"o.bande IN ({places(bandes)}) AND o.longitude BETWEEN %s AND %s AND o.latitude BETWEEN %s AND %s",
        (*bandes, rectangle.ouest, rectangle.est, rectangle.sud, rectangle.nord),
    )


def aux(lieux: Sequence[int]) -> Sql:
    """Keep what takes place at these places."""
    return Sql(f"o.lieu_id IN ({places(lieux)}) AND o.mode = 'sur_place'", tuple(lieux))


def venant(origine: Origine) -> Sql:
    """Keep what comes to the origin's commune without a place; to a bare point, what comes everywhere."""
    zones = ["france"]
    bandes = [BANDE_PARTOUT]
    if origine.code_insee:
        zones += [origine.code_insee, origine.departement]
        bandes.append(bande_de_departement(origine.departement))
    dans = ou(Sql("o.zone LIKE %s", (f"%|{zone}|%",)) for zone in zones)
    return Sql(f"o.bande IN ({places(bandes)}) AND ({dans.texte})", (*bandes, *dans.valeurs))
