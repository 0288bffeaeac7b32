"""Share a sheet: its row, and its file outside the database."""

from datetime import datetime
from typing import Any

from django.db import transaction

from reseau.actions.publications import publier
from reseau.fichiers import Fichier, jeter, ranger
from reseau.models import Fiche


def publier_fiche(fiche: Fiche, *, fichier: Fichier | None, by: Any, now: datetime) -> Fiche:
    """Publish a sheet, or change it; `fichier` takes the place of what there was, and so does a link.

    The file is written before its row, and erased after it: whatever is cut off in between, no row lacks its file.
    """
    ancien = fiche.fichier
    nouveau = ranger(fichier.contenu) if fichier else ""
    if fichier:
        fiche.url, fiche.fichier, fiche.fichier_nom = "", nouveau, fichier.nom
        fiche.fichier_format, fiche.fichier_octets = fichier.format, len(fichier.contenu)
    elif fiche.url:
        fiche.fichier = fiche.fichier_nom = fiche.fichier_format = ""
        fiche.fichier_octets = 0
    try:
        with transaction.atomic():
            publier(fiche, by=by, now=now)
            if ancien and ancien != fiche.fichier:
                transaction.on_commit(lambda: jeter(ancien))
    except BaseException:
        jeter(nouveau)
        raise
    return fiche
