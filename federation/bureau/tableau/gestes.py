"""What may be done to many structures or places at once: judged one by one, written by slices, one operation id.

Places and structures go through the one writer. Who asks is told what was not done, and why.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from ateliers.actions import enregistrer_lot
from ateliers.etats import a_ete_publie, etat_du_jour
from comptes.adresses import refusees
from comptes.models import Federation, Utilisateur, plier_courriel
from core.textes import accord
from core.travailleur import PARIS
from core.voies import Voie
from espace.confirmations import demandables, demander_de_confirmer
from federation.bureau.tableau.criteres import LIEUX, STRUCTURES
from structures.actions import PAR_FEDERATION, inviter
from structures.cycle import Etat
from structures.models import Invitation, Lieu, Membre, Structure
from structures.nomenclature import Role

TRANCHE = 200
RAISONS_DITES = 10


@dataclass(frozen=True, slots=True)
class Demande:
    """One bulk gesture, asked by somebody at one moment."""

    geste: str
    vue: str
    federation: Federation
    by: Utilisateur
    now: datetime
    operation: uuid.UUID
    jusqu_au: date | None = None
    annee: int = 0

    @property
    def today(self) -> date:
        return self.now.astimezone(PARIS).date()


@dataclass(slots=True)
class Bilan:
    """What came of it: how many were done, the names of the others with the reason."""

    faits: int = 0
    refus: list[tuple[str, str]] = field(default_factory=list)

    def phrases(self, fait: str, ensuite: str = "") -> list[str]:
        """Return it in French: what was done, then what was not; `ensuite` follows what was done."""
        dites = [f"{fait} : {self.faits}.{f' {ensuite}' if ensuite else ''}" if self.faits else f"{fait} : rien."]
        if self.refus:
            premiers = " ; ".join(f"{nom} ({raison})" for nom, raison in self.refus[:RAISONS_DITES])
            reste = len(self.refus) - RAISONS_DITES
            suite = f" ; et {accord(reste, 'autre')}" if reste > 0 else ""
            dites.append(f"Pas fait : {len(self.refus)}. {premiers}{suite}.")
        return dites


@dataclass(frozen=True, slots=True)
class Geste:
    """A bulk gesture: its button, what it does in a sentence, and how.

    `raisons` gives, for each object that cannot be done, why; `poser` changes an object and returns the rows to write.
    """

    code: str
    verbe: str
    icone: str
    phrase: str
    fait: str
    vues: tuple[str, ...]
    raisons: Callable[[Sequence[Any], Demande], dict[int, str]]
    poser: Callable[[Any, Demande], list[models.Model]] | None = None
    ecrire: Callable[[Sequence[Any], Demande], dict[int, str]] | None = None  # mails; returns the refusals
    demande: str = ""  # what the page that confirms asks: « jour » or « annee »
    ensuite: str = ""  # said when something was done: what it does not mean, and what may come next

    @property
    def annulable(self) -> bool:
        """Mails that have left do not come back."""
        return self.poser is not None


# ------------------------------------------------------------------------------------ what is read
def objets(vue: str, pks: Sequence[int], federation: Federation) -> list[Any]:
    """Return the rows of a slice, in a steady order; those of another federation are not there."""
    if vue == LIEUX:
        lieux = Lieu.objects.filter(pk__in=pks, structure__federation=federation).exclude(etat=Etat.FUSIONNE)
        return list(lieux.select_related("structure").order_by("nom_plie", "pk"))
    structures = Structure.objects.managed_by(federation).filter(pk__in=pks, fusionnee_dans__isnull=True)
    return list(structures.select_related("centre").prefetch_related("lieux").order_by("nom_plie", "pk"))


def juger(geste: Geste, lignes: Sequence[Any], demande: Demande) -> Bilan:
    """Say what would come of it, without doing anything."""
    raisons = geste.raisons(lignes, demande)
    return Bilan(len(lignes) - len(raisons), [(o.nom, raisons[o.pk]) for o in lignes if o.pk in raisons])


def faire(
    geste: Geste, pks: Sequence[int], demande: Demande, *, avancer: Callable[[int], None] = lambda _: None
) -> Bilan:
    """Do it by slices, one transaction each, one operation for all; `avancer` is told how many rows are behind."""
    bilan = Bilan()
    for debut in range(0, len(pks), TRANCHE):
        tranche = pks[debut : debut + TRANCHE]
        with transaction.atomic():
            _faire_une_tranche(geste, tranche, demande, bilan)
        avancer(debut + len(tranche))
    return bilan


def _faire_une_tranche(geste: Geste, pks: Sequence[int], demande: Demande, bilan: Bilan) -> None:
    modele: Any = Lieu if demande.vue == LIEUX else Structure
    # Held until the end of the transaction: what is judged is what is written over.
    list(modele._default_manager.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    lignes = objets(demande.vue, pks, demande.federation)
    raisons = geste.raisons(lignes, demande)
    bons = [o for o in lignes if o.pk not in raisons]
    if bons and geste.poser:
        rangees = [rangee for o in bons for rangee in geste.poser(o, demande)]
        enregistrer_lot(rangees, by=demande.by, voie=Voie.ECRAN, now=demande.now, operation=demande.operation)
    elif bons and geste.ecrire:
        raisons |= geste.ecrire(bons, demande)
    bilan.faits += len(lignes) - len(raisons)
    bilan.refus += [(o.nom, raisons[o.pk]) for o in lignes if o.pk in raisons]


# ------------------------------------------------------------------------------------ publish, hide
A_PUBLIER = (Etat.BROUILLON, Etat.SUSPENDU)


def _publiables(ligne: Any, today: date) -> list[Lieu]:
    """A structure publishes its drafts and what it had suspended, not what it closed; a place, itself."""
    if isinstance(ligne, Lieu):
        return [ligne] if etat_du_jour(ligne, today) in (*A_PUBLIER, Etat.CLOS) else []
    return [lieu for lieu in ligne.lieux.all() if etat_du_jour(lieu, today) in A_PUBLIER]


def _publies(ligne: Any, today: date) -> list[Lieu]:
    lieux = [ligne] if isinstance(ligne, Lieu) else ligne.lieux.all()
    return [lieu for lieu in lieux if etat_du_jour(lieu, today) == Etat.PUBLIE]


def _archivee(ligne: Any) -> bool:
    structure = ligne.structure if isinstance(ligne, Lieu) else ligne
    return structure.archivee_le is not None or getattr(ligne, "etat", "") == Etat.ARCHIVE


def _pas_publiables(lignes: Sequence[Any], demande: Demande) -> dict[int, str]:
    def raison(ligne: Any) -> str:
        if _archivee(ligne):
            return "archivé, à désarchiver d’abord"
        if _publiables(ligne, demande.today):
            return ""
        return "déjà publié" if _publies(ligne, demande.today) else "aucun lieu à publier"

    return _dire(lignes, raison)


def _publier(ligne: Any, demande: Demande) -> list[models.Model]:
    faits: list[models.Model] = []
    for lieu in _publiables(ligne, demande.today):
        lieu.etat, lieu.suspendu_jusqu_au = Etat.PUBLIE, None
        faits.append(lieu)
    return faits


def _pas_masquables(lignes: Sequence[Any], demande: Demande) -> dict[int, str]:
    def raison(ligne: Any) -> str:
        if _archivee(ligne):
            return "archivé"
        return "" if _publies(ligne, demande.today) else "rien n’y est publié"

    return _dire(lignes, raison)


def _masquer(ligne: Any, demande: Demande) -> list[models.Model]:
    faits: list[models.Model] = []
    for lieu in _publies(ligne, demande.today):
        lieu.etat, lieu.suspendu_jusqu_au = Etat.SUSPENDU, demande.jusqu_au
        faits.append(lieu)
    return faits


# ------------------------------------------------------------------------------------ archive
def _pas_archivables(lignes: Sequence[Any], _demande: Demande) -> dict[int, str]:
    return _dire(lignes, lambda ligne: "déjà archivé" if _archivee(ligne) else "")


def _archiver(ligne: Any, demande: Demande) -> list[models.Model]:
    if isinstance(ligne, Lieu):
        ligne.etat, ligne.suspendu_jusqu_au = Etat.ARCHIVE, None
    else:
        ligne.archivee_le, ligne.archivee_voie = demande.today, Voie.ECRAN
    return [ligne]


def _pas_archives(lignes: Sequence[Any], _demande: Demande) -> dict[int, str]:
    def raison(ligne: Any) -> str:
        if isinstance(ligne, Lieu) and ligne.structure.archivee_le is not None:
            return "sa structure est archivée : désarchivez-la"
        return "" if _archivee(ligne) else "pas archivé"

    return _dire(lignes, raison)


def _desarchiver(ligne: Any, _demande: Demande) -> list[models.Model]:
    """A structure comes back as it was; a place comes back unpublished: a draft, or closed when it was ever public."""
    if isinstance(ligne, Lieu):
        ligne.etat = Etat.CLOS if a_ete_publie(ligne) else Etat.BROUILLON
    else:
        ligne.archivee_le, ligne.archivee_voie = None, ""
    return [ligne]


# ------------------------------------------------------------------------------------ membership
def _pas_adherables(lignes: Sequence[Structure], demande: Demande) -> dict[int, str]:
    def raison(structure: Structure) -> str:
        if structure.archivee_le is not None:
            return "archivée"
        centre = getattr(structure, "centre", None)
        if centre is None:
            return "ni centre social ni espace de vie sociale"
        return "déjà noté" if demande.annee and centre.adhesion_annee == demande.annee else ""

    return _dire(lignes, raison)


def _adherer(structure: Structure, demande: Demande) -> list[models.Model]:
    structure.centre.adhesion_annee = demande.annee
    return [structure.centre]


# ------------------------------------------------------------------------------------ mails
def _pas_invitables(lignes: Sequence[Structure], demande: Demande) -> dict[int, str]:
    cles = [s.pk for s in lignes]
    tenues = set(
        Membre.objects.filter(structure__in=cles, role=Role.RESPONSABLE, utilisateur__is_active=True)
        .order_by("pk")
        .values_list("structure", flat=True)
    )
    attente = Invitation.objects.unanswered().filter(structure__in=cles, expire_a__gt=demande.now).order_by("pk")
    invitees = set(attente.values_list("structure", flat=True))
    sourdes = refusees(s.courriel for s in lignes)

    def raison(structure: Structure) -> str:
        if structure.archivee_le is not None:
            return "archivée"
        if not structure.courriel:
            return "pas de courriel"
        if structure.pk in tenues:
            return "a déjà un·e responsable"
        if structure.pk in invitees:
            return "une invitation attend déjà sa réponse"
        return "cette adresse ne reçoit pas nos courriels" if plier_courriel(structure.courriel) in sourdes else ""

    return _dire(lignes, raison)


def _inviter(lignes: Sequence[Structure], demande: Demande) -> dict[int, str]:
    trop = {}
    for structure in lignes:
        faite = inviter(
            cible=structure,
            courriel=structure.courriel,
            role=Role.RESPONSABLE,
            by=demande.by,
            now=demande.now,
            limite=PAR_FEDERATION,
        )
        if faite is None:
            trop[structure.pk] = "trop d’invitations aujourd’hui, recommencez demain"
    return trop


def _pas_demandables(lignes: Sequence[Structure], demande: Demande) -> dict[int, str]:
    _, refus = demandables(lignes, federation=demande.federation, now=demande.now)
    return refus | _dire(lignes, lambda s: "archivée" if s.archivee_le is not None else "")


def _demander(lignes: Sequence[Structure], demande: Demande) -> dict[int, str]:
    _, refus = demander_de_confirmer(lignes, federation=demande.federation, now=demande.now)
    return refus


def _dire(lignes: Iterable[Any], raison: Callable[[Any], str]) -> dict[int, str]:
    return {ligne.pk: dite for ligne in lignes if (dite := raison(ligne))}


LES_DEUX = (STRUCTURES, LIEUX)
GESTES: dict[str, Geste] = {
    g.code: g
    for g in (
        Geste(
            "inviter", "Inviter", "mail-plus",
            "Un courriel part à l’adresse de contact de chaque structure : qui l’accepte en devient responsable.",
            "Invitations parties", (STRUCTURES,), _pas_invitables, ecrire=_inviter,
        ),
        Geste(
            "confirmer", "Demander de confirmer", "circle-check",
            "Les responsables reçoivent un courriel : un clic suffit pour dire que tout est à jour. Si une campagne "
            "est ouverte, ces structures y entrent et y sont comptées.",
            "Demandes parties", (STRUCTURES,), _pas_demandables, ecrire=_demander,
        ),
        Geste(
            "publier", "Publier", "send",
            "Les lieux en brouillon ou suspendus se voient dans la recherche. Leurs activités en brouillon restent à "
            "publier une par une. Personne n’a vérifié ces pages pour autant.",
            "Publication faite", LES_DEUX, _pas_publiables, poser=_publier,
            ensuite="Ces pages ne sont pas marquées comme vérifiées : demandez aux structures de les confirmer.",
        ),
        Geste(
            "masquer", "Masquer", "pause",
            "Les lieux publiés et leurs activités quittent la recherche jusqu’à la date que vous donnez. Leurs pages "
            "se lisent encore, puisque du papier circule, et elles le disent.",
            "Masquage fait", LES_DEUX, _pas_masquables, poser=_masquer, demande="jour",
        ),
        Geste(
            "adherer", "Noter l’adhésion", "badge-check",
            "L’année que vous donnez devient la dernière année d’adhésion à la fédération.",
            "Adhésion notée", (STRUCTURES,), _pas_adherables, poser=_adherer, demande="annee",
        ),
        Geste(
            "archiver", "Archiver", "archive",
            "Plus rien ne se voit dans la recherche ; les pages disent « n’existe plus » et montrent ce qui est près "
            "de là. Rien n’est supprimé.",
            "Archivage fait", LES_DEUX, _pas_archivables, poser=_archiver,
        ),
        Geste(
            "desarchiver", "Désarchiver", "archive-restore",
            "Une structure revient comme elle était. Un lieu archivé seul revient sans être publié.",
            "Retour des archives fait", LES_DEUX, _pas_archives, poser=_desarchiver,
        ),
    )
}  # fmt: skip


def gestes_de(vue: str, *, archives: bool) -> list[Geste]:
    """Return the gestures that a view offers: what is archived is only brought back."""
    return [g for g in GESTES.values() if vue in g.vues and (g.code == "desarchiver") == archives]
