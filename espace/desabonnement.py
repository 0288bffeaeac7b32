"""« Ne plus recevoir ces rappels », « les reprendre »: by a signed link, or signed in."""

from datetime import datetime

from comptes import liens_de_courriel
from comptes.models import Utilisateur
from espace.models import Desabonnement

BUT = "rappels"


def jeton_de_rappels(utilisateur: Utilisateur) -> str:
    """Return the token of the link at the foot of this person's reminders; it says nothing of their address."""
    return liens_de_courriel.jeton_de(utilisateur, BUT)


def lire_jeton(jeton: str) -> Utilisateur:
    """Return whose reminders a link is about, or raise LienRefuse."""
    return liens_de_courriel.lire_jeton(jeton, BUT)


def recoit(utilisateur: Utilisateur) -> bool:
    """Tell whether this person wants reminders."""
    return not Desabonnement.objects.filter(utilisateur=utilisateur).exists()


def choisir(utilisateur: Utilisateur, *, recevoir: bool, now: datetime) -> None:
    """Stop reminders, or take them up again; asked twice, it is the same."""
    if recevoir:
        Desabonnement.objects.filter(utilisateur=utilisateur).delete()
    else:
        Desabonnement.objects.get_or_create(utilisateur=utilisateur, defaults={"cree_a": now})
