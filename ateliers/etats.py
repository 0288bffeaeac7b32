"""Begin, publish, suspend, close: what a place or an activity goes through, one operation each, all undone alike.

`structures.cycle` says where each state is seen; here is how one goes from one to another.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from ateliers.actions import enregistrer_lot
from ateliers.completude import manques
from ateliers.models import Offre
from ateliers.models.offres import DERIVES
from core.travailleur import PARIS
from structures.cycle import Etat
from structures.models import Lieu

SUSPENSION_MAX = timedelta(days=730)


class EtatRefuse(Exception):
    """The gesture is not possible now; `str()` says why, in French."""


@dataclass(frozen=True, slots=True)
class Geste:
    """One change of state: its code in addresses, its verb on the button, from which states and to which."""

    code: str
    verbe: str
    depuis: tuple[str, ...]
    vers: str
    icone: str


GESTES: dict[str, Geste] = {
    g.code: g
    for g in (
        Geste("publier", "Publier", (Etat.BROUILLON,), Etat.PUBLIE, "send"),
        Geste("reprendre", "Reprendre maintenant", (Etat.SUSPENDU,), Etat.PUBLIE, "play"),
        Geste("suspendre", "Suspendre jusqu’à une date", (Etat.PUBLIE, Etat.SUSPENDU), Etat.SUSPENDU, "pause"),
        Geste("clore", "Fermer pour de bon", (Etat.PUBLIE, Etat.SUSPENDU), Etat.CLOS, "ban"),
        Geste("rouvrir", "Rouvrir", (Etat.CLOS,), Etat.PUBLIE, "rotate-ccw"),
        Geste("archiver", "Jeter ce brouillon", (Etat.BROUILLON,), Etat.ARCHIVE, "trash-2"),
    )
}
# Not a copy of these: what is said of one activity on one day, its state, and what the writer recomputes.
PAS_COPIES = frozenset({
    "id", "uid", "nom", "etat", "suspendu_jusqu_au", "fusionne_dans", "masquee_des", "a_preciser",
    "dispo", "dispo_le", "dispo_voie", "dispo_par", "dispo_jusqu_au", "dispo_note",
    "verifie_le", "verifie_voie", "verifie_par", *DERIVES,
})  # fmt: skip


def etat_du_jour(objet: Lieu | Offre, today: date) -> str:
    """Return the state as one lives it: a suspension that has ended is over."""
    if objet.etat == Etat.SUSPENDU and objet.suspendu_jusqu_au and objet.suspendu_jusqu_au <= today:
        return Etat.PUBLIE
    return objet.etat


def gestes_possibles(objet: Lieu | Offre, today: date) -> list[Geste]:
    """Return the changes of state that are offered today, the most useful first."""
    etat = etat_du_jour(objet, today)
    return [
        g
        for g in GESTES.values()
        if etat in g.depuis and not (g.code == "archiver" and (objet.pk is None or a_ete_publie(objet)))
    ]


def a_ete_publie(objet: Lieu | Offre) -> bool:
    """Tell whether somebody may have it on paper: a draft that was published once is closed, not thrown away."""
    publics = [Etat.PUBLIE, Etat.SUSPENDU, Etat.CLOS]
    return type(objet).history.model.objects.filter(id=objet.pk, etat__in=publics).exists()


def changer_etat(
    objet: Lieu | Offre, code: str, *, jusqu_au: date | None = None, by: Any, voie: str, now: datetime
) -> uuid.UUID:
    """Change a state as one operation and return its id; EtatRefuse says why not.

    `jusqu_au` is the first day when a suspended place or activity is open again.
    """
    today = now.astimezone(PARIS).date()
    with transaction.atomic():
        objet = type(objet)._default_manager.select_for_update().get(pk=objet.pk)
        geste = GESTES[code]
        if geste not in gestes_possibles(objet, today):
            raise EtatRefuse("Ce n’est plus possible : quelqu’un d’autre l’a peut-être déjà fait.")
        if code == "publier":
            _verifier_publiable(objet)
            # Who publishes has just said that all of it is true.
            objet.verifie_le, objet.verifie_voie, objet.verifie_par = today, voie, by
        if code == "suspendre":
            if jusqu_au is None or not today < jusqu_au <= today + SUSPENSION_MAX:
                raise EtatRefuse("Donnez le jour de la reprise : après aujourd’hui, et dans les deux ans.")
            objet.suspendu_jusqu_au = jusqu_au
        else:
            objet.suspendu_jusqu_au = None
        objet.etat = geste.vers
        return enregistrer_lot([objet], by=by, voie=voie, now=now)


def _verifier_publiable(objet: Lieu | Offre) -> None:
    if isinstance(objet, Offre) and (manque := [m.quoi for m in manques(objet) if m.essentiel]):
        raise EtatRefuse(f"Avant de publier, il manque {', '.join(manque)}.")


def activites_cachees(lieu: Lieu, today: date) -> int:
    """Return how many activities leave search with this place."""
    return Offre.objects.published(today).filter(lieu=lieu).count()


def dupliquer(offre: Offre, nom: str, *, by: Any, voie: str, now: datetime) -> tuple[Offre, uuid.UUID | None]:
    """Write a draft that says the same under another name, and return it with the operation.

    Asked twice, it gives back the copy that was made the first time, and no operation: as long as that draft still has
    this name and says the same, another one would only be in the way.

    Neither its room nor its verification, that nobody has said of the copy; nor the people, who agreed to appear there.
    """
    champs = {
        f.attname: getattr(offre, f.attname)
        for f in offre._meta.concrete_fields
        if f.name not in PAS_COPIES and f.attname not in PAS_COPIES and not f.generated
    }
    with transaction.atomic():
        Offre.objects.select_for_update().get(pk=offre.pk)  # the second of two clicks waits for the first
        for faite in Offre.objects.filter(structure_id=offre.structure_id, nom=nom, etat=Etat.BROUILLON).order_by("pk"):
            if all(getattr(faite, champ) == valeur for champ, valeur in champs.items()) and faite.pk != offre.pk:
                return faite, None
        copie = Offre(**champs, nom=nom, etat=Etat.BROUILLON)
        return copie, enregistrer_lot([copie], by=by, voie=voie, now=now)
