"""Organise, come, wait, give one's place back; those who wait come in by their turn."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from comptes.actions import ecrire_courriel
from comptes.models import Utilisateur
from reseau.actions.publications import publier
from reseau.courriers import texte_d_annulation, texte_de_changement, texte_de_place_liberee
from reseau.models import Evenement, Inscription, LienAgenda
from reseau.models.agenda import EvenementQuerySet
from structures.models import Structure

INSCRIPTIONS_GARDEES = timedelta(days=365)


@transaction.atomic
def publier_evenement(evenement: Evenement, *, by: Any, now: datetime) -> Evenement:
    """Publish an event, or change it; those who come are told what moved, those who wait may find a place."""
    avant = _tenus().filter(pk=evenement.pk).first()
    if avant is not None:
        evenement.revision = avant.revision + 1
    publier(evenement, by=by, now=now)
    if avant is not None and now < evenement.debut:
        if (avant.debut, avant.fin, avant.ou) != (evenement.debut, evenement.fin, evenement.ou):
            _ecrire_aux_inscrits(evenement, f"Changement : {evenement}", texte_de_changement(evenement), now)
        _promouvoir(evenement, now)
    return evenement


@transaction.atomic
def annuler(evenement: Evenement, *, now: datetime) -> bool:
    """Cancel an event and tell those who come or wait; False when it was already."""
    tenu = _tenus().with_names().filter(pk=evenement.pk, annule_a__isnull=True).first()
    if tenu is None:
        return False
    tenu.annule_a, tenu.modifie_a, tenu.revision = now, now, tenu.revision + 1
    tenu.save(update_fields=["annule_a", "modifie_a", "revision"])
    if now < tenu.debut:
        _ecrire_aux_inscrits(tenu, f"Annulé : {tenu}", texte_d_annulation(tenu), now)
    return True


@transaction.atomic
def inscrire(
    evenement: Evenement, *, by: Utilisateur, structure: Structure | None, fonction: str, now: datetime
) -> Inscription | None:
    """Give somebody a place, or a turn when there is none; None when registration is closed. Asked twice, it is one."""
    tenu = _tenir(evenement)
    if not tenu.ouvert(now):
        return None
    inscription, _ = Inscription.objects.get_or_create(
        evenement=tenu,
        utilisateur=by,
        defaults={
            "structure": structure,
            "fonction": fonction,
            "cree_a": now,
            "en_attente": _restantes(tenu) == 0,
        },
    )
    return inscription


@transaction.atomic
def quitter(evenement: Evenement, *, by: Utilisateur, now: datetime) -> bool:
    """Give a place back; whoever waits first takes it."""
    tenu = _tenir(evenement)
    parties, _ = Inscription.objects.filter(evenement=tenu, utilisateur=by).delete()
    _promouvoir(tenu, now)
    return bool(parties)


def liberer_les_places(now: datetime) -> int:
    """Give back the places of those who have left, and return how many."""
    parties = Inscription.objects.of_the_gone(now)
    liberees = 0
    for evenement in Evenement.objects.filter(inscriptions__in=parties).distinct().order_by("pk"):
        with transaction.atomic():
            tenu = _tenir(evenement)
            siennes = Inscription.objects.filter(pk__in=parties.filter(evenement=tenu).values("pk"))
            liberees += siennes.delete()[0]
            _promouvoir(tenu, now)
    return liberees


def oublier_les_inscriptions(now: datetime) -> int:
    """Erase who came, a year afterwards; at once those whose account is closed."""
    vieilles = Q(evenement__fin__lt=now - INSCRIPTIONS_GARDEES)
    return Inscription.objects.filter(vieilles | Q(utilisateur__is_active=False)).delete()[0]


def fermer_les_liens_des_parties() -> int:
    """Close the calendars of closed accounts, and return how many."""
    return LienAgenda.objects.filter(utilisateur__is_active=False).delete()[0]


def ouvrir_lien(utilisateur: Any, *, now: datetime) -> LienAgenda:
    """Give a calendar its private address; asked twice, it is the same."""
    return LienAgenda.objects.get_or_create(utilisateur=utilisateur, defaults={"cree_a": now})[0]


def revoquer_lien(utilisateur: Any) -> None:
    """Close that address for good: another one will be another."""
    LienAgenda.objects.filter(utilisateur=utilisateur).delete()


def _tenus() -> EvenementQuerySet:
    """Hold what is read until the end of the transaction: two people never take the last place."""
    return Evenement.objects.select_for_update(of=("self",))


def _tenir(evenement: Evenement) -> Evenement:
    return _tenus().get(pk=evenement.pk)


def _restantes(evenement: Evenement) -> int | None:
    """Return how many places are left, None without a limit."""
    if evenement.places is None:
        return None
    return max(0, evenement.places - evenement.inscriptions.filter(en_attente=False).count())


def _promouvoir(evenement: Evenement, now: datetime) -> None:
    """Let in those who wait, by their turn, as far as there is room; each is told."""
    if evenement.annule_a is not None or now >= evenement.debut:
        return
    attente = evenement.inscriptions.filter(en_attente=True, utilisateur__is_active=True).select_related("utilisateur")
    for inscription in list(attente.in_order()[: _restantes(evenement)]):
        inscription.en_attente = False
        inscription.save(update_fields=["en_attente"])
        ecrire_courriel(
            a=inscription.utilisateur.courriel,
            sujet=f"Une place pour vous : {evenement}",
            texte=texte_de_place_liberee(evenement),
            now=now,
        )


def _ecrire_aux_inscrits(evenement: Evenement, sujet: str, texte: str, now: datetime) -> None:
    inscriptions = evenement.inscriptions.filter(utilisateur__is_active=True).select_related("utilisateur")
    for inscription in inscriptions.in_order():
        ecrire_courriel(a=inscription.utilisateur.courriel, sujet=sujet, texte=texte, now=now)
