"""What somebody says in one tap: room, « tout est à jour », a replacement, a session given back to its rule.

Each gesture is idempotent: it returns the id of the operation that it wrote, or None when this was said already.
What cannot be said raises ValidationError, in French, on the field that is wrong.
"""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ateliers.actions import (
    MOMENT_DE_SEANCE,
    annuler_seance,
    deplacer_seance,
    ecrire_seance,
    enregistrer_lot,
    placer_seance,
)
from ateliers.models import Offre, Seance
from ateliers.nomenclature import GRAINS, METIERS, Dispo, Grain, grain_de
from ateliers.seances import occurrences
from core.travailleur import PARIS
from structures import cycle
from structures.models import Lieu, Structure

AVEC_DATE = (Dispo.COMPLET, Dispo.CLOSES)
UN_AN = timedelta(days=366)


def valider_jour(jour: date, champ: str, *, today: date) -> None:
    """Refuse a day that is not to come, or further than a year."""
    if jour <= today:
        raise ValidationError({champ: "Choisissez un jour à venir."})
    if jour > today + UN_AN:
        raise ValidationError({champ: "Choisissez un jour dans l’année qui vient."})


def valider_place(offre: Offre, *, dispo: str, jusqu_au: date | None, today: date) -> None:
    """Refuse what cannot be said of the room of this activity: a wrong grain is worse than none."""
    if dispo not in ("", *GRAINS[offre.grain]):
        raise ValidationError({"dispo": "Cette disponibilité ne se dit pas de ce genre d’activité."})
    if not dispo and offre.grain != Grain.AUCUN:
        raise ValidationError({"dispo": "Dites s’il reste de la place."})
    if jusqu_au is None:
        return
    if dispo not in AVEC_DATE:
        raise ValidationError({"jusqu_au": "Seul ce qui est complet ou clos a une date de reprise."})
    valider_jour(jusqu_au, "jusqu_au", today=today)


def dire_la_place(
    offre: Offre,
    *,
    dispo: str,
    jusqu_au: date | None = None,
    note: str = "",
    en_cours_d_annee: bool | None = None,
    by: Any,
    voie: str,
    now: datetime | None = None,
) -> uuid.UUID | None:
    """Say whether there is room and return the operation's id; None when the same was said today.

    `dispo` is "" only where nothing is asked (without appointment): the note alone is kept. `en_cours_d_annee`
    None leaves what was said.
    """
    now = now or timezone.now()
    today = now.astimezone(PARIS).date()
    with transaction.atomic():
        # Read again under lock: the writer writes whole rows, and somebody may be editing another field.
        offre = Offre.objects.select_for_update().get(pk=offre.pk)
        valider_place(offre, dispo=dispo, jusqu_au=jusqu_au, today=today)
        en_cours = offre.en_cours_d_annee if en_cours_d_annee is None else en_cours_d_annee
        nouveau = (dispo, jusqu_au, note.strip(), en_cours, today if dispo else None)
        if nouveau == (
            offre.dispo,
            offre.dispo_jusqu_au,
            offre.dispo_note,
            offre.en_cours_d_annee,
            offre.dispo_le,
        ):
            return None
        offre.dispo, offre.dispo_jusqu_au, offre.dispo_note, offre.en_cours_d_annee, offre.dispo_le = nouveau
        offre.dispo_voie, offre.dispo_par = (voie, by) if dispo else ("", None)
        return enregistrer_lot([offre], by=by, voie=voie, now=now)


def accorder_la_place(offre: Offre) -> None:
    """Drop what was said of room when the activity, unsaved, has become one of which it is not said.

    « Premier rendez-vous » means nothing of a workshop: whoever changes the nature has not said that it is open.
    """
    if offre.dispo and offre.dispo not in GRAINS[grain_de(offre.nature, offre.acces)]:
        offre.dispo, offre.dispo_le, offre.dispo_voie = "", None, ""
        offre.dispo_par, offre.dispo_jusqu_au = None, None


def verifier_offre(offre: Offre, *, by: Any, voie: str, now: datetime | None = None) -> uuid.UUID | None:
    """Say that all of an activity is still true; None when it was said today.

    Room is not said again: it has its own date.
    """
    return _verifier(Offre.objects.filter(pk=offre.pk), Lieu.objects.none(), by=by, voie=voie, now=now)


