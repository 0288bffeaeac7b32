"""Write what a Diff says: one operation, slices through the one writer, the memory of sources, the journal."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ateliers.actions import enregistrer_lot
from ateliers.models import Offre
from comptes.models import Federation
from core.planificateur import apres_ecriture
from core.voies import Voie
from echanges.cadence import Cadence
from echanges.comparaison import MODELES
from echanges.diff import Diff, Ecriture, LigneDiff
from echanges.disparues import rouvrir
from echanges.models import Import, MemoireRemplacee, Statut
from echanges.rapport import en_json
from structures.communes import charger
from structures.models import Lieu, Source, Structure

TRANCHE = 50  # rows a transaction at most


def appliquer(
    diff: Diff,
    *,
    federation: Federation,
    by: Any,
    now: datetime,
    fini: Callable[[], datetime] | datetime,
    empreinte: str = "",
    options: dict[str, Any] | None = None,
    operation: uuid.UUID | None = None,
    journal: Import | None = None,
    avance: Callable[[int, int], None] = lambda _fait, _tout: None,
) -> Import:
    """Apply a Diff made just before and return its journal row.

    A slice is one transaction with its memory: killed half-way, the same file takes up where it stopped, and the
    journal keeps what the first comparison said. `fini` is what the journal states as its end. `journal` is the row of
    an import prepared on screen, which becomes its journal row. `avance` hears (rows written, rows to write).
    """
    if journal is None:
        journal = Import(
            federation=federation,
            fichier=diff.fichier[:200],
            empreinte=empreinte,
            source=diff.source,
            options=options or {},
            operation=operation or uuid.uuid4(),
            par=by,
        )
    if not journal.rapport:
        journal.comptes, journal.rapport, journal.commence_a = diff.comptes(), en_json(diff), now
    journal.voie, journal.statut = Voie.IMPORT, Statut.COURS
    journal.save()
    if diff.communes:
        charger(diff.communes)
    ecrivain = _Ecrivain(journal, by, now)
    a_ecrire = [ligne for ligne in diff.lignes if any(e.champs or e.memoire_change for e in ligne.ecritures)]
    cadence, faites = Cadence(TRANCHE), 0
    for tranche in cadence.couper(a_ecrire):
        ecrivain.ecrire(tranche)
        faites += len(tranche)
        avance(faites, len(a_ecrire))
    rouvrir(diff.revenues, journal=journal, now=now)
    with transaction.atomic():
        _noter_disparues(diff, journal, now)
        journal.fini_a = max(fini() if callable(fini) else fini, now)
        journal.statut = Statut.APPLIQUE
        journal.save(update_fields=["fini_a", "statut"])
    apres_ecriture(sum(len(ligne.ecritures) for ligne in a_ecrire))
    return journal


class ComparaisonPerimee(Exception):
    """What was new to the comparison has been brought since, by another import of this source: compare again."""


def attendre_les_siens(importation: Import) -> None:
    """Wait for what a killed worker was writing of this import: its last transaction may outlive it on PostgreSQL."""
    with transaction.atomic():
        tenir(importation)


def tenir(importation: Import) -> None:
    """Hold an import until the end of the transaction: who takes it up reads what was written, or that it was not."""
    list(Import.objects.select_for_update(no_key=True).filter(pk=importation.pk).values_list("pk").order_by("pk"))


class _Ecrivain:
    """Write slices of rows; a structure brought by one row is there for the next ones."""

    def __init__(self, journal: Import, by: Any, now: datetime) -> None:
        self.journal, self.by, self.now = journal, by, now
        self.source, self.federation, self.operation = journal.source, journal.federation, journal.operation
        self.structures: dict[str, Structure] = {}  # by identifier of the row that brought it

    def ecrire(self, lignes: Sequence[LigneDiff]) -> None:
        """Write one slice in one transaction; raise ComparaisonPerimee rather than write a row twice."""
        with transaction.atomic():
            tenir(self.journal)
            self._refuser_les_doubles(lignes)
            connus = self._relire(lignes)
            objets: list[Any] = []
            memoires: list[tuple[Ecriture, str]] = []
            for ligne in lignes:
                structure = self._structure_de(ligne, connus)
                lieu: Lieu | None = None
                for ecriture in ligne.ecritures:
                    objet = self._objet(ecriture, structure, lieu, connus)
                    if isinstance(objet, Lieu):
                        lieu = objet
                    if ecriture.champs:
                        objets.append(objet)
                    memoires.append((ecriture, objet.uid))
            if objets:
                enregistrer_lot(objets, by=self.by, voie=Voie.IMPORT, now=self.now, operation=self.operation)
            self._memoriser(memoires)

    def _refuser_les_doubles(self, lignes: Sequence[LigneDiff]) -> None:
        """Raise when the source has brought one of the new objects since the comparison: a row is one place."""
        nouveaux = {(e.noun, e.identifiant) for ligne in lignes for e in ligne.ecritures if not e.uid and e.champs}
        connues = Source.objects.filter(
            federation=self.federation, source=self.source, identifiant__in={i for _, i in nouveaux}
        ).order_by("pk")
        uids: dict[str, list[str]] = {}
        for noun, identifiant, uid in connues.values_list("noun", "identifiant", "uid"):
            if (noun, identifiant) in nouveaux:
                uids.setdefault(noun, []).append(uid)
        # What was erased since it was brought is new again.
        if any(MODELES[noun]._default_manager.filter(uid__in=lot).exists() for noun, lot in uids.items()):
            raise ComparaisonPerimee

    def _relire(self, lignes: Sequence[LigneDiff]) -> dict[tuple[str, str], Any]:
        """Load what will be written just before it is: the comparison was made outside any transaction."""
        uids: dict[str, set[str]] = {noun: set() for noun in MODELES}
        for ligne in lignes:
            if ligne.structure_uid:
                uids["structure"].add(ligne.structure_uid)
            for ecriture in ligne.ecritures:
                if ecriture.uid:
                    uids[ecriture.noun].add(ecriture.uid)
        connus: dict[tuple[str, str], Any] = {}
        for noun, modele in MODELES.items():
            objets = modele._default_manager.filter(uid__in=uids[noun]).order_by("pk")
            if noun == "lieu":
                objets = objets.select_related("structure")
            connus |= {(noun, o.uid): o for o in objets}  # type: ignore[attr-defined]
        return connus

    def _structure_de(self, ligne: LigneDiff, connus: dict[tuple[str, str], Any]) -> Structure:
        """Return the structure of a row: that of its place, a known one, or the one that a row brings."""
        for ecriture in ligne.ecritures:
            if ecriture.noun == "lieu" and ecriture.uid:
                return connus["lieu", ecriture.uid].structure
        if ligne.structure_uid:
            return connus["structure", ligne.structure_uid]
        if ligne.structure_de not in self.structures:
            self.structures[ligne.structure_de] = Structure(federation=self.federation)
        return self.structures[ligne.structure_de]

    def _objet(
        self, ecriture: Ecriture, structure: Structure, lieu: Lieu | None, connus: dict[tuple[str, str], Any]
    ) -> Any:
        if ecriture.noun == "structure" and (not ecriture.uid or structure.uid == ecriture.uid):
            objet: Any = structure
        elif ecriture.uid:
            objet = connus[ecriture.noun, ecriture.uid]
        elif ecriture.noun == "lieu":
            objet = Lieu(structure=structure)
        else:
            # A place without a point has no activity « sur place »: the row's place always comes first.
            objet = Offre(structure=structure, lieu=lieu)
        for champ, valeur in ecriture.champs.items():
            setattr(objet, champ, _de_json(champ, valeur))
        return objet

    def _memoriser(self, memoires: list[tuple[Ecriture, str]]) -> None:
        connues = {
            (s.noun, s.identifiant): s
            for s in Source.objects.filter(
                federation=self.federation,
                source=self.source,
                identifiant__in=[e.identifiant for e, _ in memoires],
            ).order_by("pk")
        }
        a_creer, a_changer, remplacees = [], [], []
        recue_a = self.journal.commence_a  # the same when a killed import is taken up
        for ecriture, uid in memoires:
            connue = connues.get((ecriture.noun, ecriture.identifiant))
            if connue is None or ecriture.memoire_change or connue.uid != uid:
                remplacees.append(
                    MemoireRemplacee(
                        importation=self.journal,
                        noun=ecriture.noun,
                        identifiant=ecriture.identifiant,
                        uid=uid,
                        objet=MemoireRemplacee.Objet.VALEURS,
                        avant=connue and memoire_en_json(connue),
                        apres={"recue_a": recue_a.isoformat()},
                    )
                )
            etat = {"uid": uid, "valeurs": ecriture.valeurs, "brut": ecriture.brut, "recue_a": recue_a}
            if connue is None:
                a_creer.append(
                    Source(
                        federation=self.federation,
                        source=self.source,
                        noun=ecriture.noun,
                        identifiant=ecriture.identifiant,
                        **etat,
                    )
                )
            elif ecriture.memoire_change or connue.uid != uid:
                for champ, valeur in etat.items():
                    setattr(connue, champ, valeur)
                a_changer.append(connue)
        Source.objects.bulk_create(a_creer, batch_size=200)
        if a_changer:
            Source.objects.bulk_update(a_changer, ["uid", "valeurs", "brut", "recue_a"], batch_size=100)
        # Taken up after a kill, a row may be written twice: what counts is what there was before the first time.
        MemoireRemplacee.objects.bulk_create(remplacees, batch_size=200, ignore_conflicts=True)


def memoire_en_json(source: Source) -> dict[str, Any]:
    """Return what a memory says, as an undo gives it back."""
    return {"uid": source.uid, "valeurs": source.valeurs, "brut": source.brut, "recue_a": source.recue_a.isoformat()}


def _de_json(champ: str, valeur: Any) -> Any:
    """Return the value of a field from what the memory keeps."""
    return date.fromisoformat(valeur) if champ == "verifie_le" and valeur else valeur


def _noter_disparues(diff: Diff, journal: Import, now: datetime) -> None:
    """Date what is gone, undate what is back: rows of the directory itself are never touched."""
    sources = Source.objects.filter(federation=journal.federation, source=diff.source)
    parties = _par_noun((d.noun, d.identifiant) for d in diff.disparues if d.depuis is None)
    for date_, groupes in ((now, parties), (None, _par_noun(iter(diff.revenues)))):
        for noun, identifiants in groupes:
            lot = sources.filter(noun=noun, identifiant__in=identifiants)
            MemoireRemplacee.objects.bulk_create(
                [
                    MemoireRemplacee(
                        importation=journal,
                        noun=source.noun,
                        identifiant=source.identifiant,
                        uid=source.uid,
                        objet=MemoireRemplacee.Objet.DISPARITION,
                        avant={"disparue_a": _iso(source.disparue_a)},
                        apres={"disparue_a": _iso(date_)},
                    )
                    for source in lot.order_by("pk")
                ],
                ignore_conflicts=True,
            )
            lot.update(disparue_a=date_)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _par_noun(cles: Iterator[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    groupes: dict[str, list[str]] = {}
    for noun, identifiant in cles:
        groupes.setdefault(noun, []).append(identifiant)
    for noun, identifiants in groupes.items():
        for debut in range(0, len(identifiants), 500):
            yield noun, identifiants[debut : debut + 500]
