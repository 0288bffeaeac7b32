"""The link at the foot of a mail that somebody may stop: it says who, and nothing of their address."""

from comptes.models import Utilisateur
from core.liens import Genre, LienRefuse, lire, signer


def jeton_de(utilisateur: Utilisateur, but: str) -> str:
    """Return the token of the link at the foot of this person's mails; `but` says of which ones (« rappels »)."""
    return signer(Genre.ACTION, b=but, u=utilisateur.pk)


def lire_jeton(jeton: str, but: str) -> Utilisateur:
    """Return whose mails a link is about, or raise LienRefuse."""
    charge = lire(Genre.ACTION, jeton)
    utilisateur = (
        Utilisateur.objects.filter(pk=charge["u"], is_active=True).first()
        if isinstance(charge, dict) and charge.get("b") == but and type(charge.get("u")) is int
        else None
    )
    if utilisateur is None:
        raise LienRefuse("Ce lien n’est pas valable. Vérifiez qu’il est entier.")
    return utilisateur
