"""The sites that may show our pages in a frame: origins, as a Content-Security-Policy names them."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

ORIGINES_MAX = 100
LONGUEUR_MAX = 200
_ETIQUETTE = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# A name with a dot, over https, with a port or none: nothing that could say more to a browser than one site.
_ORIGINE = re.compile(rf"https://(?:{_ETIQUETTE}\.)+{_ETIQUETTE}(?::[1-9][0-9]{{0,4}})?", re.ASCII)


def est_origine(texte: object) -> bool:
    """Tell whether this is one origin, written as we store it."""
    if not isinstance(texte, str) or len(texte) > LONGUEUR_MAX or not _ORIGINE.fullmatch(texte):
        return False
    port = texte.removeprefix("https://").partition(":")[2]
    return not port or int(port) < 65536


def lire_origine(texte: str) -> str:
    """Return the origin that somebody wrote: « www.centre.fr » is https; accents are written as the network does.

    ValidationError says what is wrong, and what to write.
    """
    court = texte[:60]
    adresse = texte.strip().rstrip("/")
    if "*" in adresse:
        raise ValidationError(f"« {court} » : écrivez chaque site en entier, sans étoile.")
    if adresse.lower().startswith("http://"):
        raise ValidationError(f"« {court} » : le site doit être en https. Écrivez https://{adresse[7:60]}")
    if "://" not in adresse:
        adresse = f"https://{adresse}"
    try:
        morceaux = urlsplit(adresse)
        hote, port = (morceaux.hostname or "").rstrip("."), morceaux.port
        hote = hote.encode("idna").decode("ascii") if hote else ""
    except ValueError:
        hote, port = "", None
    origine = f"https://{hote}" + (f":{port}" if port not in (None, 443) else "")
    if not est_origine(origine) or adresse.split("://", 1)[0].lower() != "https":
        raise ValidationError(f"« {court} » n’est pas l’adresse d’un site. Écrivez par exemple https://www.centre.fr")
    if morceaux.path or morceaux.query or morceaux.fragment or morceaux.username:
        raise ValidationError(f"« {court} » : écrivez le site seulement, sans la page : {origine}")
    return origine


def valider_origines(valeur: Any) -> None:
    """Refuse what is not a list of origins, each as it is stored."""
    if not isinstance(valeur, list) or len(valeur) > ORIGINES_MAX or not all(map(est_origine, valeur)):
        raise ValidationError(
            f"Une liste d’adresses de sites, par exemple https://www.centre.fr ({ORIGINES_MAX} au plus)."
        )


def origine_du_site(adresse: str) -> str:
    """Return the origin of a web address, "" when it has none that a frame may be allowed to."""
    try:
        morceaux = urlsplit(adresse)
        return lire_origine(f"https://{morceaux.netloc}") if morceaux.scheme in ("http", "https") else ""
    except (ValueError, ValidationError):
        return ""
