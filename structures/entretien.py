"""The night's work on what structures keep beside their rows."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from core.registre import quotidien
from structures.models import Lieu
from structures.photos import DOSSIER

GARDE = timedelta(days=30)


@quotidien("photos")
def effacer_les_photos_perdues(now: datetime) -> str:
    """Erase the photographs that no place shows and no history could give back, a month after they came."""
    try:
        _, fichiers = default_storage.listdir(DOSSIER)
    except FileNotFoundError:
        return "aucune photo"
    connues = set(Lieu.objects.exclude(photo="").values_list("photo", flat=True).order_by("photo"))
    connues |= set(Lieu.history.exclude(photo="").values_list("photo", flat=True).order_by("photo"))
    effacees = 0
    for fichier in fichiers:
        chemin = f"{DOSSIER}/{fichier}"
        if fichier.removesuffix(".webp") not in connues and default_storage.get_modified_time(chemin) < now - GARDE:
            default_storage.delete(chemin)
            effacees += 1
    return f"{effacees} photos effacées"
