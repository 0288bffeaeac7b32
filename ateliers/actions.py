"""The one writer of structures, places, closures, partners and activities (rule 5 of the architecture).

Rows, history with one operation id, derived fields, words, sessions and the data version are written here, in one
transaction. Nothing else writes these tables: no signals, no side effects in `save()`.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.forms import ModelForm
from django.utils import timezone

from ateliers import mots, seances
from ateliers.derives import derives
from ateliers.fraicheur import confirmee_depuis
from ateliers.models import Offre, Seance
from ateliers.nomenclature import METIERS, grain_de
from centres.models import Centre, Equipement
from core.historique import noter
from core.lots import mettre_a_jour
from core.models import Version
from core.travailleur import PARIS
from partenaires.models import Partenaire, Partenariat, Pret
from structures.models import Fermeture, Lieu, Structure

# In the order in which rows may refer to one another.
ORDRE: tuple[type[models.Model], ...] = (
    Structure,
    Centre,
    Partenaire,
    Lieu,
    Equipement,
    Fermeture,
    Partenariat,
    Pret,
    Offre,
)
EFFACABLES = (Fermeture, Partenariat, Pret, Centre, Partenaire, Equipement)


def enregistrer(
    form: ModelForm, *, by: Any, voie: str, now: datetime | None = None, operation: uuid.UUID | None = None
) -> Any:
    """Write what a valid form holds and return the saved object.

    `by` is a Utilisateur or None; `voie` is one of core.voies.Voie. A form with errors raises ValueError.
    """
    objet = form.save(commit=False)
    if isinstance(objet, Offre):
        # An activity says at least the functions of the people attached to it.
        objet.metiers |= METIERS.masque(i.metier for i in form.cleaned_data.get("intervenants", ()))
    with transaction.atomic():
        enregistrer_lot([objet], by=by, voie=voie, now=now, operation=operation)
        form.save_m2m()
    return objet


def enregistrer_lot(
    objets: Iterable[models.Model],
    *,
    by: Any,
    voie: str,
    retires: Iterable[models.Model] = (),
    now: datetime | None = None,
    operation: uuid.UUID | None = None,
) -> uuid.UUID:
    """Write many objects of floors 3–6 as one operation and return its id.

    New objects may refer to one another before they have a key. `retires` are closures, partnerships, loans or what
    hangs on a card, to delete; places and activities are never deleted, they are archived. Objects are expected to be
    valid: the database's constraints are the last guard and raise IntegrityError.
    """
    now = now or timezone.now()
    operation = operation or uuid.uuid4()
    par_modele: dict[type, list[Any]] = {m: [] for m in ORDRE}
    for objet in objets:
        par_modele[type(objet)].append(objet)
    retires = list(retires)
    with transaction.atomic():
        for retire in retires:
            if type(retire) not in EFFACABLES:
                raise TypeError(f"{type(retire).__name__} ne se supprime pas : on l’archive.")
        noter(retires, type_="supprime", by=by, voie=voie, operation=operation, at=now)
        touchees = _Touchees()
        touchees.ajouter(retires)
        for retire in retires:
            retire.delete()
        for modele in ORDRE:
            lot = par_modele[modele]
            crees, changes = _ecrire(modele, lot)
            noter(crees, type_="cree", by=by, voie=voie, operation=operation, at=now)
            noter(changes, type_="change", by=by, voie=voie, operation=operation, at=now)
            # Of a new structure or place, the activities are all in this lot.
            touchees.ajouter(changes if modele in (Structure, Lieu) else lot)
        _reconstruire(touchees.cles(), now)
        Version.avancer()
    return operation


def effacer_creations(
    objets: Iterable[Structure | Lieu | Offre], *, by: Any, voie: str, now: datetime, operation: uuid.UUID
) -> None:
    """Erase what an import created by mistake, history kept: for its undo alone (`echanges.annulation`).

    Elsewhere structures, places and activities are archived. Whoever calls has seen that nobody has touched these
    rows or hung anything on them since; a row that something still refers to raises ProtectedError or IntegrityError.
    """
    par_modele: dict[type, list[Any]] = {Offre: [], Lieu: [], Structure: []}
    for objet in objets:
        par_modele[type(objet)].append(objet)
    with transaction.atomic():
        for modele, lot in par_modele.items():
            if lot:
                noter(lot, type_="supprime", by=by, voie=voie, operation=operation, at=now)
                modele._default_manager.filter(pk__in=[o.pk for o in lot]).delete()  # type: ignore[attr-defined]
        Version.avancer()


def _ecrire(modele: type[models.Model], lot: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Write the rows of one table; return those created and those changed."""
    crees = [o for o in lot if o._state.adding]
    changes = [o for o in lot if not o._state.adding]
    for objet in lot:
        if isinstance(objet, Structure | Lieu):
            objet.deriver()
        elif isinstance(objet, Offre):
            objet.deriver_nom()
            # The constraint on room reads the grain: it is right from the first write.
            objet.grain = grain_de(objet.nature, objet.acces)
            if objet.masquee_des and confirmee_depuis(objet.masquee_des, objet.verifie_le):
                objet.masquee_des = None
    modele._default_manager.bulk_create(crees, batch_size=200)
    champs = [f.name for f in modele._meta.concrete_fields if not f.primary_key and not f.generated]
    mettre_a_jour(modele, changes, champs)
    return crees, changes


