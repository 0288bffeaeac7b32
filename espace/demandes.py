"""Ask those who keep structures to confirm what is shown of them: who can be written to, and the one mail.

One mail a person, which names all of theirs; it takes the place of the week's reminder, or of next Monday's, so that
nobody has two in a week. `confirmations` says when it leaves: at once, or in a campaign.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

from django.conf import settings
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

Destinataires = dict[int, list[Membre]]


def destinataires(structures: Iterable[int], *, sauf_envoi: str = "") -> tuple[Destinataires, dict[int, str]]:
    """Return, by structure, the responsables who may be written to, or else why nobody can be; four queries.

    Those who have received the mail named `sauf_envoi` are not written to again.
    """
    cles = list(structures)
    membres = list(
        Membre.objects.filter(structure__in=cles, role=Role.RESPONSABLE, utilisateur__is_active=True)
        .select_related("utilisateur", "structure")
        .order_by("utilisateur_id", "structure__nom_plie", "pk")
    )
    qui = {m.utilisateur_id for m in membres}
    sourdes = refusees(m.utilisateur.courriel for m in membres)
    partis = set(Desabonnement.objects.filter(utilisateur__in=qui).order_by("pk").values_list("utilisateur", flat=True))
    ecrits: set[int] = set()
    if sauf_envoi:
        deja = Envoi.objects.filter(utilisateur__in=qui, campagne=sauf_envoi).order_by("pk")
        ecrits = set(deja.values_list("utilisateur", flat=True))
    a_ecrire: Destinataires = {}
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


def ecrire(
    a_ecrire: Destinataires,
    *,
    federation: Federation,
    cle: Callable[[Utilisateur], str],
    now: datetime,
    nom: str = "",
    message: str = "",
) -> None:
    """Write one mail a person, naming all of theirs; `cle` names it for that person, who never has it twice.

    `nom` and `message` are those of a campaign.
    """
    par_personne: dict[Utilisateur, list[Structure]] = {}
    for membre in sorted(
        (m for membres in a_ecrire.values() for m in membres),
        key=lambda m: (m.utilisateur_id, m.structure.nom_plie, m.pk),
    ):
        par_personne.setdefault(membre.utilisateur, []).append(membre.structure)
    for qui, structures in par_personne.items():
        url = settings.SITE_URL + reverse("espace:rappels_lien", args=[jeton_de_rappels(qui)])
        ecrire_courriel(
            a=qui.courriel,
            sujet=f"{nom}{NBSP}: vos pages sont-elles à jour{NBSP}?" if nom else f"Vos pages sont-elles à jour{NBSP}?",
            texte=_texte(qui, structures, federation, message, url),
            now=now,
            pas_avant=_prendre_sa_semaine(qui, cle(qui), now),
            entetes={"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )


def _texte(qui: Utilisateur, structures: list[Structure], federation: Federation, message: str, url: str) -> str:
    pages = "\n".join(f"- {s.nom}{NBSP}:\n  {lien_action(qui, s, But.A_JOUR)}" for s in structures)
    return f"""Bonjour,

{federation.nom} vous demande si ce que l’annuaire montre de vous est toujours vrai.
{f"{chr(10)}{message}{chr(10)}" if message else ""}
Relisez, corrigez ce qui a changé, puis «{NBSP}Tout est à jour{NBSP}». Un clic suffit, sans mot de passe{NBSP}:

{pages}

Les liens de ce courriel sont à vous{NBSP}: ne le transférez pas. Ils servent trente jours.

--\u0020
Ne plus recevoir ces rappels, ou les reprendre{NBSP}: {url}
"""


def _prendre_sa_semaine(qui: Utilisateur, cle: str, now: datetime) -> datetime | None:
    """Take the first week without a mail, and return its Monday morning; None when it is this one."""
    lundi = semaine = lundi_de(now.astimezone(PARIS).date())
    prises = set(Envoi.objects.filter(utilisateur=qui, semaine__gte=lundi).values_list("semaine", flat=True))
    while semaine in prises:
        semaine += timedelta(days=7)
    Envoi.objects.create(utilisateur=qui, genre=Envoi.Genre.CAMPAGNE, semaine=semaine, campagne=cle, cree_a=now)
    return None if semaine == lundi else datetime.combine(semaine, AU_MATIN, tzinfo=PARIS)


def semaine_de(now: datetime) -> date:
    """Return the Monday that names the requests of a week."""
    return lundi_de(now.astimezone(PARIS).date())
