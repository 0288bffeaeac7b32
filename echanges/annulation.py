"""Undo an import: give back what it changed, erase what it created, give the memory of its source back.

Rule 7: what has changed since stays, place by place, and the journal says why. A place goes with its activities; a
structure comes after its places. Slices, like the import: each is one transaction, and doing one again changes nothing.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from ateliers.actions import effacer_creations, enregistrer_lot
from ateliers.annulation import avant_lui, champs_changes, nom_du_champ
from ateliers.models import Mot, Offre, Seance
from core.historique import Operation
from core.models import Travail
from core.planificateur import apres_ecriture
from core.registre import confier
from core.voies import Voie
from echanges.application import tenir
from echanges.cadence import Cadence
from echanges.comparaison import MODELES
from echanges.models import Import, MemoireRemplacee, Statut
from structures.models import Lieu, Source, Structure

ANNULER = "echanges:annuler"
TRANCHE = 50  # places a transaction at most
MEMOIRES = 200  # lines of memory a transaction at most
NOUNS = {modele: noun for noun, modele in MODELES.items()}
Cle = tuple[str, str]  # noun and uid
Paire = tuple[MemoireRemplacee, Source | None]
Memoires = dict[Cle, list[Paire]]


class AnnulationRefusee(Exception):
    """The import cannot be undone; `str()` says why, in French."""


def annuler(importation: Import, *, by: Any, now: datetime) -> None:
    """Hand the undoing of an import to the worker; raise AnnulationRefusee when there is nothing to undo."""
    if not importation.annulable:
        raise AnnulationRefusee(
            "Il n’y a rien à annuler\u00a0: cet import n’a rien écrit, a déjà été annulé, ou a plus d’un an."
        )
    with transaction.atomic():
        a_annuler = Q(statut__in=(Statut.APPLIQUE, Statut.INTERROMPU))
        arretee = Q(statut=Statut.ANNULATION, travail__etat=Travail.Etat.ECHEC)
        pris = Import.objects.filter(a_annuler | arretee, pk=importation.pk).update(
            statut=Statut.ANNULATION, annule_par=by
        )
        if pris:
            travail = confier(ANNULER, now=now, importation=importation.pk)
            Import.objects.filter(pk=importation.pk).update(travail=travail)
    importation.refresh_from_db()


@dataclass(slots=True)
class _Touche:
    """One row that the import wrote: what it said before (None: created) and after the last time it was written."""

    objet: Any
    avant: Any
    apres: Any
    champs: tuple[str, ...] = field(default=())

    @property
    def cle(self) -> Cle:
        return NOUNS[type(self.objet)], self.objet.uid


def defaire(
    importation: Import, *, by: Any, now: datetime, avance: Callable[[int, int], None] = lambda _fait, _tout: None
) -> None:
    """Undo what an import wrote and keep in `refus` what stays, with the reason; done again, it ends what was left."""
    undo = _Defaire(importation, by, now)
    a_defaire = _a_defaire(importation.operation)
    tout, faites = sum(len(pks) for _, _, pks in a_defaire), 0
    cadence = Cadence(TRANCHE)
    for modele, avec_offres, pks in a_defaire:
        for lot in cadence.couper(pks):
            undo.tranche(modele, lot, avec_offres=avec_offres)
            faites += len(lot)
            avance(faites, tout)
    undo.memoires_seules()
    importation.refus = undo.refus
    importation.save(update_fields=["refus"])
    apres_ecriture(tout)


def _a_defaire(operation: uuid.UUID) -> list[tuple[Any, bool, list[int]]]:
    """Return the keys to undo, in order: places with their activities, the other activities, then structures."""
    des_offres = Offre.history.model.objects.filter(operation=operation)
    lieux = set(Lieu.history.model.objects.filter(operation=operation).values_list("id", flat=True))
    lieux |= set(des_offres.exclude(lieu=None).values_list("lieu_id", flat=True))
    seules = set(des_offres.filter(lieu=None).values_list("id", flat=True))
    structures = set(Structure.history.model.objects.filter(operation=operation).values_list("id", flat=True))
    return [(Lieu, True, sorted(lieux)), (Offre, False, sorted(seules)), (Structure, False, sorted(structures))]


class _Defaire:
    def __init__(self, importation: Import, by: Any, now: datetime) -> None:
        self.importation, self.by, self.now = importation, by, now
        self.operation = uuid.uuid5(importation.operation, "annulation")
        self.refus: list[dict[str, str]] = []
        self.gardes: set[Cle] = set()

    @transaction.atomic
    def tranche(self, modele: Any, pks: Sequence[int], *, avec_offres: bool) -> None:
        """Undo some places with their activities, or some activities or structures alone."""
        tenir(self.importation)
        touches = self._touches(modele, {"id__in": pks})
        if avec_offres:
            touches += self._touches(Offre, {"lieu_id__in": pks})
        memoires = self._memoires(touches)
        raisons = self._raisons(touches, memoires)
        groupes: dict[Any, list[_Touche]] = {}
        for touche in touches:
            lieu = touche.objet.lieu_id if avec_offres and isinstance(touche.objet, Offre) else touche.objet.pk
            groupes.setdefault(lieu, []).append(touche)
        rendus: list[_Touche] = []
        for groupe in groupes.values():
            refusees = [t for t in groupe if t.cle in raisons]
            if refusees:
                self.gardes |= {t.cle for t in groupe}
                self.refus += [self._refus(t, raisons[t.cle]) for t in refusees]
            else:
                rendus += groupe
        changes = [t.objet for t in rendus if t.avant is not None and t.champs]
        crees = [t.objet for t in rendus if t.avant is None]
        if changes:
            enregistrer_lot(changes, by=self.by, voie=Voie.IMPORT, now=self.now, operation=self.operation)
        if crees:
            effacer_creations(crees, by=self.by, voie=Voie.IMPORT, now=self.now, operation=self.operation)
        faites = {t.cle for t in rendus}
        self._rendre_memoires([m for cle, lot in memoires.items() if cle in faites for m in lot])

    def _refus(self, touche: _Touche, raison: str) -> dict[str, str]:
        return {"genre": str(type(touche.objet)._meta.verbose_name), "nom": touche.objet.nom, "raison": raison}

    def _touches(self, modele: Any, ou: dict[str, Any]) -> list[_Touche]:
        """Return the rows of this import that are still there, the fields to give back set on the changed ones."""
        historique = modele.history.model
        lignes = list(historique.objects.filter(operation=self.importation.operation, **ou).order_by("history_id"))
        premieres: dict[int, Any] = {}
        dernieres: dict[int, Any] = {}
        for ligne in lignes:
            premieres.setdefault(ligne.id, ligne)
            dernieres[ligne.id] = ligne
        precedentes = avant_lui(modele, list(premieres.values()))
        objets = modele._default_manager.select_for_update().in_bulk(list(premieres))
        touches = []
        for pk, objet in sorted(objets.items()):
            avant = precedentes.get(premieres[pk].history_id)
            apres = dernieres[pk]
            champs = champs_changes(avant, apres) if avant is not None else ()
            touches.append(_Touche(objet, avant, apres, champs))
        return touches

    def _raisons(self, touches: list[_Touche], memoires: Memoires) -> dict:
        """Return why rows stay, by key."""
        raisons: dict[Cle, str] = {}
        attaches = _attaches([t.objet for t in touches if t.avant is None], self.importation)
        for touche in touches:
            objet = touche.objet
            suivis = touche.champs if touche.avant is not None else [f.attname for f in touche.apres.tracked_fields]
            changes = [c for c in suivis if getattr(objet, c) != getattr(touche.apres, c)]
            if touche.avant is not None and all(getattr(objet, c) == getattr(touche.avant, c) for c in touche.champs):
                touche.champs = ()  # given back already, by this undo taken up or by somebody
            elif changes:
                noms = ", ".join(nom_du_champ(type(objet), c) for c in changes[:5])
                raisons[touche.cle] = f"modifié depuis : {noms}"
            elif any(not _intacte(m, source) for m, source in memoires.get(touche.cle, [])):
                raisons[touche.cle] = "un import plus récent l’a repris : annulez-le d’abord"
            elif touche.avant is None and touche.cle in attaches:
                raisons[touche.cle] = attaches[touche.cle]
            elif touche.avant is not None:
                for champ in touche.champs:
                    setattr(objet, champ, getattr(touche.avant, champ))
                try:
                    objet.full_clean(validate_unique=isinstance(objet, Structure))
                except ValidationError as erreur:
                    raisons[touche.cle] = f"ce qu’il y avait avant n’est plus possible : {' '.join(erreur.messages)}"
        return raisons

    def _memoires(self, touches: list[_Touche]) -> Memoires:
        """Return what to give back to the memory of the source about these rows, by key."""
        uids = {t.cle[1] for t in touches}
        lignes = list(self.importation.memoires.filter(uid__in=uids).order_by("pk"))
        return self._avec_sources(lignes)

    def _avec_sources(self, lignes: Sequence[MemoireRemplacee]) -> Memoires:
        sources = {
            (s.noun, s.identifiant): s
            for s in Source.objects.filter(
                federation=self.importation.federation_id,
                source=self.importation.source,
                identifiant__in={m.identifiant for m in lignes},
            ).order_by("pk")
        }
        par_cle: Memoires = {}
        for ligne in lignes:
            source = sources.get((ligne.noun, ligne.identifiant))
            par_cle.setdefault((ligne.noun, ligne.uid), []).append((ligne, source))
        return par_cle

    def _rendre_memoires(self, paires: Iterable[Paire]) -> None:
        """Give the memory back what it said; a line that is given back goes."""
        faites, a_retirer, a_changer = [], [], {}
        for memoire, source in paires:
            faites.append(memoire.pk)
            if source is None or not _intacte(memoire, source):
                continue
            if memoire.avant is None:
                a_retirer.append(source.pk)
                continue
            for champ, valeur in memoire.avant.items():
                setattr(source, champ, _de_json(champ, valeur))
            a_changer[source.pk] = source
        Source.objects.filter(pk__in=a_retirer).delete()
        if a_changer:
            champs = ["uid", "valeurs", "brut", "recue_a", "disparue_a"]
            Source.objects.bulk_update(a_changer.values(), champs, batch_size=100)
        MemoireRemplacee.objects.filter(pk__in=faites).delete()

    def memoires_seules(self) -> None:
        """Give back the memory of rows that were not written, or that somebody has taken away since."""
        restantes = list(self.importation.memoires.order_by("pk"))
        a_rendre = [m for m in restantes if (m.noun, m.uid) not in self.gardes]
        for lot in Cadence(MEMOIRES).couper(a_rendre):
            with transaction.atomic():
                self._rendre_memoires([paire for paires in self._avec_sources(lot).values() for paire in paires])


def _intacte(memoire: MemoireRemplacee, source: Source | None) -> bool:
    """Tell whether the memory still says what the import wrote."""
    return source is None or all(getattr(source, c) == _de_json(c, v) for c, v in memoire.apres.items())


def _de_json(champ: str, valeur: Any) -> Any:
    return datetime.fromisoformat(valeur) if champ.endswith("_a") and valeur else valeur


def _attaches(crees: list[Any], importation: Import) -> dict[Cle, str]:
    """Return what hangs on created rows, other than what the import wrote with them, by key."""
    raisons: dict[Cle, str] = {}
    par_modele: dict[Any, dict[int, Any]] = {}
    for objet in crees:
        par_modele.setdefault(type(objet), {})[objet.pk] = objet
    ecrites = {modele: set(objets) for modele, objets in par_modele.items()}
    for modele, objets in par_modele.items():
        for relation in _relations(modele):
            voisin, champ = relation.related_model, relation.field
            lies = voisin._default_manager.filter(**{f"{champ.name}__in": list(objets)})
            if voisin is Seance:
                lies = lies.exclude(statut=Seance.Statut.PREVUE)
            if voisin in ecrites:
                lies = lies.exclude(pk__in=ecrites[voisin])
            for pk in lies.order_by().values_list(f"{champ.name}", flat=True).distinct():
                quoi = voisin._meta.verbose_name_plural if voisin not in NOUNS else f"{voisin._meta.verbose_name} gardé"
                raisons[NOUNS[modele], objets[pk].uid] = f"quelque chose s’y rattache : {quoi}"
    uids = {o.uid: NOUNS[type(o)] for o in crees}
    autres = Source.objects.filter(uid__in=uids).exclude(
        federation=importation.federation_id, source=importation.source
    )
    for noun, uid in autres.order_by().values_list("noun", "uid"):
        if uids[uid] == noun:
            raisons[noun, uid] = "une autre source le décrit aussi"
    return raisons


def _relations(modele: Any) -> Iterator[models.ManyToOneRel]:
    """Give every foreign key to a model, but those of its history and of its words."""
    for relation in modele._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.auto_created:
            voisin = relation.related_model
            if voisin is not Mot and not issubclass(voisin, Operation):
                yield relation
