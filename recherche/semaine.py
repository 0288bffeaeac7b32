"""« La semaine près d’ici »: the permanences and ateliers around a place, on one A4 to tape at the desk."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import F
from django.urls import reverse

from ateliers.models import Offre, Seance
from ateliers.nomenclature import ACCES, Nature, Tarif
from core.travailleur import PARIS
from recherche.feuille import LIGNES_POSSIBLES, JourDeSemaine, LigneSemaine, Moment, remplir
from recherche.phrases import TARIFS, distance_en_francais, note_de_seance, telephone_de
from structures.horaires import heure, jour_en_francais
from structures.models import Lieu
from structures.models.lieux import distance_km

AUTOUR_KM = 5.0
VENDREDI, SAMEDI = 4, 5  # of date.weekday()
# A week is told by what happens at an hour; free access and lending have their opening hours on their page.
NATURES = (Nature.PERMANENCE, Nature.ATELIER, Nature.CYCLE, Nature.ACCOMPAGNEMENT, Nature.EVENEMENT)


@dataclass(frozen=True, slots=True)
class Semaine:
    lieu_nom: str
    lieu_url: str
    lieu_adresse: str
    telephone: str
    titre: str
    jours: list[JourDeSemaine]
    corps: str
    autres: int
    edite_le: str
    url_precedente: str
    url_suivante: str
    reste: int | None = None  # when the next week is shown first: how many sessions are still to come in this one


def semaine_a_montrer(lieu: Lieu, *, now: datetime) -> Semaine:
    """Return the week that somebody prints today: the next one when this one is over, or is down to its week-end.

    On a Saturday this week is a line or two, and the sheet that one tapes for Monday is the next one's. What is left
    of this week is counted, one click away; it is shown when the next one has nothing.
    """
    today = now.astimezone(PARIS).date()
    lundi = today - timedelta(days=today.weekday())
    tenues = [s for _, s in _seances_autour(lieu, lundi, today) if s.statut != Seance.Statut.ANNULEE]
    # From Monday to Thursday, a sheet stays as long as its days; on a Friday evening one prints the next.
    reste = sum(s.fin > now or today.weekday() < VENDREDI for s in tenues)
    if reste and today.weekday() < SAMEDI:
        return semaine(lieu, lundi, now=now)
    suivante = semaine(lieu, lundi + timedelta(days=7), now=now)
    return replace(suivante, reste=reste) if suivante.jours else semaine(lieu, lundi, now=now)


def semaine(lieu: Lieu, lundi: date, *, now: datetime) -> Semaine:
    """Return the week that begins on this Monday around a place; the farthest is left out beyond one A4."""
    today = now.astimezone(PARIS).date()
    seances = _seances_autour(lieu, lundi, today)
    proches = sorted(seances, key=lambda s: (s[0], s[1].debut, s[1].pk))[: LIGNES_POSSIBLES + 1]
    feuille = remplir([Moment(s.jour, (s.debut, km, s.pk), _ligne(lieu, km, s, today)) for km, s in proches])
    jours = []
    for jour, du_jour in groupby(feuille.moments, key=lambda m: m.jour):
        nom, reste = jour_en_francais(jour, date.min).split(" ", 1)
        jours.append(JourDeSemaine(f"{nom.capitalize()} {reste.split(' ')[0]}", [m.ligne for m in du_jour]))
    telephone, _ = telephone_de(lieu.telephone, lieu.structure.telephone)
    courante = today - timedelta(days=today.weekday())
    return Semaine(
        lieu_nom=lieu.nom,
        lieu_url=lieu.get_absolute_url(),
        lieu_adresse=f"{lieu.adresse}, {lieu.commune.nom}",
        telephone=telephone,
        titre=titre_de(lundi),
        jours=jours,
        corps=feuille.corps,
        autres=len(seances) - len(feuille.moments),
        edite_le=jour_en_francais(today, date.min),
        url_precedente=_url(lieu, lundi - timedelta(days=7)) if lundi > courante else "",
        url_suivante=_url(lieu, lundi + timedelta(days=7)) if lundi < courante + timedelta(weeks=6) else "",
    )


def titre_de(lundi: date) -> str:
    """Return « La semaine du 23 au 29 novembre 2026 »."""
    dimanche = lundi + timedelta(days=6)
    debut = jour_en_francais(lundi, date.min).split(" ")[1:]
    fin = " ".join(jour_en_francais(dimanche, date.min).split(" ")[1:])
    garder = 1 if lundi.month == dimanche.month else 2 if lundi.year == dimanche.year else 3
    return f"La semaine du {' '.join(debut[:garder])} au {fin}"


def lundi_demande(texte: str, today: date) -> date:
    """Return the Monday of the week of a date, this week's when it cannot be read or is far away."""
    try:
        jour = date.fromisoformat(texte)
    except ValueError:
        jour = today
    if not today - timedelta(weeks=1) <= jour <= today + timedelta(weeks=7):
        jour = today
    return jour - timedelta(days=jour.weekday())


def _url(lieu: Lieu, lundi: date) -> str:
    return f"{reverse('recherche:semaine', args=[lieu.uid, ''])}?du={lundi.isoformat()}"


def _seances_autour(lieu: Lieu, lundi: date, today: date) -> list[tuple[float, Seance]]:
    offres = (
        Offre.objects.published(max(lundi, today))
        .on_site()
        .near(lieu.latitude, lieu.longitude, km=AUTOUR_KM)
        .not_full(today)
    ).filter(nature__in=NATURES)
    # A cancelled session stays on the sheet, struck: somebody may have been told to come.
    seances = (
        Seance.objects.filter(jour__gte=max(lundi, today), jour__lte=lundi + timedelta(days=6), offre__in=offres)
        .filter(jour__gte=F("offre__visible_des"), jour__lte=F("offre__visible_fin"))
        .select_related("offre__lieu__structure", "offre__lieu__commune")
    )
    trouvees = []
    for s in seances:
        ou = s.offre.lieu
        if ou is None:
            continue
        km = distance_km(lieu.latitude, lieu.longitude, ou.latitude, ou.longitude)
        if km <= AUTOUR_KM:
            # « Chez nous » is always on the sheet.
            trouvees.append((-1.0 if ou.structure_id == lieu.structure_id else km, s))
    return trouvees


def _ligne(lieu: Lieu, km: float, seance: Seance, today: date) -> LigneSemaine:
    offre, ou = seance.offre, seance.offre.lieu
    if ou is None:
        raise ValueError("A line of the week needs a place.")
    telephone, _ = telephone_de(offre.telephone, ou.telephone, ou.structure.telephone)
    debut, fin = seance.debut.astimezone(PARIS), seance.fin.astimezone(PARIS)
    return LigneSemaine(
        heures=f"{heure(debut)}\u00a0–\u00a0{heure(fin)}",
        nom=offre.nom,
        lieu=ou.nom,
        commune=ou.commune.nom,
        distance="" if km < 0 else distance_en_francais(km),
        sans_rdv=bool(offre.acces & ACCES["sans_rdv"].masque),
        tarif=TARIFS[Tarif(offre.tarif)] if offre.tarif else "",
        telephone=telephone,
        chez_nous=km < 0,
        annulee=seance.statut == Seance.Statut.ANNULEE,
        note=note_de_seance(seance, today, breve=True),
    )
