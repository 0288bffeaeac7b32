"""What somebody confirms with « tout est à jour », in a few words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ateliers.models import Offre
from core.travailleur import PARIS
from recherche.phrases import dispo_en_francais, horaires_courts, verifie_en_francais
from structures.cycle import Etat
from structures.models import Lieu, Structure


@dataclass(frozen=True, slots=True)
class Dit:
    """One public page: what it says first, and how old that is."""

    nom: str
    url: str
    details: list[str]
    verifie: str
    age: str


def dit_de(objet: Any, *, now: datetime) -> list[Dit]:
    """Return what the pages of an activity, or of a structure's places and activities, say now."""
    today = now.astimezone(PARIS).date()
    if isinstance(objet, Offre):
        return [_de_l_offre(objet, now=now)]
    une = Structure.objects.filter(pk=objet.pk)
    lieux = Lieu.objects.filter(structure=objet, etat__in=[Etat.PUBLIE, Etat.SUSPENDU]).select_related("commune")
    offres = Offre.objects.of_structures(une).in_use().select_related("structure", "lieu__commune", "lieu__structure")
    return [
        *(
            Dit(
                lieu.nom,
                lieu.get_absolute_url(),
                [f"{lieu.adresse}, {lieu.commune.nom}"],
                *verifie_en_francais(lieu.verifie_le, today),
            )
            for lieu in lieux.order_by("nom_plie", "pk")
        ),
        *(
            _de_l_offre(offre, now=now)
            for offre in offres.prefetch_related("lieu__fermetures").order_by("nom_plie", "pk")
        ),
    ]


def _de_l_offre(offre: Offre, *, now: datetime) -> Dit:
    today = now.astimezone(PARIS).date()
    dispo = dispo_en_francais(offre, today)
    details = [horaires_courts(offre), dispo.texte if dispo else ""]
    return Dit(
        offre.nom,
        offre.get_absolute_url(),
        [d for d in details if d],
        *verifie_en_francais(offre.verifie_le, today),
    )
