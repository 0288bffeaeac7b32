"""The usual way, for comparison: a PostGIS `geography`, many-to-many tables, and three queries a page.

The tables are made from the same activities, only those that search shows (the site must check it at each query, the
witness need not). The page is twenty places by distance with the index `<->`, the count is the same question without
an order, the facets are one query: a UNION ALL of a GROUP BY for each family of choices that the form shows, and of
the sessions of the coming week. The witness is spared the rest of the site's work: what comes to a commune without a
place, each choice counted « given the other ones », room and freshness in the order, what one choice alone keeps out.
"""

from datetime import date, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from ateliers.nomenclature import PUBLICS
from recherche.criteres import Criteres

PAR_PAGE = 20
TOUS = PUBLICS["tous"].bit
# Families of choices: the table that holds them, and the mask they come from.
FAMILLES = {
    "theme": "themes",
    "public": "publics",
    "creneau": "creneaux",
    "metier": "metiers",
    "posture": "postures",
    "langue": "langues",
    "type": "lieu_groupes",
    "acces": "acces",
    "accessibilite": "lieu_accessibilites",
    "reserve": "reserves",
}
# Families of one value.
COLONNES = ("nature", "tarif", "lieu_nature", "aidants_connect", "place")


class GeographieField(models.Field):
    def db_type(self, connection: Any) -> str:
        return "geography"


class TemoinLieu(models.Model):
    nom = models.TextField()
    adresse = models.TextField()
    position = GeographieField()

    class Meta:
        managed = False
        app_label = "bench"
        db_table = "temoin_lieu"


class TemoinOffre(models.Model):
    lieu = models.ForeignKey(TemoinLieu, on_delete=models.DO_NOTHING, related_name="offres")
    nom = models.TextField()
    nature = models.TextField()
    tarif = models.TextField()
    lieu_nature = models.TextField()
    aidants_connect = models.TextField()
    place = models.TextField()

    class Meta:
        managed = False
        app_label = "bench"
        db_table = "temoin_offre"


class TemoinSeance(models.Model):
    offre = models.ForeignKey(TemoinOffre, on_delete=models.DO_NOTHING, related_name="seances")
    debut = models.DateTimeField()
    fin = models.DateTimeField()
    jour = models.DateField()

    class Meta:
        managed = False
        app_label = "bench"
        db_table = "ateliers_seance"


def _table_de(famille: str) -> type[models.Model]:
    class Meta:
        managed = False
        app_label = "bench"
        db_table = f"temoin_offre_{famille}"

    return type(
        f"Temoin{famille.title()}",
        (models.Model,),
        {
            "__module__": __name__,
            "Meta": Meta,
            "offre": models.ForeignKey(TemoinOffre, on_delete=models.DO_NOTHING, related_name=f"{famille}s"),
            "valeur": models.SmallIntegerField(),
        },
    )


TABLES: dict[str, type[models.Model]] = {famille: _table_de(famille) for famille in FAMILLES}


