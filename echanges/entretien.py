"""The night's work on what is taken from others, and given to them."""

from datetime import datetime

from core.registre import quotidien
from core.textes import accord
from echanges import ouverts
from echanges.changements.releve import relever
from echanges.disparues import fermer_les_disparues


@quotidien("changements des données ouvertes")
def relever_la_semaine(now: datetime) -> str:
    """Keep once a week what changed in what is published."""
    releve = relever(now)
    if releve is None:
        return "la semaine a déjà son relevé"
    if releve.depuis is None:
        return f"premier relevé : {accord(releve.comptes['lieux'], 'lieu', 'lieux')}"
    return f"{accord(releve.total, 'changement')} depuis le {releve.depuis:%d/%m/%Y}"


@quotidien("fiches disparues de leur source")
def fermer(now: datetime) -> str:
    """Close what a source read by its address has not given for thirty days."""
    return fermer_les_disparues(now)


# After what closes: what the night withdraws is in none of them.
@quotidien(ouverts.ECRIRE)
def ecrire_les_fichiers(now: datetime) -> str:
    """Write the files of open data of a large network."""
    return ouverts.preparer(now)
