"""Ask a network to confirm what it shows: open, follow, remind, close. Answers are the confirmations themselves."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from ateliers.models import Offre
from comptes.actions import ecrire_courriel
from comptes.models import AdresseRefusee, Federation, Utilisateur
from core.travailleur import PARIS
from espace.desabonnement import jeton_de_rappels
from espace.liens import But, lien_action
from espace.models import CampagneReseau, Desabonnement, Envoi, Sollicitation
from espace.models.envois import lundi_de
from structures.models import Lieu, Membre, Structure
from structures.nomenclature import Role

RELANCE = timedelta(days=7)
AU_MATIN = time(7, 30)
NBSP = "\u00a0"


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
def _ecrire(campagne: CampagneReseau, sollicitations: QuerySet[Sollicitation], *, now: datetime) -> int:
    """Write one mail to each responsable of these structures, naming all of theirs; return how many structures."""
    par_personne: dict[Utilisateur, list[Structure]] = {}
    membres = (
        Membre.objects.filter(structure__in=sollicitations.values("structure"), role=Role.RESPONSABLE)
        .filter(utilisateur__is_active=True)
        .exclude(Exists(Desabonnement.objects.filter(utilisateur=OuterRef("utilisateur"))))
        .exclude(Exists(AdresseRefusee.objects.filter(courriel=OuterRef("utilisateur__courriel"))))
        .select_related("utilisateur", "structure")
        .order_by("utilisateur_id", "structure__nom_plie", "pk")
    )
    for membre in membres:
        par_personne.setdefault(membre.utilisateur, []).append(membre.structure)
    for qui, structures in par_personne.items():
        _ecrire_a(campagne, qui, structures, now=now)
    jointes = {s.pk for structures in par_personne.values() for s in structures}
    sollicitations.filter(structure__in=jointes).update(ecrite_a=now, courriels=F("courriels") + 1)
    return len(jointes)


def _ecrire_a(campagne: CampagneReseau, qui: Utilisateur, structures: list[Structure], *, now: datetime) -> None:
    url = settings.SITE_URL + reverse("espace:rappels_lien", args=[jeton_de_rappels(qui)])
    lignes = [f"- {s.nom}{NBSP}:\n  {lien_action(qui, s, But.A_JOUR)}" for s in structures]
    texte = f"""Bonjour,

{campagne.federation.nom} vous demande de confirmer ce que l’annuaire montre de vous.
{f"{chr(10)}{campagne.message}{chr(10)}" if campagne.message else ""}
Relisez, corrigez ce qui a changé, puis «{NBSP}Tout est à jour{NBSP}». Un clic suffit, sans mot de passe{NBSP}:

{chr(10).join(lignes)}

Les liens de ce courriel sont à vous{NBSP}: ne le transférez pas. Ils servent trente jours.

--\u0020
Ne plus recevoir ces rappels, ou les reprendre{NBSP}: {url}
"""
    ecrire_courriel(
        a=qui.courriel,
        sujet=f"{campagne.nom}{NBSP}: vos pages sont-elles à jour{NBSP}?",
        texte=texte,
        now=now,
        pas_avant=_quand(qui, campagne, now),
        entetes={"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _quand(qui: Utilisateur, campagne: CampagneReseau, now: datetime) -> datetime | None:
    """Take the place of this week's reminder, or of next Monday's: nobody has two in a week. None means at once."""
    lundi = lundi_de(now.astimezone(PARIS).date())
    pris = set(Envoi.objects.filter(utilisateur=qui, semaine__gte=lundi).values_list("semaine", flat=True))
    semaine = lundi
    while semaine in pris:
        semaine += timedelta(days=7)
    rang = Envoi.objects.filter(utilisateur=qui, campagne__startswith=f"reseau-{campagne.pk}-").count() + 1
    Envoi.objects.create(
        utilisateur=qui,
        genre=Envoi.Genre.CAMPAGNE,
        semaine=semaine,
        campagne=f"reseau-{campagne.pk}-{rang}",
        cree_a=now,
    )
    return None if semaine == lundi else datetime.combine(semaine, AU_MATIN, tzinfo=PARIS)