def preparer() -> None:
    """Make the witness's tables in the current PostgreSQL database, unless they are there."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT to_regclass('temoin_pret_2')")
        if curseur.fetchone()[0]:
            return
        curseur.execute("DROP TABLE IF EXISTS temoin_pret, temoin_offre, temoin_lieu")
        for famille in FAMILLES:
            curseur.execute(f"DROP TABLE IF EXISTS temoin_offre_{famille}")
        curseur.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        curseur.execute(
            "CREATE TABLE temoin_lieu AS SELECT id, nom, adresse,"
            " ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography(Point, 4326) AS position"
            " FROM structures_lieu"
        )
        curseur.execute("ALTER TABLE temoin_lieu ADD PRIMARY KEY (id)")
        curseur.execute("CREATE INDEX ON temoin_lieu USING gist (position)")
        curseur.execute(
            "CREATE TABLE temoin_offre AS SELECT id, lieu_id, nom, nature, tarif, lieu_nature,"
            " aidants_connect::text AS aidants_connect, dispo AS place FROM ateliers_offre"
            " WHERE mode = 'sur_place' AND visible_des <= CURRENT_DATE AND visible_fin >= CURRENT_DATE"
        )
        curseur.execute("ALTER TABLE temoin_offre ADD PRIMARY KEY (id)")
        curseur.execute("CREATE INDEX ON temoin_offre (lieu_id)")
        for famille, colonne in FAMILLES.items():
            # An audience that is not stated is for everyone, as in the site's search.
            valeur = f"(CASE WHEN o.publics = 0 THEN {1 << TOUS} ELSE o.publics END)" if famille == "public" else ""
            masque = valeur or f"o.{colonne}"
            curseur.execute(f"SELECT COALESCE(BIT_OR({masque}), 0) FROM ateliers_offre o")  # noqa: S608
            presents = ", ".join(map(str, _bits(curseur.fetchone()[0]) or [0]))
            curseur.execute(
                f"CREATE TABLE temoin_offre_{famille} AS SELECT row_number() OVER () AS id, o.id AS offre_id,"  # noqa: S608
                f" b::smallint AS valeur FROM ateliers_offre o JOIN temoin_offre t ON t.id = o.id,"
                f" unnest(ARRAY[{presents}]) b WHERE (({masque} >> b) & 1) = 1"
            )
            curseur.execute(f"ALTER TABLE temoin_offre_{famille} ADD PRIMARY KEY (id)")
            curseur.execute(f"CREATE INDEX ON temoin_offre_{famille} (offre_id, valeur)")
            curseur.execute(f"CREATE INDEX ON temoin_offre_{famille} (valeur, offre_id)")
        curseur.execute("CREATE TABLE temoin_pret_2 AS SELECT 1 AS un")
        curseur.execute("VACUUM ANALYZE")


def _point(criteres: Criteres) -> RawSQL:
    assert criteres.origine is not None
    ewkt = f"SRID=4326;POINT({criteres.origine.longitude} {criteres.origine.latitude})"
    return RawSQL("%s::geography", [ewkt])


def _dans_le_rayon(criteres: Criteres, champ: str) -> Func:
    metres = Value((criteres.rayon_km or 0) * 1000)
    return Func(F(champ), _point(criteres), metres, function="ST_DWithin", output_field=models.BooleanField())


def _bits(masque: int) -> list[int]:
    return [b for b in range(63) if masque >> b & 1]


def _offres(criteres: Criteres) -> QuerySet[TemoinOffre]:
    """Return the activities that match, wherever they are."""
    offres = TemoinOffre.objects.all()
    for famille, masque in (
        ("theme", criteres.themes),
        ("public", criteres.publics and criteres.publics | 1 << TOUS),
        ("creneau", criteres.creneaux),
    ):
        if masque:
            siens = TABLES[famille]._default_manager.filter(offre=OuterRef("pk"), valeur__in=_bits(masque))
            offres = offres.filter(Exists(siens))
    return offres


def chercher(criteres: Criteres, *, today: date) -> tuple[list[TemoinLieu], int, dict[tuple[str, str], int]]:
    """Answer as the usual way does: page, count, facets; three queries."""
    distance = Func(F("position"), _point(criteres), arg_joiner=" <-> ", template="(%(expressions)s)",
                    output_field=models.FloatField())  # fmt: skip
    lieux = TemoinLieu.objects.filter(
        _dans_le_rayon(criteres, "position"), Exists(_offres(criteres).filter(lieu=OuterRef("pk")))
    )
    page = list(lieux.annotate(distance=distance).order_by("distance").defer("position")[:PAR_PAGE])
    total = lieux.count()
    ici = _offres(criteres).filter(_dans_le_rayon(criteres, "lieu__position"))
    par_valeur = [
        table._default_manager.filter(offre__in=ici)
        .values("valeur")
        .annotate(n=Count("pk"), famille=Value(famille), cle=Cast("valeur", models.TextField()))
        .values_list("famille", "cle", "n")
        for famille, table in TABLES.items()
    ]
    par_colonne = [
        ici.values(colonne).annotate(n=Count("pk"), famille=Value(colonne)).values_list("famille", colonne, "n")
        for colonne in COLONNES
    ]
    semaine = (
        TemoinSeance.objects.filter(offre__in=ici, jour__range=(today, today + timedelta(days=6)))
        .values("jour")
        .annotate(n=Count("offre", distinct=True), famille=Value("jour"), cle=Cast("jour", models.TextField()))
        .values_list("famille", "cle", "n")
    )
    premiere, *autres = [*par_valeur, *par_colonne, semaine]
    facettes = {(famille, cle): n for famille, cle, n in premiere.union(*autres, all=True)}
    return page, total, facettes


def compter(criteres: Criteres) -> int:
    """Return how many activities match: the check that both ways answer the same question."""
    return _offres(criteres).filter(Q(_dans_le_rayon(criteres, "lieu__position"))).count()
