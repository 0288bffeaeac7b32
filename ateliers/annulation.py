"""Undo one operation: give back the fields that it touched, and refuse when they have changed since.

Reads the history that the one writer keeps, and writes through it: an undo is an operation like another, that can be
undone in its turn. People are left out of history: who receives is not given back.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from ateliers.actions import ORDRE, enregistrer_lot, reecrire_seance
from ateliers.models import Offre, Seance
from centres.models import Centre, Equipement
from core.voies import Voie
from partenaires.models import Partenariat, Pret
from structures.cycle import Etat
from structures.models import Fermeture, Fusion, Lieu, Structure

SUIVIS: tuple[type[models.Model], ...] = (*ORDRE, Seance)
LIGNES_MAX = 200
EFFACABLES = (Fermeture, Partenariat, Pret)


class AnnulationRefusee(Exception):
    """The operation cannot be undone; `str()` says why, in French."""


@dataclass(frozen=True, slots=True)
class Touche:
    """One row that an operation created (« + »), changed (« ~ ») or deleted (« - »)."""

    modele: type[models.Model]
    pk: Any
    genre: str
    apres: Any  # the historical row of the operation
    avant: Any  # the one before, None when there is none
    champs: tuple[str, ...] = field(default=())  # attnames that the operation changed


def touches(operation: uuid.UUID) -> list[Touche]:
    """Return the rows of an operation, in the order of the floors; two queries a table."""
    return [t for modele in SUIVIS for t in _touches_de(modele, operation)]


def _touches_de(modele: Any, operation: uuid.UUID) -> Iterator[Touche]:
    historique = modele.history.model
    cle = modele._meta.pk.attname
    lignes = list(historique.objects.filter(operation=operation).order_by("history_id")[: LIGNES_MAX + 1])
    if not lignes:
        return
    precedentes = avant_lui(modele, lignes)
    for ligne in lignes:
        avant = precedentes.get(ligne.history_id)
        champs = champs_changes(avant, ligne) if ligne.history_type == "~" and avant else ()
        yield Touche(modele, getattr(ligne, cle), ligne.history_type, ligne, avant, champs)


def precedent_de(modele: Any) -> models.Subquery:
    """Return what gives, for a historical row, the id of the one before it of the same object."""
    cle = modele._meta.pk.attname
    siennes = modele.history.model.objects.filter(
        **{cle: models.OuterRef(cle), "history_id__lt": models.OuterRef("history_id")}
    )
    return models.Subquery(siennes.order_by("-history_id").values("history_id")[:1])


def avant_lui(modele: Any, lignes: list[Any]) -> dict[int, Any]:
    """Return, by the id of each historical row, the one before it of the same object: two queries."""
    historique = modele.history.model
    paires = dict(
        historique.objects.filter(history_id__in=[ligne.history_id for ligne in lignes])
        .annotate(precedent=precedent_de(modele))
        .exclude(precedent=None)
        .values_list("history_id", "precedent")
        .order_by("history_id")
    )
    par_id = historique.objects.in_bulk(list(paires.values()), field_name="history_id")
    return {a: par_id[b] for a, b in paires.items()}


def champs_changes(avant: Any, apres: Any) -> tuple[str, ...]:
    """Return the attnames whose values differ between two historical rows."""
    return tuple(f.attname for f in apres.tracked_fields if getattr(avant, f.attname) != getattr(apres, f.attname))


def annuler(operation: uuid.UUID, *, by: Any, voie: str = Voie.ECRAN, now: datetime | None = None) -> uuid.UUID:
    """Undo an operation and return the id of the one that does it; AnnulationRefusee when it cannot be.

    Rights are the caller's business (`espace.droits`).
    """
    now = now or timezone.now()
    nouvelle = uuid.uuid4()
    with transaction.atomic():
        if Fusion.objects.of_operations([operation]).exists():
            raise AnnulationRefusee("C’est une fusion de deux fiches : la fédération peut la défaire entière.")
        lignes = touches(operation)
        if not lignes:
            raise AnnulationRefusee("Cette modification est introuvable, ou trop ancienne.")
        if len(lignes) > LIGNES_MAX:
            raise AnnulationRefusee("Cette modification touche trop de fiches : elle se défait par la fédération.")
        objets: list[Any] = []
        retires: list[Any] = []
        for ligne in lignes:
            if ligne.modele is Seance:
                _rendre_seance(ligne, by=by, voie=voie, now=now, operation=nouvelle)
            elif ligne.genre == "-":
                objets.append(_recreer(ligne))
            elif ligne.genre == "+":
                _defaire_creation(ligne, objets, retires)
            else:
                objets.append(_rendre(ligne))
        if objets or retires:
            enregistrer_lot(objets, retires=retires, by=by, voie=voie, now=now, operation=nouvelle)
    return nouvelle


def _actuel(ligne: Touche) -> Any:
    objet = ligne.modele._default_manager.select_for_update().filter(pk=ligne.pk).first()
    if objet is None:
        raise AnnulationRefusee("Ce qui avait été changé n’existe plus.")
    return objet


def _rendre(ligne: Touche) -> Any:
    objet = _actuel(ligne)
    if ligne.avant is None:
        raise AnnulationRefusee("On ne sait pas ce qu’il y avait avant cette modification.")
    _refuser_si_change(objet, ligne)
    for champ in ligne.champs:
        setattr(objet, champ, getattr(ligne.avant, champ))
    return _valable(objet)


def _refuser_si_change(objet: Any, ligne: Touche) -> None:
    changes = [c for c in ligne.champs if getattr(objet, c) != getattr(ligne.apres, c)]
    if changes:
        noms = ", ".join(nom_du_champ(ligne.modele, c) for c in changes)
        raise AnnulationRefusee(
            f"Cela a encore changé depuis ({noms}) : annuler effacerait la modification la plus récente."
        )


def _valable(objet: Any) -> Any:
    try:
        objet.full_clean(validate_unique=False)
    except ValidationError as erreur:
        raise AnnulationRefusee(f"Ce qu’il y avait avant n’est plus possible : {' '.join(erreur.messages)}") from erreur
    return objet


def _recreer(ligne: Touche) -> Any:
    if ligne.modele._default_manager.filter(pk=ligne.pk).exists():
        raise AnnulationRefusee("Ce qui avait été retiré a déjà été remis.")
    valeurs = {f.attname: getattr(ligne.apres, f.attname) for f in ligne.apres.tracked_fields}
    return _valable(ligne.modele(**valeurs))


def _defaire_creation(ligne: Touche, objets: list[Any], retires: list[Any]) -> None:
    objet = _actuel(ligne)
    if isinstance(objet, EFFACABLES):
        retires.append(objet)
    elif isinstance(objet, Lieu | Offre):
        if objet.etat == Etat.ARCHIVE:
            raise AnnulationRefusee("Cette création a déjà été annulée.")
        # Never deleted: paper may be around. Its page says that it is gone.
        objet.etat, objet.suspendu_jusqu_au, objet.fusionne_dans = Etat.ARCHIVE, None, None
        objets.append(objet)
    elif isinstance(objet, Equipement):
        for champ in objet._meta.concrete_fields:
            if not champ.primary_key:
                setattr(objet, champ.attname, champ.get_default())
        objets.append(objet)
    else:
        raise AnnulationRefusee("La création d’une structure ne s’annule pas : archivez-la.")


def _rendre_seance(ligne: Touche, *, by: Any, voie: str, now: datetime, operation: uuid.UUID) -> None:
    seance = _actuel(ligne)
    if ligne.avant is not None:
        valeurs = {f.attname: getattr(ligne.avant, f.attname) for f in ligne.avant.tracked_fields}
        _refuser_si_change(seance, ligne)
    else:
        # The first thing that anybody did to it: before, it was as the rule gives it.
        suivis = [f.attname for f in ligne.apres.tracked_fields]
        if any(getattr(seance, c) != getattr(ligne.apres, c) for c in suivis):
            raise AnnulationRefusee("Cette séance a encore changé depuis.")
        valeurs = {}
    reecrire_seance(seance, valeurs, by=by, voie=voie, now=now, operation=operation)


def nom_du_champ(modele: type[models.Model], attname: str) -> str:
    """Return the French name of a column."""
    for champ in modele._meta.concrete_fields:
        if champ.attname == attname:
            return str(champ.verbose_name)
    return attname


# ------------------------------------------------------------------------------------ many rows
EN_NOMBRE: tuple[type[models.Model], ...] = (Structure, Centre, Lieu)


def changements(operation: uuid.UUID) -> dict[type[models.Model], list[int]]:
    """Return the historical rows by which an operation changed structures, centres and places; none of a merge."""
    if Fusion.objects.of_operations([operation]).exists():
        return {}  # it is undone whole, in its own place
    return {
        modele: list(
            modele.history.model.objects.filter(operation=operation, history_type="~")  # type: ignore[attr-defined]
            .order_by("history_id")
            .values_list("history_id", flat=True)
        )
        for modele in EN_NOMBRE
    }


def annuler_en_nombre(
    operation: uuid.UUID,
    *,
    by: Any,
    voie: str,
    now: datetime,
    nouvelle: uuid.UUID,
    avancer: Callable[[int], None] = lambda _: None,
) -> tuple[int, list[tuple[str, str]]]:
    """Undo what can be of an operation that changed many structures or places, by slices under one new operation.

    Return how many were given back, and the others' names with the reason: what has changed since stays as it is.
    """
    rendus, vus = 0, 0
    refus: list[tuple[str, str]] = []
    for modele, lignes in changements(operation).items():
        for debut in range(0, len(lignes), LIGNES_MAX):
            tranche = lignes[debut : debut + LIGNES_MAX]
            with transaction.atomic():
                objets = _rendre_ensemble(modele, _relire(modele, tranche), refus)
                rendus += _ecrire_ce_qui_peut(objets, refus, by=by, voie=voie, now=now, operation=nouvelle)
            vus += len(tranche)
            avancer(vus)
    return rendus, refus


def _rendre_ensemble(modele: Any, lignes: list[Touche], refus: list[tuple[str, str]]) -> list[Any]:
    """Do what `_rendre` does to many rows, read at once: only the columns that are given back are checked."""
    actuels = modele._default_manager.select_for_update().in_bulk([ligne.pk for ligne in lignes])
    rendus = []
    for ligne in lignes:
        objet = actuels.get(ligne.pk)
        if objet is None or ligne.avant is None:
            refus.append((f"{modele._meta.verbose_name} {ligne.pk}", "On ne sait plus ce qu’il y avait avant."))
            continue
        try:
            _refuser_si_change(objet, ligne)
            for champ in ligne.champs:
                setattr(objet, champ, getattr(ligne.avant, champ))
            objet.clean_fields(exclude={f.name for f in modele._meta.fields if f.attname not in ligne.champs})
        except AnnulationRefusee as raison:
            refus.append((str(objet), str(raison)))
        except ValidationError as erreur:
            refus.append((str(objet), f"Ce qu’il y avait avant n’est plus possible : {' '.join(erreur.messages)}"))
        else:
            rendus.append(objet)
    return rendus


def _ecrire_ce_qui_peut(objets: list[Any], refus: list[tuple[str, str]], **options: Any) -> int:
    """Write these rows and return how many; what the database refuses (a number taken since) is found by halves."""
    if not objets:
        return 0
    try:
        with transaction.atomic():
            enregistrer_lot(objets, **options)
    except IntegrityError:
        if len(objets) == 1:
            refus.append((str(objets[0]), "Ce qu’il y avait avant n’est plus possible."))
            return 0
        milieu = len(objets) // 2
        return sum(_ecrire_ce_qui_peut(moitie, refus, **options) for moitie in (objets[:milieu], objets[milieu:]))
    return len(objets)


def _relire(modele: Any, historiques: list[int]) -> list[Touche]:
    historique, cle = modele.history.model, modele._meta.pk.attname
    lignes = list(historique.objects.filter(history_id__in=historiques).order_by("history_id"))
    precedentes = avant_lui(modele, lignes)
    return [
        Touche(modele, getattr(ligne, cle), "~", ligne, avant, champs_changes(avant, ligne) if avant else ())
        for ligne in lignes
        for avant in [precedentes.get(ligne.history_id)]
    ]
