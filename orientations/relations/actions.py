"""What a request goes through, one transaction each; mails go to the outbox and hold nothing of the resident."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from ateliers.gestes import dire_la_place
from ateliers.models import Offre, Seance
from ateliers.nomenclature import Dispo, Grain
from core.travailleur import PARIS
from core.uid import nouvel_uid
from core.voies import Voie
from orientations.models import AccueilRelation, Identite, MiseEnRelation, Reponse
from orientations.relations import courriels
from orientations.relations.chiffrement import chiffrer
from structures.horaires import jour_ferie
from structures.models import Structure

Etat, Motif = MiseEnRelation.Etat, MiseEnRelation.Motif
JOURS_AVANT_EFFACEMENT = 30  # the same number in the notice of the form
JOURS_AVANT_EXPIRATION = 30
JOURS_APRES_RENDEZ_VOUS = 14
JOURS_OUVRES_AVANT_RAPPEL = 2
A_UN_AN = timedelta(days=366)

# The place has decided nothing yet: it is reminded.
SANS_DECISION = (Etat.ENVOYEE, Etat.RECUE)
# What may be answered, from what; an answer can be corrected as long as the request is open.
SUITES: dict[str, tuple[str, ...]] = {
    Etat.ENVOYEE: (Etat.RECUE, Etat.RENDEZ_VOUS, Etat.ATTENTE, Etat.IMPOSSIBLE),
    Etat.RECUE: (Etat.RENDEZ_VOUS, Etat.ATTENTE, Etat.IMPOSSIBLE),
    Etat.ATTENTE: (Etat.RENDEZ_VOUS, Etat.IMPOSSIBLE),
    Etat.RENDEZ_VOUS: (Etat.VENUE, Etat.PAS_VENUE, Etat.RENDEZ_VOUS, Etat.ATTENTE, Etat.IMPOSSIBLE),
}


class ReponseRefusee(Exception):
    """The answer cannot be taken; `str()` says why, in French."""


@dataclass(frozen=True, slots=True)
class Personne:
    """Who is announced, and the one way to reach them; a parent's when `parent` is true."""

    prenom: str
    moyen: str  # « telephone » or « courriel »
    valeur: str
    parent: bool = False

    @property
    def contenu(self) -> dict[str, str]:
        return {
            "prenom": self.prenom,
            "moyen": self.moyen,
            "valeur": self.valeur,
            "parent": "oui" if self.parent else "",
        }


def accueil_de(offre: Offre) -> AccueilRelation | None:
    """Return the agreement of who receives for an activity: the place's structure first, then who provides it."""
    structures = [offre.lieu.structure_id] if offre.lieu else []
    structures += [offre.structure_id]
    accords = {a.structure_id: a for a in AccueilRelation.objects.filter(structure__in=structures)}
    return next((accords[s] for s in structures if s in accords), None)


@transaction.atomic
def prevenir(
    offre: Offre,
    personne: Personne,
    *,
    de: Structure,
    seance_a: datetime | None,
    by: Any,
    now: datetime,
    uid: str = "",
) -> MiseEnRelation:
    """Announce somebody to a place that accepts it, with their agreement; ValueError when the place does not.

    A `uid` that was taken raises IntegrityError, and nothing leaves; without one, it is drawn.
    """
    accueil = accueil_de(offre)
    if accueil is None:
        raise ValueError("This place does not accept to be told.")
    relation = MiseEnRelation.objects.create(
        uid=uid or nouvel_uid(),
        offre=offre,
        de=de,
        expediteur=by,
        seance_a=seance_a,
        accord_a=now,
        cree_a=now,
        a_rappeler_a=a_rappeler(offre, now),
    )
    Identite.objects.create(relation=relation, secret=chiffrer(personne.contenu))
    Reponse.objects.create(relation=relation, etat=Etat.ENVOYEE, dite_a=now, par=by)
    courriels.annoncer(relation, accueil, now=now)
    return relation


def repondre(
    relation: MiseEnRelation,
    *,
    etat: str,
    numero: int,
    by: Any,
    now: datetime,
    motif: str = "",
    rendez_vous_a: datetime | None = None,
) -> MiseEnRelation:
    """Write the place's answer and tell the sender; ReponseRefusee when the page was stale or the answer impossible.

    `numero` is the one that the page showed. « Complet » is said of the room too.
    """
    with transaction.atomic():
        relation = MiseEnRelation.objects.with_subject().select_for_update(of=("self",)).get(pk=relation.pk)
        if not relation.ouverte:
            raise ReponseRefusee("Cette demande est close : elle ne se modifie plus.")
        if numero != relation.numero:
            raise ReponseRefusee(
                "Quelqu’un a déjà répondu depuis que cette page est ouverte. Voici où en est la demande."
            )
        if etat not in SUITES[relation.etat]:
            raise ReponseRefusee("Cette réponse n’est pas possible maintenant.")
        _valider(etat, motif, rendez_vous_a, now)
        relation.etat = etat
        relation.numero += 1
        relation.motif = motif if etat == Etat.IMPOSSIBLE else ""
        if etat == Etat.RENDEZ_VOUS:
            relation.rendez_vous_a = rendez_vous_a
        elif etat == Etat.ATTENTE:
            relation.rendez_vous_a = None
        relation.close_a = None if relation.ouverte else now
        relation.save()
        _dater(relation, by=by, now=now)
        if motif == Motif.COMPLET and etat == Etat.IMPOSSIBLE:
            _dire_complet(relation.offre, by=by, now=now)
        courriels.dire_la_reponse(relation, now=now)
        courriels.ecrire_a_la_personne(relation, now=now)
    return relation


