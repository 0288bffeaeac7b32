"""The directory of a commune and of what is around it, in one small file that a browser keeps for days without network.

It says what a card and a plain sheet need, in words. Nothing in it depends on the hour: no « ouvert », no room, which
would be false by the evening. Nobody is named, and no electronic address is given: those often hold a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from ateliers.models import Offre
from ateliers.nomenclature import (
    ACCES,
    FORMES,
    LANGUES,
    METIERS,
    POSTURES,
    THEMES,
    Appareil,
    Mode,
    Tarif,
)
from ateliers.seances import regle_de, regle_du_lieu
from core.travailleur import PARIS
from recherche.criteres import Criteres, Origine
from recherche.fiche_lieu import fermetures_en_francais
from recherche.ordre import Groupe, Trouvee
from recherche.phrases import TARIFS, conditions_de, nature_en_francais, papiers_de, telephone_de
from recherche.presentation import fermetures_utiles
from recherche.queries import trouver
from structures.horaires import en_francais
from structures.models import Commune, Lieu
from structures.models.lieux import distance_km
from structures.nomenclature import ACCESSIBILITES

KM = (3, 5, 10)
KM_PAR_DEFAUT = 5
# The nearest ones: beyond, a file that is kept on a telephone would weigh hundreds of kilobytes.
LIEUX_MAX = 250
ACTIVITES_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Etendue:
    """A commune, and how far around its centre; its own places are in it wherever they are."""

    commune: Commune
    km: int

    def trouver(self, *, now: datetime) -> tuple[list[Groupe], Sequence[Trouvee]]:
        """Return the places, nearest first, and what comes without a place, from the one question of the site.

        Two queries.
        """
        c = self.commune
        latitude, longitude = c.latitude or 0.0, c.longitude or 0.0
        publies = Lieu.objects.published(now.astimezone(PARIS).date()).filter(commune=c).order_by()
        siens = {
            pk: distance_km(latitude, longitude, *position)
            for pk, *position in publies.values_list("pk", "latitude", "longitude")
        }
        origine = Origine(c.nom, latitude, longitude, c.code_insee, c.departement)
        # The radius is a circle: a place exactly on it is in.
        rayon = max(float(self.km), *siens.values(), 0.0) + 0.01
        trouvailles = trouver(Criteres(origine=origine, rayon_km=rayon), now=now)
        gardes = [g for g in trouvailles.groupes if (g.km or 0.0) <= self.km or g.lieu_id in siens]
        return sorted(gardes, key=lambda g: (g.km or 0.0, g.lieu_id)), trouvailles.a_distance


def annuaire(etendue: Etendue, *, now: datetime) -> dict[str, Any]:
    """Return what is published in and around a commune, nearest first, in four queries whatever its size.

    An empty field is left out. `themes` of an activity are codes of `themes`; `km` is from the commune's centre.
    """
    today = now.astimezone(PARIS).date()
    groupes, a_distance = etendue.trouver(now=now)
    proches = groupes[:LIEUX_MAX]
    ids = [t.offre_id for g in proches for t in g.trouvees] + [t.offre_id for t in a_distance]
    offres = {o.pk: o for o in _offres(ids[:ACTIVITES_MAX], now=now)}
    lieux = []
    for groupe in proches:
        siennes = [offres[t.offre_id] for t in groupe.trouvees if t.offre_id in offres]
        if siennes and (lieu := siennes[0].lieu) is not None:
            lieux.append(_lieu(lieu, siennes, groupe.km or 0.0, today))
    return {
        "code": etendue.commune.code_insee,
        "nom": etendue.commune.nom,
        "km": etendue.km,
        "jour": today.isoformat(),
        "entier": len(groupes) <= LIEUX_MAX and len(ids) <= ACTIVITES_MAX,
        "themes": [[t.code, t.label] for t in THEMES],
        "lieux": lieux,
        "sans_lieu": [_sans_lieu(offres[t.offre_id]) for t in a_distance if t.offre_id in offres],
    }


def _offres(ids: Sequence[int], *, now: datetime) -> QuerySet[Offre]:
    return (
        Offre.objects.filter(pk__in=ids)
        .select_related("structure", "lieu__structure", "lieu__commune")
        .prefetch_related(fermetures_utiles(now))
        .order_by("pk")
    )


def _lieu(lieu: Lieu, offres: Sequence[Offre], km: float, today: date) -> dict[str, Any]:
    telephone, href = telephone_de(lieu.telephone, lieu.structure.telephone)
    return _sans_vide(
        uid=lieu.uid,
        nom=lieu.nom,
        nature=nature_en_francais(lieu),
        adresse=", ".join(lieu.adresse_lignes),
        commune=lieu.commune.nom,
        km=round(km, 1),
        telephone=telephone,
        appeler=href,
        horaires=en_francais(regle_du_lieu(lieu)) or lieu.horaires_source,
        fermetures=fermetures_en_francais(lieu, today),
        arret=lieu.arret,
        reconnaitre=lieu.reconnaitre,
        acces=ACCESSIBILITES.labels(lieu.accessibilites),
        activites=[_activite(o, telephone) for o in sorted(offres, key=lambda o: (o.nom_plie, o.pk))],
    )


def _sans_lieu(offre: Offre) -> dict[str, Any]:
    """Return what comes to the person or is done by telephone, as a place that has no address."""
    telephone, href = telephone_de(offre.telephone, offre.structure.telephone)
    return _sans_vide(
        uid=offre.uid,
        nom=offre.structure.nom,
        nature=str(Mode(offre.mode).label),
        telephone=telephone,
        appeler=href,
        activites=[_activite(offre, telephone)],
    )


def _activite(offre: Offre, deja: str) -> dict[str, Any]:
    telephone, href = telephone_de(offre.telephone)
    autre = {"telephone": telephone, "appeler": href} if telephone != deja else {}
    tarif = str(TARIFS[Tarif(offre.tarif)]) if offre.tarif else ""
    return _sans_vide(
        uid=offre.uid,
        nom=offre.nom,
        themes=THEMES.codes(offre.themes),
        quand=en_francais(regle_de(offre)) or offre.horaires_source,
        comment=[
            *POSTURES.labels(offre.postures),
            *FORMES.labels(offre.formes),
            *([str(Mode(offre.mode).label).lower()] if offre.mode != Mode.SUR_PLACE else []),
        ],
        acces=[a.lower() for a in ACCES.labels(offre.acces)],
        tarif=tarif,
        conditions=conditions_de(offre),
        recoit=METIERS.labels(offre.metiers),
        langues=LANGUES.labels(offre.langues & ~LANGUES["fr"].masque),
        papiers=papiers_de(offre),
        appareil=str(Appareil(offre.appareil).label) if offre.appareil else "",
        **autre,
    )


def _sans_vide(**champs: Any) -> dict[str, Any]:
    return {nom: valeur for nom, valeur in champs.items() if valeur not in ("", [], None)}
