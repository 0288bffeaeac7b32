"""What a merge would do: read from the database, nothing written. The preview shows it, the action writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from ateliers.actions import ORDRE
from ateliers.models import Offre
from core.textes import accord
from core.travailleur import PARIS
from core.voies import Voie
from federation.bureau.fusion.champs import AUTRE, Ligne, lignes_de
from federation.bureau.fusion.changements import Journal, entiere, nouvelle_ligne
from federation.bureau.fusion.liens import Lien, annexes_de, deja_pris, liens_vers
from partenaires.models import Partenariat
from structures.cycle import Etat
from structures.models import Fermeture, Invitation, Lieu, Membre, Source, Structure
from structures.nomenclature import Role, RoleInvite

DETAILS_MAX = 8


@dataclass(slots=True)
class Suite:
    """What follows, of one kind: how many, which ones, and what is decided where both cards have the same."""

    nom: str
    details: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """A merge of `autre` into `gardee`: both structures, or both places."""

    gardee: Any
    autre: Any
    lignes: list[Ligne]
    journal: Journal = field(default_factory=Journal)
    suites: list[Suite] = field(default_factory=list)

    @property
    def racine(self) -> type[models.Model]:
        """The table of both cards."""
        return Structure if isinstance(self.gardee, Structure) else Lieu

    def dire(self, lien: Lien, suivent: Sequence[Any], *notes: str) -> None:
        """Tell what follows by one link, the first ones by name."""
        meta = lien.modele._meta
        noms = NOMS.get(lien.cle) or (str(meta.verbose_name), str(meta.verbose_name_plural))
        details = []
        if lien.cle in AVEC_NOMS:
            details = [DIRE.get(lien.cle, str)(ligne) for ligne in suivent[:DETAILS_MAX]]
        if details and len(suivent) > DETAILS_MAX:
            details.append(f"et {accord(len(suivent) - DETAILS_MAX, 'autre')}")
        self.suites.append(Suite(accord(len(suivent), *noms), details, [n for n in notes if n]))


# What is said of a link where the name of its table would not do.
NOMS = {
    "structures.lieu.fusionne_dans": ("ancienne adresse qui renvoyait ici", "anciennes adresses qui renvoyaient ici"),
    "structures.structure.fusionnee_dans": ("fiche déjà fusionnée", "fiches déjà fusionnées"),
    "ateliers.intervenant.employeur": ("personne qui reçoit", "personnes qui reçoivent"),
    "orientations.miseenrelation.de": ("demande de mise en relation envoyée", "demandes de mise en relation envoyées"),
    "partenaires.partenariat.partenaire": ("partenariat reçu", "partenariats reçus"),
    "espace.ouvertpendant.lieu": ("réponse sur les vacances", "réponses sur les vacances"),
}
# What a row is called here, where its name would repeat that of the other card.
DIRE: dict[str, Callable[[Any], str]] = {
    "structures.membre.structure": lambda m: f"{m.utilisateur} ({m.get_role_display()})",
    "structures.invitation.structure": lambda i: f"{i.courriel} ({i.get_role_display()})",
    "partenaires.partenariat.centre": lambda p: f"avec {p.partenaire}",
    "partenaires.partenariat.partenaire": lambda p: f"avec {p.centre}",
}
# Shown by name. The rows of any other table are only counted: they may be messages, or say who somebody is.
AVEC_NOMS = frozenset({
    "ateliers.offre.lieu", "ateliers.offre.structure", "espace.poste.structure", "partenaires.partenariat.centre",
    "partenaires.partenariat.partenaire", "partenaires.pret.preteur", "reseau.evenement.structure",
    "reseau.experience.structure", "statistiques.chiffresannee.structure", "structures.fermeture.lieu",
    "structures.invitation.structure", "structures.lieu.structure", "structures.membre.structure",
})  # fmt: skip


def preparer(gardee: Any, autre: Any, *, choix: Mapping[str, str], now: datetime) -> Plan:
    """Return what merging `autre` into `gardee` would do; `choix` says, by key of line, which card is believed."""
    plan = Plan(gardee, autre, lignes_de(gardee, autre))
    _choisir(plan, choix)
    _reprendre_les_annexes(plan)
    for lien in liens_vers(plan.racine):
        trouvees = lien.modele._base_manager.filter(**{lien.champ.attname: autre.pk}).order_by("pk")
        if lien.cle in AVEC_NOMS:
            trouvees = trouvees.select_related(*_cles_etrangeres(lien.modele))
        lignes = list(trouvees)
        if lignes:
            POLITIQUES.get(lien.cle, _suivre)(plan, lien, lignes)
    _suivre_les_sources(plan)
    _archiver(plan, now)
    return plan


def _cles_etrangeres(modele: type[models.Model]) -> list[str]:
    """Return the names of the foreign keys of a table: a row may be named by what it points to."""
    return [f.name for f in modele._meta.concrete_fields if isinstance(f, models.ForeignKey)]


def _choisir(plan: Plan, choix: Mapping[str, str]) -> None:
    for ligne in plan.lignes:
        if not ligne.differe or choix.get(ligne.cle, ligne.defaut) != AUTRE:
            continue
        la, ici = plan.gardee, plan.autre
        if ligne.modele is not plan.racine:
            la, ici = (ligne.modele._default_manager.get(pk=o.pk) for o in (la, ici))
        colonnes = [ligne.modele._meta.get_field(nom).attname for nom in ligne.colonnes]  # type: ignore[union-attr]
        plan.journal.changer(la, **{c: getattr(ici, c) for c in colonnes})
        for numero in {"siret", "rna"} & set(colonnes) if ici is plan.autre else ():
            plan.journal.changer(ici, **{numero: ""})  # two cards of a network never bear the same number


def _reprendre_les_annexes(plan: Plan) -> None:
    for modele in annexes_de(plan.racine):
        sienne = modele._base_manager.filter(pk=plan.autre.pk).first()
        if sienne is None:
            continue
        nom = str(modele._meta.verbose_name)
        if modele._base_manager.filter(pk=plan.gardee.pk).exists():
            if modele not in ORDRE:
                plan.suites.append(Suite(nom, [], ["Les deux fiches en ont : celui de la fiche gardée reste."]))
        elif any(f.unique and not f.primary_key for f in modele._meta.concrete_fields):
            plan.suites.append(Suite(nom, [], ["Il reste avec l’ancienne fiche : il ne peut pas être copié."]))
        else:
            cle = modele._meta.pk.attname
            plan.journal.creer(nouvelle_ligne(modele, entiere(sienne) | {cle: plan.gardee.pk}))
            plan.suites.append(Suite(nom, [], ["Repris de l’autre fiche."]))


# ------------------------------------------------------------------------------------ links, one by one
def _suivre(plan: Plan, lien: Lien, lignes: list[Any]) -> None:
    """Attach the rows to the kept card; those whose place is taken there stay, and this is said."""
    restent = deja_pris(lien, plan.gardee, plan.autre)
    suivent = [ligne for ligne in lignes if ligne.pk not in restent]
    for ligne in suivent:
        plan.journal.changer(ligne, **{lien.champ.attname: plan.gardee.pk})
    note = ""
    if restent:
        note = f"{len(restent)} de plus : la fiche gardée a déjà la même chose, c’est elle qui compte."
    plan.dire(lien, suivent, note)


def _membres(plan: Plan, lien: Lien, lignes: list[Any]) -> None:
    la = {m.utilisateur_id: m for m in Membre.objects.filter(structure=plan.gardee).order_by("pk")}
    suivent, doubles = [], 0
    for membre in lignes:
        deja = la.get(membre.utilisateur_id)
        if deja is None:
            plan.journal.changer(membre, structure_id=plan.gardee.pk)
            suivent.append(membre)
            continue
        doubles += 1
        if membre.role == Role.RESPONSABLE:
            plan.journal.changer(deja, role=Role.RESPONSABLE)
        plan.journal.retirer(membre)
    note = f"{accord(doubles, 'personne')} dans les deux équipes : le rôle le plus fort reste." if doubles else ""
    plan.dire(lien, suivent, note)


def _invitations(plan: Plan, lien: Lien, lignes: list[Any]) -> None:
    attente = {i.courriel: i for i in Invitation.objects.unanswered().filter(structure=plan.gardee).order_by("pk")}
    doubles = 0
    for invitation in lignes:
        colonnes: dict[str, Any] = {"structure_id": plan.gardee.pk}
        deja = attente.get(invitation.courriel)
        if deja is not None and invitation.acceptee_a is None and invitation.annulee_a is None:
            doubles += 1
            colonnes["annulee_a"] = max(invitation.cree_a, deja.cree_a)
            if invitation.role == RoleInvite.RESPONSABLE:
                plan.journal.changer(deja, role=RoleInvite.RESPONSABLE)
        plan.journal.changer(invitation, **colonnes)
    note = f"{accord(doubles, 'adresse')} deux fois : une seule invitation reste ouverte." if doubles else ""
    plan.dire(lien, lignes, note)


def _lieux(plan: Plan, lien: Lien, lignes: list[Any]) -> None:
    morts = [Etat.ARCHIVE, Etat.CLOS, Etat.FUSIONNE]
    a_le_sien = Lieu.objects.filter(structure=plan.gardee, principal=True).exclude(etat__in=morts).exists()
    for lieu in lignes:
        principal = lieu.principal and not a_le_sien
        plan.journal.changer(lieu, structure_id=plan.gardee.pk, principal=principal)
    plan.dire(lien, lignes, "Le lieu principal reste celui de la fiche gardée." if a_le_sien else "")


def _partenariats(plan: Plan, lien: Lien, lignes: list[Any]) -> None:
    jumelle = "partenaire_id" if lien.champ.name == "centre" else "centre_id"
    la = {getattr(p, jumelle): p for p in Partenariat.objects.filter(**{lien.champ.attname: plan.gardee.pk})}
    suivent, notes = [], []
    for partenariat in lignes:
        avec = getattr(partenariat, jumelle)
        if avec in (plan.gardee.pk, plan.autre.pk):
            plan.journal.retirer(partenariat)
            notes.append("Le partenariat entre ces deux fiches disparaît.")
        elif avec in la:
            deja = la[avec]
            reprises = {c: getattr(deja, c) or getattr(partenariat, c) for c in ("finance_par", "centre_fournit")}
            plan.journal.changer(deja, objets=deja.objets | partenariat.objets, **reprises)
            plan.journal.retirer(partenariat)
            notes.append(f"« {partenariat} » et « {deja} » n’en font plus qu’un.")
        else:
            plan.journal.changer(partenariat, **{lien.champ.attname: plan.gardee.pk})
            suivent.append(partenariat)
    plan.dire(lien, suivent, *notes)


def _fermetures(plan: Plan, lien: Lien, lignes: list[Any]) -> None:
    def dit(fermeture: Fermeture) -> tuple[Any, ...]:
        return fermeture.genre, fermeture.debut, fermeture.fin, fermeture.heures

    la = {dit(f) for f in Fermeture.objects.filter(lieu=plan.gardee)}
    suivent = [f for f in lignes if dit(f) not in la]
    for fermeture in suivent:
        plan.journal.changer(fermeture, lieu_id=plan.gardee.pk)
    doubles = len(lignes) - len(suivent)
    plan.dire(lien, suivent, f"{accord(doubles, 'fermeture')} déjà dans la fiche gardée." if doubles else "")


def _postes(plan: Plan, lien: Lien, lignes: list[Any]) -> None:
    pris = deja_pris(lien, plan.gardee, plan.autre)
    for poste in lignes:
        colonnes: dict[str, Any] = {"structure_id": plan.gardee.pk}
        if poste.pk in pris:
            colonnes["nom"] = f"{poste.nom[:28]} ({plan.autre.nom[:28]})"  # 60 at most
        plan.journal.changer(poste, **colonnes)
    plan.dire(lien, lignes, "Un poste du même nom prend aussi le nom de l’ancienne fiche." if pris else "")


def _activites_du_lieu(plan: Plan, lien: Lien, lignes: list[Any]) -> None:
    for offre in lignes:
        plan.journal.changer(offre, lieu_id=plan.gardee.pk)
    notes = []
    if suivent := sum(offre.suit_le_lieu for offre in lignes):
        notes.append(f"{accord(suivent, 'activité')} aux heures du lieu : ce seront les heures gardées.")
    la = Offre.objects.in_use().filter(lieu=plan.gardee)
    ici = set(la.values_list("nom_plie", flat=True))
    if memes := [offre.nom for offre in lignes if offre.nom_plie in ici]:
        notes.append(f"Même nom dans les deux lieux : {', '.join(memes[:4])}. Archivez ensuite celle qui est en trop.")
    plan.dire(lien, lignes, *notes)


Politique = Callable[[Plan, Lien, list[Any]], None]
# Where following is not enough. Any other link follows, and what the database would refuse stays, and is said.
POLITIQUES: dict[str, Politique] = {
    "structures.membre.structure": _membres,
    "structures.invitation.structure": _invitations,
    "structures.lieu.structure": _lieux,
    "structures.fermeture.lieu": _fermetures,
    "partenaires.partenariat.centre": _partenariats,
    "partenaires.partenariat.partenaire": _partenariats,
    "espace.poste.structure": _postes,
    "ateliers.offre.lieu": _activites_du_lieu,
}


# ------------------------------------------------------------------------------------ the two cards
def noun_de(modele: type[models.Model]) -> str:
    """Return the noun by which sources and merges name this table."""
    return Source.Noun.STRUCTURE if modele is Structure else Source.Noun.LIEU


def _suivre_les_sources(plan: Plan) -> None:
    """Send what a later import brings to the kept card."""
    noun = noun_de(plan.racine)
    sources = list(Source.objects.filter(noun=noun, uid=plan.autre.uid).order_by("pk"))
    for source in sources:
        plan.journal.changer(source, uid=plan.gardee.uid)
    if sources:
        la = set(Source.objects.filter(noun=noun, uid=plan.gardee.uid).values_list("source", flat=True))
        noms = sorted({s.source for s in sources})
        notes = ["Le prochain import de ces lignes ira à la fiche gardée."]
        if communes := sorted(la & set(noms)):
            notes.append(f"Le même fichier ({', '.join(communes)}) a les deux fiches : ses deux lignes iront ici.")
        plan.suites.append(Suite(accord(len(sources), "provenance"), noms[:DETAILS_MAX], notes))


def _archiver(plan: Plan, now: datetime) -> None:
    if isinstance(plan.autre, Structure):
        archivee = {"archivee_le": now.astimezone(PARIS).date(), "archivee_voie": Voie.ECRAN}
        plan.journal.changer(plan.autre, fusionnee_dans_id=plan.gardee.pk, **archivee)
        return
    plan.journal.changer(plan.autre, etat=Etat.FUSIONNE, suspendu_jusqu_au=None, fusionne_dans_id=plan.gardee.pk)
    if plan.autre.principal and plan.autre.structure_id == plan.gardee.structure_id:
        plan.journal.changer(plan.gardee, principal=True)
