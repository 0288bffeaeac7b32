"""What needs somebody today, in order of harm: the same list for the page and for the mail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ateliers.completude import manques
from ateliers.fraicheur import TROIS_MOIS
from ateliers.models import Offre
from ateliers.nomenclature import Grain
from espace.droits import de_mes_structures
from espace.models import OuvertPendant, Signalement
from orientations.models import MiseEnRelation
from structures.cycle import Etat
from structures.horaires import vacances, zone_scolaire
from structures.models import Fermeture, Lieu, Structure
from structures.nomenclature import GenreFermeture

AVANT_LES_VACANCES = timedelta(days=45)
# The two holidays during which most places close: asked about, one at a time.
ANNONCEES = {"Vacances de Noël": "les vacances de Noël", "Vacances d’été": "l’été"}


@dataclass(frozen=True, slots=True)
class Periode:
    """School holidays that a place has said nothing about."""

    lieu: Lieu
    nom: str
    debut: date
    fin: date


@dataclass(frozen=True, slots=True)
class AFaire:
    """Everything that waits, in order of harm; `offres` are what the lists point at, with place and structure."""

    places: list[Offre] = field(default_factory=list)  # room doubtful, or never said
    finies: list[Offre] = field(default_factory=list)  # their period ended
    demandes: list[MiseEnRelation] = field(default_factory=list)  # somebody waits for an answer
    signalements: list[Signalement] = field(default_factory=list)  # what somebody says is wrong
    periodes: list[Periode] = field(default_factory=list)  # closures to announce
    incompletes: list[tuple[Offre, list[str]]] = field(default_factory=list)  # what is not said
    anciennes: list[Offre] = field(default_factory=list)  # not confirmed for three months

    @property
    def total(self) -> int:
        return sum(len(getattr(self, nom)) for nom in self.__slots__)


def a_faire(structures: Iterable[Structure], today: date) -> AFaire:
    """Return what waits for the keepers of these structures; a flat number of queries."""
    structures = list(structures)
    resultat = AFaire()
    for offre in de_mes_structures(structures).filter(etat__in=[Etat.PUBLIE, Etat.SUSPENDU]):
        if offre.fin and offre.fin < today:
            resultat.finies.append(offre)
            continue
        if offre.etat == Etat.SUSPENDU and offre.suspendu_jusqu_au and offre.suspendu_jusqu_au > today:
            continue
        if offre.grain != Grain.AUCUN and (not offre.dispo or offre.dispo_douteuse(today)):
            resultat.places.append(offre)
        if manque := [m.quoi for m in manques(offre)]:
            resultat.incompletes.append((offre, manque))
        if offre.verifie_le is None or today - offre.verifie_le > TROIS_MOIS:
            resultat.anciennes.append(offre)
    # No distinct() here: each names one activity, one place. PostgreSQL spent 160 ms planning to compare 250 columns
    # (tests/echanges/test_sans_distinct.py holds the search, the API and the files to it).
    resultat.demandes.extend(
        MiseEnRelation.objects.waiting_for([s.pk for s in structures]).with_subject().order_by("cree_a", "pk")
    )
    resultat.signalements.extend(
        Signalement.objects.open_for([s.pk for s in structures]).with_subject().order_by("cree_a", "pk")
    )
    resultat.periodes.extend(_periodes(structures, today))
    return resultat


def _periodes(structures: list[Structure], today: date) -> Iterator[Periode]:
    """Yield the coming holidays that a place has neither announced nor said to be open during."""
    lieux = list(
        Lieu.objects.published(today)
        .filter(structure__in=[s.pk for s in structures])
        .select_related("commune", "structure")
        .order_by("nom_plie", "pk")
    )
    prochaines = {}
    for lieu in lieux:
        zone = zone_scolaire(lieu.commune.departement)
        if zone not in prochaines:
            prochaines[zone] = prochaines_vacances(zone, today)
    fin = today + timedelta(days=120)
    fermees = _par_lieu(
        Fermeture.objects.filter(lieu__in=lieux, genre=GenreFermeture.FERMETURE, fin__gte=today, debut__lte=fin)
    )
    ouvertes = _par_lieu(OuvertPendant.objects.filter(lieu__in=lieux, fin__gte=today))
    for lieu in lieux:
        periode = prochaines[zone_scolaire(lieu.commune.departement)]
        if periode is None:
            continue
        nom, debut, fin = periode
        dites = fermees.get(lieu.pk, []) + ouvertes.get(lieu.pk, [])
        if not any(d <= fin and f >= debut for d, f in dites):
            yield Periode(lieu, nom, debut, fin)


def _par_lieu(lignes: Iterable[Fermeture | OuvertPendant]) -> dict[int, list[tuple[date, date]]]:
    resultat: dict[int, list[tuple[date, date]]] = {}
    for ligne in lignes:
        resultat.setdefault(ligne.lieu_id, []).append((ligne.debut, ligne.fin))
    return resultat


def prochaines_vacances(zone: str, today: date) -> tuple[str, date, date] | None:
    """Return the announced holidays of a zone that begin within six weeks, or are under way: name, first, last day."""
    jour = today
    while jour <= today + AVANT_LES_VACANCES:
        nom = vacances(jour, zone)
        if nom in ANNONCEES:
            debut = jour
            while vacances(debut - timedelta(days=1), zone) == nom:
                debut -= timedelta(days=1)
            fin = jour
            while vacances(fin + timedelta(days=1), zone) == nom:
                fin += timedelta(days=1)
            return ANNONCEES[nom], debut, fin
        jour += timedelta(days=1)
    return None
