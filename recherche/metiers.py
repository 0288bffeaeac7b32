"""« Écrivains publics » and « Conseillers numériques »: which places, when, with room or not. Never a name."""

from dataclasses import dataclass
from datetime import datetime

from ateliers.models import Offre
from ateliers.nomenclature import METIERS
from core.travailleur import PARIS
from recherche.presentation import LigneActivite, fermetures_utiles, ligne_activite
from recherche.queries import prochaine_seance


@dataclass(frozen=True, slots=True)
class LigneMetier:
    lieu_nom: str
    lieu_url: str
    activite: LigneActivite


@dataclass(frozen=True, slots=True)
class CommuneMetier:
    commune: str
    lignes: list[LigneMetier]


def par_commune(metier: str, *, now: datetime) -> list[CommuneMetier]:
    """Return the published activities where this function receives, by commune in folded order."""
    offres = (
        Offre.objects.published(now.astimezone(PARIS).date())
        .on_site()
        .any_of("metiers", METIERS[metier].masque)
        .select_related("structure", "lieu__structure", "lieu__commune")
        .annotate(prochaine=prochaine_seance(now))
        .prefetch_related(fermetures_utiles(now))
        .order_by("lieu__commune__nom_plie", "lieu__nom_plie", "nom_plie", "pk")
    )
    groupes: dict[str, list[LigneMetier]] = {}
    for offre in offres:
        lieu = offre.lieu
        if lieu is not None:
            groupes.setdefault(lieu.commune.nom, []).append(
                LigneMetier(
                    lieu.nom,
                    lieu.get_absolute_url(),
                    ligne_activite(offre, now=now, prochaine=offre.prochaine),
                )
            )
    return [CommuneMetier(c, lignes) for c, lignes in groupes.items()]