def verifier_structure(structure: Structure, *, by: Any, voie: str, now: datetime | None = None) -> uuid.UUID | None:
    """Say that the places and the activities of a structure are all still true; None when it was said today."""
    une = Structure.objects.filter(pk=structure.pk)
    lieux = Lieu.objects.filter(structure=structure, etat__in=[cycle.Etat.PUBLIE, cycle.Etat.SUSPENDU])
    return _verifier(Offre.objects.of_structures(une).in_use(), lieux, by=by, voie=voie, now=now)


def _verifier(offres: Any, lieux: Any, *, by: Any, voie: str, now: datetime | None) -> uuid.UUID | None:
    now = now or timezone.now()
    today = now.astimezone(PARIS).date()
    with transaction.atomic():
        objets = [
            objet
            for lignes in (
                lieux.order_by("pk").select_for_update(),
                offres.order_by("pk").select_for_update(of=("self",)),
            )
            for objet in lignes
            if objet.verifie_le != today
        ]
        if not objets:
            return None
        for objet in objets:
            objet.verifie_le, objet.verifie_voie, objet.verifie_par = today, voie, by
        return enregistrer_lot(objets, by=by, voie=voie, now=now)


def _relire(seance: Seance, now: datetime) -> Seance:
    """Read a session again under lock; what is over is not changed any more."""
    relue = Seance.objects.select_for_update(of=("self",)).select_related("offre").get(pk=seance.pk)
    if relue.fin <= now:
        raise ValidationError("Cette séance est passée.")
    return relue


def annuler(seance: Seance, *, note: str = "", by: Any, voie: str, now: datetime | None = None) -> uuid.UUID | None:
    """Cancel a session to come; None when it is cancelled already, with the same note."""
    now = now or timezone.now()
    with transaction.atomic():
        seance = _relire(seance, now)
        if (seance.statut, seance.note) == (Seance.Statut.ANNULEE, note.strip()):
            return None
        return annuler_seance(seance, by=by, voie=voie, note=note.strip(), now=now)


def deplacer(
    seance: Seance, *, debut: datetime, fin: datetime, note: str = "", by: Any, voie: str, now: datetime | None = None
) -> uuid.UUID | None:
    """Move a session to come; None when it is there already."""
    now = now or timezone.now()
    if fin.timestamp() <= debut.timestamp():
        raise ValidationError({"fin": "La séance finit après avoir commencé."})
    if debut <= now:
        raise ValidationError({"jour": "Choisissez un moment à venir."})
    if debut > now + UN_AN:
        raise ValidationError({"jour": "Choisissez un jour dans l’année qui vient."})
    with transaction.atomic():
        seance = _relire(seance, now)
        if seance.statut == Seance.Statut.ANNULEE:
            raise ValidationError("Cette séance est annulée : rétablissez-la d’abord.")
        if (seance.debut, seance.fin, seance.note) == (debut, fin, note.strip()):
            return None
        return deplacer_seance(seance, debut=debut, fin=fin, by=by, voie=voie, note=note.strip(), now=now)


def remplacer(seance: Seance, metier: str, *, by: Any, voie: str, now: datetime | None = None) -> uuid.UUID | None:
    """Say which function receives in the place of the usual person; never a name. None when it was said."""
    now = now or timezone.now()
    if metier not in METIERS:
        raise ValidationError({"metier": "Choisissez une fonction de la liste."})
    with transaction.atomic():
        seance = _relire(seance, now)
        if seance.statut == Seance.Statut.ANNULEE:
            raise ValidationError("Cette séance est annulée : rétablissez-la d’abord.")
        if seance.remplacement == metier:
            return None
        seance.remplacement = metier
        return ecrire_seance(seance, ["remplacement"], by=by, voie=voie, now=now)


def retablir_seance(seance: Seance, *, by: Any, voie: str, now: datetime | None = None) -> uuid.UUID | None:
    """Give a session back to the rule: its hour, its usual person, no note. None when nothing had changed it."""
    now = now or timezone.now()
    with transaction.atomic():
        seance = _relire(seance, now)
        if seance.statut == Seance.Statut.PREVUE and not seance.remplacement:
            return None
        prevu = date.fromisoformat(seance.origine[:10])
        for i in occurrences(seance.offre, prevu, prevu):
            if i.debut.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M") == seance.origine:
                break
        else:
            raise ValidationError("Les horaires de l’activité ne prévoient plus cette séance.")
        if i.fin <= now:
            raise ValidationError("Le moment prévu au départ est passé.")
        seance.statut, seance.note, seance.remplacement = Seance.Statut.PREVUE, "", ""
        placer_seance(seance, i.debut, i.fin)
        champs = ["statut", "note", "remplacement", *MOMENT_DE_SEANCE]
        return ecrire_seance(seance, champs, by=by, voie=voie, now=now)
