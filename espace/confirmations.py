"""Ask a network to confirm what it shows: open, follow, remind, close. Answers are the confirmations themselves."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from ateliers.models import Offre
from comptes.models import Federation, Utilisateur
from core.travailleur import PARIS
from espace import demandes
from espace.models import CampagneReseau, Envoi, Sollicitation
from structures.models import Lieu, Structure

RELANCE = timedelta(days=7)


class DejaOuverte(Exception):
    """A campaign is open already in this federation."""


@dataclass(frozen=True, slots=True)
class Cible:
    """Who is asked: a kind of structure ("" = all), and since how many months nobody has confirmed (0 = whenever)."""

    nature: str = ""
    mois: int = 0


@dataclass(frozen=True, slots=True)
class Suivi:
    """Where a structure stands: what it shows (places and activities), and how much of it is confirmed since."""

    structure: Structure
    montre: int
    confirme: int
    ecrite_a: datetime | None
    courriels: int

    @property
    def etat(self) -> str:
        """« confirmee », « en_partie », « attendue » or « injoignable » (nobody to write to)."""
        if self.montre and self.confirme >= self.montre:
            return "confirmee"
        if self.confirme:
            return "en_partie"
        return "attendue" if self.ecrite_a else "injoignable"


@dataclass(frozen=True, slots=True)
class Bilan:
    """What a campaign has come to, in structures."""

    demandees: int
    confirmees: int
    en_partie: int
    joignables: int


def visees(federation: Federation, cible: Cible, today: date) -> QuerySet[Structure]:
    """Return the structures that a campaign would ask: those that show something, by name."""
    lieux = Lieu.objects.published(today).filter(structure=OuterRef("pk"))
    offres = Offre.objects.published(today).filter(structure=OuterRef("pk"))
    structures = Structure.objects.managed_by(federation).active().filter(Exists(lieux) | Exists(offres))
    if cible.nature:
        structures = structures.filter(nature=cible.nature)
    if cible.mois:
        vieux = Q(verifie_le__isnull=True) | Q(verifie_le__lt=today - timedelta(days=30 * cible.mois))
        structures = structures.filter(Exists(lieux.filter(vieux)) | Exists(offres.filter(vieux)))
    return structures.order_by("nom_plie", "pk")


@transaction.atomic
def ouvrir(
    federation: Federation, structures: Iterable[Structure], *, nom: str, message: str, by: Utilisateur, now: datetime
) -> CampagneReseau:
    """Open a campaign and write its first mails; DejaOuverte when one is open."""
    try:
        with transaction.atomic():
            campagne = CampagneReseau.objects.create(
                federation=federation, nom=nom, message=message, ouverte_par=by, ouverte_a=now
            )
    except IntegrityError as erreur:
        raise DejaOuverte from erreur
    Sollicitation.objects.bulk_create(
        [Sollicitation(campagne=campagne, structure=s) for s in structures], batch_size=500
    )
    _ecrire(campagne, campagne.sollicitations.all(), now=now)
    return campagne


@transaction.atomic
def relancer(campagne: CampagneReseau, *, now: datetime) -> int:
    """Write again to those who have not confirmed, a week after the last mail; return how many structures."""
    attendues = [
        s.structure.pk
        for s in suivi(campagne, now.astimezone(PARIS).date())
        if s.etat != "confirmee" and (s.ecrite_a is None or s.ecrite_a <= now - RELANCE)
    ]
    return _ecrire(campagne, campagne.sollicitations.filter(structure__in=attendues), now=now)


def clore(campagne: CampagneReseau, *, now: datetime) -> None:
    """Close a campaign and keep its figures."""
    campagne.bilan = asdict(bilan(suivi(campagne, now.astimezone(PARIS).date())))
    campagne.close_a = now
    campagne.save(update_fields=["bilan", "close_a"])


def suivi(campagne: CampagneReseau, today: date) -> list[Suivi]:
    """Return where each structure stands, by name: four queries, whatever their number."""
    depuis = campagne.ouverte_a.astimezone(PARIS).date()
    sollicitations = campagne.sollicitations.select_related("structure").order_by("structure__nom_plie", "structure_id")
    structures = campagne.sollicitations.values("structure")
    montre: dict[int, int] = {}
    confirme: dict[int, int] = {}
    for objets in (Lieu.objects.published(today), Offre.objects.published(today)):
        lignes = objets.filter(structure__in=structures).order_by().values("structure")
        for ligne in lignes.annotate(tous=Count("pk"), dits=Count("pk", filter=Q(verifie_le__gte=depuis))):
            cle = ligne["structure"]
            montre[cle] = montre.get(cle, 0) + ligne["tous"]
            confirme[cle] = confirme.get(cle, 0) + ligne["dits"]
    return [
        Suivi(s.structure, montre.get(s.structure_id, 0), confirme.get(s.structure_id, 0), s.ecrite_a, s.courriels)
        for s in sollicitations
    ]


def bilan(lignes: Iterable[Suivi]) -> Bilan:
    """Count where a campaign stands."""
    etats = [ligne.etat for ligne in lignes]
    return Bilan(
        demandees=len(etats),
        confirmees=etats.count("confirmee"),
        en_partie=etats.count("en_partie"),
        joignables=len(etats) - etats.count("injoignable"),
    )


# ------------------------------------------------------------------------------------ mails
def demandables(
    structures: Iterable[Structure], *, federation: Federation, now: datetime
) -> tuple[demandes.Destinataires, dict[int, str]]:
    """Return, by structure, who would be asked to confirm now, outside a campaign or in the open one, or why nobody."""
    campagne = _en_cours(federation)
    cles = [s.pk for s in structures]
    if campagne is None:
        return demandes.destinataires(cles, sauf_envoi=_cle_de_la_semaine(now))
    ecrites = campagne.sollicitations.filter(structure__in=cles, courriels__gt=0).order_by("pk")
    deja = dict.fromkeys(ecrites.values_list("structure", flat=True), f"la campagne « {campagne.nom} » le demande déjà")
    a_ecrire, refus = demandes.destinataires(cle for cle in cles if cle not in deja)
    return a_ecrire, refus | deja


@transaction.atomic
def demander_de_confirmer(
    structures: Iterable[Structure], *, federation: Federation, now: datetime
) -> tuple[list[int], dict[int, str]]:
    """Write the mails and return the structures asked, then why the others were not.

    While a campaign is open, they join it: counted and reminded with the others, and never asked twice.
    """
    a_ecrire, refus = demandables(structures, federation=federation, now=now)
    campagne = _en_cours(federation)
    if campagne is None:
        cle = _cle_de_la_semaine(now)
        demandes.ecrire(a_ecrire, federation=federation, cle=lambda _: cle, now=now)
    else:
        nouvelles = [Sollicitation(campagne=campagne, structure_id=cle) for cle in a_ecrire]
        Sollicitation.objects.bulk_create(nouvelles, batch_size=500, ignore_conflicts=True)
        _ecrire_a(campagne, a_ecrire, now=now)
    return list(a_ecrire), refus


def _en_cours(federation: Federation) -> CampagneReseau | None:
    return CampagneReseau.objects.of_federation(federation).under_way().first()


def _cle_de_la_semaine(now: datetime) -> str:
    return f"demande-{demandes.semaine_de(now)}"


def _ecrire(campagne: CampagneReseau, sollicitations: QuerySet[Sollicitation], *, now: datetime) -> int:
    """Write to the responsables of these structures; return how many structures somebody could be written to for."""
    a_ecrire, _ = demandes.destinataires(sollicitations.order_by("pk").values_list("structure", flat=True))
    _ecrire_a(campagne, a_ecrire, now=now)
    return len(a_ecrire)


def _ecrire_a(campagne: CampagneReseau, a_ecrire: demandes.Destinataires, *, now: datetime) -> None:
    def cle(qui: Utilisateur) -> str:
        prefixe = f"reseau-{campagne.pk}-"
        return f"{prefixe}{Envoi.objects.filter(utilisateur=qui, campagne__startswith=prefixe).count() + 1}"

    demandes.ecrire(
        a_ecrire, federation=campagne.federation, cle=cle, now=now, nom=campagne.nom, message=campagne.message
    )
    campagne.sollicitations.filter(structure__in=list(a_ecrire)).update(ecrite_a=now, courriels=F("courriels") + 1)
