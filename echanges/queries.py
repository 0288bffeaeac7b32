"""What the pages of a prepared import read."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from comptes.models import Federation
from echanges.diff import Etat
from echanges.models import Import, LignePreparee

PAR_PAGE = 25


@dataclass(frozen=True, slots=True)
class Filtre:
    """A way to look at the rows; `condition` None keeps them all."""

    cle: str
    nom: str
    condition: Q | None


FILTRES = (
    Filtre("", "Toutes les lignes", None),
    Filtre("doublons", "Peut-être déjà connus", Q(a_trancher=True)),
    Filtre("ajoutees", "Nouveaux lieux", Q(etat=Etat.AJOUTEE)),
    Filtre("changees", "Changés", Q(etat=Etat.CHANGEE)),
    Filtre("inchangees", "Inchangés", Q(etat=Etat.INCHANGEE)),
    Filtre("refusees", "Refusées", Q(etat=Etat.REJETEE)),
    Filtre("reparees", "Réparées", Q(reparee=True)),
    Filtre("signalees", "À vérifier", Q(signalee=True)),
    Filtre("conservees", "Valeurs d’ici conservées", Q(conservee=True)),
)


def comptes_des_filtres(importation: Import) -> dict[str, int]:
    """Return how many rows each filter keeps: one query."""
    agregats = {
        f.cle or "tout": Count("pk", filter=f.condition) if f.condition is not None else Count("pk") for f in FILTRES
    }
    comptes = importation.lignes.order_by().aggregate(**agregats)
    return {"" if cle == "tout" else cle: nombre for cle, nombre in comptes.items()}


def lignes_du_filtre(importation: Import, cle: str) -> QuerySet[LignePreparee]:
    """Return the rows of a filter; an unknown one keeps everything."""
    lignes = importation.lignes.order_by("numero", "pk")
    filtre = next((f for f in FILTRES if f.cle == cle), FILTRES[0])
    return lignes if filtre.condition is None else lignes.filter(filtre.condition)


def sources_connues(federation: Federation) -> list[str]:
    """Return who gave files before, to write the same name again."""
    return list(
        Import.objects.of_federation(federation)
        .exclude(source="")
        .order_by("source")
        .values_list("source", flat=True)
        .distinct()[:200]
    )
