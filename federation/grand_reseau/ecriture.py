"""Write the network by slices: what the one writer writes, in the order that costs least.

The one writer reads back what it has just written, and compares: six minutes for 20,000 places. Here every row is new:
derived fields are computed before the first insert, by the writer's own functions, and a test proves that
`manage.py verifier` finds nothing to say.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models, transaction

from ateliers.derives import derives
from ateliers.jours import jours_de
from ateliers.models import Mot, Offre
from ateliers.mots import mots_de
from ateliers.seances import seances_attendues
from comptes.models import Federation
from core.historique import noter
from core.models import Version
from core.planificateur import apres_ecriture
from core.travailleur import PARIS
from core.voies import Voie
from federation.grand_reseau import NOM, SLUG, SOURCE
from federation.grand_reseau.pays import communes, departements
from federation.grand_reseau.tirage import Place, Tirage, places
from structures.communes import charger
from structures.models import Commune, Fermeture, Lieu, Source, Structure

TRANCHE = 400  # places a transaction


class AutreReseau(Exception):
    """The database already holds a big network of another size or seed."""


def installer(
    *, lieux: int, offres: int, graine: int, now: datetime, dire: Callable[[str], None] = lambda _: None
) -> str:
    """Write the network and return one French sentence; written already, say so."""
    voulu = {"lieux": lieux, "offres": offres, "graine": graine}
    marque = Source.objects.filter(source=SOURCE, federation__slug=SLUG).first()
    if marque is not None:
        if marque.valeurs != voulu:
            raise AutreReseau(
                "Un grand réseau d’une autre taille est déjà là ; il ne se retire pas : partez d’une base neuve."
            )
        return "Le grand réseau est déjà là."
    if Federation.objects.filter(slug=SLUG).exists():
        raise AutreReseau("Un grand réseau a été commencé et n’est pas fini : partez d’une base neuve.")
    villes = communes(graine)
    charger(v.fiche for v in villes)
    federation = Federation.objects.create(
        slug=SLUG, nom=NOM, territoire="pays inventé", departements=departements(), demonstration=True
    )
    connues = Commune.objects.in_bulk([v.fiche.code_insee for v in villes])
    today = now.astimezone(PARIS).date()
    tirees = places(Tirage(federation, graine, today), villes, lieux=lieux, offres=offres)
    faits = 0
    while tranche := list(islice(tirees, TRANCHE)):
        _ecrire(tranche, connues, now)
        faits += len(tranche)
        dire(f"{faits} lieux sur {lieux}")
    premiere = federation.structures.order_by("pk").first()
    Source.objects.create(
        federation=federation,
        source=SOURCE,
        identifiant="réseau",
        noun=Source.Noun.STRUCTURE,
        uid=premiere.uid if premiere else "",
        valeurs=voulu,
        recue_a=now,
    )
    apres_ecriture(lieux + offres)
    return f"Grand réseau écrit : {lieux} lieux, {offres} activités, {len(villes)} communes, graine {graine}."


def _ecrire(tranche: Sequence[Place], connues: dict[str, Commune], now: datetime) -> None:
    """Write some places with all that belongs to them, as one operation."""
    today = now.astimezone(PARIS).date()
    operation = uuid.uuid4()
    lieux = [place.lieu for place in tranche]
    offres = [o for place in tranche for o in place.offres]
    with transaction.atomic():
        for place in tranche:
            place.structure.deriver()
            place.lieu.deriver()
            place.lieu.commune = connues[place.lieu.commune_id]
        _creer(Structure, [p.structure for p in tranche], operation, now)
        _creer(Lieu, lieux, operation, now)
        _creer(Fermeture, [f for p in tranche for f in p.fermetures], operation, now)
        models.prefetch_related_objects(lieux, "fermetures")
        for offre in offres:
            offre.deriver_nom()
            for champ, valeur in derives(offre).items():
                setattr(offre, champ, valeur)
        seances = [list(seances_attendues(offre, today).values()) for offre in offres]
        for offre, siennes in zip(offres, seances, strict=True):
            offre.jours_des_seances = jours_de(siennes, today)
        _creer(Offre, offres, operation, now)
        _inserer([Mot(offre=o, mot=m) for o in offres for m in sorted(mots_de(o))])
        _inserer([s for siennes in seances for s in siennes])
        Version.avancer()


def _creer(modele: type[models.Model], objets: list[Any], operation: uuid.UUID, now: datetime) -> None:
    for objet in objets:
        _relier(objet)
    modele._default_manager.bulk_create(objets, batch_size=200)
    noter(objets, type_="cree", by=None, voie=Voie.IMPORT, operation=operation, at=now)


def _relier(objet: Any) -> None:
    """Take the keys that the rows written before have just been given."""
    for champ in ("structure", "lieu"):
        if getattr(objet, f"{champ}_id", 0) is None and (cible := objet._state.fields_cache.get(champ)) is not None:
            setattr(objet, champ, cible)


def _inserer(lignes: list[Any]) -> None:
    if lignes:
        type(lignes[0])._default_manager.bulk_create(lignes, batch_size=1000)
