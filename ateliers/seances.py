"""Sessions: `occurrences` is a pure function of the rule; `Seance` stores eight weeks of it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ateliers.jours import debut_du_jour, jours_de, justes
from ateliers.models import Offre, Seance
from core.lots import mettre_a_jour
from structures.horaires import (
    Fermee,
    Intervalle,
    Ouverture,
    Regle,
    creneaux,
    heures_en_francais,
    intervalles,
    lisible,
    zone_scolaire,
)
from structures.models import Lieu
from structures.nomenclature import GenreFermeture

SEMAINES = 8
PARIS = ZoneInfo("Europe/Paris")


def regle_du_lieu(lieu: Lieu) -> Regle:
    """Return the opening rule of a place, closures included (read from `lieu.fermetures`)."""
    return Regle(osm=lisible(lieu.horaires), **_calendrier(lieu))


def regle_de(offre: Offre) -> Regle:
    """Return the rule of an activity: its own hours, or those of its place when it follows them."""
    calendrier = _calendrier(offre.lieu) if offre.lieu else {}
    osm = offre.lieu.horaires if offre.suit_le_lieu and offre.lieu else offre.horaires
    return Regle(
        osm=lisible(osm),
        ancre=offre.horaires_ancre,
        periode_debut=offre.debut,
        periode_fin=offre.fin,
        **calendrier,
    )


def _calendrier(lieu: Lieu) -> dict:
    departement = lieu.commune.departement
    fermetures = list(lieu.fermetures.all())
    return {
        "departement": departement,
        "zone_scolaire": zone_scolaire(departement),
        "fermetures": tuple(Fermee(f.debut, f.fin, f.motif) for f in fermetures if f.genre == GenreFermeture.FERMETURE),
        "ouvertures": tuple(
            Ouverture(f.debut, f.fin, f.heures, f.motif)
            for f in fermetures
            if f.genre == GenreFermeture.OUVERTURE and heures_en_francais(f.heures)
        ),
    }


def creneaux_de(offre: Offre) -> int:
    """Return the mask of weekly half-days of an activity."""
    return creneaux(regle_de(offre))


def occurrences(offre: Offre, debut: date, fin: date) -> list[Intervalle]:
    """Return the sessions that the rule gives between two local days, both included."""
    return intervalles(regle_de(offre), debut, fin)


def moments_de(debut: datetime, fin: datetime) -> int:
    """Return the half-days of a session, as the search understands them: 1 morning, 2 afternoon, 4 evening.

    Half an hour is enough to count; lunch is nobody's half-day but belongs to the one it touches first.
    """
    # By the clock: a morning is one too on the days of 23 and 25 hours.
    de, a = (moment.astimezone(PARIS).replace(tzinfo=None) for moment in (debut, fin))
    minuit = de.replace(hour=0, minute=0, second=0, microsecond=0)
    m1, m2 = (de - minuit).total_seconds() / 60, (a - minuit).total_seconds() / 60
    masque = 0
    if m1 < 12 * 60 or min(m2, 750) - m1 >= 30:
        masque |= 1
    if min(m2, 18 * 60) - max(m1, 750) >= 30:
        masque |= 2
    if m2 - max(m1, 18 * 60) >= 30:
        masque |= 4
    return masque or (1 if m1 < 750 else 2 if m1 < 18 * 60 else 4)


def seances_attendues(offre: Offre, today: date) -> dict[str, Seance]:
    """Return the unsaved sessions that the rule gives for eight weeks from today, by origin."""
    if offre.visible_des is None or not (offre.horaires or offre.suit_le_lieu):
        return {}
    attendues = {}
    for i in occurrences(offre, today, today + timedelta(weeks=SEMAINES)):
        local = i.debut.astimezone(PARIS)
        origine = local.strftime("%Y-%m-%dT%H:%M")
        attendues[origine] = Seance(
            offre=offre,
            origine=origine,
            jour=local.date(),
            moments=moments_de(i.debut, i.fin),
            debut=i.debut,
            fin=i.fin,
        )
    return attendues


def selon_la_regle(seance: Seance) -> tuple[datetime, datetime, int]:
    """Return what the rule may change in a session that keeps its origin: start, end, half-days."""
    return seance.debut, seance.fin, seance.moments


def reconstruire(offres: Iterable[Offre], *, today: date) -> int:
    """Bring the stored sessions of these activities in line with their rules; return how many rows changed.

    A diff on `origine`: a session that somebody cancelled or moved is never touched, the past is left to the night.
    """
    offres = list(offres)
    actuelles: dict[int, dict[str, Seance]] = {o.pk: {} for o in offres}
    for debut in range(0, len(offres), 500):
        ids = [o.pk for o in offres[debut : debut + 500]]
        for seance in Seance.objects.filter(offre_id__in=ids):
            actuelles[seance.offre_id][seance.origine] = seance
    a_creer, a_changer, a_compter = [], [], []
    a_retirer: list[int] = []
    for offre in offres:
        attendues = seances_attendues(offre, today)
        for origine, seance in attendues.items():
            actuelle = actuelles[offre.pk].get(origine)
            if actuelle is None:
                a_creer.append(seance)
                actuelles[offre.pk][origine] = seance
            elif actuelle.statut == Seance.Statut.PREVUE and selon_la_regle(actuelle) != selon_la_regle(seance):
                actuelle.debut, actuelle.fin, actuelle.moments = selon_la_regle(seance)
                a_changer.append(actuelle)
        retirees = {
            origine: s.pk
            for origine, s in actuelles[offre.pk].items()
            if s.statut == Seance.Statut.PREVUE and s.jour >= today and origine not in attendues
        }
        a_retirer += retirees.values()
        jours = jours_de([s for origine, s in actuelles[offre.pk].items() if origine not in retirees], today)
        if not justes(offre.jours_des_seances, jours, today):
            offre.jours_des_seances = jours
            a_compter.append(offre)
    for debut in range(0, len(a_retirer), 500):
        Seance.objects.filter(pk__in=a_retirer[debut : debut + 500]).delete()
    Seance.objects.bulk_create(a_creer, batch_size=1000)
    mettre_a_jour(Seance, a_changer, ["debut", "fin", "moments"])
    mettre_a_jour(Offre, a_compter, ["jours_des_seances"])
    return len(a_creer) + len(a_changer) + len(a_retirer)


def recompter(offre_id: int, *, today: date) -> None:
    """Bring the days of an activity's sessions up to date, after one of them was written apart."""
    jours = jours_de(Seance.objects.filter(offre=offre_id, fin__gte=debut_du_jour(today)), today)
    Offre.objects.filter(pk=offre_id).exclude(jours_des_seances=jours).update(jours_des_seances=jours)
