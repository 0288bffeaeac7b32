"""What a calendar holds: a year of the rule, with what somebody changed of it. Nothing here knows iCalendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice

from django.db.models import Count, Max, QuerySet

from ateliers.models import Offre, Seance
from ateliers.seances import PARIS, occurrences
from recherche.criteres import Criteres
from recherche.presentation import fermetures_utiles
from recherche.queries import trouver
from recherche.semaine import NATURES
from structures.models import Lieu

HORIZON = timedelta(days=365)
# Six days a week, twice a day, and half a second to write: beyond, the calendar stops sooner, and says when.
ENTREES_MAX = 700
# A calendar is for what one follows: the first of a search, in its order.
ACTIVITES_MAX = 30


@dataclass(frozen=True, slots=True)
class Entree:
    """One session in a calendar: `origine` names it for ever.

    `revision` counts what people did to it, the last time at `change_a`.
    """

    offre: Offre
    origine: str
    debut: datetime
    fin: datetime
    change_a: datetime
    revision: int = 0
    seance: Seance | None = None

    @property
    def annule(self) -> bool:
        return self.seance is not None and self.seance.statut == Seance.Statut.ANNULEE


@dataclass(frozen=True, slots=True)
class Agenda:
    """The events in order, all of them up to `jusqu_au` when there were too many."""

    entrees: list[Entree]
    jusqu_au: date | None = None
    activites_tues: int = 0


def de_l_offre(offre: Offre, *, now: datetime) -> Agenda:
    """Return the calendar of an activity loaded by `offres`."""
    return _agenda([offre], now=now)


def du_lieu(lieu: Lieu, *, now: datetime) -> Agenda:
    """Return what has an hour at a place; free access and lending follow its opening hours, told on its page."""
    vues = Offre.objects.on_pages(_jour(now)).filter(lieu=lieu, nature__in=NATURES)
    return _agenda(list(offres(now).filter(pk__in=vues)), now=now)


def de_la_recherche(criteres: Criteres, *, now: datetime) -> Agenda:
    """Return what a search finds today, the first activities of its list."""
    trouvailles = trouver(criteres, now=now)
    trouvees = chain(chain.from_iterable(g.trouvees for g in trouvailles.groupes), trouvailles.a_distance)
    premieres = [t.offre_id for t in islice(trouvees, ACTIVITES_MAX)]
    return _agenda(
        list(offres(now).filter(pk__in=premieres)),
        now=now,
        activites_tues=trouvailles.activites_total - len(premieres),
    )


def offres(now: datetime) -> "QuerySet[Offre]":
    """Load with activities all that their events say."""
    return Offre.objects.select_related(
        "structure__federation", "lieu__structure", "lieu__commune", "fusionne_dans"
    ).prefetch_related(fermetures_utiles(now))


def _jour(now: datetime) -> date:
    return now.astimezone(PARIS).date()


def _agenda(lesquelles: Sequence[Offre], *, now: datetime, activites_tues: int = 0) -> Agenda:
    today = _jour(now)
    # What search never shows again has no session to come; a suspended one has them from the day when it ends.
    suivies = [o for o in lesquelles if o.visible_des is not None]
    changees, faits = _changees(suivies, today), _faits(suivies, today)
    ecrites = _ecrites(suivies, now)
    tous = []
    for offre in suivies:
        des = max(today, offre.visible_des or today)
        siennes = changees.get(offre.pk, {})
        for origine, (debut, fin) in _prevues(offre, des, today + HORIZON).items():
            if origine not in siennes:
                # One that was given back to its rule counts what was done to it: readers keep the highest.
                revision, quand = faits.get((offre.pk, origine), (0, ecrites[offre.pk]))
                tous.append(Entree(offre, origine, debut, fin, quand, revision))
        for origine, s in siennes.items():
            if s.debut.astimezone(PARIS).date() >= des:
                revision, quand = faits.get((offre.pk, origine), (1, ecrites[offre.pk]))
                tous.append(Entree(offre, origine, s.debut, s.fin, quand, revision, s))
    tous.sort(key=lambda e: (e.debut, e.offre.nom_plie, e.offre.pk, e.origine))
    if len(tous) <= ENTREES_MAX:
        return Agenda(tous, None, activites_tues)
    # Whole days: one that is half told would be believed.
    premier_tu = _jour(tous[ENTREES_MAX].debut)
    gardes = [e for e in tous[:ENTREES_MAX] if _jour(e.debut) < premier_tu]
    return Agenda(gardes, premier_tu - timedelta(days=1), activites_tues)


def _prevues(offre: Offre, debut: date, fin: date) -> dict[str, tuple[datetime, datetime]]:
    """Return the sessions that the rule gives, by origin, as `Seance` names them."""
    if not (offre.horaires or offre.suit_le_lieu):
        return {}
    return {
        i.debut.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M"): (i.debut, i.fin) for i in occurrences(offre, debut, fin)
    }


def _changees(lesquelles: Iterable[Offre], today: date) -> dict[int, dict[str, Seance]]:
    """Return, by activity and origin, the sessions that are not, or no longer said, as the rule gives them."""
    par_offre: dict[int, dict[str, Seance]] = {}
    a_venir = Seance.objects.filter(offre__in=[o.pk for o in lesquelles], origine__gte=_ancienne(today))
    for s in a_venir.exclude(statut=Seance.Statut.PREVUE, remplacement="", note=""):
        par_offre.setdefault(s.offre_id, {})[s.origine] = s
    return par_offre


def _faits(lesquelles: Iterable[Offre], today: date) -> dict[tuple[int, str], tuple[int, datetime]]:
    """Return how many times somebody did something to each session, and when last."""
    lignes = (
        Seance.history.model.objects.filter(offre_id__in=[o.pk for o in lesquelles], origine__gte=_ancienne(today))
        .order_by()
        .values_list("offre_id", "origine")
        .annotate(Count("pk"), Max("history_date"))
    )
    return {(offre, origine): (combien, quand) for offre, origine, combien, quand in lignes}


def _ancienne(today: date) -> str:
    """Return the first origin that matters: a session moved to a later day keeps the one it had."""
    return (today - timedelta(days=60)).isoformat()


def _ecrites(lesquelles: Iterable[Offre], now: datetime) -> dict[int, datetime]:
    """Return when each activity was last written; what has no history was, today."""
    siennes = Offre.history.model.objects.filter(id__in=[o.pk for o in lesquelles])
    connues = dict(siennes.order_by().values_list("id").annotate(Max("history_date")))
    minuit = datetime.combine(_jour(now), time.min, PARIS)
    return {o.pk: connues.get(o.pk, minuit) for o in lesquelles}
