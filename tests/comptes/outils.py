"""What the tests of accounts share: the links of the outbox."""

import re
from urllib.parse import unquote, urlsplit

from comptes.models import Courriel


def dernier_lien(a: str = "", motif: str = "jeton=") -> str:
    """Return the path and the query of the last link sent (to this address)."""
    courriels = Courriel.objects.filter(texte__contains=motif)
    if a:
        courriels = courriels.filter(destinataire=a)
    courriel = courriels.latest("pk")
    adresse = urlsplit(re.search(rf"https?://\S*{re.escape(motif)}\S*", courriel.texte)[0])
    return f"{adresse.path}?{adresse.query}"


def jeton_de(lien: str) -> str:
    return unquote(lien.partition("jeton=")[2])
