"""Rows about search: page, total and facets; growth; words; queries a page; all the points."""

import gzip
from collections.abc import Callable
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any

from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ateliers.models import Mot, Offre
from ateliers.mots import mots_cherches
from ateliers.nomenclature import PUBLICS, THEMES
from bench import temoin
from bench.bases import ouverte
from bench.mesure import entrelacer, repete
from bench.tableau import Ligne, nombre
from core.travailleur import PARIS
from recherche.criteres import Criteres, Origine
from recherche.queries import trouver
from structures.models import Commune, Lieu
from structures.models.lieux import boite

RAYON_KM = 20.0
VILLES = 9
FILTRES: dict[str, dict[str, Any]] = {
    "un filtre": {"themes": THEMES["demarches"].masque},
    "trois filtres": {
        "themes": THEMES["demarches"].masque,
        "publics": PUBLICS["seniors"].masque,
        "jours": (3,),
        "moments": (1,),
    },
}


def villes(combien: int = VILLES) -> list[Origine]:
    """Return communes spread from the densest surroundings to the emptiest; the densest is the first."""
    denses = []
    for commune in Commune.objects.filter(lieux__isnull=False).distinct().order_by("-population", "code_insee")[:400]:
        assert commune.latitude is not None
        assert commune.longitude is not None
        autour = Offre.objects.filter(**boite(commune.latitude, commune.longitude, RAYON_KM)).count()
        denses.append(
            (
                -autour,
                commune.code_insee,
                Origine(commune.nom, commune.latitude, commune.longitude, commune.code_insee, commune.departement),
            )
        )
    denses.sort(key=lambda d: d[:2])
    pas = max(1, (len(denses) - 1) // (combien - 1))
    return [origine for *_, origine in denses[::pas][:combien]]


def repondre(criteres: Criteres, *, now: datetime) -> int:
    """Answer as the witness does: what matches, in order, exact total and counts, the places of the first page."""
    trouvailles = trouver(criteres, now=now, avec_comptes=True)
    ids = [g.lieu_id for g in trouvailles.groupes[:20]]
    list(Lieu.objects.filter(pk__in=ids).only("nom", "adresse").order_by())
    return len(trouvailles.groupes)


def dans(base: str, essai: Callable[[], Any]) -> Callable[[], Any]:
    """Return the try, made in this database."""

    def faire() -> Any:
        with ouverte(base):
            return essai()

    return faire


def page_total_facettes(
    bases: dict[str, str],
    temoin_base: str,
    *,
    now: datetime,
    tours: int,
    ou: str = "",
    cible: float = 5,
    combien: int = VILLES,
) -> list[Ligne]:
    """Compare with the usual three queries, city by city; `bases` gives {engine: database}."""
    with ouverte(next(iter(bases.values()))):
        origines = villes(combien)
    today = now.astimezone(PARIS).date()
    lignes = []
    for nom, filtres in FILTRES.items():
        rapports: dict[str, list[float]] = {m: [] for m in bases}
        mesures: dict[str, list[float]] = {m: [] for m in (*bases, "temoin")}
        for origine in origines:
            criteres = Criteres(origine=origine, rayon_km=RAYON_KM, **filtres)
            essais = {m: dans(b, partial(repondre, criteres, now=now)) for m, b in bases.items()}
            if temoin_base:
                essais["temoin"] = dans(temoin_base, partial(temoin.chercher, criteres, today=today))
                _memes_reponses(criteres, bases, temoin_base, now=now)
            durees = entrelacer(essais, tours=tours)
            for m, duree in durees.items():
                mesures[m].append(round(duree * 1000, 2))
                if temoin_base and m in rapports:
                    rapports[m].append(durees["temoin"] / duree)
        for m in bases:
            detail = f"ici {median(mesures[m]):.1f} ms, au pire {max(mesures[m]):.1f} ms"
            for quoi, calcul in (("médiane", median), ("pire ville", min)):
                lignes.append(
                    Ligne(
                        f"page + total + facettes, {nom}, {m}{ou}, {quoi}",
                        calcul(rapports[m]) if temoin_base else None,
                        "×",
                        "≥",
                        cible,
                        detail if temoin_base else f"pas de PostGIS pour comparer ; {detail}",
                        {"ici_ms": mesures[m], "postgis_ms": mesures["temoin"]},
                    )
                )
    return lignes


def _memes_reponses(criteres: Criteres, bases: dict[str, str], temoin_base: str, *, now: datetime) -> None:
    """A comparison of two different answers would mean nothing."""
    with ouverte(temoin_base):
        attendu = temoin.compter(criteres)
    for moteur, base in bases.items():
        with ouverte(base):
            obtenu = sum(len(g.trouvees) for g in trouver(criteres, now=now, lieux_seuls=True).groupes)
        # The sphere and the ellipsoid disagree on the edge of the circle.
        if abs(obtenu - attendu) > max(2, attendu // 50):
            raise AssertionError(f"{moteur} : {obtenu} activités, PostGIS : {attendu}, pour {criteres}")


def croissance(
    bases: dict[str, tuple[str, str]],
    *,
    now: datetime,
    tours: int,
    ou: str = "",
    filtres: tuple[str, ...] = ("un filtre",),
) -> list[Ligne]:
    """Compare the same box in a network ten times bigger; `bases` gives {engine: (small, big)}.

    The worst town is held to the target, the median is beside.
    """
    lignes = []
    for moteur, (petite, grande) in bases.items():
        with ouverte(grande):
            origines = villes(5)
        for nom in filtres:
            rapports = []
            for origine in origines:
                criteres = Criteres(origine=origine, rayon_km=RAYON_KM, **FILTRES[nom])
                durees = entrelacer(
                    {b: dans(b, partial(repondre, criteres, now=now)) for b in (petite, grande)}, tours=tours
                )
                rapports.append(durees[grande] / durees[petite])
            detail = f"médiane {nombre(median(rapports))}, la pire ville {nombre(max(rapports))}"
            mesures = {"rapports": [round(r, 2) for r in rapports]}
            suite = f", {nom}" if len(filtres) > 1 else ""
            titre = f"dix fois plus de lieux, même boîte{suite}, {moteur}{ou}"
            lignes.append(Ligne(titre, max(rapports), "×", "≤", 10, detail, mesures))
    return lignes


class TexteTemoin(models.Model):
    """The usual way to look for words: one folded text an activity, read from end to end."""

    offre_id = models.BigIntegerField(primary_key=True)
    texte = models.TextField()

    class Meta:
        managed = False
        app_label = "bench"
        db_table = "bench_texte"


def preparer_texte() -> None:
    """Write the folded texts from the stored words, unless they are there."""
    with connection.cursor() as curseur:
        if "bench_texte" in connection.introspection.table_names(curseur):
            if TexteTemoin.objects.exists():
                return
        else:
            curseur.execute("CREATE TABLE bench_texte (offre_id bigint PRIMARY KEY, texte text NOT NULL)")
    textes: dict[int, list[str]] = {}
    for offre_id, mot in Mot.objects.order_by("offre_id", "mot").values_list("offre_id", "mot"):
        textes.setdefault(offre_id, []).append(mot)
    TexteTemoin.objects.bulk_create(
        [TexteTemoin(offre_id=pk, texte=" " + " ".join(mots)) for pk, mots in textes.items()], batch_size=1000
    )


def mots(bases: dict[str, str], *, tours: int) -> list[Ligne]:
    """Compare « with this word » with a LIKE scan, on what people type: the name of a town, a place, a need."""
    lignes = []
    for moteur, base in bases.items():
        with ouverte(base):
            preparer_texte()
            noms = [nom for (nom,) in Commune.objects.filter(lieux__isnull=False).distinct()
                    .order_by("-population", "code_insee").values_list("nom")[:400:57]]  # fmt: skip
            tapes = [mots_cherches(t)[0] for t in ("fablab", "ecole", "francais", "veil", *noms)]
            rapports, parts = [], []
            for mot in tapes:
                avec = Offre.objects.with_word(mot)
                comme = TexteTemoin.objects.filter(texte__contains=f" {mot}")
                assert avec.count() == comme.count(), mot
                durees = entrelacer({"avec": repete(avec.count, 3), "comme": comme.count}, tours=tours)
                rapports.append(durees["comme"] / (durees["avec"] / 3))
                parts.append((mot, avec.count(), round(rapports[-1], 1)))
        lignes.append(
            Ligne(
                f"un mot, contre un LIKE, {moteur}",
                median(rapports),
                "×",
                "≥",
                20,
                f"de {min(rapports):.0f} à {max(rapports):.0f} sur {len(tapes)} mots",
                {"mots": parts},
            )
        )
    return lignes


def question(origine: Origine, **plus: str) -> dict[str, str]:
    """Return the query string of an ordinary search near a commune."""
    return {"pres": origine.nom, "theme": "demarches", **plus}


def requetes(petite: str, grande: str, *, tout: bool = True) -> list[Ligne]:
    """Count the queries of a results page in a small network and in the big one."""
    comptes = {}
    for base in (petite, grande):
        with ouverte(base):
            client = Client()
            origine = villes(2)[0]
            with CaptureQueriesContext(connection) as vues:
                reponse = client.get("/", question(origine))
            assert reponse.status_code == 200
            comptes[base] = len(vues.captured_queries)
    a, b = comptes.values()
    return [
        Ligne("requêtes d’une page, au pire des deux tailles", max(a, b), "", "≤", 6, f"{a} et {b}"),
        Ligne("écart de requêtes entre 42 lieux et le grand réseau", abs(a - b), "", "≤", 0, f"{a} et {b}"),
    ]


def points(base: str) -> list[Ligne]:
    """Weigh the payload of all the points."""
    with ouverte(base):
        reponse = Client().get(reverse("recherche:points"), {"tout": "1"})
        corps = gzip.compress(reponse.content, 6, mtime=0)
        n = reponse.json()["n"]
    return [Ligne("tous les points, compressés, par point", len(corps) / n, "octets", "≤", 8, f"{n} points")]
