"""« Sinon »: the next best places of an activity that is full, closed or gone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Case, F, IntegerField, Value, When

from ateliers.models import Offre
from core.travailleur import PARIS
from recherche.fiches import AUTOUR_KM, AUTOUR_MAX
from recherche.phrases import distance_en_francais
from recherche.queries import de_la_place, prochaine_seance
from structures.horaires import heure, jour_en_francais
from structures.models.lieux import distance_km

LE_PLUS_PRES, LE_PLUS_TOT = "le plus près avec de la place", "le plus tôt"
JAMAIS = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Proche:
    """Another activity, why it is named, how far, and its next session."""

    uid: str
    nom: str
    url: str
    distance: str
    nature: str
    lieu: str
    telephone: str
    debut: datetime | None
    place: bool
    raison: str = ""
    quand: str = ""


def offres_proches(offre: Offre, *, now: datetime) -> list[Proche]:
    """Return activities of the same need that are not said to be full: the nearest with room, the earliest, the rest.

    Room is what the search calls so (« Il y a de la place »); the same kind of activity comes before another kind.
    """
    lieu = offre.lieu
    if lieu is None:
        return []
    today = now.astimezone(PARIS).date()
    candidates = (
        Offre.objects.published(today)
        .on_site()
        .near(lieu.latitude, lieu.longitude, km=AUTOUR_KM)
        .any_of("themes", offre.themes)
        .not_full(today)
        .exclude(pk=offre.pk)
        .annotate(
            prochaine=prochaine_seance(now),
            place=Case(When(de_la_place(today), then=Value(1)), default=Value(0), output_field=IntegerField()),
            ou=F("lieu__nom"),
            ville=F("lieu__commune__nom"),
        )
        .values_list(
            "uid", "nom", "latitude", "longitude", "ou", "ville", "nature", "lieu_nature", "prochaine", "place",
            "lieu__telephone", "telephone",
        )
    )  # fmt: skip
    ranges = []
    for uid, nom, lat, lon, ou, ville, nature, pin, debut, place, tel_lieu, tel in candidates:
        if lat is None or lon is None:
            continue
        km = distance_km(lieu.latitude, lieu.longitude, lat, lon)
        proche = Proche(
            uid=uid,
            nom=nom,
            url=Offre(uid=uid, nom=nom).get_absolute_url(),
            distance=distance_en_francais(km),
            nature=pin,
            lieu=f"{ou}, {ville}",
            telephone=str(((tel or tel_lieu or None) and (tel or tel_lieu).as_national) or ""),
            debut=debut,
            place=bool(place),
            quand=_quand(debut, today),
        )
        ranges.append((nature != offre.nature, km, uid, proche))
    return _choisir(sorted(ranges, key=lambda r: r[:3]))


def _choisir(ranges: list[tuple[bool, float, str, Proche]]) -> list[Proche]:
    """Put first the nearest with room, then the earliest when it is another one, then the nearest."""
    choisis = []
    if premier := next((p for *_, p in ranges if p.place), None):
        premier.raison = LE_PLUS_PRES
        choisis.append(premier)
    dates = [(p.debut or JAMAIS, km, uid, p) for _, km, uid, p in ranges if p.debut]
    if dates and (tot := min(dates, key=lambda d: d[:3])[3]) not in choisis:
        tot.raison = LE_PLUS_TOT
        choisis.append(tot)
    choisis += [p for *_, p in ranges if p not in choisis]
    return choisis[:AUTOUR_MAX]


def _quand(debut: datetime | None, today: date) -> str:
    if debut is None:
        return ""
    local = debut.astimezone(PARIS)
    return f"{jour_en_francais(local.date(), today)}, {heure(local)}"
