"""Merge, and undo a merge: one transaction, through the one writer for what it keeps."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.deletion import ProtectedError

from ateliers.actions import ORDRE, enregistrer_lot
from core.voies import Voie
from federation.bureau.fusion.champs import empreinte
from federation.bureau.fusion.changements import (
    CHANGE,
    CREE,
    RETIRE,
    Changement,
    charger,
    ecrire_dans,
    lire,
    nouvelle_ligne,
)
from federation.bureau.fusion.liens import liens_vers
from federation.bureau.fusion.plan import Plan, noun_de, preparer
from structures.cycle import Etat
from structures.models import Fusion, Lieu, Structure

MODELES: dict[str, type[models.Model]] = {Fusion.Noun.STRUCTURE: Structure, Fusion.Noun.LIEU: Lieu}


class FusionRefusee(Exception):
    """The merge, or its undoing, cannot be; `str()` says why, in French."""


class FusionDepassee(FusionRefusee):
    """What was shown has changed since: look again, then merge."""


def federation_de(objet: Any) -> int:
    """Return the federation that keeps a structure or a place."""
    return int(objet.federation_id if isinstance(objet, Structure) else objet.structure.federation_id)


def pourquoi_pas(gardee: Any, autre: Any) -> str:
    """Return why these two cards cannot be merged, in French; « » when they can."""
    if type(gardee) is not type(autre) or gardee.pk == autre.pk:
        return "Il faut deux fiches différentes, du même genre."
    if federation_de(gardee) != federation_de(autre):
        return "Ces deux fiches ne sont pas du même réseau."
    for objet in (gardee, autre):
        if isinstance(objet, Structure):
            morte = objet.archivee_le is not None or objet.fusionnee_dans_id is not None
        else:
            morte = objet.etat in (Etat.FUSIONNE, Etat.ARCHIVE) or objet.structure.archivee_le is not None
        if morte:
            return f"« {objet.nom} » est déjà archivée ou fusionnée."
    return ""


def fusionner(
    *, gardee: Any, autre: Any, choix: Mapping[str, str], vu: str, by: Any, now: datetime
) -> tuple[Fusion, Plan]:
    """Merge `autre` into `gardee` as one operation; `vu` is the fingerprint of the comparison that was shown.

    Raises FusionDepassee when either card has changed since, FusionRefusee when it cannot be.
    """
    modele = type(gardee)
    try:
        with transaction.atomic():
            verrou = modele._default_manager.select_for_update(of=("self",)).order_by("pk")
            verrou = verrou.select_related("structure", "commune") if modele is Lieu else verrou
            objets = {o.pk: o for o in verrou.filter(pk__in=[gardee.pk, autre.pk])}
            gardee, autre = objets[gardee.pk], objets[autre.pk]
            if raison := pourquoi_pas(gardee, autre):
                raise FusionRefusee(raison)
            plan = preparer(gardee, autre, choix=choix, now=now)
            if vu != empreinte(plan.lignes, gardee, autre):
                raise FusionDepassee("Une de ces fiches a changé pendant que vous regardiez. Vérifiez, puis fusionnez.")
            operation = uuid.uuid4()
            ecrites = _ecrire(plan.journal.changements, (modele, gardee.pk), by=by, now=now, operation=operation)
            fusion = Fusion.objects.create(
                federation_id=federation_de(gardee),
                noun=noun_de(modele),
                gardee=gardee.uid,
                absorbee=autre.uid,
                operation=operation,
                changements=[c.en_json() for c in ecrites],
                faite_a=now,
                faite_par=by,
            )
    except (IntegrityError, ProtectedError) as erreur:
        raise FusionRefusee("Ces deux fiches ne vont pas ensemble : la base refuse ce qui en viendrait.") from erreur
    return fusion, plan


def _ecrire(
    changements: list[Changement], gardee: tuple[type, Any], *, by: Any, now: datetime, operation: uuid.UUID
) -> list[Changement]:
    """Write the changes of a merge; return them with the keys of the rows that they created.

    The kept card comes last: what the other one gives up is free by then.
    """
    libres = [c for c in changements if c.modele not in ORDRE]
    suivis = [c for c in changements if c.modele in ORDRE]
    _retirer(libres)
    _creer(libres)
    _changer(libres)
    actuelles = charger(c for c in suivis if c.genre != CREE)
    for changement in suivis:
        if changement.genre == CHANGE:
            ecrire_dans(actuelles[changement.modele, changement.pk], changement.apres)
    derniere = actuelles.pop(gardee, None)
    retires = [actuelles.pop((c.modele, c.pk)) for c in suivis if c.genre == RETIRE]
    crees = [nouvelle_ligne(c.modele, c.apres) for c in suivis if c.genre == CREE]
    options = {"by": by, "voie": Voie.ECRAN, "now": now, "operation": operation}
    enregistrer_lot([*crees, *actuelles.values()], retires=retires, **options)
    if derniere is not None:
        enregistrer_lot([derniere], **options)
    return changements


def defaire(fusion: Fusion, *, by: Any, now: datetime) -> None:
    """Give everything back as it was before a merge; FusionRefusee when something of it changed since."""
    try:
        with transaction.atomic():
            fusion = Fusion.objects.select_for_update(of=("self",)).get(pk=fusion.pk)
            if fusion.defaite_a is not None:
                raise FusionRefusee("Cette fusion a déjà été défaite.")
            changements = [Changement.de_json(c) for c in fusion.changements]
            actuelles = charger(changements)
            _refuser_si_change(fusion, changements, actuelles)
            inverses = [_inverse(c) for c in changements]
            fusion.operation_inverse = _rendre(fusion, inverses, actuelles, by=by, now=now)
            fusion.defaite_a, fusion.defaite_par = now, by
            fusion.save(update_fields=["defaite_a", "defaite_par", "operation_inverse"])
    except (IntegrityError, ProtectedError) as erreur:
        raise FusionRefusee("Ce qu’il y avait avant la fusion n’est plus possible.") from erreur


def _inverse(c: Changement) -> Changement:
    genre = {CREE: RETIRE, RETIRE: CREE, CHANGE: CHANGE}[c.genre]
    return Changement(c.modele, c.pk, genre, avant=c.apres, apres=c.avant)


def _refuser_si_change(
    fusion: Fusion, changements: list[Changement], actuelles: dict[tuple[type, Any], models.Model]
) -> None:
    faux: list[str] = []
    for c in changements:
        la = actuelles.get((c.modele, c.pk))
        if c.genre == RETIRE:
            change = la is not None
        else:
            change = la is None or any(lire(la, colonne) != valeur for colonne, valeur in c.apres.items())
        if change:
            faux.append(f"« {la} »" if la is not None else str(c.modele._meta.verbose_name))
    racine = MODELES[fusion.noun]
    for c in changements:
        if c.genre != CREE:
            continue
        for lien in liens_vers(racine):
            if lien.champ.related_model is c.modele:
                notres = [x.pk for x in changements if x.modele is lien.modele]
                autres = lien.modele._base_manager.filter(**{lien.champ.attname: c.pk}).exclude(pk__in=notres)
                faux += [str(lien.modele._meta.verbose_name_plural)] if autres.exists() else []
    if faux:
        dits = ", ".join(dict.fromkeys(faux[:4]))
        raise FusionRefusee(f"Cela a changé depuis la fusion : {dits}. La défaire effacerait ce changement.")


def _rendre(
    fusion: Fusion,
    inverses: list[Changement],
    actuelles: dict[tuple[type, Any], models.Model],
    *,
    by: Any,
    now: datetime,
) -> uuid.UUID:
    """Write the inverse changes, the kept card first and what the merge created last; return the operation's id."""
    libres = [c for c in inverses if c.modele not in ORDRE]
    suivis = [c for c in inverses if c.modele in ORDRE]
    _changer(libres)
    _creer(libres)
    _retirer(libres)
    premieres: list[Any] = []
    ensuite: list[Any] = []
    for c in suivis:
        if c.genre == CREE:
            ensuite.append(nouvelle_ligne(c.modele, c.apres))
        elif c.genre == CHANGE:
            objet = actuelles[c.modele, c.pk]
            ecrire_dans(objet, c.apres)
            (premieres if getattr(objet, "uid", "") == fusion.gardee else ensuite).append(objet)
    retires = [actuelles[c.modele, c.pk] for c in suivis if c.genre == RETIRE]
    operation = uuid.uuid4()
    options = {"by": by, "voie": Voie.ECRAN, "now": now, "operation": operation}
    if premieres:
        enregistrer_lot(premieres, **options)
    enregistrer_lot(ensuite, **options)
    if retires:
        enregistrer_lot([], retires=retires, **options)
    return operation


# ------------------------------------------------------------------------------------ tables without history
def _retirer(changements: Iterable[Changement]) -> None:
    for c in changements:
        if c.genre == RETIRE:
            c.modele._base_manager.filter(pk=c.pk).delete()


def _creer(changements: Iterable[Changement]) -> None:
    for c in changements:
        if c.genre == CREE:
            nouvelle_ligne(c.modele, c.apres).save(force_insert=True)


def _changer(changements: Iterable[Changement]) -> None:
    """Update the rows, those that take the same values together."""
    groupes: dict[tuple[type, str], list[Changement]] = {}
    for c in changements:
        if c.genre == CHANGE:
            groupes.setdefault((c.modele, repr(sorted(c.apres.items()))), []).append(c)
    for groupe in groupes.values():
        modele = groupe[0].modele
        objet = modele()
        ecrire_dans(objet, groupe[0].apres)
        colonnes = {nom: getattr(objet, nom) for nom in groupe[0].apres}
        for debut in range(0, len(groupe), 400):
            modele._base_manager.filter(pk__in=[c.pk for c in groupe[debut : debut + 400]]).update(**colonnes)
