"""The rows of the table, ready to show: what is read of a page of structures or places, in a flat number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from ateliers.completude import manques_du_lieu
from ateliers.etats import etat_du_jour
from ateliers.fraicheur import age_de
from centres.models import Centre
from core.textes import accord
from core.travailleur import PARIS
from espace.activites import dire_etat
from federation.bureau.tableau.criteres import LIEUX, Criteres
from federation.bureau.tableau.requete import VIVANTS
from recherche.phrases import date_courte
from structures.cycle import Etat
from structures.models import Invitation, Lieu, Membre, Structure
from structures.nomenclature import Nature, Role

SANS_COURRIEL, SANS_PRESENTATION, SANS_LIEU = "un courriel", "une présentation", "un lieu"


@dataclass(slots=True)
class Ligne:
    """One row; of a structure or of a place, the same columns where they mean the same."""

    uid: str
    nom: str
    structure_uid: str
    structure: str
    nature: str
    siret: str
    telephone: str
    courriel: str
    commune: str
    etat: str  # « publié », « brouillon », « archivée le 3 mai »…
    publie: bool
    verifie_le: date | None
    verifie: str  # the day alone: the heading says what happened on it
    age: str
    manques: list[str] = field(default_factory=list)
    adhesion: str = ""
    responsables: int = 0
    invitee: bool = False  # somebody is invited, and has not answered yet
    adresse: str = ""

    @property
    def tenue(self) -> str:
        """Who is responsible for it, in words."""
        if self.responsables:
            return accord(self.responsables, "personne")
        return "invitation en attente" if self.invitee else "aucun·e"

    @property
    def attend_quelqu_un(self) -> bool:
        """Tell whether a member of the network has nobody: outside of it, that is nothing to worry about."""
        return not self.responsables and self.nature in (Nature.CENTRE.label, Nature.EVS.label)

    @property
    def a_completer(self) -> str:
        return ", ".join(self.manques)


def lignes(pks: Sequence[int], criteres: Criteres, *, now: datetime) -> list[Ligne]:
    """Return the rows of these structures or places, in the order of their keys."""
    today = now.astimezone(PARIS).date()
    if criteres.vue == LIEUX:
        lieux = Lieu.objects.select_related("structure__centre", "commune").in_bulk(pks)
        tenues = _tenues({lieu.structure_id for lieu in lieux.values()}, now)
        return [_du_lieu(lieux[pk], tenues, today) for pk in pks if pk in lieux]
    structures = avec_lieux(Structure.objects.all()).in_bulk(pks)
    tenues = _tenues(structures, now)
    return [_de_la_structure(structures[pk], tenues, today) for pk in pks if pk in structures]


def avec_lieux(structures: QuerySet[Structure]) -> QuerySet[Structure]:
    """Load with the structures what their rows read."""
    lieux = Lieu.objects.select_related("commune").exclude(etat=Etat.FUSIONNE).order_by("-principal", "pk")
    return structures.select_related("centre").prefetch_related(Prefetch("lieux", queryset=lieux, to_attr="ses_lieux"))


@dataclass(frozen=True, slots=True)
class _Tenues:
    responsables: dict[int, int]
    invitees: set[int]


def _tenues(structures: Iterable[int], now: datetime) -> _Tenues:
    cles = list(structures)
    responsables: dict[int, int] = {}
    membres = Membre.objects.filter(structure__in=cles, role=Role.RESPONSABLE, utilisateur__is_active=True)
    for cle in membres.order_by("pk").values_list("structure_id", flat=True):
        responsables[cle] = responsables.get(cle, 0) + 1
    attente = Invitation.objects.unanswered().filter(structure__in=cles, expire_a__gt=now).order_by("pk")
    return _Tenues(responsables, {cle for cle in attente.values_list("structure_id", flat=True) if cle})


def _de_la_structure(structure: Any, tenues: _Tenues, today: date) -> Ligne:
    lieux: list[Lieu] = structure.ses_lieux
    vivants = [lieu for lieu in lieux if lieu.etat in VIVANTS]
    publies = [lieu for lieu in vivants if etat_du_jour(lieu, today) == Etat.PUBLIE]
    for lieu in lieux:
        lieu.structure = structure
    dates = [lieu.verifie_le for lieu in publies]
    # The one that has waited longest: a structure is up to date when all of its places are.
    verifie_le = min(d for d in dates if d) if dates and all(dates) else None
    communes = list(dict.fromkeys(lieu.commune.nom for lieu in vivants))
    return Ligne(
        uid=structure.uid,
        nom=structure.nom,
        structure_uid=structure.uid,
        structure=structure.nom,
        nature=structure.get_nature_display(),
        siret=structure.siret,
        telephone=_numero(structure.telephone),
        courriel=structure.courriel,
        commune=", ".join(communes) or "sans lieu",
        etat=_etat_de(structure, vivants, publies, today),
        publie=bool(publies) and structure.archivee_le is None,
        verifie_le=verifie_le,
        verifie=_jour(verifie_le, today),
        age=age_de(verifie_le, today) if publies else "",
        manques=manques_de(structure, vivants),
        adhesion=_adhesion(structure),
        responsables=tenues.responsables.get(structure.pk, 0),
        invitee=structure.pk in tenues.invitees,
        adresse=vivants[0].adresse if vivants else "",
    )


def _etat_de(structure: Structure, vivants: list[Lieu], publies: list[Lieu], today: date) -> str:
    if structure.archivee_le:
        return "archivée"
    if publies:
        autres = len(vivants) - len(publies)
        return "publiée" + (f", {autres} lieu{'x' if autres > 1 else ''} à publier" if autres else "")
    return dire_etat(vivants[0], today) if vivants else "aucun lieu"


def manques_de(structure: Structure, vivants: Sequence[Lieu]) -> list[str]:
    """Return what a structure and its places do not say, once each."""
    propres = [
        *([] if structure.courriel else [SANS_COURRIEL]),
        *([] if structure.presentation else [SANS_PRESENTATION]),
        *([] if vivants else [SANS_LIEU]),
    ]
    return [*propres, *dict.fromkeys(m.quoi for lieu in vivants for m in manques_du_lieu(lieu))]


def _du_lieu(lieu: Lieu, tenues: _Tenues, today: date) -> Ligne:
    structure = lieu.structure
    etat = etat_du_jour(lieu, today)
    archive = etat == Etat.ARCHIVE or structure.archivee_le is not None
    return Ligne(
        uid=lieu.uid,
        nom=lieu.nom,
        structure_uid=structure.uid,
        structure=structure.nom,
        nature=structure.get_nature_display(),
        siret=structure.siret,
        telephone=_numero(lieu.telephone or structure.telephone),
        courriel=lieu.courriel or structure.courriel,
        commune=lieu.commune.nom,
        etat="archivé" if archive else dire_etat(lieu, today) or "publié",
        publie=etat == Etat.PUBLIE and not archive,
        verifie_le=lieu.verifie_le,
        verifie=_jour(lieu.verifie_le, today),
        age=age_de(lieu.verifie_le, today),
        manques=[m.quoi for m in manques_du_lieu(lieu)],
        adhesion=_adhesion(structure),
        responsables=tenues.responsables.get(structure.pk, 0),
        invitee=structure.pk in tenues.invitees,
        adresse=f"{lieu.adresse}, {lieu.code_postal}",
    )


def _jour(verifie_le: date | None, today: date) -> str:
    return date_courte(verifie_le, today) if verifie_le else "jamais"


def _adhesion(structure: Structure) -> str:
    centre: Centre | None = getattr(structure, "centre", None)
    return str(centre.adhesion_annee) if centre and centre.adhesion_annee else ""


def _numero(telephone: Any) -> str:
    if not telephone:
        return ""
    return str(telephone.as_national) if telephone.is_valid() else str(telephone)
