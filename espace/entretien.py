"""The night's work of « Mon espace »."""

from datetime import datetime

from core.registre import quotidien
from core.textes import accord
from espace.rappels import ecrire_les_rappels
from espace.signalements import oublier_courriels

quotidien("rappels")(ecrire_les_rappels)


@quotidien("signalements")
def faire_oublier(now: datetime) -> str:
    """Erase the addresses of those who reported something, when they have served."""
    nombre = oublier_courriels(now)
    return f"{accord(nombre, 'adresse')} de signalement {'effacées' if nombre > 1 else 'effacée'}"
