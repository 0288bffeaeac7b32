"""Count once a week what is published, and keep what changed since the count before.

Fingerprints, not the history: what a re-user sees also changes when a date comes (a suspension that ends, an activity
that is over or that nobody confirms any more) and nobody writes a row then. ADR 0016.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ateliers.models import Offre
from core.models import Version
from core.travailleur import PARIS
from echanges.changements.champs import Quoi, colonnes, connus, empreintes
from echanges.changements.models import Changement, Empreinte, Genre, Raison, Releve
from structures.cycle import Etat
from structures.models import Lieu

CONSERVATION = timedelta(weeks=52)
LOT = 500
IDENTITE: dict[str, tuple[str, ...]] = {
    Quoi.LIEU: ("uid", "nom", "structure__nom", "commune__nom", "structure__federation_id", "structure_id"),
    Quoi.ACTIVITE: ("uid", "nom", "structure__nom", "lieu__commune__nom", "structure__federation_id", "structure_id"),
}
_ETATS = {Etat.CLOS: Raison.FERME, Etat.ARCHIVE: Raison.FERME, Etat.FUSIONNE: Raison.FUSIONNE}

_Ancienne = tuple[dict[str, str], date | None]  # fingerprints, and since when it has been gone


@dataclass(slots=True)
class _Vu:
    """A thing that is published now."""

    quoi: str
    uid: str
    nom: str
    structure: str
    commune: str
    federation: int
    structure_id: int
    champs: dict[str, str]


def relever(now: datetime) -> Releve | None:
    """Count, once a week, and return the count; None when this week has its own.

    A week that was missed is not lost: the next count compares with the last one, however old, and says since when.
    """
    today = now.astimezone(PARIS).date()
    lundi = today - timedelta(days=today.weekday())
    dernier = Releve.objects.order_by("-semaine").first()
    if dernier is not None and dernier.semaine >= lundi:
        return None
    anciennes = {
        (quoi, uid): (champs, absent)
        for quoi, uid, champs, absent in Empreinte.objects.order_by("pk").values_list(
            "quoi", "uid", "champs", "absent_depuis"
        )
    }
    comparables = set(dernier.champs) & set(connus()) if dernier else set()
    a_garder: list[Empreinte] = []
    changements: list[Changement] = []
    comptes: Counter[str] = Counter(lieux=0, activites=0)
    structures: set[int] = set()
    for vu in _publies(today):
        comptes["lieux" if vu.quoi == Quoi.LIEU else "activites"] += 1
        structures.add(vu.structure_id)
        ancienne = anciennes.pop((vu.quoi, vu.uid), None)
        if ancienne is not None and ancienne == (vu.champs, None):
            continue
        a_garder.append(Empreinte(quoi=vu.quoi, uid=vu.uid, champs=vu.champs))
        if dernier and (changement := _changement(vu, ancienne, comparables)):
            changements.append(changement)
    parties = [cle for cle, (_, absent) in anciennes.items() if absent is None]
    if dernier:
        changements += _retraits(parties, today)
    comptes["structures"] = len(structures)
    comptes.update(f"{c.quoi}.{c.genre}" for c in changements)
    depuis = dernier.le if dernier else None
    with transaction.atomic():
        releve = Releve.objects.create(semaine=lundi, depuis=depuis, fait_a=now, comptes=dict(comptes), champs=connus())
        _garder(a_garder, parties, today)
        for changement in changements:
            changement.releve = releve
        Changement.objects.bulk_create(changements, batch_size=LOT)
        _oublier(lundi)
        # The pages that show it are kept under the data version.
        Version.avancer()
    return releve


def _publies(today: date) -> Iterator[_Vu]:
    lieux: QuerySet[Any] = Lieu.objects.published(today)
    offres: QuerySet[Any] = Offre.objects.published(today)
    for quoi, objets in ((Quoi.LIEU, lieux), (Quoi.ACTIVITE, offres)):
        identite = IDENTITE[quoi]
        # By name: the order of a page, then of its file.
        lignes = objets.order_by("nom_plie", "pk").values_list(*identite, *colonnes(quoi))
        for ligne in lignes.iterator(chunk_size=2000):
            uid, nom, structure, commune, federation, structure_id = ligne[: len(identite)]
            champs = empreintes(quoi, ligne[len(identite) :])
            yield _Vu(quoi.value, uid, nom, structure, commune or "", federation, structure_id, champs)


def _changement(
    vu: _Vu, ancienne: tuple[dict[str, str], date | None] | None, comparables: set[str]
) -> Changement | None:
    champs: list[str] = []
    if ancienne is None:
        genre = Genre.NOUVEAU
    elif ancienne[1] is not None:
        genre = Genre.REVENU
    else:
        genre = Genre.CHANGE
        codes = [c.partition(".")[2] for c in connus() if c in comparables and c.startswith(f"{vu.quoi}.")]
        champs = [code for code in codes if vu.champs.get(code) != ancienne[0].get(code)]
        if not champs:
            return None
    return Changement(
        quoi=vu.quoi, genre=genre, uid=vu.uid, nom=vu.nom, structure=vu.structure, commune=vu.commune,
        federation_id=vu.federation, champs=champs,
    )  # fmt: skip


def _retraits(parties: list[tuple[str, str]], today: date) -> Iterator[Changement]:
    """Yield what is no longer published and why; what was erased whole (an import undone) has left no name to give."""
    for objet, quoi in _relus(parties):
        raison, reste = _raison(objet, today)
        lieu = objet if isinstance(objet, Lieu) else objet.lieu
        yield Changement(
            quoi=quoi, genre=Genre.RETIRE, uid=objet.uid, nom=objet.nom, structure=objet.structure.nom,
            commune=lieu.commune.nom if lieu else "", federation_id=objet.structure.federation_id,
            raison=raison, remplace_par=reste,
        )  # fmt: skip


def _relus(parties: list[tuple[str, str]]) -> Iterator[tuple[Any, str]]:
    lieux: QuerySet[Any] = Lieu.objects.select_related("structure", "commune", "fusionne_dans")
    offres: QuerySet[Any] = Offre.objects.select_related(
        "structure", "lieu__structure", "lieu__commune", "fusionne_dans"
    )
    for quoi, objets in ((Quoi.LIEU, lieux), (Quoi.ACTIVITE, offres)):
        uids = [uid for partie, uid in parties if partie == quoi]
        for lot in _lots(uids):
            for objet in objets.filter(uid__in=lot).order_by("nom_plie", "pk"):
                yield objet, quoi.value


def _raison(objet: Any, today: date) -> tuple[str, str]:
    """Return why a thing is no longer published, and the uid of the card that stays when two were made one."""
    if objet.fusionne_dans is not None:
        return Raison.FUSIONNE, objet.fusionne_dans.uid
    if objet.structure.archivee_le is not None:
        return Raison.FERME, ""
    if objet.etat in _ETATS:
        return _ETATS[objet.etat], ""
    if objet.etat == Etat.SUSPENDU and objet.suspendu_jusqu_au > today:
        return Raison.SUSPENDU, ""
    if isinstance(objet, Offre):
        if objet.fin and objet.fin < today:
            return Raison.TERMINE, ""
        if objet.masquee_des and objet.masquee_des <= today:
            return Raison.PLUS_CONFIRME, ""
        if objet.lieu is not None and _raison(objet.lieu, today)[0] != Raison.RETIRE:
            return Raison.LIEU, ""
    return Raison.RETIRE, ""


def _garder(empreintes_: Iterable[Empreinte], parties: list[tuple[str, str]], today: date) -> None:
    Empreinte.objects.bulk_create(
        empreintes_,
        batch_size=LOT,
        update_conflicts=True,
        unique_fields=["quoi", "uid"],
        update_fields=["champs", "absent_depuis"],
    )
    for quoi in Quoi:
        uids = [uid for partie, uid in parties if partie == quoi]
        for lot in _lots(uids):
            Empreinte.objects.filter(quoi=quoi, uid__in=lot).update(absent_depuis=today)


def _lots(uids: list[str]) -> Iterator[list[str]]:
    for debut in range(0, len(uids), LOT):
        yield uids[debut : debut + LOT]


def _oublier(lundi: date) -> None:
    Releve.objects.filter(semaine__lt=lundi - CONSERVATION).delete()
    Empreinte.objects.filter(absent_depuis__lt=lundi - CONSERVATION).delete()
