"""Which rows a bulk gesture is about: those that are ticked, or all that the search finds."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from comptes.models import Federation
from core.travailleur import PARIS
from core.uid import LONGUEUR
from federation.bureau.tableau.criteres import LIEUX, Criteres, TableauForm
from federation.bureau.tableau.gestes import GESTES, Geste
from federation.bureau.tableau.requete import trouves
from structures.models import Lieu, Structure

COCHEES_MAX = 500
REQUETE_MAX = 1900


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked, read from an address or from a form; `geste` is None when it is no gesture of this view."""

    geste: Geste | None
    criteres: Criteres
    requete: str  # the search one came from
    cochees: tuple[str, ...]
    tout: bool
    pks: list[int]
    vus: int  # how many the person was shown, -1 when nothing was

    def retour(self, federation: Federation) -> str:
        """Return the table one came from."""
        adresse = reverse("bureau:structures", args=[federation.slug])
        return f"{adresse}?{self.requete}" if self.requete else adresse


def lire(donnees: QueryDict, federation: Federation, *, now: datetime) -> Selection:
    """Read a selection; what is unknown, or another federation's, is not in it."""
    form = TableauForm(QueryDict(donnees.get("requete", "")[:REQUETE_MAX]), federation=federation)
    criteres = form.criteres()
    geste = GESTES.get(donnees.get("geste", ""))
    tout = donnees.get("tout") == "on"
    uids = tuple(dict.fromkeys(u for u in donnees.getlist("ligne")[:COCHEES_MAX] if len(u) == LONGUEUR))
    if tout:
        pks = trouves(federation, criteres, now.astimezone(PARIS).date()).values_list("pk", flat=True)
    elif criteres.vue == LIEUX:
        lieux = Lieu.objects.filter(uid__in=uids, structure__federation=federation)
        pks = lieux.order_by("nom_plie", "pk").values_list("pk", flat=True)
    else:
        structures = Structure.objects.managed_by(federation).filter(uid__in=uids)
        pks = structures.order_by("nom_plie", "pk").values_list("pk", flat=True)
    vus = donnees.get("vus", "")
    return Selection(
        geste=geste if geste and criteres.vue in geste.vues else None,
        criteres=criteres,
        requete=form.requete(),
        cochees=() if tout else uids,
        tout=tout,
        pks=list(pks),
        vus=int(vus) if vus.isascii() and vus.isdigit() and len(vus) < 10 else -1,
    )