@dataclass
class _Touchees:
    """What was written, by its key: the activities whose derived rows may change with it."""

    structures: set[int] = field(default_factory=set)
    lieux: set[int] = field(default_factory=set)
    offres: set[int] = field(default_factory=set)

    def ajouter(self, objets: Iterable[Any]) -> None:
        for objet in objets:
            match objet:
                case Structure():
                    self.structures.add(objet.pk)
                case Lieu():
                    self.lieux.add(objet.pk)
                case Fermeture():
                    self.lieux.add(objet.lieu_id)
                case Offre():
                    self.offres.add(objet.pk)

    def cles(self) -> list[int]:
        """Return the keys of the activities, in order; one query, or none when only activities were written."""
        dedans = Q()
        if self.lieux:
            dedans |= Q(lieu_id__in=self.lieux)
        if self.structures:
            dedans |= Q(structure_id__in=self.structures) | Q(lieu__structure_id__in=self.structures)
        de_la = Offre.objects.filter(dedans).order_by().values_list("pk", flat=True) if dedans else ()
        return sorted({*self.offres, *de_la})


TRANCHE = 400


def reconstruire(offres: models.QuerySet[Offre], *, now: datetime) -> int:
    """Recompute derived fields, words and sessions of these activities; return how many rows changed."""
    return _reconstruire(list(offres.order_by("pk").values_list("pk", flat=True).distinct()), now)


def _reconstruire(ids: list[int], now: datetime) -> int:
    return sum(_reconstruire_tranche(ids[debut : debut + TRANCHE], now) for debut in range(0, len(ids), TRANCHE))


def reconstruire_par_tranches(offres: models.QuerySet[Offre], *, now: datetime) -> int:
    """Do the same in short transactions, each with its own version: nobody waits, nobody reads it half done."""
    ids = list(offres.order_by("pk").values_list("pk", flat=True).distinct())
    total = 0
    for debut in range(0, len(ids), TRANCHE):
        with transaction.atomic():
            changees = _reconstruire_tranche(ids[debut : debut + TRANCHE], now)
            if changees:
                Version.avancer()
        total += changees
    return total


def _reconstruire_tranche(ids: list[int], now: datetime) -> int:
    today = now.astimezone(PARIS).date()
    lot = list(a_reconstruire(Offre.objects.filter(pk__in=ids)))
    changees, champs_changes = [], set()
    for offre in lot:
        neufs = {c: v for c, v in derives(offre).items() if getattr(offre, c) != v}
        if neufs:
            for champ, valeur in neufs.items():
                setattr(offre, champ, valeur)
            changees.append(offre)
            champs_changes |= set(neufs)
    if changees:
        mettre_a_jour(Offre, changees, champs_changes)
    return len(changees) + mots.reconstruire(lot) + seances.reconstruire(lot, today=today)


def a_reconstruire(offres: models.QuerySet[Offre]) -> models.QuerySet[Offre]:
    """Load with the activities all that `derives`, `mots_de` and `occurrences` read."""
    return (
        offres.select_related("structure", "lieu__structure", "lieu__commune")
        .prefetch_related("lieu__fermetures")
        .order_by("pk")
    )


def annuler_seance(seance: Seance, *, by: Any, voie: str, note: str = "", now: datetime | None = None) -> uuid.UUID:
    """Cancel one session and return the operation's id; a rebuild never brings it back."""
    seance.statut, seance.note, seance.remplacement = Seance.Statut.ANNULEE, note, ""
    return ecrire_seance(seance, ["statut", "note", "remplacement"], by=by, voie=voie, now=now)


def deplacer_seance(
    seance: Seance,
    *,
    debut: datetime,
    fin: datetime,
    by: Any,
    voie: str,
    note: str = "",
    now: datetime | None = None,
) -> uuid.UUID:
    """Move one session and return the operation's id; its origin stays, so that a rebuild leaves it alone."""
    seance.statut, seance.note = Seance.Statut.DEPLACEE, note
    placer_seance(seance, debut, fin)
    return ecrire_seance(seance, ["statut", "note", *MOMENT_DE_SEANCE], by=by, voie=voie, now=now)


MOMENT_DE_SEANCE = ("debut", "fin", "jour", "moments")


def placer_seance(seance: Seance, debut: datetime, fin: datetime) -> None:
    """Set when a session takes place, its local day and its half-days with it; the caller writes them."""
    seance.debut, seance.fin = debut, fin
    seance.jour = debut.astimezone(PARIS).date()
    seance.moments = seances.moments_de(debut, fin)


def reecrire_seance(
    seance: Seance, valeurs: dict[str, Any], *, by: Any, voie: str, now: datetime, operation: uuid.UUID
) -> None:
    """Give a session back these columns, or, when there are none, what the rule says of it today."""
    if not valeurs:
        for colonne in seance._meta.concrete_fields:
            if colonne.has_default() and not colonne.primary_key:
                setattr(seance, colonne.attname, colonne.get_default())
        seance.note = seance.remplacement = ""
        seance.jour = date.fromisoformat(seance.origine[:10])
    for champ, valeur in valeurs.items():
        setattr(seance, champ, valeur)
    with transaction.atomic():
        seance.save()
        noter([seance], type_="change", by=by, voie=voie, operation=operation, at=now)
        # A session that the rule no longer gives goes; the others take its hours again.
        reconstruire(Offre.objects.filter(pk=seance.offre_id), now=now)
        Version.avancer()


def ecrire_seance(seance: Seance, champs: list[str], *, by: Any, voie: str, now: datetime | None = None) -> uuid.UUID:
    """Write these fields of one session, with its history and the data version, and return the operation's id."""
    operation, now = uuid.uuid4(), now or timezone.now()
    with transaction.atomic():
        seance.save(update_fields=champs)
        seances.recompter(seance.offre_id, today=now.astimezone(PARIS).date())
        noter([seance], type_="change", by=by, voie=voie, operation=operation, at=now)
        Version.avancer()
    return operation
