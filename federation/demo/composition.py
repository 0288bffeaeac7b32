"""Assemble the whole network, unsaved: 42 centres, some 150 partner places, some 600 activities."""

from datetime import date

from comptes.models import Federation
from federation.demo import centres, entourage, lieux, noms
from federation.demo.reseau import Reseau
from structures.models import Commune


def composer(federation: Federation, communes: dict[str, Commune], today: date) -> Reseau:
    """Return the whole network as of `today`; the same day gives the same rows."""
    reseau = Reseau(federation, today, communes)
    dits = centres.repartir()
    ordinateurs = centres.nombres_d_ordinateurs()
    for rang in range(len(noms.CENTRES)):
        centres.centre(reseau, rang, dits[rang], ordinateurs[rang])
    entourage.partenaires(reseau)
    entourage.partenariats(reseau, dits)
    for rang in range(len(noms.CENTRES)):
        centres.activites(reseau, rang, dits[rang])
    entourage.activites(reseau, dits)
    entourage.ailleurs(reseau, dits)
    reseau.fermetures += lieux.fermetures(reseau.lieux, today)
    entourage.laisser_vivre(reseau)
    return reseau
