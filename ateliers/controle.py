"""Compare what is stored with what the writer would derive: `manage.py verifier`."""

from collections.abc import Iterator
from datetime import date, datetime

from ateliers.actions import a_reconstruire
from ateliers.derives import derives
from ateliers.jours import debut_du_jour, jours_de, justes
from ateliers.models import Offre, Seance
from ateliers.mots import mots_de
from ateliers.seances import seances_attendues, selon_la_regle
from core.textes import cle_de_tri
from core.travailleur import PARIS
from structures.models import Lieu, Structure
from structures.models.lieux import bande
from structures.typologies import groupes


def ecarts(now: datetime) -> Iterator[str]:
    """Yield one French line per stored value that is not what the writer would write now."""
    today = now.astimezone(PARIS).date()
    for structure in Structure.objects.iterator(chunk_size=500):
        if structure.nom_plie != cle_de_tri(structure.nom):
            yield f"structure {structure.uid} : clé de tri"
    for lieu in Lieu.objects.iterator(chunk_size=500):
        if (lieu.nom_plie, lieu.bande, lieu.groupes) != (
            cle_de_tri(lieu.nom),
            bande(lieu.latitude),
            groupes(lieu.typologies),
        ):
            yield f"lieu {lieu.uid} : champs dérivés"
    ids = list(Offre.objects.order_by("pk").values_list("pk", flat=True))
    for debut in range(0, len(ids), 400):
        lot = list(a_reconstruire(Offre.objects.filter(pk__in=ids[debut : debut + 400])).prefetch_related("mots"))
        stockees: dict[int, dict[str, Seance]] = {o.pk: {} for o in lot}
        for seance in Seance.objects.filter(offre__in=lot, fin__gte=debut_du_jour(today)):
            stockees[seance.offre_id][seance.origine] = seance
        for offre in lot:
            faux = [c for c, v in derives(offre).items() if getattr(offre, c) != v]
            if offre.nom_plie != cle_de_tri(offre.nom):
                faux.append("nom_plie")
            if faux:
                yield f"activité {offre.uid} : {', '.join(sorted(faux))}"
            if {m.mot for m in offre.mots.all()} != mots_de(offre):
                yield f"activité {offre.uid} : mots"
            if fausses := _seances_fausses(offre, stockees[offre.pk], today):
                yield f"activité {offre.uid} : {fausses}"


def _seances_fausses(offre: Offre, stockees: dict[str, Seance], today: date) -> str:
    """Return what is wrong with the sessions of an activity, by origin, or with their days; "" when all is right."""
    attendues = seances_attendues(offre, today)
    prevues = {o: s for o, s in stockees.items() if s.statut == Seance.Statut.PREVUE and s.jour >= today}
    fausses = any(selon_la_regle(s) != selon_la_regle(attendues[o]) for o, s in prevues.items() if o in attendues)
    if fausses or set(prevues) - set(attendues) or set(attendues) - set(stockees):
        return "séances"
    # Those that nobody has counted yet are right.
    jours = jours_de(stockees.values(), today)
    return "" if justes(offre.jours_des_seances, jours, today, inconnus=True) else "jours des séances"
