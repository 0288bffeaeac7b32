"""Report an error without an account, tell those responsible, close it with an answer."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ateliers.actions import enregistrer_lot
from ateliers.models import Offre
from comptes.actions import ecrire_courriel
from comptes.models import Utilisateur
from core.limites import Limite, passe
from core.travailleur import PARIS
from core.voies import Voie
from espace.models import Signalement
from espace.models.signalements import MOTIFS
from structures.models import Lieu, Structure
from structures.nomenclature import Role

# Nobody signs in and no captcha asks anything: these are what stands in the way of a flood.
PAR_CLIENT = Limite("signalement", 10, timedelta(hours=1))
PAR_PAGE = Limite("signalement:page", 20, timedelta(days=1))
# Beyond, reports are still kept and shown: it is the mail that stops, here and to whoever left an address.
COURRIELS_PAR_PAGE = Limite("signalement:courriels", 5, timedelta(days=1))
CONFIRMATIONS = Limite("signalement:confirmation", 3, timedelta(days=1))
AUSSITOT = timedelta(minutes=2)

COURRIEL_GARDE = timedelta(days=30)  # after the answer
COURRIEL_OUBLIE = timedelta(days=365)  # when nobody answers


def trop_de_signalements(*, client: str, objet: Lieu | Offre, now: datetime) -> bool:
    """Count one more report from this network about this page, and tell whether it is one too many."""
    return not (passe(PAR_CLIENT, client, now=now) and passe(PAR_PAGE, objet.uid, now=now))


def signaler(
    *, motifs: int, texte: str, courriel: str, now: datetime, lieu: Lieu | None = None, offre: Offre | None = None
) -> Signalement:
    """Keep a report and tell, by mail, those who may mend the page, and the reporter who left an address."""
    with transaction.atomic():
        signalement = Signalement.objects.create(
            lieu=lieu, offre=offre, motifs=motifs, texte=texte, courriel=courriel, cree_a=now
        )
        if passe(COURRIELS_PAR_PAGE, signalement.objet.uid, now=now):
            for adresse in destinataires(signalement.structures):
                ecrire_courriel(
                    a=adresse,
                    sujet=f"Une erreur est signalée : {signalement.objet}",
                    texte=_texte_equipe(signalement),
                    now=now,
                )
        if courriel and passe(CONFIRMATIONS, courriel.lower(), now=now):
            ecrire_courriel(
                a=courriel,
                sujet=f"Votre signalement est bien arrivé : {signalement.objet}",
                texte=_texte_confirmation(signalement),
                now=now,
            )
    return signalement


def signaler_une_fois(objet: Lieu | Offre, *, now: datetime, **dit: Any) -> None:
    """Keep a report as `signaler` does, unless the very same has just come: a page that anybody may keep has no key."""
    with transaction.atomic():
        # The second of two clicks waits for the first.
        type(objet)._default_manager.select_for_update().filter(pk=objet.pk).first()
        if not Signalement.objects.open().filter(**dit, cree_a__gt=now - AUSSITOT).exists():
            signaler(**dit, now=now)


def destinataires(structures: list[Structure]) -> list[str]:
    """Return the addresses of the responsables, else those of the federations' administrators, else their own."""
    actifs = Utilisateur.objects.filter(is_active=True)
    responsables = actifs.filter(appartenances__structure__in=structures, appartenances__role=Role.RESPONSABLE)
    federations = [s.federation_id for s in structures]
    for comptes in (responsables, actifs.filter(administrations__federation__in=federations)):
        if adresses := sorted(set(comptes.values_list("courriel", flat=True))):
            return adresses
    return sorted({s.federation.courriel for s in structures if s.federation.courriel})


def traiter(
    signalement: Signalement, *, etat: str, reponse: str, confirmer: bool, by: Any, now: datetime
) -> Signalement | None:
    """Close an open report with its answer, or return None when somebody has closed it meanwhile.

    `confirmer` says too that the page is true today. The reporter who left an address gets the answer.
    """
    with transaction.atomic():
        ouvert = Signalement.objects.with_subject().open().select_for_update(of=("self",)).filter(pk=signalement.pk)
        traite = ouvert.first()
        if traite is None:
            return None
        traite.etat, traite.reponse = etat, reponse
        traite.traite_a, traite.traite_par = now, by
        traite.save(update_fields=["etat", "reponse", "traite_a", "traite_par"])
        if confirmer:
            objet = traite.objet
            objet.verifie_le, objet.verifie_voie, objet.verifie_par = now.astimezone(PARIS).date(), Voie.ECRAN, by
            enregistrer_lot([objet], by=by, voie=Voie.ECRAN, now=now)
        if traite.courriel:
            ecrire_courriel(
                a=traite.courriel,
                sujet=f"Réponse à votre signalement : {traite.objet}",
                texte=_texte_reponse(traite),
                now=now,
            )
    return traite


def oublier_courriels(now: datetime) -> int:
    """Erase the addresses of reporters, a month after the answer or a year without one; return how many."""
    vieux = Q(traite_a__lt=now - COURRIEL_GARDE) | Q(traite_a__isnull=True, cree_a__lt=now - COURRIEL_OUBLIE)
    return Signalement.objects.exclude(courriel="").filter(vieux).update(courriel="")


def _adresse(chemin: str) -> str:
    return f"{settings.SITE_URL}{chemin}"


def _motifs(signalement: Signalement) -> str:
    return "\n".join(f"- {motif}" for motif in MOTIFS.labels(signalement.motifs))


# Neither what the reporter typed nor who they are is in a mail: a name may be in it, and mail travels.
def _texte_equipe(signalement: Signalement) -> str:
    return f"""Bonjour,

Quelqu’un signale une erreur sur la page « {signalement.objet} » :
{_motifs(signalement)}

Pour lire le signalement et y répondre, connectez-vous :
{_adresse(signalement.get_absolute_url())}

La page concernée :
{_adresse(signalement.objet.get_absolute_url())}

Au bon endroit
"""


def _texte_confirmation(signalement: Signalement) -> str:
    return f"""Bonjour,

Merci : votre signalement sur la page « {signalement.objet} » est bien arrivé.
{_motifs(signalement)}

Les personnes qui tiennent cette page le liront. Leur réponse viendra à cette adresse, qui sera effacée
{COURRIEL_GARDE.days} jours après.

Vous n’avez rien signalé ? Ignorez ce message : quelqu’un s’est trompé d’adresse.

Au bon endroit
"""


def _texte_reponse(signalement: Signalement) -> str:
    corrigee = signalement.etat == Signalement.Etat.CORRIGE
    suite = "La page est corrigée." if corrigee else "La page reste comme elle est."
    mot = (
        f"\nCe qu’en disent les personnes qui tiennent la page :\n{signalement.reponse}\n"
        if signalement.reponse
        else ""
    )
    return f"""Bonjour,

Vous aviez signalé une erreur sur la page « {signalement.objet} ». {suite}
{mot}
La page :
{_adresse(signalement.objet.get_absolute_url())}

Merci de votre aide. Votre adresse sera effacée dans {COURRIEL_GARDE.days} jours.

Au bon endroit
"""