def _valider(etat: str, motif: str, rendez_vous_a: datetime | None, now: datetime) -> None:
    if etat == Etat.IMPOSSIBLE and motif not in Motif.values:
        raise ReponseRefusee("Dites pourquoi ce n’est pas possible.")
    if etat == Etat.RENDEZ_VOUS:
        if rendez_vous_a is None:
            raise ReponseRefusee("Donnez le jour et l’heure du rendez-vous.")
        if not now < rendez_vous_a < now + A_UN_AN:
            raise ReponseRefusee("Le rendez-vous est à venir, dans l’année.")


def _dater(relation: MiseEnRelation, *, by: Any, now: datetime) -> None:
    Reponse.objects.create(
        relation=relation,
        etat=relation.etat,
        motif=relation.motif,
        rendez_vous_a=relation.rendez_vous_a if relation.etat == Etat.RENDEZ_VOUS else None,
        dite_a=now,
        par=by,
    )


def _dire_complet(offre: Offre, *, by: Any, now: datetime) -> None:
    dispo = {Grain.RENDEZ_VOUS: Dispo.COMPLET, Grain.INSCRIPTION: Dispo.CLOSES}.get(Grain(offre.grain))
    if dispo is None:
        return
    try:
        dire_la_place(offre, dispo=dispo, by=by, voie=Voie.ECRAN if by else Voie.LIEN, now=now)
    except ValidationError:
        return  # what the activity became meanwhile says it otherwise


@transaction.atomic
def effacer(relation: MiseEnRelation, *, by: Any, now: datetime) -> None:
    """Erase at once who the resident was, and close the request; somebody asked."""
    relation = MiseEnRelation.objects.with_subject().select_for_update(of=("self",)).get(pk=relation.pk)
    Identite.objects.filter(relation=relation).delete()
    if relation.ouverte:
        relation.etat, relation.close_a, relation.rendez_vous_a = Etat.RETIREE, now, None
        relation.numero += 1
        relation.save()
        _dater(relation, by=by, now=now)
        courriels.dire_la_reponse(relation, now=now)


# ------------------------------------------------------------------------------------ the days that pass
def jours_ouvres_apres(debut: date, jours: int) -> date:
    """Return the day that comes so many working days after another."""
    jour, restants = debut, jours
    while restants:
        jour += timedelta(days=1)
        if jour.weekday() < 5 and jour_ferie(jour) is None:
            restants -= 1
    return jour


def a_rappeler(offre: Offre, now: datetime) -> datetime:
    """Return from when a place may be reminded: after its next session, and not before two working days."""
    jour = jours_ouvres_apres(now.astimezone(PARIS).date(), JOURS_OUVRES_AVANT_RAPPEL) + timedelta(days=1)
    ouvres = datetime.combine(jour, time(), PARIS)
    seance = Seance.objects.held().filter(offre=offre, debut__gte=now).order_by("debut", "pk").first()
    return max(ouvres, seance.fin) if seance else ouvres


def expire(relation: MiseEnRelation, now: datetime) -> bool:
    """Tell whether nothing more is expected of a request."""
    fin = relation.cree_a + timedelta(days=JOURS_AVANT_EXPIRATION)
    if relation.rendez_vous_a is not None:
        fin = max(fin, relation.rendez_vous_a + timedelta(days=JOURS_APRES_RENDEZ_VOUS))
    return fin <= now


@transaction.atomic
def relancer(relation: MiseEnRelation, *, now: datetime) -> None:
    """Remind the place once, and say so to the sender."""
    attend = MiseEnRelation.objects.filter(pk=relation.pk, relance_a=None, etat__in=SANS_DECISION)
    prises = attend.update(relance_a=now)
    accueil = accueil_de(relation.offre)
    if prises and accueil is not None:
        courriels.rappeler(relation, accueil, now=now)


@transaction.atomic
def clore_sans_reponse(relation: MiseEnRelation, *, now: datetime) -> None:
    """Close a request that nobody will answer any more, and say so to the sender."""
    prises = (
        MiseEnRelation.objects.open()
        .filter(pk=relation.pk)
        .update(etat=Etat.EXPIREE, close_a=now, numero=relation.numero + 1)
    )
    if prises:
        relation.refresh_from_db()
        _dater(relation, by=None, now=now)
        courriels.dire_la_reponse(relation, now=now)
