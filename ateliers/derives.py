"""What follows from an activity, its place and its structure: recomputed by the writer, compared by `verifier`."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from ateliers.fraicheur import dernier_jour_visible
from ateliers.models import Offre
from ateliers.nomenclature import Dispo, Grain, Mode, Nature, grain_de
from ateliers.seances import creneaux_de
from structures import cycle
from structures.models import Fermeture, Lieu
from structures.models.communes import departement_de
from structures.nomenclature import GenreFermeture

TOUJOURS = date(2000, 1, 1)
JAMAIS = date.max
BANDE_PARTOUT = -100_000 + 1  # several départements, or all of France
JOURS_RENDEZ_VOUS = 14
JOURS_INSCRIPTION = 60


def visible_des(etat: str, suspendu_jusqu_au: date | None) -> date | None:
    """Return the first day on which a state lets search show a row; None for never."""
    if cycle.CYCLE[etat].cherchable:
        return TOUJOURS
    return suspendu_jusqu_au if etat == cycle.Etat.SUSPENDU else None


def apres_jours_ouverts(debut: date, jours: int, fermetures: Iterable[Fermeture]) -> date:
    """Return the day that comes `jours` days after `debut`, not counting announced closures."""
    fermees = [(f.debut, f.fin) for f in fermetures if f.genre == GenreFermeture.FERMETURE]
    jour, restants = debut, jours
    dernier = debut + min(timedelta(days=400), date.max - debut)
    while restants > 0 and jour < dernier:
        jour += timedelta(days=1)
        if not any(d <= jour <= f for d, f in fermees):
            restants -= 1
    return jour


def dispo_fiable_jusqu_au(offre: Offre, grain: str, fermetures: Iterable[Fermeture]) -> date | None:
    """Return the last day on which what is said of room counts; the query compares it with today.

    A stored « doubtful » would be stale the next morning; a stored date is not.
    """
    if not offre.dispo or offre.dispo_le is None:
        return None
    if offre.dispo in (Dispo.COMPLET, Dispo.CLOSES) and offre.dispo_jusqu_au:
        # Somebody gave the day: it turns to « à vérifier » by itself on that day.
        return max(offre.dispo_jusqu_au, date.min + timedelta(days=1)) - timedelta(days=1)
    if grain == Grain.RENDEZ_VOUS:
        return apres_jours_ouverts(offre.dispo_le, JOURS_RENDEZ_VOUS, fermetures)
    fin = apres_jours_ouverts(offre.dispo_le, JOURS_INSCRIPTION, fermetures)
    return min(fin, offre.fin) if offre.nature == Nature.CYCLE and offre.fin else fin


def bande_de_departement(departement: str) -> int:
    """Return the band of what comes to a département without a place; no latitude has one so low."""
    return -100_000 - int(departement, 36)


def bande_de_zone(zone: str) -> int:
    """Return the band by which search finds what takes place nowhere: its département's, when there is only one.

    The first column of the search index serves both halves of the question « here, or coming here ».
    """
    codes = {c if len(c) <= 3 else departement_de(c) for c in zone.strip("|").split("|") if c}
    return bande_de_departement(codes.pop()) if len(codes) == 1 and "france" not in zone else BANDE_PARTOUT


def derives(offre: Offre) -> dict[str, Any]:
    """Return every derived field of an activity, by name.

    Reads `offre.lieu` (with its closures) and the structures: load them before a loop.
    """
    lieu: Lieu | None = offre.lieu
    grain = grain_de(offre.nature, offre.acces)
    valeurs: dict[str, Any] = {
        "grain": grain,
        "creneaux": creneaux_de(offre),
        "visible_fin": dernier_jour_visible(offre.fin or JAMAIS, offre.masquee_des),
        "latitude": lieu.latitude if lieu else None,
        "longitude": lieu.longitude if lieu else None,
        "bande": lieu.bande if lieu and offre.mode == Mode.SUR_PLACE else bande_de_zone(offre.zone),
        "lieu_groupes": lieu.groupes if lieu else 0,
        "lieu_accessibilites": lieu.accessibilites if lieu else 0,
        "lieu_nature": (lieu.structure if lieu else offre.structure).nature,
    }
    fermetures = list(lieu.fermetures.all()) if lieu else []
    valeurs["dispo_fiable_jusqu_au"] = dispo_fiable_jusqu_au(offre, grain, fermetures)
    etats = [visible_des(offre.etat, offre.suspendu_jusqu_au)]
    if lieu:
        etats.append(visible_des(lieu.etat, lieu.suspendu_jusqu_au))
    structures = [offre.structure, *([lieu.structure] if lieu else [])]
    archivee = any(s.archivee_le is not None for s in structures)
    connus = [e for e in etats if e is not None]
    valeurs["visible_des"] = max(connus) if len(connus) == len(etats) and not archivee else None
    return valeurs
