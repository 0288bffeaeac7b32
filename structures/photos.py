"""The photograph of an entrance: its content checked, resized, and nothing of its metadata kept."""

import hashlib
import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

POIDS_MAX = 10 * 1024 * 1024
PIXELS_MAX = 50_000_000
COTE = 1000
FORMATS = ("JPEG", "PNG", "WEBP")
DOSSIER = "photos"


def preparer(fichier: object) -> bytes:
    """Return a photograph as a WebP of at most 1000 pixels a side, or raise ValidationError in French.

    It is drawn again from its pixels: no place, no date, no name of a device survives.
    """
    if getattr(fichier, "size", 0) > POIDS_MAX:
        raise ValidationError("Cette photo est trop lourde : 10 Mo au plus.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(fichier, formats=FORMATS)  # type: ignore[arg-type]
            if image.width * image.height > PIXELS_MAX:
                raise ValidationError("Cette photo a trop de pixels : prenez-la en qualité normale.")
            droite = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning) as erreur:
        raise ValidationError(
            "Ce fichier n’est pas une photo lisible : choisissez un JPEG, un PNG ou un WebP."
        ) from erreur
    droite.thumbnail((COTE, COTE))
    propre = Image.new("RGB", droite.size)
    propre.paste(droite)
    sortie = io.BytesIO()
    propre.save(sortie, "WEBP", quality=72, method=4)
    return sortie.getvalue()


def ranger(contenu: bytes) -> str:
    """Keep a prepared photograph and return its name: the fingerprint of what it shows, so that it never changes."""
    nom = hashlib.sha256(contenu).hexdigest()[:32]
    chemin = chemin_de(nom)
    if not default_storage.exists(chemin):
        default_storage.save(chemin, ContentFile(contenu))
    return nom


def chemin_de(nom: str) -> str:
    """Return where a photograph is kept."""
    return f"{DOSSIER}/{nom}.webp"
