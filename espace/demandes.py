"""Ask those who keep structures to confirm what is shown of them, because their federation wants to know.

One mail a person, which names all of theirs; it takes the place of the week's reminder, or of next Monday's, so that
nobody has two in a week.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from comptes.actions import ecrire_courriel
from comptes.adresses import refusees
from comptes.models import Federation, Utilisateur
from core.travailleur import PARIS
from espace.desabonnement import jeton_de_rappels
from espace.liens import But, lien_action
from espace.models import Desabonnement, Envoi
from espace.models.envois import lundi_de
from structures.models import Membre, Structure
from structures.nomenclature import Role

AU_MATIN = time(7, 30)
NBSP = "\u00a0"
PERSONNE = "personne n’y a de compte : invitez d’abord quelqu’un"
SOURDE = "l’adresse de ses responsables ne reçoit pas nos courriels"
NE_VEUT_PAS = "ses responsables ne veulent pas de rappels"
DEJA = "la demande de la semaine est déjà partie"


def destinataires(structures: Iterable[Structure], *, now: datetime) -> tuple[dict[int, list[Membre]], dict[int, str]]:
    """Return, by structure, the responsables who may be written to, or else why nobody can be; four queries."""
    cles = [s.pk for s in structures]
    membres = list(
        Membre.objects.filter(structure__in=cles, role=Role.RESPONSABLE, utilisateur__is_active=True)
        .select_related("utilisateur", "structure")
        .order_by("utilisateur_id", "structure__nom_plie", "pk")
    )
    qui = {m.utilisateur_id for m in membres}
    sourdes = refusees(m.utilisateur.courriel for m in membres)
    partis = set(Desabonnement.objects.filter(utilisateur__in=qui).order_by("pk").values_list("utilisateur", flat=True))
    deja = Envoi.objects.filter(utilisateur__in=qui, campagne=_cle(now)).order_by("pk")
    ecrits = set(deja.values_list("utilisateur", flat=True))
    a_ecrire: dict[int, list[Membre]] = {}
    refus = dict.fromkeys(cles, PERSONNE)
    for membre in membres:
        if membre.utilisateur.courriel in sourdes:
            refus[membre.structure_id] = SOURDE
        elif membre.utilisateur_id in partis:
            refus[membre.structure_id] = NE_VEUT_PAS
        elif membre.utilisateur_id in ecrits:
            refus[membre.structure_id] = DEJA
        else:
            a_ecrire.setdefault(membre.structure_id, []).append(membre)
    return a_ecrire, {cle: raison for cle, raison in refus.items() if cle not in a_ecrire}


@transaction.atomic
def demander_de_confirmer(
    structures: Iterable[Structure], *, federation: Federation, now: datetime
) -> tuple[list[int], dict[int, str]]:
    """Write the mails and return the structures asked, then why the others were not."""
    a_ecrire, refus = destinataires(list(structures), now=now)
    par_personne: dict[int, list[Membre]] = {}
    for membres in a_ecrire.values():
        for membre in membres:
            par_personne.setdefault(membre.utilisateur_id, []).append(membre)
    for siens in par_personne.values():
        _ecrire(siens[0].utilisateur, [m.structure for m in siens], federation=federation, now=now)
    return list(a_ecrire), refus


def _ecrire(qui: Utilisateur, structures: list[Structure], *, federation: Federation, now: datetime) -> None:
    url = settings.SITE_URL + reverse("espace:rappels_lien", args=[jeton_de_rappels(qui)])
    pages = "\n".join(f"- {s.nom}{NBSP}:\n  {lien_action(qui, s, But.A_JOUR)}" for s in structures)
    texte = f"""Bonjour,

{federation.nom} vous demande si ce que l’annuaire montre de vous est toujours vrai.

Relisez, corrigez ce qui a changé, puis «{NBSP}Tout est à jour{NBSP}». Un clic suffit, sans mot de passe{NBSP}:

{pages}

Les liens de ce courriel sont à vous{NBSP}: ne le transférez pas. Ils servent trente jours.

--\u0020
Ne plus recevoir ces rappels, ou les reprendre{NBSP}: {url}
"""
    ecrire_courriel(
        a=qui.courriel,
        sujet=f"Vos pages sont-elles à jour{NBSP}?",
        texte=texte,
        now=now,
        pas_avant=_prendre_sa_semaine(qui, now),
        entetes={"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _cle(now: datetime) -> str:
    return f"demande-{lundi_de(now.astimezone(PARIS).date())}"


def _prendre_sa_semaine(qui: Utilisateur, now: datetime) -> datetime | None:
    """Take the first week without a mail, and return its Monday morning; None when it is this one."""
    lundi = semaine = lundi_de(now.astimezone(PARIS).date())
    prises = set(Envoi.objects.filter(utilisateur=qui, semaine__gte=lundi).values_list("semaine", flat=True))
    while semaine in prises:
        semaine += timedelta(days=7)
    Envoi.objects.create(utilisateur=qui, genre=Envoi.Genre.CAMPAGNE, semaine=semaine, campagne=_cle(now), cree_a=now)
    return None if semaine == lundi else datetime.combine(semaine, AU_MATIN, tzinfo=PARIS)
