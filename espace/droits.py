"""Who may reach what in « Mon espace »: querysets, or a 404."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import Http404

from ateliers.annulation import Touche, touches
from ateliers.models import Offre, Seance
from structures.models import Fermeture, Lieu, Structure

# What the équipe may change, hence undo; the rest is the responsables'.
CHAMPS_DE_L_EQUIPE = frozenset({
    "dispo", "dispo_le", "dispo_voie", "dispo_par_id", "dispo_jusqu_au", "dispo_note", "en_cours_d_annee",
    "verifie_le", "verifie_voie", "verifie_par_id", "masquee_des",
})  # fmt: skip


def mes_structures(user: Any) -> models.QuerySet[Structure]:
    """Return the structures that somebody keeps as a member; an administrator's own list is the federation's."""
    return Structure.objects.with_member(user).active()


def structures_de(objet: Any) -> set[int]:
    """Return the structures any of which may speak for an object of the directory."""
    match objet:
        case Structure():
            return {objet.pk}
        case Lieu():
            return {objet.structure_id}
        case Offre():
            return {objet.structure_id} | ({objet.lieu.structure_id} if objet.lieu else set())
        case Seance():
            return structures_de(objet.offre)
        case Fermeture():
            return structures_de(objet.lieu)
    for champ in ("centre_id", "structure_id", "preteur_id"):
        if hasattr(objet, champ):
            return {getattr(objet, champ)}
    if hasattr(objet, "lieu"):
        return structures_de(objet.lieu)
    return set()


def sa_structure(user: Any, objet: Lieu | Offre) -> Structure:
    """Return the structure through which this person keeps an object: the place's, when a partner runs the activity."""
    siennes = Structure.objects.updatable_by(user).filter(pk__in=structures_de(objet)).order_by("pk")
    return siennes.filter(pk=objet.structure_id).first() or siennes.get()


def absorbante(user: Any, uid: str) -> Structure | None:
    """Return the structure that this one was merged into, when this person keeps it: an old address leads there."""
    return Structure.objects.updatable_by(user).filter(absorbees__uid=uid).order_by("pk").first()


def operation_de(user: Any, operation: uuid.UUID) -> list[Touche]:
    """Return the rows of an operation that this person may undo; Http404 when there is one they may not."""
    lignes = touches(operation)
    if not lignes:
        raise Http404
    entieres = set(Structure.objects.editable_by(user).values_list("pk", flat=True))
    a_jour = set(Structure.objects.updatable_by(user).values_list("pk", flat=True))
    for ligne in lignes:
        permises = a_jour if _de_l_equipe(ligne) else entieres
        if not structures_de(_objet(ligne)) & permises:
            raise Http404
    return lignes


def _de_l_equipe(ligne: Touche) -> bool:
    return ligne.modele in (Seance, Fermeture) or (
        ligne.genre == "~" and set(ligne.champs) <= CHAMPS_DE_L_EQUIPE and bool(ligne.champs)
    )


def _objet(ligne: Touche) -> Any:
    """Return the object as it is, or as it was when it is gone."""
    objet = ligne.modele._default_manager.filter(pk=ligne.pk).first()
    if objet is not None:
        return objet
    valeurs = {f.attname: getattr(ligne.apres, f.attname) for f in ligne.apres.tracked_fields}
    return ligne.modele(**valeurs)


def de_mes_structures(structures: Iterable[Structure]) -> models.QuerySet[Offre]:
    """Return the activities that these structures provide or house, with what their pages read."""
    return (
        Offre.objects.of_structures([s.pk for s in structures])
        .select_related("structure", "lieu__structure", "lieu__commune")
        .order_by("nom_plie", "pk")
    )
